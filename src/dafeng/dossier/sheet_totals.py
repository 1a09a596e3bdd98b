"""What does the total row of a sheet of sectors sum up: that sheet's own rows?"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.energy_rows import (
    INDUSTRY,
    SHEET_INDUSTRY,
    is_industry_total,
    is_large_industry,
    is_small_industry,
)
from dafeng.dossier.records import Flow
from dafeng.dossier.sector_groups import highest, over
from dafeng.dossier.sector_totals import OTHER_INDUSTRY
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.errors import Place

_OF_INDUSTRY: Final = re.compile(r"规模以上工业|规上工业|工业企业|工业分行业|分行业工业")
_LARGE: Final = re.compile("规模以上|规上")
_SIDE: Final = (Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY, Flow.TOTAL_CONSUMPTION, None)


def settle_sheet_totals(table: BalanceTable, check: TotalsCheck) -> dict[Place, str | None]:
    """Check the total rows of a sheet of sectors against the rows of that sheet.

    A row 合计 in a sheet of industrial branches is the total of industry and not of the place.

    Returns
    -------
    dict
        By place of a total: None where it has been checked and is done with, else the sector
        for which it stands.
    """
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in table.cells:
        if cell.flow is Flow.FINAL_CONSUMPTION and cell.column.carrier:
            columns[cell.year, cell.column.index].append(cell)
    by_size = {p: s for cells in columns.values() for p, s in _by_size(cells).items()}
    if any(c.flow not in _SIDE for c in table.cells):
        return by_size
    settled: dict[Place, str | None] = {}
    of_industry = _is_of_industry(table)
    large = of_industry and _LARGE.search(table.title) is not None
    for cells in columns.values():
        totals = [c for c in cells if c.role == "total" or _totals_industry(c, large=large)]
        rows = [c for c in cells if c not in totals and c.role in ("value", "parent")]
        for total in totals:
            whole = _totals_industry(total, large=large) or of_industry
            inside = [c for c in rows if _industrial(c.sector)] if whole else rows
            settled[total.amount.place] = _settled(total, _tops(inside), check, whole=whole)
    return settled | by_size


def _by_size(cells: Sequence[BalanceCell]) -> dict[Place, str | None]:
    """Let works below and above the reporting size make industry; beside branches they are more."""
    own = [c for c in cells if c.sector == INDUSTRY and c.role == "value"]
    small = [c.amount.place for c in own if is_small_industry(c.label)]
    large = [c.amount.place for c in own if is_large_industry(c.label)]
    if not small:
        return {}
    branches = not large and any(_industrial(c.sector) for c in cells)
    return dict.fromkeys((*large, *small), OTHER_INDUSTRY if branches else INDUSTRY)


def _totals_industry(cell: BalanceCell, *, large: bool) -> bool:
    """Say whether a row sums up industry: by its name, or 工业 in a table of large works."""
    own = cell.role != "part" and cell.sector == INDUSTRY
    return own and (large or is_industry_total(cell.label))


def _is_of_industry(table: BalanceTable) -> bool:
    sectors = {c.sector for c in table.cells if c.sector and c.sector != INDUSTRY}
    named = _OF_INDUSTRY.search(table.title) is not None
    return named or (bool(sectors) and all(map(_industrial, sectors)))


def _industrial(sector: str) -> bool:
    """Say whether a sector is a part of industry; all industry itself is none."""
    return INDUSTRY in over(sector)


def _tops(cells: Sequence[BalanceCell]) -> list[BalanceCell]:
    kept = highest(c.sector for c in cells if c.amount.value is not None)
    return [c for c in cells if c.sector in kept]


def _settled(
    total: BalanceCell, parts: Sequence[BalanceCell], check: TotalsCheck, *, whole: bool
) -> str | None:
    """Return None for a total that is done with, else the sector that it stands for."""
    stands_for = SHEET_INDUSTRY if whole else ""
    amounts = [p.amount for p in parts]
    found = comparable(total.amount, amounts, total.column.carrier)
    if not parts or found is None or total.amount.value is None:
        return stands_for
    less = total.amount.value < math.fsum(found.values)
    if agrees(total.amount.value, found.values) or (whole and less):
        check.compare(total.amount, amounts, total.column.carrier)
        return None
    return stands_for
