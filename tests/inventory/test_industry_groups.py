"""A row that sums up industries (六大高耗能行业) leaves every basis as it is."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.cells import Cell
from dafeng.dossier.parse import parse
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Severity
from dafeng.inventory.bases import Basis, total
from dafeng.inventory.compile import compile_inventory

_INTENSIVE = ("黑色", "有色", "非金属", "石油", "电力")


def _totals(*last: list[Cell]) -> dict[Basis, float]:
    branches: exemplar.Rows = [["2020年分行业能源消费"], *exemplar.branch_table(2020), *last]
    tables = {"能源2020": exemplar.balance_table(2020), "分行业能源消费2020": branches}
    others = {k: rows for k, rows in exemplar.tables().items() if k != "energy"}
    sheets = [RawSheet(f"{n}.csv", "", tuple(map(tuple, rows))) for n, rows in tables.items()]
    dossier, faults = parse([*sheets, *exemplar.raw_sheets(others)], exemplar.identity())
    assert dossier is not None
    assert [f.rule for f in faults if f.severity is not Severity.NOTE] == []
    inventory = compile_inventory(dossier)
    at = inventory.years.index(2020)
    return {basis: float(total(inventory, basis)[at]) for basis in Basis}


@pytest.mark.parametrize("name", ["其中：六大高耗能行业", "#六大高耗能行业", "六大高耗能行业"])
def test_intensive_industries_below_the_others_change_no_basis(name: str) -> None:
    head, *rows = exemplar.branch_table(2020)
    own = [r for r in rows if str(r[0]).startswith(_INTENSIVE)]
    assert len(own) == len(_INTENSIVE)
    sums: list[Cell] = [
        sum(float(str(r[i])) for r in own if r[i] is not None) for i in range(1, len(head))
    ]
    assert _totals([name, *sums]) == _totals()
