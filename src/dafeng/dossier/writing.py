"""How is a dossier written down as tables, in either language?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from dafeng.dossier.cells import Cell
from dafeng.dossier.identity import identity_values
from dafeng.dossier.identity_keys import KEYS
from dafeng.dossier.records import Amount, Dossier, Row
from dafeng.dossier.schema import IDENTITY_SHEET, ROW_TABLES, tables
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.vocabulary import (
    CLASSES,
    GROUPS,
    carrier_name,
    find_carrier,
    find_class,
    find_group,
    find_process,
    find_sector,
    find_term,
    processes,
    sector_name,
    terms,
)
from dafeng.language import Language, Text


def sheets_of(dossier: Dossier, language: Language = "zh") -> tuple[RawSheet, ...]:
    """Return the tables of a dossier with headers and words in one language.

    Every table is written, also an empty one, so that a place sees what can be entered. Reading
    the tables back gives the same records.
    """
    return tuple(_sheet(table, dossier, language) for table in tables())


def identity_sheet(dossier: Dossier, language: Language = "zh") -> RawSheet:
    """Return the identity as a sheet with one key and value a row."""
    rows: list[tuple[Cell, ...]] = [("项目", "值") if language == "zh" else ("Item", "Value")]
    for name, value in identity_values(dossier.identity).items():
        text: Cell = "、".join(map(str, value)) if isinstance(value, list) else _scalar(value)
        rows.append((KEYS[name][1][language], text))
    return RawSheet("", IDENTITY_SHEET[language], tuple(rows))


def _scalar(value: object) -> Cell:
    return value if isinstance(value, int) else str(value)


def _sheet(table: str, dossier: Dossier, language: Language) -> RawSheet:
    schema = tables()[table]
    header = tuple(c.header[language] for c in schema.columns)
    rows: list[tuple[Cell, ...]] = [header]
    for record in getattr(dossier, table):
        values = _values(table, record, language)
        rows.append(tuple(values.get(c.id) or _zero(values.get(c.id)) for c in schema.columns))
    return RawSheet("", schema.name[language], tuple(rows))


def _zero(value: Cell) -> Cell:
    """Keep a zero that is a figure; a blank text becomes an empty cell."""
    return value if isinstance(value, int | float) else None


def _values(table: str, record: Any, language: Language) -> dict[str, Cell]:
    if table in ROW_TABLES:
        row: Row = record
        return dict(row.values)
    return _WRITERS[table](record, language)


def _amount(amount: Amount, language: Language) -> dict[str, Cell]:
    return {
        "quantity": amount.value,
        "unit": amount.unit,
        "notation": amount.notation.value if amount.notation else None,
        "low": amount.low,
        "high": amount.high,
        "quality": _term("quality", amount.quality.value, language),
        "source": amount.source,
        "comment": amount.comment,
    }


def _shown(
    identifier: str, name: Text, find: Callable[[str], str | None], language: Language
) -> str:
    """Return a name if it is read back as the same id, otherwise the id."""
    return name[language] if find(name[language]) == identifier else identifier


def _term(kind: str, identifier: str, language: Language) -> str:
    if identifier not in terms(kind):
        return identifier
    name = terms(kind)[identifier].name
    return _shown(identifier, name, lambda text: find_term(kind, text), language)


def _sector(sector: str, language: Language) -> str:
    if not sector:
        return ""
    find = find_class if sector in CLASSES else find_sector
    return _shown(sector, sector_name(sector), find, language)


def _split(flow: str, sector: str, language: Language) -> str:
    """Write the sector; flows split by sector name their total."""
    if not sector and flow in ("final_consumption", "non_energy"):
        return "合计" if language == "zh" else "Total"
    return _sector(sector, language)


def _product(variable: str, sector: str, language: Language) -> str:
    return _term("product", sector, language) if variable == "output" else _sector(sector, language)


def _carrier(carrier: str, language: Language) -> str:
    if not carrier:
        return ""
    find = find_group if carrier in GROUPS and find_carrier(carrier) != carrier else find_carrier
    return _shown(carrier, carrier_name(carrier), find, language)


def _group_or_carrier(carrier: str, language: Language) -> str:
    """Write a carrier or a group so that it is read back as what it is."""
    if not carrier:
        return ""
    return _shown(
        carrier, carrier_name(carrier), lambda t: find_group(t) or find_carrier(t), language
    )


def _process(process: str, language: Language) -> str:
    return _shown(process, processes().get(process, Text(process, process)), find_process, language)


def _energy(record: Any, language: Language) -> dict[str, Cell]:
    return {
        "year": record.year,
        "flow": _term("flow", record.flow.value, language),
        "sector": _split(record.flow.value, record.sector, language),
        "carrier": _carrier(record.carrier, language),
        **_amount(record.amount, language),
    }


def _activity(record: Any, language: Language) -> dict[str, Cell]:
    base = record.price_base
    return {
        "year": record.year,
        "variable": _term("variable", record.variable, language),
        "sector": _product(record.variable, record.sector, language),
        "price_base": _term("price", base, language) if base else None,
        **_amount(record.amount, language),
    }


def _process_row(record: Any, language: Language) -> dict[str, Cell]:
    return {
        "year": record.year,
        "process": _process(record.process, language),
        **_amount(record.amount, language),
    }


def _factor(record: Any, language: Language) -> dict[str, Cell]:
    write = _process if record.quantity == "process" else _carrier
    return {
        "factor": _term("factor", record.quantity, language),
        "subject": write(record.subject, language) if record.subject else None,
        "sector": _sector(record.sector, language),
        "year": record.year,
        **_amount(record.amount, language),
    }


def _published(record: Any, language: Language) -> dict[str, Cell]:
    return {"year": record.year, "series": record.series, **_amount(record.amount, language)}


def _assumption(record: Any, language: Language) -> dict[str, Cell]:
    return {
        "scenario": _term("scenario", record.scenario, language),
        "driver": record.driver,
        "sector": _sector(record.sector, language),
        "carrier": _group_or_carrier(record.carrier, language),
        "year": record.year,
        "low": record.low,
        "central": record.central,
        "high": record.high,
        "unit": record.unit,
        "source": record.source,
        "form": _term("form", record.form, language) if record.form else "",
    }


def _source(record: Any, _: Language) -> dict[str, Cell]:
    names = ("id", "title", "publisher", "year", "licence")
    return {name: getattr(record, name) for name in names}


def _vehicle(record: Any, language: Language) -> dict[str, Cell]:
    return {
        "year": record.year,
        "class": _term("vehicle_class", record.vehicle_class, language),
        "drive": _term("drive", record.drive, language) if record.drive else None,
        "variable": _term("vehicle_variable", record.variable, language),
        **_amount(record.amount, language),
    }


def _building(record: Any, language: Language) -> dict[str, Cell]:
    return {
        "year": record.year,
        "kind": _term("building", record.kind, language),
        "built": record.built,
        "variable": _term("building_variable", record.variable, language),
        **_amount(record.amount, language),
    }


def _plant(record: Any, language: Language) -> dict[str, Cell]:
    return {
        "name": record.name,
        "technology": _term("plant_technology", record.technology, language),
        "start": record.start,
        "end": record.end,
        "hours": record.hours,
        "efficiency": record.efficiency,
        **_amount(record.amount, language),
    }


def _route(record: Any, language: Language) -> dict[str, Cell]:
    return {
        "year": record.year,
        "product": _term("product", record.product, language),
        "route": _term("route", record.route, language),
        **_amount(record.amount, language),
    }


_WRITERS: Final[dict[str, Callable[[Any, Language], dict[str, Cell]]]] = {
    "energy": _energy,
    "activity": _activity,
    "process": _process_row,
    "factors": _factor,
    "published": _published,
    "assumptions": _assumption,
    "sources": _source,
    "vehicles": _vehicle,
    "buildings": _building,
    "plants": _plant,
    "routes": _route,
}
