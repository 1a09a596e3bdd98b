"""Which columns state in standard coal what the column beside them states in physical units?"""

from __future__ import annotations

from typing import Final

from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.titles import bare_unit, is_unit
from dafeng.dossier.vocabulary import find_carrier
from dafeng.dossier.wording import key, split_all_brackets
from dafeng.units import unit

_PHYSICAL: Final = frozenset(map(key, ("实物量", "实物", "physical", "physical quantity")))
_STANDARD: Final = frozenset(
    map(
        key,
        (
            *("标准量", "标准煤", "折标准煤", "折标煤", "折标量", "折标准煤量", "标煤"),
            *("standard coal", "coal equivalent", "standard quantity"),
        ),
    )
)


def is_physical(text: str) -> bool:
    """Say whether a header says no more than that figures are physical quantities (实物量)."""
    return key(split_all_brackets(text)[0]) in _PHYSICAL


def is_in_coal(text: str) -> bool:
    """Say whether a header says no more than that figures are in standard coal (标准量)."""
    return key(split_all_brackets(text)[0]) in _STANDARD


def is_twin_row(texts: list[str]) -> bool:
    """Say whether a row of a header holds nothing but 实物量 and 标准量."""
    keys = {key(t) for t in texts}
    return bool(keys & _PHYSICAL) and keys <= _PHYSICAL | _STANDARD


def twin_columns(sheet: RawSheet, first: int, last: int, findings: Findings) -> frozenset[int]:
    """Return the columns of 标准量 of a header that has 实物量 too; they are told once.

    Parameters
    ----------
    sheet
        A table, merged cells filled.
    first, last
        Rows of its header.
    findings
        Takes what is left out.
    """
    for row in range(first, last + 1):
        heads = {i: sheet.text(row, i) for i in range(1, sheet.width + 1)}
        if is_twin_row([t for t in heads.values() if t and t != sheet.text(row - 1, 1)]):
            found = frozenset(i for i, t in heads.items() if key(t) in _STANDARD)
            if found:
                findings.add("column.standard", sheet.place(row, min(found)), count=len(found))
            return found
    found = _beside(sheet, first, last)
    if found:
        findings.add("column.standard", sheet.place(first, min(found)), count=len(found))
    return found


def _beside(sheet: RawSheet, first: int, last: int) -> frozenset[int]:
    """Return the columns that state the carrier before them once more, in standard coal.

    They bear its name with another unit, or all of them are called 折标煤.
    """
    names = {i: _name(sheet, first, last, i) for i in range(1, sheet.width + 1)}
    called = {i for i, n in names.items() if key(n) in _STANDARD and i - 1 in names}
    again = {
        i
        for i, n in names.items()
        if n and n == names.get(i - 1) and find_carrier(n) not in (None, "electricity")
        if _in_coal(sheet, first, last, i) and not _in_coal(sheet, first, last, i - 1)
    }
    return frozenset(again | (called if len(called) > 1 else set()))


def _name(sheet: RawSheet, first: int, last: int, column: int) -> str:
    texts = (sheet.text(row, column) for row in range(first, last + 1))
    return next((split_all_brackets(t)[0] for t in texts if t and not is_unit(t)), "")


def _in_coal(sheet: RawSheet, first: int, last: int, column: int) -> bool:
    texts = [sheet.text(row, column) for row in range(first, last + 1)]
    stated = [*texts, *(inside for t in texts for inside in split_all_brackets(t)[1])]
    return any(bool(unit(found).coal) for t in stated if (found := bare_unit(t)))
