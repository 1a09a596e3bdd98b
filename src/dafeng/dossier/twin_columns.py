"""Which columns state in standard coal what the column beside them states in physical units?"""

from __future__ import annotations

from typing import Final

from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.wording import key

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
    return frozenset()
