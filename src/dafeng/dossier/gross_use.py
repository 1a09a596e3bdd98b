"""Do the sectors below consumption (消费量) hold what is transformed and lost, or final use?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.closing import ENDS, SUPPLY
from dafeng.dossier.energy_rows import INDUSTRY
from dafeng.dossier.records import Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.section_totals import counted
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.language import number

CONSUMPTION: Final = "consumption"
FINAL: Final = "final"


@dataclass(frozen=True, slots=True)
class _Column:
    """One carrier and year of a table: what stands below consumption, and what beside it.

    Parameters
    ----------
    total
        Consumption itself.
    gross
        Figures of sectors below it.
    final
        Final use by sector in a section of its own.
    final_total
        Total of that section.
    taken
        Input to transformation and losses, as positive figures.
    supply
        Supply with output of plants, None if it is not stated.
    """

    total: BalanceCell | None
    gross: list[BalanceCell]
    final: list[BalanceCell]
    final_total: BalanceCell | None
    taken: list[float]
    supply: float | None

    @property
    def sum(self) -> float:
        """Return the sum of the sectors below consumption."""
        return math.fsum(c.amount.value or 0.0 for c in counted(self.gross))


def settle_consumption(table: BalanceTable, findings: Findings) -> BalanceTable:
    """Turn consumption by sector (消费量) into final use; consumption itself becomes a check.

    Balances of one carrier state consumption, in which industry holds input to transformation and
    losses, and beside it final use, often of industry alone. Final use of a sector goes before its
    consumption. Where none is stated the sums tell whether industry holds the losses: they are
    then taken out, and that is said.

    Parameters
    ----------
    table
        A balance.
    findings
        Takes what is taken out, and what the sums do not tell.
    """
    sections = table.sections
    if CONSUMPTION not in sections.values():
        return table
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in table.cells:
        columns[cell.year, cell.column.index].append(cell)
    check = TotalsCheck(findings)
    final_row = next((r for r, s in sections.items() if s == FINAL), 0)
    kept: dict[BalanceCell, BalanceCell | None] = {}
    for cells in columns.values():
        column = _column(cells, sections)
        if column.total is not None:
            total = replace(column.total, role="value", flow=Flow.TOTAL_CONSUMPTION, section=0)
            kept[column.total] = total
        kept |= _settled(column, final_row, check)
    check.close()
    found = (kept.get(c, c) for c in table.cells)
    return replace(table, cells=tuple(c for c in found if c is not None))


def _column(cells: Sequence[BalanceCell], sections: Mapping[int, str]) -> _Column:
    def of(section: str) -> list[BalanceCell]:
        return [c for c in cells if sections.get(c.section) == section and c.role != "section"]

    def head(section: str) -> BalanceCell | None:
        return next((c for c in cells if c.role == "section" and c.meaning == section), None)

    values = [c for c in cells if c.amount.value is not None and c.role == "value"]
    changes = [c.amount.value or 0.0 for c in values if c.flow is not None and c.flow not in ENDS]
    losses = [c.amount.value or 0.0 for c in values if c.flow is Flow.LOSS]
    difference = [c.amount.value or 0.0 for c in values if c.flow is Flow.STATISTICAL_DIFFERENCE]
    supply = [c.amount.value or 0.0 for c in values if c.flow in SUPPLY]
    stated = head("supply")
    if not supply and stated is not None:
        supply = [stated.amount.value or 0.0]
    whole = [*supply, *(c for c in changes if c > 0), *(-d for d in difference)]
    return _Column(
        head(CONSUMPTION),
        [c for c in of(CONSUMPTION) if c.flow is Flow.FINAL_CONSUMPTION],
        [c for c in of(FINAL) if c.flow is Flow.FINAL_CONSUMPTION and c.amount.value is not None],
        head(FINAL),
        [*(-c for c in changes if c < 0), *losses],
        math.fsum(whole) if supply else None,
    )


def _settled(
    column: _Column, final_row: int, check: TotalsCheck
) -> dict[BalanceCell, BalanceCell | None]:
    """Return what becomes of the sectors below consumption."""
    stated = {c.sector for c in column.final}
    changed: dict[BalanceCell, BalanceCell | None] = {
        c: replace(c, section=final_row) for c in column.gross
    }
    if stated:
        for cell in (c for c in column.gross if c.sector in stated):
            own = [c for c in column.final if c.sector == cell.sector]
            parts = [c.amount for c in own]
            if cell.sector == INDUSTRY:
                parts += [replace(parts[0], value=t) for t in column.taken]
            check.compare(cell.amount, parts, cell.column.carrier)
            changed[cell] = None
        return changed
    industry = next((c for c in column.gross if c.sector == INDUSTRY and c.amount.value), None)
    if column.gross and _holds_losses(column, check.findings) and industry is not None:
        changed[industry] = _less(changed[industry] or industry, column.taken, check.findings)
    return changed


def _holds_losses(column: _Column, findings: Findings) -> bool:
    """Say whether the sectors below consumption hold input to transformation and losses."""
    taken = math.fsum(column.taken)
    rows = [c.amount.value or 0.0 for c in counted(column.gross)]
    if not taken or not rows:
        return False
    if column.final_total is not None and column.final_total.amount.value is not None:
        return not agrees(column.final_total.amount.value, rows)
    total = column.total.amount.value if column.total is not None else None
    for whole in (w for w in (column.supply, total) if w is not None):
        if agrees(whole, [*rows, *column.taken]):
            return False
        if agrees(whole, rows):
            return True
    first = column.gross[0]
    findings.once(
        "energy.consumption.extent", first.amount.place,
        sum=number(column.sum), taken=number(taken), unit=first.amount.unit,
    )  # fmt: skip
    return False


def _less(cell: BalanceCell, taken: Sequence[float], findings: Findings) -> BalanceCell:
    value = cell.amount.value or 0.0
    rest = float(f"{value - math.fsum(taken):.12g}")
    if rest < 0:
        return cell
    findings.add(
        "energy.consumption.within", cell.amount.place,
        label=cell.label, total=number(value), taken=number(math.fsum(taken)), rest=number(rest),
    )  # fmt: skip
    return replace(cell, amount=replace(cell.amount, value=rest, low=None, high=None))
