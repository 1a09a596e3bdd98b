"""Totals of carriers told apart, balances of single carriers, and years and words of stocks."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.cells import Cell
from dafeng.dossier.late_years import last_year
from dafeng.dossier.parse import parse, recognise
from dafeng.dossier.rules import fault
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Place, Severity


def read(name: str, rows: exemplar.Rows) -> list[Fault]:
    dossier, faults = parse(
        [RawSheet("b.xlsx", name, tuple(map(tuple, rows)))], exemplar.identity()
    )
    assert dossier is not None
    return list(faults)


def wrong(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(f.rule, f.place.cell) for f in faults if f.severity is not Severity.NOTE]


def long_rows(*totals: tuple[str, float]) -> exemplar.Rows:
    rows: exemplar.Rows = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]
    figures = [("原煤", 2.0, "万吨"), ("电力", 1.5, "亿千瓦时")]
    figures += [(name, value, "万吨标准煤") for name, value in totals]
    rows += [[2020, "终端消费量", "建筑业", c, v, u] for c, v, u in figures]
    return rows


def test_totals_by_both_conventions_are_told_apart_in_long_form() -> None:
    totals = ("能源合计（电热当量计算法）", 4e4), ("能源合计（发电煤耗计算法）", 5e4)
    told = wrong(read("能源", long_rows(*totals)))
    assert told == [("total.energy.differs", "E4"), ("total.energy.differs", "E5")]


def test_totals_that_stand_alone_are_counted() -> None:
    rows = long_rows()[:1]
    for sector in ("建筑业", "批发和零售业、住宿和餐饮业"):
        rows.append([2020, "终端消费量", sector, "能源合计（电热当量计算法）", 4.0, "万吨标准煤"])
    rows.append([2020, "终端消费量", "建筑业", "能源合计（发电煤耗计算法）", 4.0, "万吨标准煤"])
    rows.append([2020, "终端消费量", "农林牧渔业", "原煤", 4.0, "万吨"])
    told = [f for f in read("能源", rows) if f.rule == "total.alone"]
    assert [f.place.cell for f in told] == ["E2", "E4"]
    assert "2" in told[0].message.en.rpartition(":")[2]


def balance(total: float, loss: float = 10.0) -> exemplar.Rows:
    return [
        ["2020年能源平衡表", None, None, None],
        ["项目", "原煤（万吨）", "洗精煤（万吨）", "煤合计（万吨）"],
        ["2.外省（区、市）调入量", 100.0, 50.0, total],
        ["三、损失量", loss, 0.0, 10.0],
        ["四、终端消费量", 90.0, 50.0, 140.0],
        ["1.农业", 90.0, 50.0, 140.0],
        ["五、平衡差额", 0.0, 0.0, 0.0],
    ]


def test_a_column_that_sums_up_carriers_is_told_once() -> None:
    assert wrong(read("平衡表", balance(150.0))) == []
    assert wrong(read("平衡表", balance(170.0))) == [("total.differs", "D3")]


def test_losses_count_against_supply_where_a_balance_is_open() -> None:
    rows = [row[:3] for row in balance(150.0, loss=100.0)]
    (told,) = (f for f in read("平衡表", rows) if f.rule == "energy.balance.open")
    assert told.place.cell == "B4"


def stock(table: str, cell: str, value: Cell) -> list[tuple[str, str]]:
    parts = exemplar.tables()
    parts[table][int(cell[1:]) - 1][ord(cell[0]) - 65] = value
    _, faults = exemplar.parse_tables(parts)
    return wrong(list(faults))


@pytest.mark.parametrize(
    ("table", "cell", "value", "rule"),
    [
        ("buildings", "C2", 1995.5, "year.not_whole"),
        ("plants", "E2", 2015.5, "year.not_whole"),
        ("plants", "F3", 2030.9, "year.not_whole"),
        ("vehicles", "D2", "颜色", "stock.word"),
        ("buildings", "D3", "颜色", "stock.word"),
        ("plants", "H2", "0.5 %", "stock.range"),
        ("plants", "H3", "0.5 %", "stock.range"),
    ],
)
def test_a_fault_of_a_stock_is_one_fault(table: str, cell: str, value: Cell, rule: str) -> None:
    assert stock(table, cell, value) == [(rule, cell)]


def test_an_unknown_variable_has_no_unit_that_would_be_wrong() -> None:
    parts = exemplar.tables()
    parts["vehicles"][1][3], parts["vehicles"][1][5] = "里程数", "公里"
    _, faults = exemplar.parse_tables(parts)
    assert not [f for f in faults if f.rule == "unit.dimension"]


def test_energy_may_be_three_years_ahead() -> None:
    assert last_year(2040) == 2043


def test_a_sheet_with_years_as_columns_keeps_its_score() -> None:
    """A column named 因子 fits the table of factors as well, and no better."""
    rows: exemplar.Rows = [["流向", "能源品种", "单位", "因子", "2019年", "2020年"]]
    rows.append(["终端消费量", "原煤", "万吨", None, 2.0, 2.5])
    assert recognise(RawSheet("b.xlsx", "Sheet1", tuple(map(tuple, rows)))) == "energy"


def test_units_stand_beside_their_figures() -> None:
    said = fault(
        "activity.population.jump", Place(), variable="", before="1", after="3",
        year_before=2019, year=2020, unit="万人",
    )  # fmt: skip
    assert "in 2020 万人" not in said.message.en
    assert "3 万人" in said.message.en
    assert "3 万人" in said.message.zh
    large = fault("value.too_large", Place(), text="1e99")
    assert "10^8" in large.remedy.en
