"""Tables that stand below one another in a sheet, parts of industry, and totals named twice."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

TITLE: exemplar.Rows = [["2020年能源平衡表"]]
HEAD: exemplar.Rows = [["项目", "原煤（万吨）", "天然气（亿立方米）", "电力（亿千瓦时）"]]
ROWS: exemplar.Rows = [
    ["终端消费量", 300, 11, 265],
    ["工业", 300, 9, 200],
    ["第三产业", None, None, 35],
    ["居民生活", None, 2, 30],
]
OIL: exemplar.Rows = [["项目", "汽油（万吨）", "柴油（万吨）", None]]
OIL_ROWS: exemplar.Rows = [["终端消费量", 12, 11], ["工业", 2, 11], ["第三产业", 10, None]]
BLANK: exemplar.Rows = [[]]


def _read(
    *parts: exemplar.Rows, name: str = "能源平衡表", others: dict[str, exemplar.Rows] | None = None
) -> tuple[Dossier, tuple[Fault, ...]]:
    first = [row for part in parts for row in part]
    sheets = [
        RawSheet("年鉴.xlsx", sheet, tuple(map(tuple, rows)))
        for sheet, rows in {name: first, **(others or {})}.items()
    ]
    dossier, faults = parse(sheets, exemplar.identity())
    assert dossier is not None
    return dossier, (*faults, *check(dossier))


def _told(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    kinds = (Severity.ERROR, Severity.WARNING)
    return [(f.rule, f.place.cell) for f in faults if f.severity in kinds]


def _rules(faults: tuple[Fault, ...]) -> list[str]:
    return [f.rule for f in faults]


def _used(dossier: Dossier, carrier: str = "raw_coal", year: int = 2020) -> dict[str, float | None]:
    final = [r for r in dossier.energy if r.flow is Flow.FINAL_CONSUMPTION and r.year == year]
    return {r.sector: r.amount.value for r in final if r.carrier == carrier}


@pytest.mark.parametrize("between", [[], BLANK, [["续表"]], [["2020年能源平衡表（续一）"]]])
def test_other_carriers_below_a_table_are_a_table_of_their_own(between: exemplar.Rows) -> None:
    dossier, faults = _read(TITLE, HEAD, ROWS, between, OIL, OIL_ROWS)
    assert not _told(faults)
    assert _used(dossier) == {"manufacturing": 300}
    assert _used(dossier, "gasoline") == {"manufacturing": 2, "services": 10}
    assert _used(dossier, "diesel") == {"manufacturing": 11}
    assert "sheet.header.repeated" not in _rules(faults)


def test_the_same_header_once_more_goes_on() -> None:
    again: exemplar.Rows = [["2020年能源平衡表（续）"]]
    dossier, faults = _read(TITLE, HEAD, ROWS[:2], BLANK, again, HEAD, ROWS[2:])
    assert not _told(faults)
    assert _used(dossier, "electricity") == {
        "manufacturing": 200,
        "services": 35,
        "households": 30,
    }
    assert "sheet.header.repeated" in _rules(faults)


def test_a_second_year_below_the_first_is_read_as_its_own() -> None:
    later: exemplar.Rows = [["2021年能源平衡表"]]
    more: exemplar.Rows = [["终端消费量", 270, 9, 240], ["工业", 270, 9, 240]]
    dossier, faults = _read(TITLE, HEAD, ROWS, BLANK, later, HEAD, more)
    assert not _told(faults)
    assert _used(dossier) == {"manufacturing": 300}
    assert _used(dossier, year=2021) == {"manufacturing": 270}


@pytest.mark.parametrize("title", [[], [["2020年能源平衡表（标准量）"]]])
def test_standard_coal_below_the_quantities_is_a_check(title: exemplar.Rows) -> None:
    head: exemplar.Rows = [
        ["项目", "原煤（万吨标准煤）", "天然气（万吨标准煤）", "电力（万吨标准煤）"],
    ]
    coal: exemplar.Rows = [["工业", 214.3, 119.7, 245.8], ["居民生活", None, 26.6, 36.9]]
    dossier, faults = _read(TITLE, HEAD, ROWS, BLANK, title, head, coal)
    assert not _told(faults)
    assert "energy.standard" in _rules(faults)
    assert _used(dossier) == {"manufacturing": 300}
    assert _used(dossier, "natural_gas") == {"manufacturing": 9, "households": 2}


def test_the_table_of_a_district_is_never_added() -> None:
    district: exemplar.Rows = [["2020年某某区能源平衡表"]]
    own: exemplar.Rows = [["终端消费量", 60, 2, 53], ["工业", 60, 2, 53]]
    dossier, faults = _read(TITLE, HEAD, ROWS, BLANK, district, HEAD, own)
    assert ("row.duplicate", "B11") in _told(faults)
    assert _used(dossier) == {"manufacturing": 300}


def test_a_second_header_that_is_no_table_is_an_error() -> None:
    other: exemplar.Rows = [["项目", "汽油（万吨）"], ["工业", 2]]
    dossier, faults = _read(TITLE, HEAD, ROWS, other)
    assert _told(faults) == [("sheet.header.differs", "A7")]
    assert _used(dossier) == {"manufacturing": 300}


def test_a_table_of_large_works_below_the_balance_is_a_part() -> None:
    large: exemplar.Rows = [["规模以上工业"], *HEAD, ["工业", 290, 8, 190]]
    dossier, faults = _read(TITLE, HEAD, ROWS, BLANK, large, name="2020")
    assert not _told(faults)
    assert _used(dossier) == {"manufacturing": 300}


@pytest.mark.parametrize("label", ["其中：规模以上工业", "规模以上工业", "#规上工业"])
@pytest.mark.parametrize("row", [0, 1, 4])
def test_large_works_are_a_part_of_industry_wherever_they_stand(label: str, row: int) -> None:
    rows: exemplar.Rows = [*ROWS[:row], [label, 290, 8, 190], *ROWS[row:]]
    dossier, faults = _read(TITLE, HEAD, rows)
    assert not _told(faults)
    assert _used(dossier) == {"manufacturing": 300}


def test_large_works_count_where_industry_as_a_whole_has_no_figure() -> None:
    head: exemplar.Rows = [["项目", "原煤（万吨）", "天然气（亿立方米）", "电力（亿千瓦时）"]]
    rows: exemplar.Rows = [["工业", 100, None, 50], ["规模以上工业", 80, 3, 40]]
    dossier, faults = _read(TITLE, head, rows)
    assert not _told(faults)
    used = {r.carrier: r.amount.value for r in dossier.energy}
    assert used == {"raw_coal": 100, "natural_gas": 3, "electricity": 50}


def test_large_works_larger_than_industry_are_an_error() -> None:
    _, faults = _read(TITLE, HEAD, ROWS, [["其中：规模以上工业", 310, 8, 190]])
    assert _told(faults) == [("energy.part.exceeds", "B7")]


LONG: exemplar.Rows = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]
LONG_INDUSTRY: exemplar.Rows = [[2020, "终端消费量", "工业", "原煤", 300, "万吨"]]


@pytest.mark.parametrize("label", ["规模以上工业", "其中：规模以上工业"])
def test_large_works_in_long_form_are_a_part(label: str) -> None:
    large: exemplar.Rows = [[2020, "终端消费量", label, "原煤", 290, "万吨"]]
    dossier, faults = _read(LONG, LONG_INDUSTRY, large)
    assert not _told(faults)
    assert _used(dossier) == {"manufacturing": 300}


BRANCHES: exemplar.Rows = [
    ["行业", "原煤（万吨）", "天然气（亿立方米）", "电力（亿千瓦时）"],
    ["纺织业", 40, 2, 60],
    ["化学原料和化学制品制造业", 50, 2.5, 30],
    ["非金属矿物制品业", 150, 1, 30],
    ["黑色金属冶炼和压延加工业", 50, 3, 70],
]


@pytest.mark.parametrize("title", ["2020年工业分行业能源消费量", "2020年规模以上工业能源消费量"])
@pytest.mark.parametrize("total", [[], [["总计", 290, 8.5, 190]]])
def test_some_branches_beside_the_balance_leave_a_rest(title: str, total: exemplar.Rows) -> None:
    branches: exemplar.Rows = [[title], BRANCHES[0], *total, *BRANCHES[1:]]
    dossier, faults = _read(TITLE, HEAD, ROWS, others={"2020年分行业": branches})
    assert not _told(faults)
    assert sum(v or 0 for v in _used(dossier).values()) == pytest.approx(300)
    assert _used(dossier)["other_manufacturing"] == pytest.approx(50)
    assert "energy.group.rest" in _rules(faults)


def test_industry_that_two_sheets_state_alike_is_one() -> None:
    branches: exemplar.Rows = [
        ["2020年工业分行业能源消费量"],
        BRANCHES[0],
        ["工业", 300, 9, 200],
        *BRANCHES[1:],
    ]
    dossier, faults = _read(TITLE, HEAD, ROWS, others={"2020年分行业": branches})
    assert not _told(faults)
    assert "energy.total.repeated" in _rules(faults)
    assert sum(v or 0 for v in _used(dossier).values()) == pytest.approx(300)


def test_industry_that_two_sheets_state_differently_is_an_error() -> None:
    branches: exemplar.Rows = [
        ["2020年工业分行业能源消费量"],
        BRANCHES[0],
        ["工业", 301, 9, 200],
        *BRANCHES[1:],
    ]
    _, faults = _read(TITLE, HEAD, ROWS, others={"2020年分行业": branches})
    assert ("row.duplicate", "B3") in _told(faults)


@pytest.mark.parametrize(("second", "told"), [(300, []), (310, [("row.duplicate", "E4")])])
def test_two_names_of_the_grand_total_are_one(second: float, told: list[tuple[str, str]]) -> None:
    totals: exemplar.Rows = [
        [2020, "终端消费量", "合计", "原煤", 300, "万吨"],
        [2020, "终端消费量", "总计", "原煤", second, "万吨"],
    ]
    dossier, faults = _read(LONG, LONG_INDUSTRY, totals)
    assert [t for t in _told(faults) if t[0] == "row.duplicate"] == told
    assert _used(dossier) == {"manufacturing": 300} or _used(dossier)[""] == 300


CLASSES: exemplar.Rows = [["类别", "行业", "原煤（万吨）", "汽油（万吨）", "电力（亿千瓦时）"]]
SECOND: exemplar.Rows = [["第二产业", "工业", 300, 1, 200], [None, "建筑业", None, 0.5, 3]]
THIRD: exemplar.Rows = [
    ["第三产业", "交通运输、仓储和邮政业", None, 20, 5],
    [None, "其他", None, 4, 35],
]
HOMES: exemplar.Rows = [["生活消费", "城镇", None, 10, 25], [None, "乡村", None, 4, 15]]
SUMS: exemplar.Rows = [
    [None, "小计", 300, 1.5, 203],
    [None, "小计", 0, 24, 40],
    [None, "小计", 0, 14, 40],
]
TOTAL: exemplar.Rows = [["总计", None, 300, 39.5, 283]]


def test_subtotals_are_those_of_their_class() -> None:
    first, second, third = ([row] for row in SUMS)
    rows = [*SECOND, *first, *THIRD, *second, *HOMES, *third]
    dossier, faults = _read(TITLE, CLASSES, rows, TOTAL)
    assert not _told(faults)
    assert sum(v or 0 for v in _used(dossier, "gasoline").values()) == pytest.approx(39.5)
    assert sum(v or 0 for v in _used(dossier).values()) == pytest.approx(300)


def test_a_subtotal_that_differs_from_its_class_is_told() -> None:
    wrong: exemplar.Rows = [["第二产业", "小计", 300, 2.5, 203], [None, *SECOND[0][1:]], SECOND[1]]
    _, faults = _read(TITLE, CLASSES, wrong, THIRD, HOMES)
    assert ("total.differs", "D3") in _told(faults)
