"""What do the rows of vehicles, buildings, plants and process routes say?"""

from __future__ import annotations

from typing import Final

from dafeng.dossier.figures import Expected, RowReader
from dafeng.dossier.records import BuildingRecord, PlantRecord, RouteRecord, VehicleRecord
from dafeng.dossier.vocabulary import find_term, term_names, term_words, terms
from dafeng.dossier.wording import nearest
from dafeng.language import Text, number

#: Latest year in which something that stands or is planned can begin or end.
_YEARS: Final = (1900, 2100)


def read_vehicle_row(reader: RowReader) -> VehicleRecord | None:
    """Return the record of a row of vehicles, or None where it is faulty."""
    year = reader.year()
    of = _word(reader, "class", "vehicle_class", needed=True)
    drive = _word(reader, "drive", "drive")
    variable = _variable(reader, "vehicle_variable", "stock")
    amount = reader.amount(_expected("vehicle_variable", variable))
    if year is None or of is None or drive is None or amount is None or variable is None:
        return None
    return VehicleRecord(year, of, drive, variable, amount)


def read_building_row(reader: RowReader) -> BuildingRecord | None:
    """Return the record of a row of buildings, or None where it is faulty."""
    year = reader.year()
    kind = _word(reader, "kind", "building", needed=True)
    variable = _variable(reader, "building_variable", "area")
    built = _year(reader, "built")
    amount = reader.amount(_expected("building_variable", variable))
    if year is None or kind is None or amount is None or variable is None:
        return None
    if built is not None and built > year:
        reader.add("stock.years", "built", first=built, last=year)
        return None
    return BuildingRecord(year, kind, built, variable, amount)


def read_plant_row(reader: RowReader) -> PlantRecord | None:
    """Return the record of a row of plants, or None where it is faulty."""
    name = reader.required("name")
    technology = _word(reader, "technology", "plant_technology", needed=True)
    start, end = _year(reader, "start"), _year(reader, "end")
    hours = _between(reader, "hours", (0.0, 8784.0))
    efficiency = _efficiency(reader, technology)
    amount = reader.amount(Expected(Text("装机容量", "capacity"), ("MW",)))
    if name is None or technology is None or amount is None:
        return None
    if start is None:
        if not reader.text("start"):
            reader.add("value.missing", "start", column=reader.header("start"))
        return None
    if end is not None and end <= start:
        reader.add("stock.years", "end", first=start, last=end)
        return None
    return PlantRecord(name, technology, start, end, hours, efficiency, amount)


def read_route_row(reader: RowReader) -> RouteRecord | None:
    """Return the record of a row of output by process route, or None where it is faulty."""
    year = reader.year()
    product = _word(reader, "product", "product", needed=True)
    route = _word(reader, "route", "route", needed=True)
    amount = reader.amount(Expected(Text("产量", "output"), ("t",)))
    if year is None or product is None or route is None or amount is None:
        return None
    return RouteRecord(year, product, route, amount)


def _word(reader: RowReader, column: str, kind: str, *, needed: bool = False) -> str | None:
    """Return the id of a word of a closed list; "" if it may be and is blank, None if faulty."""
    text = reader.required(column) if needed else reader.text(column)
    if not text:
        return None if needed else ""
    found = find_term(kind, text)
    if found is None:
        known, near = term_names(kind), nearest(text, term_words(kind))
        name = reader.header(column)
        reader.add("stock.word", column, column=name, text=text, known=known, near=near)
    return found


def _variable(reader: RowReader, kind: str, usual: str) -> str | None:
    """Return the id of a variable; the usual one where the field is blank, None if faulty."""
    found = _word(reader, "variable", kind)
    return usual if found == "" else found


def _expected(kind: str, variable: str | None) -> Expected:
    """Return what a variable is measured in; anything where it is not known."""
    if variable is None:
        return Expected(Text("数量", "the figure"))
    term = terms(kind)[variable]
    return Expected(term.name, (term.unit,))


def _year(reader: RowReader, column: str) -> int | None:
    """Return a whole year within its limits, or None."""
    value = _between(reader, column, _YEARS)
    if value is None:
        return None
    if value != int(value):
        reader.add("year.not_whole", column, text=reader.text(column))
        return None
    return int(value)


def _between(reader: RowReader, column: str, limits: tuple[float, float]) -> float | None:
    """Return a bare number that lies within its limits, or None."""
    reading = reader.number(column)
    if reading.value is None or reading.rule:
        return None
    if not limits[0] <= reading.value <= limits[1]:
        low, high = number(limits[0]), number(limits[1])
        name = reader.header(column)
        reader.add(
            "stock.range", column, column=name, value=number(reading.value), low=low, high=high
        )
        return None
    return float(reading.value)


def _efficiency(reader: RowReader, technology: str | None) -> float | None:
    """Return an efficiency as a share; figures above what a heat pump reaches are per cent."""
    reading = reader.number("efficiency")
    if reading.value is None or reading.rule:
        return None
    value = float(reading.value) * float(reading.ratio or 1)
    value = value / 100 if value > _HEAT_PUMP else value
    limit = _HEAT_PUMP if technology == "electric_heat_pump" else _BOILER
    least = _CONDENSING if technology in _COAL_UNITS else _LEAST
    if least <= value <= limit:
        return value
    name = reader.header("efficiency")
    shown, low, high = (f"{number(100 * x)}%" for x in (value, least, limit))
    reader.add("stock.range", "efficiency", column=name, value=shown, low=low, high=high)
    return None


#: Least efficiency of any plant: small turbines on waste or of low heat reach a tenth [-].
_LEAST: Final = 0.05

#: Least efficiency of units that give electricity alone from coal [-]: small ones of 1960 had 0.25.
_COAL_UNITS: Final = ("coal_subcritical", "coal_supercritical", "coal_ultra")
_CONDENSING: Final = 0.2

#: Largest efficiencies: heat pumps as a ratio, condensing boilers on the net calorific value [-].
_HEAT_PUMP: Final = 8.0
_BOILER: Final = 1.1
