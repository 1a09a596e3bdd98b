"""What a table states twice, as a whole and as its parts, counts once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from tests import exemplar

from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

#: Rows of cells.
Table = Sequence[Sequence[Any]]

TITLE = "2020年分行业能源消费量"


def _read(rows: Table) -> tuple[dict[str, float], dict[str, float], tuple[Fault, ...]]:
    """Return final use by carrier and by sector, and what was said."""
    sheet = RawSheet("e.xlsx", "能源消费", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    carriers: dict[str, float] = {}
    sectors: dict[str, float] = {}
    for r in dossier.energy:
        if r.flow is Flow.FINAL_CONSUMPTION and r.amount.value:
            carriers[r.carrier] = carriers.get(r.carrier, 0.0) + r.amount.value
            sectors[r.sector] = sectors.get(r.sector, 0.0) + r.amount.value
    return carriers, sectors, (*faults, *check(dossier))


def _told(faults: tuple[Fault, ...]) -> list[str]:
    kinds = (Severity.ERROR, Severity.WARNING)
    return [f.rule for f in faults if f.severity in kinds]


def _wide(*columns: str, rows: Table) -> Table:
    return [[TITLE], ["行业", *columns], *rows]


KINDS: exemplar.Rows = [["工业", 100, 30, 60, 10], ["居民生活", 5, 5, 0, 0]]


@pytest.mark.parametrize("mark", ["", "#", "其中："])
def test_kinds_of_raw_coal_count_themselves(mark: str) -> None:
    names = (f"{mark}{n}（万吨）" for n in ("无烟煤", "一般烟煤", "褐煤"))
    carriers, _, faults = _read(_wide("原煤（万吨）", *names, rows=KINDS))
    assert not _told(faults)
    assert carriers == {"anthracite": 35, "bituminous_coal": 60, "lignite": 10}


def test_raw_coal_keeps_what_its_kinds_leave() -> None:
    rows: exemplar.Rows = [["工业", 100, 30, 5], ["居民生活", 10, 10, None]]
    columns = ("原煤（万吨）", "其中：无烟煤（万吨）", "焦炭（万吨）")
    carriers, _, faults = _read(_wide(*columns, rows=rows))
    assert not _told(faults)
    assert carriers == {"raw_coal": 70, "anthracite": 40, "coke": 5}


def test_kinds_without_a_mark_that_leave_a_rest_are_doubted() -> None:
    rows: exemplar.Rows = [["工业", 100, 30], ["居民生活", 10, 5]]
    carriers, _, faults = _read(_wide("原煤（万吨）", "无烟煤（万吨）", rows=rows))
    assert _told(faults) == ["energy.carrier.within"]
    assert carriers == {"raw_coal": 75, "anthracite": 35}


def test_kinds_that_make_more_than_raw_coal_stand_beside_it() -> None:
    rows: exemplar.Rows = [["工业", 10, 30], ["居民生活", 10, 5]]
    carriers, _, faults = _read(_wide("原煤（万吨）", "无烟煤（万吨）", rows=rows))
    assert not _told(faults)
    assert carriers == {"raw_coal": 20, "anthracite": 35}


@pytest.mark.parametrize(
    ("columns", "figures", "expected"),
    [
        (("煤气（亿立方米）", "焦炉煤气（亿立方米）", "高炉煤气（亿立方米）"), (10, 4, 6),
         {"coke_oven_gas": 4, "blast_furnace_gas": 6}),
        (("汽油（万吨）", "其中：车用汽油（万吨）"), (5, 4), {"gasoline": 5}),
        (("天然气（亿立方米）", "其中：液化天然气（万吨）"), (10, 20), {"natural_gas": 10}),
        (("热力（万吉焦）", "蒸汽（万吉焦）", "热水（万吉焦）"), (500, 400, 100), {"heat": 500}),
        (("煤炭（万吨）", "原煤（万吨）", "焦炭（万吨）"), (100, 100, 3),
         {"raw_coal": 100, "coke": 3}),
        (("天然气（亿立方米）", "管道天然气（亿立方米）", "燃气（亿立方米）"), (3, 3, 3),
         {"natural_gas": 3}),
        (("全社会用电量（亿千瓦时）", "电力（亿千瓦时）"), (230, 230), {"electricity": 230}),
        (("原煤消费量（万吨）", "电力消费量（亿千瓦时）"), (7, 9),
         {"raw_coal": 7, "electricity": 9}),
    ],
)  # fmt: skip
def test_a_carrier_and_its_kinds_count_once(
    columns: tuple[str, ...], figures: tuple[float, ...], expected: dict[str, float]
) -> None:
    half = [f / 2 for f in figures]
    carriers, _, _ = _read(_wide(*columns, rows=[["工业", *half], ["居民生活", *half]]))
    assert carriers == expected


def test_a_total_of_coal_holds_raw_coal_once_beside_its_kinds() -> None:
    columns = ("煤合计（万吨）", "原煤（万吨）", "#无烟煤（万吨）", "洗精煤（万吨）")
    rows: exemplar.Rows = [["工业", 100, 90, 10, 10], ["居民生活", 10, 10, 10, None]]
    carriers, _, faults = _read(_wide(*columns, rows=rows))
    assert not _told(faults)
    assert carriers == {"raw_coal": 80, "anthracite": 20, "cleaned_coal": 10}


SERVICES: exemplar.Rows = [
    ["工业", 100],
    ["服务业", 50],
    ["批发和零售业", 20],
    ["住宿和餐饮业", 10],
    ["其他服务业", 20],
    ["居民生活", 5],
]


@pytest.mark.parametrize("whole", ["服务业", "服务业小计", "服务业合计"])
def test_rows_of_parts_of_a_sector_are_held_by_its_own_row(whole: str) -> None:
    rows = [[whole if r[0] == "服务业" else r[0], *r[1:]] for r in SERVICES]
    _, sectors, faults = _read(_wide("原煤（万吨）", rows=rows))
    assert not _told(faults)
    assert sectors == {"manufacturing": 100, "services": 50, "households": 5}


def test_parts_that_leave_a_rest_are_doubted_and_larger_ones_stand_beside() -> None:
    less = [["交通运输业", 50], ["铁路", 10], ["工业", 1]]
    _, sectors, faults = _read(_wide("柴油（万吨）", rows=less))
    assert _told(faults) == ["energy.row.within"]
    assert sectors["transport"] == 50
    more = [["服务业", 10], ["批发和零售业", 40], ["工业", 1]]
    _, sectors, faults = _read(_wide("柴油（万吨）", rows=more))
    assert sectors["services"] == 50


def test_divisions_are_held_by_their_section() -> None:
    rows: exemplar.Rows = [
        ["采矿业", 100],
        ["煤炭开采和洗选业", 60],
        ["其他采矿业", 40],
        ["电力、热力、燃气及水生产和供应业", 50],
        ["电力、热力生产和供应业", 30],
        ["燃气生产和供应业", 15],
        ["水的生产和供应业", 5],
    ]
    _, sectors, faults = _read(
        _wide("电力（亿千瓦时）", "原煤（万吨）", rows=[[*r, 0] for r in rows])
    )
    assert not _told(faults)
    assert sectors == {"mining": 100, "power_heat": 30, "other_manufacturing": 20}


LONG = ["年份", "流向", "部门", "能源品种", "数量", "单位"]


def _long(*rows: tuple[str, str, float]) -> list[list[Any]]:
    return [LONG, *([2020, "终端消费量", s, c, q, "万吨"] for s, c, q in rows)]


def test_parts_of_long_rows_are_not_added() -> None:
    rows = _long(
        ("交通", "柴油", 50), ("其中：道路运输", "柴油", 40),
        ("服务业", "柴油", 20), ("#数据中心", "柴油", 1),
    )  # fmt: skip
    _, sectors, faults = _read(rows)
    assert not _told(faults)
    assert sectors == {"transport": 50, "services": 20}


def test_long_rows_that_make_up_another_are_its_parts() -> None:
    rows = _long(("交通", "柴油", 50), ("道路运输", "柴油", 40), ("铁路", "柴油", 10))
    _, sectors, faults = _read(rows)
    assert not _told(faults)
    assert sectors == {"transport": 50}


def test_a_part_larger_than_its_whole_is_an_error() -> None:
    rows = _long(("交通", "柴油", 50), ("其中：道路运输", "柴油", 70))
    _, sectors, faults = _read(rows)
    assert "energy.part.exceeds" in _told(faults)
    assert sectors == {"transport": 50}


def test_kinds_in_long_rows_count_once() -> None:
    rows = _long(
        ("制造业", "原煤", 100), ("制造业", "其中：无烟煤", 30), ("制造业", "其中：一般烟煤", 50)
    )
    carriers, _, faults = _read(rows)
    assert not _told(faults)
    assert carriers == {"raw_coal": 20, "anthracite": 30, "bituminous_coal": 50}


def test_one_carrier_under_two_names_in_long_rows_counts_once() -> None:
    rows = _long(("制造业", "汽油", 100), ("制造业", "其中：车用汽油", 30))
    carriers, _, faults = _read(rows)
    assert not _told(faults)
    assert carriers == {"gasoline": 100}


@pytest.mark.parametrize(
    "columns",
    [
        ("原煤（万吨）", "原煤（万吨标准煤）", "天然气（亿立方米）", "天然气（万吨标准煤）"),
        ("原煤（万吨）", "折标煤（万吨标准煤）", "天然气（亿立方米）", "折标煤（万吨标准煤）"),
    ],
)
def test_a_carrier_in_standard_coal_beside_its_quantity_is_passed_over(
    columns: tuple[str, ...],
) -> None:
    rows: exemplar.Rows = [["工业", 100, 71.4, 2, 26.6], ["居民生活", 10, 7.1, 1, 13.3]]
    carriers, _, faults = _read(_wide(*columns, rows=rows))
    assert not _told(faults)
    assert carriers == {"raw_coal": 110, "natural_gas": 3}
    assert "column.standard" in [f.rule for f in faults]


@pytest.mark.parametrize(("final", "told"), [(400, ["energy.power.twice"]), (10, [])])
def test_fuel_of_plants_in_final_use_too_is_doubted(final: float, told: list[str]) -> None:
    rows = _long(("电力、热力生产", "原煤", final), ("居民生活", "原煤", 5))
    rows.append([2020, "火力发电", None, "原煤", -400, "万吨"])
    assert _told(_read(rows)[2]) == told


INTENSIVE: exemplar.Rows = [
    ["石油、煤炭及其他燃料加工业", 5],
    ["化学原料和化学制品制造业", 17],
    ["非金属矿物制品业", 22],
    ["黑色金属冶炼和压延加工业", 15],
    ["有色金属冶炼和压延加工业", 3],
    ["电力、热力生产和供应业", 2],
]
REST: exemplar.Rows = [["煤炭开采和洗选业", 3], ["纺织业", 32], ["燃气生产和供应业", 1]]


def _industries(group: Sequence[Any], *, long: bool) -> tuple[dict[str, float], tuple[Fault, ...]]:
    rows: Table = [["工业", 100], *INTENSIVE, *REST, group]
    if long:
        made = [[2020, "终端消费量", n, "洗精煤", v, "万吨"] for n, v in rows]
        table: Table = [["年份", "流向", "部门", "能源品种", "数量", "单位"], *made]
    else:
        table = _wide("洗精煤（万吨）", "焦炭（万吨）", rows=[[*r, None] for r in rows])
    _, sectors, faults = _read(table)
    return sectors, faults


GROUPS = ["其中：六大高耗能行业", "六大高耗能行业", "其中：轻工业", "重工业", "其中：高技术制造业"]


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("label", GROUPS)
def test_a_group_of_industries_is_checked_and_never_added(label: str, long: bool) -> None:
    sectors, faults = _industries([label, 64], long=long)
    assert not _told(faults)
    assert sum(sectors.values()) == 100
    (note,) = (f for f in faults if f.rule == "energy.row.part" and label in f.message.zh)
    assert "工业" in note.message.zh
    assert note.message.en


@pytest.mark.parametrize("long", [False, True])
def test_a_group_that_does_not_fit_its_industries_is_an_error(long: bool) -> None:
    sectors, faults = _industries(["其中：六大高耗能行业", 70], long=long)
    assert _told(faults) == ["total.differs"]
    assert sum(sectors.values()) == 100
    _, faults = _industries(["其中：装备制造业", 110], long=long)
    assert _told(faults) == ["energy.part.exceeds"]


@pytest.mark.parametrize("long", [False, True])
def test_a_group_without_any_industry_beside_it_is_told(long: bool) -> None:
    rows: exemplar.Rows = [["居民生活", 5], ["六大高耗能行业", 70]]
    made = [[2020, "终端消费量", n, "焦炭", v, "万吨"] for n, v in rows]
    head = ["年份", "流向", "部门", "能源品种", "数量", "单位"]
    wide = _wide("焦炭（万吨）", "柴油（万吨）", rows=[[*r, 1] for r in rows])
    _, sectors, faults = _read([head, *made] if long else wide)
    assert "energy.group.alone" in _told(faults)
    assert "households" in sectors
