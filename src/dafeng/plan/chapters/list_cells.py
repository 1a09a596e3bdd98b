"""How are the cells of the place's tables printed in both languages?

What Dafeng knows itself is translated: indicators, units, kinds of targets, status, sectors. The
place's own words stand in English where it gives them in a column of their own (``content_en``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Row
from dafeng.dossier.vocabulary import find_sector, sector_name
from dafeng.dossier.wording import key
from dafeng.language import Text
from dafeng.plan import quantities
from dafeng.plan.binding import Measured
from dafeng.plan.chapters.target_cells import amount_of, unit_words, value_of
from dafeng.plan.project_status import status_words
from dafeng.plan.rules.rows import class_of, targets_of
from dafeng.plan.told import Told
from dafeng.plan.tree import Cell, Column
from dafeng.reference.guides import Guide

#: How the column of English words, and of the unit of an amount, end.
ENGLISH: Final = "_en"
UNIT: Final = "_unit"

_KINDS: Final = {
    key(word): Text(word, english)
    for word, english in (
        ("约束性", "binding"),
        ("预期性", "indicative"),
        ("基期", "base value"),
        ("现状", "present value"),
        ("实际", "actual value"),
    )
}
#: Amounts in the form of the table of projects, by column and kind.
_FINE: Final = {
    ("investment", quantities.MONEY.id): quantities.MONEY_FINE,
}
_BETWEEN: Final = re.compile(r"\s*[、；;，,]\s*")
_CHINESE: Final = re.compile(r"[\u2e80-\u9fff]")


def known(material: Told, schema: str, row: Row, column: str) -> Cell | None:
    """Return a cell in words that Dafeng knows in both languages; None if it does not know them.

    Parameters
    ----------
    material
        Its guide has the classes of projects and the indicators.
    schema, row, column
        Table of the dossier, row and column.
    """
    text = row[column]
    if not text or "{{" in text or row[column + ENGLISH]:  # else the place says it itself
        return None
    if schema == "targets":
        return _of_target(row, column, material.guide)
    words = _WORDS.get((schema, column)) or _WORDS.get(("", column))
    return _amount(row, column) if words is None else words(text, material.guide)


def _sector(text: str, _guide: Guide) -> Text | None:
    found = find_sector(text)
    return None if found is None else _own(text, sector_name(found))


def _measure(text: str) -> Text | None:
    """Return the name of a measure of the library; None for one of the place's own."""
    found = reference.measures().get(text)
    return None if found is None else found.name


def _class(text: str, guide: Guide) -> Text | None:
    cls = class_of(text, guide)
    return next((c.name for c in guide.classes if c.id == cls), None)


def _of_target(row: Row, column: str, guide: Guide) -> Cell | None:
    if column == "kind":
        return _KINDS.get(key(row["kind"]))
    (read,) = targets_of((row,), guide)
    if column == "indicator" and read.indicator is not None:
        return _own(row["indicator"], read.indicator.name)
    if column == "value" and read.aim.value is not None:
        return value_of(read)
    return None


def indicator_words(text: str, guide: Guide) -> Text:
    """Return names of indicators, as a place lists them, in both languages."""
    names = [name for name in _BETWEEN.split(text) if name]
    read = targets_of([Row((("indicator", name),)) for name in names], guide)
    english = [t.indicator.name.en if t.indicator else n for n, t in zip(names, read, strict=True)]
    return Text(text, "; ".join(english))


#: How columns of words are said, by table (any: "") and column.
_WORDS: Final[dict[tuple[str, str], Callable[[str, Guide], Text | None]]] = {
    ("", "sector"): _sector,
    ("projects", "kind"): _class,
    ("projects", "measure"): lambda text, _guide: _measure(text),
    ("projects", "status"): lambda text, _guide: status_words(text),
    ("tasks", "indicators"): indicator_words,
}


def _own(text: str, name: Text) -> Text:
    """Return a name in the place's own words for the language in which it has written."""
    return Text(text, name.en) if _CHINESE.search(text) else Text(name.zh, text)


def _amount(row: Row, column: str) -> Cell | None:
    """Return an amount with its unit in both languages; None if it is none."""
    unit = row[column + UNIT]
    if not unit:
        return None
    try:
        value = float(row[column].replace(",", ""))
    except ValueError:
        return None
    found = amount_of(value, unit)
    if found is not None:
        finer = _FINE.get((column, found.quantity.id))
        return found if finer is None else Measured(found.value, finer, unit=True)
    words = unit_words(unit)
    digits = f"{value:,.0f}" if row[column].isdecimal() else row[column]
    return Text(*(f"{digits} {word}".strip() for word in words))


def with_head(column: Column, cells: Sequence[Cell]) -> tuple[Column, tuple[Cell, ...]]:
    """Return a column whose amounts, if all are of one kind, have their unit in its head.

    Parameters
    ----------
    column
        The column without a unit.
    cells
        Its cells; words among them stay.
    """
    figures = [cell for cell in cells if isinstance(cell, Measured)]
    if len({cell.quantity.canonical for cell in figures}) != 1:
        return column, tuple(cells)
    finest = min((cell.quantity for cell in figures), key=lambda kind: kind.step)
    plain = tuple(
        replace(c, quantity=finest, unit=False) if isinstance(c, Measured) else c for c in cells
    )
    return replace(column, unit=finest.unit), plain
