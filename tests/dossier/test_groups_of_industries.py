"""A row that sums up industries needs all industry, or all its divisions, beside it."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Severity

FIVE: exemplar.Rows = [
    ["石油、煤炭及其他燃料加工业", 30],
    ["化学原料和化学制品制造业", 20],
    ["非金属矿物制品业", 50],
    ["黑色金属冶炼和压延加工业", 60],
    ["有色金属冶炼和压延加工业", 10],
]


def _read(rows: exemplar.Rows, *, form: str = "wide") -> tuple[dict[str, float], list[str]]:
    rows = [*rows, ["居民生活", 3]]
    if form == "long":
        made = [[2021, "终端消费量", n, "原煤", v, "万吨"] for n, v in rows]
        table: exemplar.Rows = [["年份", "流向", "部门", "能源品种", "数量", "单位"], *made]
    elif form == "turned":
        figures = [v for _, v in rows]
        table = [["2021年能源消费量"], ["品种", "单位", "农业", *(n for n, _ in rows)]]
        table += [["原煤", "万吨", 1, *figures], ["焦炭", "万吨", 0, *([0] * len(figures))]]
    else:
        table = [["2021年能源消费量"], ["行业", "原煤（万吨）", "焦炭（万吨）"]]
        table += [[n, v, 0] for n, v in rows]
    sheet = RawSheet("年鉴.xlsx", "能源消费", tuple(map(tuple, table)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    coal = [r for r in dossier.energy if r.carrier == "raw_coal"]
    sectors = {r.sector: r.amount.value or 0.0 for r in coal}
    return sectors, sorted({f.rule for f in faults if f.severity is Severity.ERROR})


@pytest.mark.parametrize("form", ["wide", "long", "turned"])
@pytest.mark.parametrize(
    "rows",
    [
        [["六大高耗能行业", 200], ["其他工业", 30]],
        [["轻工业", 30], ["重工业", 200]],
        [["Light industry", 30], ["Heavy industry", 200]],
        [["装备制造业", 50], ["黑色金属冶炼和压延加工业", 60]],
        [["六大高耗能行业", 200], ["纺织业", 30]],
        [["六大高耗能行业", 200], ["煤炭开采和洗选业", 30]],
        [["六大高耗能行业", 200], *FIVE],
        [["轻工业", 60], ["食品制造业", 30], ["纺织业", 30]],
    ],
)
def test_what_no_row_of_industry_holds_is_an_error(rows: exemplar.Rows, form: str) -> None:
    assert _read(rows, form=form)[1] == ["energy.group.alone"]


def test_a_blank_of_all_industry_holds_no_group() -> None:
    assert _read([["工业", None], ["六大高耗能行业", 200]])[1] == ["energy.group.alone"]


@pytest.mark.parametrize("form", ["wide", "long"])
@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ([["工业", 230], ["轻工业", 30], ["重工业", 200]], 230),
        ([["第二产业", 230], ["六大高耗能行业", 200], ["建筑业", 5]], 230),
        ([["采矿业", 20], ["制造业", 130], ["装备制造业", 50]], 150),
        ([["采矿业", 20], ["制造业", 130], ["电力、热力生产和供应业", 9], ["重工业", 99]], 159),
        ([["六大高耗能行业", 200], *FIVE, ["电力、热力生产和供应业", 30]], 200),
        (
            [
                *[["工业", 120], ["高技术制造业", 60], ["医药制造业", 30]],
                *[["计算机、通信和其他电子设备制造业", 30], ["黑色金属冶炼和压延加工业", 60]],
            ],
            120,
        ),
    ],
)
def test_beside_what_holds_it_a_group_is_checked_alone(
    rows: exemplar.Rows, total: float, form: str
) -> None:
    sectors, errors = _read(rows, form=form)
    assert not errors
    assert sum(sectors.values()) == total + 3


@pytest.mark.parametrize("name", ["轻工业", "高技术制造业"])
def test_the_name_of_a_sector_is_one_where_nothing_overlaps_it(name: str) -> None:
    sectors, errors = _read([["黑色金属冶炼和压延加工业", 60], [name, 40]])
    assert not errors
    assert sectors == {"steel": 60, "other_manufacturing": 40, "households": 3}
