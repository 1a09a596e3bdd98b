"""Which rows of a table in long form state kinds of generation that another row holds?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from dafeng.dossier.balance import BalanceCell
from dafeng.dossier.combining import Labelled
from dafeng.dossier.generation import (
    KINDS,
    THERMAL,
    UNSPLIT,
    Changes,
    Generation,
    says_primary,
    settle_generation,
)
from dafeng.dossier.long_cells import columns_of
from dafeng.dossier.records import Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.totals import agrees
from dafeng.dossier.vocabulary import find_term
from dafeng.errors import Place

_POWER: Final = "electricity"
_FLOWS: Final = (Flow.PRODUCTION, Flow.POWER)


def long_generation(
    rows: Sequence[Labelled], findings: Findings
) -> tuple[list[Labelled | None], dict[Place, str]]:
    """Read generation and primary production by the rows of their kinds, as in a balance.

    Parameters
    ----------
    rows
        Rows of one table, electricity in units of electricity.
    findings
        Takes what is left over, what cannot be told apart and what is held by another row.

    Returns
    -------
    list, dict
        The rows, None for those that others hold; and where generation stands that is not split.
    """
    own = [r for r in rows if r.record.carrier == _POWER and r.record.flow in _FLOWS]
    stated = [_stated(cells) for cells in columns_of(own)]
    cells = {c.amount.place: c for g in stated for c in g.cells}
    changed = settle_generation(stated, findings)
    changed = {p: c for p, c in changed.items() if not _of_plants(c)}
    for cell in (c for c in changed.values() if c is not None and c.role == "part"):
        _tell_part(cell, cells.values(), findings)
    unsplit = {p: c.label for p, c in changed.items() if c is not None and c.meaning == UNSPLIT}
    return [_settled(row, cells, changed) for row in rows], unsplit


def _stated(cells: Sequence[BalanceCell]) -> Generation:
    """Return what a year states; plain 生产量 is generation where thermal power is in it."""
    block = [c for c in cells if c.meaning in KINDS]
    known = [c for c in cells if c.amount.value is not None]
    produced = [c for c in known if c.meaning == "production"]
    total = next((c for c in cells if c.meaning == UNSPLIT), None)
    total = total or next((c for c in produced if _is_of_all_kinds(c, cells)), None)
    primary = next((c for c in produced if c is not total), None)
    return Generation(cells, total, primary, block)


def _is_of_all_kinds(produced: BalanceCell, cells: Sequence[BalanceCell]) -> bool:
    """Say whether the rows right below production add up to it, thermal power among them."""
    below = cells[list(cells).index(produced) + 1 :]
    kinds = list(takewhile(lambda c: c.meaning in KINDS, below))
    values = [c.amount.value or 0.0 for c in kinds]
    thermal = any(c.meaning == THERMAL for c in kinds)
    filled = thermal and agrees(produced.amount.value or 0.0, values)
    return filled and not says_primary(produced.label)


def _of_plants(cell: BalanceCell | None) -> bool:
    """Say whether a row that names a flow in the words of the long form is not split."""
    unsplit = cell is not None and cell.meaning == UNSPLIT
    return unsplit and cell is not None and find_term("flow", cell.label) is not None


def _tell_part(cell: BalanceCell, cells: Iterable[BalanceCell], findings: Findings) -> None:
    """Note which row holds a kind, unless that has been told as wrong."""
    same = (c for c in cells if c.year == cell.year and c.row == cell.parent)
    parent = next((c.label for c in same), cell.label)
    findings.once("energy.row.part", cell.amount.place, label=cell.label, parent=parent)


def _settled(
    row: Labelled, cells: Mapping[Place, BalanceCell], changed: Changes
) -> Labelled | None:
    """Return a row as it counts: its own figure, what others leave of it, or nothing."""
    place = row.record.amount.place
    if place not in changed:
        return row
    before, cell = cells[place], changed[place]
    if cell is None or cell.role == "part":
        return None
    amount = row.record.amount if cell.amount is before.amount else cell.amount
    record = replace(row.record, flow=cell.flow or row.record.flow, sector="", amount=amount)
    return replace(row, record=record)
