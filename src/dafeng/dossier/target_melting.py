"""A table of targets with years as columns: one record for each figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from dafeng.dossier.aims import SINCE, read_aim
from dafeng.dossier.footnotes import is_footnote
from dafeng.dossier.long_table import HEADER_DEPTH, Field, LongRow
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import Column, tables
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.titles import bare_unit, first_column, short
from dafeng.dossier.wording import key, narrow, split_brackets
from dafeng.language import same

_YEAR: Final = re.compile(r"(?<!\d)(20[0-6]\d|199\d)(?!\d)")
#: Last years of the five-year plans by which columns are headed (“十五五”末).
_PLANS: Final = {"十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035, "十七": 2040}
_PLAN: Final = re.compile(
    r"(?P<zh>十[二三四五六七])五|\b1(?P<en>[2-7])th (?:five-year plan|FYP)\b", re.IGNORECASE
)
#: Cells by which a row says that it has no target for a year.
_DASH: Final = re.compile(r"^[-–—―－_/／\\.…*]+$")
_PASSED: Final = frozenset(map(key, ("序号", "编号", "no", "no.")))
#: What a row is that states what was, as the column of kinds says it.
BASE_VALUE: Final = "基期"
_BASE: Final = re.compile(r"基期|基准|现状|base", re.IGNORECASE)
#: Words beside a year that leave its column one of base values or targets.
_BESIDE: Final = re.compile(
    r"(?:基期|基准|现状)年?|\bbase(?:line)?\b|[到至]|目标|远景|约束性|预期性|规划|计划|预期|十[二三四五六七]五|时期|期间?|数值|[期年]?[末底]"
    r"|年度?|值|\b1[2-7]th (?:five-year plan|FYP)\b"
    r"|\b(?:targets?|values?|years?|planned|by|in|of|the|end)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    columns: dict[int, Column]
    years: dict[int, int] = field(default_factory=dict)
    base: int | None = None


def is_wide_targets(sheet: RawSheet) -> bool:
    """Say whether a table of targets has years as columns."""
    return _header(unmerged(sheet)) is not None


def melt_targets(sheet: RawSheet, findings: Findings) -> Iterator[LongRow]:
    """Yield one record for each figure of a table of targets with years as columns.

    A column headed as base value (基期, 基准) gives its year to the others as their base year,
    unless the name or the cell states another (较2020年), or the cell adds up over the years of a
    plan (〔13〕) and so counts from the plan before. Its own figures are of the kind of base
    values, whatever the column of kinds says of the targets beside them.

    Parameters
    ----------
    sheet
        The table as read.
    findings
        Takes notes below the table and columns that mean nothing.
    """
    filled = unmerged(sheet)
    header = _header(filled)
    if header is None:
        return
    named = next(i for i, c in header.columns.items() if c.id == "indicator")
    filled = unmerged(sheet, header.row, named)
    _tell_unknown(filled, header, findings)
    for number in range(header.row + 1, len(filled.rows) + 1):
        if filled.blank_row(number):
            continue
        first = first_column(filled, number)
        if is_footnote(filled.text(number, first)):
            text = short(filled.text(number, first))
            findings.add("sheet.footnote", filled.place(number, first), text=text)
            continue
        yield from _figures(filled, number, header)


def _figures(sheet: RawSheet, number: int, header: _Header) -> Iterator[LongRow]:
    fixed = {c.id: Field(sheet.at(number, i), sheet, number, i) for i, c in header.columns.items()}
    names = (sheet.text(number, i) for i, c in header.columns.items() if c.id == "indicator")
    named = any(SINCE.search(narrow(name)) for name in names)
    texts = {index: sheet.text(number, index) for index in header.years}
    whole = any(text and not _DASH.match(text) for text in texts.values())
    for index, year in header.years.items():
        if not texts[index] or (whole and _DASH.match(texts[index])):
            continue
        fields = {
            **fixed,
            "year": Field(year, sheet, header.row, index),
            "value": Field(sheet.at(number, index), sheet, number, index),
        }
        aim = read_aim(texts[index])
        since = named or aim.since is not None or aim.cumulative
        based = header.base is not None and year != header.base
        if "base_year" not in fixed and based and not since:
            fields["base_year"] = Field(header.base, sheet, header.row, index)
        if year == header.base:
            fields["kind"] = Field(BASE_VALUE, sheet, header.row, index)
        inside = bare_unit(split_brackets(sheet.text(header.row, index))[1])
        units = {"value": inside} if inside else {}
        yield LongRow(fields, sheet.place(number), units)


def _header(sheet: RawSheet) -> _Header | None:
    schema = tables()["targets"]
    for row in range(1, min(HEADER_DEPTH, len(sheet.rows)) + 1):
        columns: dict[int, Column] = {}
        years: dict[int, int] = {}
        base = None
        for index in range(1, sheet.width + 1):
            text = narrow(sheet.text(row, index))
            column = schema.find_column(text) or schema.find_column(split_brackets(text)[0])
            if year := _year(text):
                years |= {} if year in years.values() else {index: year}
                base = year if _BASE.search(text) else base
            elif column is not None and column.id not in {c.id for c in columns.values()}:
                columns[index] = column
        ids = {c.id for c in columns.values()}
        if "indicator" in ids and years and not ids & {"year", "value"}:
            return _Header(row, columns, years, base)
    return None


def _year(header: str) -> int | None:
    """Return the year that heads a column of base values or targets, or None.

    Other words beside it (``2025年累计``) make another figure of the column.
    """
    found = set(_YEAR.findall(header)) or _plan_year(header)
    name, inside = split_brackets(header)
    words = name if bare_unit(inside) else header
    rest = key(_BESIDE.sub("", _YEAR.sub("", words)))
    return int(found.pop()) if len(found) == 1 and not rest else None


def _plan_year(header: str) -> set[str]:
    """Return the last year of the five-year plan that a header names instead of a year."""
    plans = {
        str(_PLANS[m["zh"]] if m["zh"] else 1955 + 5 * (10 + int(m["en"])))
        for m in _PLAN.finditer(header)
    }
    return plans if len(plans) == 1 else set()


def _tell_unknown(sheet: RawSheet, header: _Header, findings: Findings) -> None:
    for index in range(1, sheet.width + 1):
        text = sheet.text(header.row, index)
        meant = index in header.columns or index in header.years or key(text) in _PASSED
        if not text or meant:
            continue
        place, year = sheet.place(header.row, index), _year(narrow(text))
        first = next((i for i, y in header.years.items() if y == year), None)
        if first is None:
            findings.add("column.unknown", place, column=text, near="")
        else:
            other = str(sheet.place(header.row, first))
            findings.add("column.duplicate", place, column=same(str(year)), other=other)
