"""What does a row of the tables of text say (measures, projects, targets ...)?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.dossier.figures import RowReader
from dafeng.dossier.records import Row
from dafeng.dossier.vocabulary import is_total
from dafeng.dossier.wording import key, narrow
from dafeng.errors import UnitError
from dafeng.units import unit


def read_text_row(reader: RowReader) -> Row | None:
    """Return a row that later rooms interpret; required fields must not be blank."""
    heads = reader.schema.id == "projects" and _heads(reader.text("id"))
    for column in reader.schema.required:
        if not (heads and column.id == "name"):
            reader.required(column.id)
    values = {c.id: reader.text(c.id) for c in reader.schema.columns}
    _fill_units(reader, values)
    if "period" in values:
        _fill_years(reader, values)
    stated = tuple((column, text) for column, text in values.items() if text)
    columns = {c: f.column for c, f in reader.row.fields.items() if f.column is not None}
    return Row(stated, reader.row.place, columns) if stated else None


#: A class row of a list of projects, its number and name in one cell (``一、能源基础设施``).
_HEADING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\))\s*\S"
)


def _heads(text: str) -> bool:
    """Say whether a row of projects is a total or heads a class, and so needs no name."""
    return is_total(text) or _HEADING.match(narrow(text).strip()) is not None


def _fill_units(reader: RowReader, values: dict[str, str]) -> None:
    """Take units from the header where their column is blank; two that differ are an error."""
    for measured, inside in reader.row.header_units.items():
        beside = "unit" if measured == "value" else f"{measured}_unit"
        if not values.get(measured) or beside not in values:
            continue
        if values[beside] and not _same_unit(values[beside], inside):
            reader.add("unit.conflict", beside, header=inside, unit=values[beside])
            values[measured] = values[beside] = ""
        elif not values[beside]:
            values[beside] = inside


def _same_unit(first: str, second: str) -> bool:
    try:
        return unit(first) == unit(second)
    except UnitError:
        return key(first) == key(second)


_MONTH: Final = r"(?:0[1-9]|1[0-2])"
#: A year, alone or with month and day in digits (202603).
_POINT: Final = rf"(?<!\d)((?:19|20)\d\d)(?:{_MONTH}(?:[0-3]\d)?)?(?!\d)"
_POINTS: Final = re.compile(_POINT)
_ALONE: Final = re.compile(rf"^{_POINT}\s*(?:年度?|[年./](?:0?[1-9]|1[0-2])月?份?)?$")
#: A year and the last digits of another; those of a month may be one (2026-12).
_SHORT: Final = re.compile(rf"^{_POINT}\s*年?\s*[-–—―~至到]+\s*(1[3-9]|[2-9]\d)\s*年?$")


def _fill_years(reader: RowReader, values: dict[str, str]) -> None:
    """Take from a period (``2026-2028年``) the years that have no cell of their own."""
    if not values["period"] or (values["start_year"] and values["end_year"]):
        return
    years = _years(narrow(values["period"]).strip())
    if years is None:
        reader.add("period.not_understood", "period", text=values["period"][:40])
        return
    values["start_year"] = values["start_year"] or years[0]
    values["end_year"] = values["end_year"] or years[1]


def _years(period: str) -> tuple[str, str] | None:
    """Return first and last year of a period, or None where it does not say both plainly.

    Years in the wrong order stay so: the rules for plans tell them.
    """
    if alone := _ALONE.match(period):
        return alone[1], alone[1]
    short = _SHORT.match(period)
    found = [short[1], short[1][:2] + short[2]] if short else _POINTS.findall(period)
    return (found[0], found[1]) if len(found) == 2 else None  # noqa: PLR2004 - start and end
