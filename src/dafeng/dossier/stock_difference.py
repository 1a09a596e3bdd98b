"""Does a stated change of stocks stand beside the stocks of which it is the difference?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.combining import Labelled
from dafeng.dossier.long_cells import columns_of
from dafeng.dossier.records import Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.errors import Place

_CHANGE: Final = "stock_change"
_STOCKS: Final = ("opening_stock", "closing_stock")


def without_differences(table: BalanceTable, findings: Findings) -> BalanceTable:
    """Return a balance in which stocks count once: 年初年末库存差额 is the sum of two other rows.

    Parameters
    ----------
    table
        A balance.
    findings
        Takes differences that are not those of the stocks beside them.
    """
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in (c for c in table.cells if c.role == "value"):
        columns[cell.year, cell.column.index].append(cell)
    held = _held(columns.values(), findings)
    return replace(table, cells=tuple(c for c in table.cells if c.amount.place not in held))


def rows_without_differences(
    rows: Sequence[Labelled | None], findings: Findings
) -> list[Labelled | None]:
    """Return the rows of a table in long form, None for changes of stocks that others state."""
    own = [r for r in rows if r is not None and r.record.flow is Flow.STOCK_CHANGE]
    held = _held(columns_of(own), findings)
    return [None if r is None or r.record.amount.place in held else r for r in rows]


def _held(columns: Iterable[Sequence[BalanceCell]], findings: Findings) -> set[Place]:
    check = TotalsCheck(findings)
    held: set[Place] = set()
    for cells in columns:
        known = [c for c in cells if c.amount.value is not None]
        change = next((c for c in known if c.meaning == _CHANGE), None)
        stocks = [c for c in known if c.meaning in _STOCKS]
        if change is not None and stocks:
            held |= _once(change, stocks, check)
    check.close()
    return held


def _once(change: BalanceCell, stocks: Sequence[BalanceCell], check: TotalsCheck) -> set[Place]:
    """Return which figures do not count: the difference, or the one stock of two that is known."""
    values = [s.amount.value or 0.0 for s in stocks]
    both = {s.meaning for s in stocks} == set(_STOCKS)
    if both or agrees(change.amount.value or 0.0, values):
        check.compare(change.amount, [s.amount for s in stocks], change.column.carrier)
        return {change.amount.place}
    for stock in stocks:
        label, parent = stock.label, change.label
        check.findings.once("energy.row.part", stock.amount.place, label=label, parent=parent)
    return {s.amount.place for s in stocks}
