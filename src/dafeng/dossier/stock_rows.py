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
    variable = _word(reader, "variable", "vehicle_variable") or "stock"
    amount = reader.amount(_expected("vehicle_variable", variable))
    if year is None or of is None or drive is None or amount is None:
        return None
    return VehicleRecord(year, of, drive, variable, amount)


def read_building_row(reader: RowReader) -> BuildingRecord | None:
    """Return the record of a row of buildings, or None where it is faulty."""
    year = reader.year()
    kind = _word(reader, "kind", "building", needed=True)
    variable = _word(reader, "variable", "building_variable") or "area"
    built = _between(reader, "built", _YEARS)
    amount = reader.amount(_expected("building_variable", variable))
    if year is None or kind is None or amount is None:
        return None
    if built is not None and built > year:
        reader.add("stock.years", "built", first=f"{built:.0f}", last=year)
        return None
    return BuildingRecord(year, kind, None if built is None else int(built), variable, amount)


def read_plant_row(reader: RowReader) -> PlantRecord | None:
    """Return the record of a row of plants, or None where it is faulty."""
    name = reader.required("name")
    technology = _word(reader, "technology", "plant_technology", needed=True)
    start, end = _between(reader, "start", _YEARS), _between(reader, "end", _YEARS)
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
        reader.add("stock.years", "end", first=f"{start:.0f}", last=f"{end:.0f}")
        return None
    last = None if end is None else int(end)
    return PlantRecord(name, technology, int(start), last, hours, efficiency, amount)


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


def _expected(kind: str, variable: str) -> Expected:
    term = terms(kind)[variable]
    return Expected(term.name, (term.unit,))


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
    if 0 < value <= limit:
        return value
    name = reader.header("efficiency")
    shown, high = number(100 * value), number(100 * limit)
    reader.add("stock.range", "efficiency", column=name, value=shown, low="0", high=high)
    return None


#: Largest efficiencies: heat pumps as a ratio, condensing boilers on the net calorific value [-].
_HEAT_PUMP: Final = 8.0
_BOILER: Final = 1.1
