"""Is a doubt about a cell one that has been told already?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dafeng.errors import Fault

#: Rules of the account, with those of the dossier that say the same of a cell before it. Where a
#: rule of the dossier is an error, no account is made and nothing is said twice.
_TOLD_BY: Final = {"inventory.factor.implied": ("factor.carbon_as_co2", "factor.implausible")}


def not_told_before(faults: Iterable[Fault], before: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults of the account without those that a rule of the dossier told of their cell.

    Parameters
    ----------
    faults
        What the account doubts.
    before
        What the dossier's own rules have said.
    """
    told = {(f.rule, f.place) for f in before}
    return tuple(
        f for f in faults if not any((r, f.place) in told for r in _TOLD_BY.get(f.rule, ()))
    )
