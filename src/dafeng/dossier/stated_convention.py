"""By which convention does a row of targets count electricity: as it says, else as is usual?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.dossier.records import Row
from dafeng.dossier.wording import narrow
from dafeng.reference.indicators import Indicator
from dafeng.units import Convention

#: Words of a row that name a convention; coal equivalent and CO2 equivalent name none.
_NAMED: Final = {
    Convention.EQUIVALENT: re.compile(
        r"(?<!煤)(?<!碳)当量(?:值|法|计)|热当量|calorific|\bequivalent value", re.IGNORECASE
    ),
    Convention.THERMAL: re.compile(
        r"等价(?:值|法|计)|发电煤耗|coal[- ]consumption method|\bthermal (?:value|equivalent)",
        re.IGNORECASE,
    ),
}
_CELLS: Final = ("indicator", "value", "unit", "comment")


def stated_convention(row: Row) -> Convention | None:
    """Return the one convention that the words of a row name; None if none, or both."""
    return convention_in("\n".join(row[cell] for cell in _CELLS))


def convention_in(words: str) -> Convention | None:
    """Return the one convention that words name; None if none, or both."""
    found = [convention for convention, said in _NAMED.items() if said.search(narrow(words))]
    return found[0] if len(found) == 1 else None


def convention_of(row: Row, indicator: Indicator) -> Convention | None:
    """Return the convention of a row's figure: as the row says, else that of its indicator."""
    return indicator.convention and (stated_convention(row) or indicator.convention)
