"""Does energy used as raw material stand within the use of industry, or beside it?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.closing import ENDS, SUPPLY
from dafeng.dossier.energy_rows import INDUSTRY
from dafeng.dossier.records import Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.section_totals import counted
from dafeng.dossier.totals import agrees
from dafeng.dossier.wording import of_which, without_enumerator

_FINAL: Final = "final"


def non_energy_beside(table: BalanceTable, findings: Findings) -> BalanceTable:
    """Add raw-material use to the use of industry where the table states it beside.

    Balances of China state it within industry (``#用作原料、材料``), those of the IEA beside the
    sectors. Which of both holds, the total of final use tells, or else supply: it is then what all
    sectors use with or without that row.

    Parameters
    ----------
    table
        A balance.
    findings
        Takes the row that is read as standing beside industry.
    """
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in table.cells:
        columns[cell.year, cell.column.index].append(cell)
    added: list[BalanceCell] = []
    for cells in columns.values():
        rows = [c for c in cells if c.flow is Flow.NON_ENERGY and not _marked(c)]
        if rows and _beside(cells, [c.amount.value or 0.0 for c in rows]):
            added += (
                replace(c, role="value", flow=Flow.FINAL_CONSUMPTION, sector=INDUSTRY, parent=0)
                for c in rows
                if c.amount.value
            )
    for row in dict.fromkeys(c.row for c in added):
        first = next(c for c in added if c.row == row)
        findings.add("energy.non_energy.beside", first.line, label=first.label)
    return replace(table, cells=(*table.cells, *added))


def _marked(cell: BalanceCell) -> bool:
    return bool(cell.parent) or of_which(without_enumerator(cell.label))[0]


def _beside(cells: Sequence[BalanceCell], rows: Sequence[float]) -> bool:
    """Say whether final use, or supply less what is turned and lost, holds the row besides."""
    if not any(rows):
        return False
    values = [c for c in cells if c.amount.value is not None]
    used = [c.amount.value or 0.0 for c in counted(values) if c.flow is Flow.FINAL_CONSUMPTION]
    whole = next((c.amount.value for c in values if _is_final(c)), None)
    if whole is None:
        whole = _left_for_use(values)
    return whole is not None and not agrees(whole, used) and agrees(whole, [*used, *rows])


def _is_final(cell: BalanceCell) -> bool:
    return (cell.role == "section" and cell.meaning == _FINAL) or cell.role == "total"


def _left_for_use(cells: Sequence[BalanceCell]) -> float | None:
    """Return supply and output of plants less input and losses, if supply is stated by row."""
    own = [c for c in cells if c.role in ("value", "parent") and c.flow is not None]
    supply = [c.amount.value or 0.0 for c in own if c.flow in SUPPLY]
    changed = [c.amount.value or 0.0 for c in own if c.flow not in ENDS]
    away = [
        -(c.amount.value or 0.0) for c in own if c.flow in (Flow.LOSS, Flow.STATISTICAL_DIFFERENCE)
    ]
    return math.fsum([*supply, *changed, *away]) if supply else None
