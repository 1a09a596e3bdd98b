"""Which rows of a table are divisions of an industry that has a row of its own?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.energy_rows import BY_SECTOR
from dafeng.dossier.rules import Findings
from dafeng.dossier.totals import TotalsCheck
from dafeng.dossier.wording import of_which, without_enumerator
from dafeng.reference import industry_code

#: Divisions that make the whole of a section whose divisions are of several sectors.
_WHOLE: Final = {"D": {"D44", "D45", "D46"}}


def without_divisions(table: BalanceTable, findings: Findings) -> BalanceTable:
    """Let divisions be parts of their section where a table states both (采矿业, 煤炭开采和洗选业).

    Both would fill one cell of the balance and count twice. A section with divisions of several
    sectors is checked and gives way to them where all are stated.

    Parameters
    ----------
    table
        A balance, or a table of sectors.
    findings
        Takes sections that differ from their divisions.
    """
    check = TotalsCheck(findings)
    columns: dict[tuple[int, int, object], list[BalanceCell]] = defaultdict(list)
    for cell in table.cells:
        if cell.flow in BY_SECTOR and cell.role == "value" and cell.amount.value is not None:
            columns[cell.year, cell.column.index, cell.flow].append(cell)
    changed: dict[BalanceCell, BalanceCell | None] = {}
    for cells in columns.values():
        changed |= _settled(cells, check)
    check.close()
    found = (changed.get(c, c) for c in table.cells)
    return replace(table, cells=tuple(c for c in found if c is not None))


def _code(cell: BalanceCell) -> str:
    return industry_code(of_which(without_enumerator(cell.label))[1])


def _settled(
    cells: Sequence[BalanceCell], check: TotalsCheck
) -> dict[BalanceCell, BalanceCell | None]:
    codes = {c: code for c in cells if (code := _code(c))}
    changed: dict[BalanceCell, BalanceCell | None] = {}
    for section, code in codes.items():
        if len(code) > 1:
            continue
        inside = [c for c, own in codes.items() if own[0] == code and own[1:].isdigit()]
        whole = _WHOLE.get(code, set())
        if whole and whole <= {codes[c] for c in inside}:
            check.compare(section.amount, [c.amount for c in inside], section.column.carrier)
            changed[section] = None
            continue
        for cell in inside:
            if cell.sector == section.sector or whole:
                changed[cell] = replace(cell, role="part", parent=section.row)
    return changed
