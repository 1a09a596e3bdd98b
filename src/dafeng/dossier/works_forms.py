"""What does a form that works fill in (能源购进、消费与库存) not say of the whole place?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.gross_use import CONSUMPTION
from dafeng.dossier.records import Flow
from dafeng.dossier.row_labels import OF_WORKS
from dafeng.dossier.rules import Findings

#: What begins the names of flows by which works state what they bought, wherever from.
_BOUGHT: Final = ("购进", "购入", "purchase")


def of_place(table: BalanceTable, findings: Findings) -> BalanceTable:
    """Return a table as that of a place where it is the form of works; others stay as they are.

    Works buy from one another too, so that the sum of what they buy is no inflow to a park or a
    city, and power of a plant within it would count beside the fuel of that plant: it is left out
    and told. Their total consumption heads what they use for production and else, and holds what
    they put into transformation (`dafeng.dossier.gross_use`).

    Parameters
    ----------
    table
        A balance, or such a form.
    findings
        Takes the row of purchases.
    """
    if not any(c.meaning in OF_WORKS for c in table.cells):
        return table
    bought = [c for c in table.cells if c.flow in (Flow.INFLOW, Flow.OUTFLOW) and _bought(c.label)]
    for row in dict.fromkeys(c.row for c in bought):
        first = next(c for c in bought if c.row == row)
        findings.once("energy.purchases.works", first.line, label=first.label)
    rows = {c.row for c in bought}
    kept = (c for c in table.cells if c.row not in rows and c.parent not in rows)
    return _headed(replace(table, cells=tuple(kept)))


def _headed(table: BalanceTable) -> BalanceTable:
    """Return the table with total consumption as the heading of what works use."""
    total = next((c.row for c in table.cells if c.flow is Flow.TOTAL_CONSUMPTION), 0)

    def under(cell: BalanceCell) -> BalanceCell:
        if cell.row == total:
            return replace(cell, role="section", flow=None, meaning=CONSUMPTION, section=total)
        return replace(cell, section=total) if cell.meaning in OF_WORKS else cell

    if not total:
        return table
    sections = {**table.sections, total: CONSUMPTION}
    return replace(table, cells=tuple(map(under, table.cells)), sections=sections)


def _bought(label: str) -> bool:
    return any(word in label.lower() for word in _BOUGHT)
