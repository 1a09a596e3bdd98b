"""Which rows end the section of a balance that stands above them?"""

from __future__ import annotations

from typing import Final

from dafeng.dossier.energy_rows import BalanceRow
from dafeng.dossier.records import Flow
from dafeng.dossier.row_labels import OF_WORKS

#: Section of input to transformation, written without sign, and losses of transformation.
INTERMEDIATE: Final = "intermediate"
LOST: Final = frozenset(("washing_loss", "refining_loss"))
_ONE_SIDED: Final = (INTERMEDIATE, "transformed")
#: Flows that are no input to transformation, wherever they stand in a form.
_OUTSIDE: Final = (Flow.INFLOW, Flow.OUTFLOW, Flow.STOCK_CHANGE)


def ends_section(row: BalanceRow, section: str | None) -> bool:
    """Say whether a row stands beside the sections of a balance and not in one of them.

    What is recovered is neither input to transformation nor its output, but counts with both. What
    works use, buy and store is no input either.

    Parameters
    ----------
    row
        What the row means.
    section
        Id of the section above it, if there is one.
    """
    if section == INTERMEDIATE and (row.id in OF_WORKS or row.flow in _OUTSIDE):
        return True
    if row.flow is Flow.RECOVERY and section in _ONE_SIDED:
        return True
    ends = (Flow.LOSS, Flow.STATISTICAL_DIFFERENCE, Flow.TOTAL_CONSUMPTION)
    return row.flow in ends or row.id in LOST
