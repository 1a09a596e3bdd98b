"""Every figure of an energy table is used, checked or told; parts and classes count once."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.plausibility import check_dossier

TITLE: exemplar.Rows = [["2020年示例市分行业能源消费量"]]
HEAD: exemplar.Rows = [["行业", "原煤（万吨）", "天然气（亿立方米）", "电力（亿千瓦时）"]]
FARMS: exemplar.Rows = [["一、农林牧渔业", 1, None, 4]]
INDUSTRY: exemplar.Rows = [["二、工业", 140, 2.0, 200]]
BUILDERS: exemplar.Rows = [["三、建筑业", None, None, 3]]
SERVICES: exemplar.Rows = [["四、第三产业", 4, 0.5, 50]]
HOMES: exemplar.Rows = [["五、居民生活", 5, 0.5, 43]]
TOTAL: exemplar.Rows = [["总计", 150, 3.0, 300]]
REST = [*BUILDERS, *SERVICES, *HOMES]


def _read(*rows: exemplar.Rows) -> tuple[Dossier, tuple[Fault, ...]]:
    table = tuple(map(tuple, [*TITLE, *HEAD, *(row for part in rows for row in part)]))
    dossier, faults = parse([RawSheet("年鉴.xlsx", "能源消费", table)], exemplar.identity())
    assert dossier is not None
    return dossier, (*faults, *check(dossier))


def _told(faults: tuple[Fault, ...], *severities: Severity) -> list[tuple[str, str]]:
    kinds = severities or (Severity.ERROR, Severity.WARNING)
    return [(f.rule, f.place.cell) for f in faults if f.severity in kinds]


def _used(dossier: Dossier, carrier: str = "raw_coal") -> dict[str, float | None]:
    final = [r for r in dossier.energy if r.flow is Flow.FINAL_CONSUMPTION]
    return {r.sector: r.amount.value for r in final if r.carrier == carrier}


CLASSES: exemplar.Rows = [["第一产业", 1, None, 4], ["第二产业", 140, 2.0, 203]]


@pytest.mark.parametrize("total", [[], TOTAL])
def test_classes_of_the_economy_stand_for_their_sectors(total: exemplar.Rows) -> None:
    dossier, faults = _read(total, CLASSES, SERVICES, HOMES)
    assert not _told(faults)
    assert _used(dossier) == {
        "agriculture": 1,
        "manufacturing": 140,
        "services": 4,
        "households": 5,
    }
    assert [f.rule for f in faults].count("sector.class") == 2


def test_classes_in_long_form_stand_for_their_sectors() -> None:
    rows: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位"],
        [2020, "终端消费量", "第二产业", "原煤", 140, "万吨"],
        [2020, "终端消费量", "工业", "原煤", 130, "万吨"],
        [2020, "终端消费量", "第三产业", "原煤", 4, "万吨"],
    ]
    sheet = RawSheet("energy.csv", "", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    assert not _told(faults)
    assert _used(dossier) == {"construction": 10, "manufacturing": 130, "services": 4}


def test_a_class_is_checked_against_its_sectors_and_not_added() -> None:
    parts: exemplar.Rows = [["交通运输、仓储和邮政业", 1, 0.1, 10], ["批发和零售业", 3, 0.4, 40]]
    dossier, faults = _read(TOTAL, FARMS, INDUSTRY, BUILDERS, SERVICES, parts, HOMES)
    assert not _told(faults)
    assert _used(dossier)["services"] == 3
    parts[0][1] = 2
    _, faults = _read(TOTAL, FARMS, INDUSTRY, BUILDERS, SERVICES, parts, HOMES)
    assert _told(faults) == [("total.differs", "B7")]


@pytest.mark.parametrize(
    "label", ["其中：规模以上工业", "　#规模以上工业", "其中：重点用能企业", "其中：高耗能行业"]
)
def test_a_part_of_a_row_is_never_added_to_it(label: str) -> None:
    dossier, faults = _read(FARMS, INDUSTRY, [[label, 130, 1.9, 180]], REST)
    assert not _told(faults)
    assert _used(dossier)["manufacturing"] == 140
    at = "5" if "高耗能" in label else "A5"  # a group of industries is told at its row
    assert ("energy.row.part", at) in _told(faults, Severity.NOTE)


def test_a_part_above_its_row_is_an_error_at_its_cell() -> None:
    _, faults = _read(FARMS, INDUSTRY, [["其中：规模以上工业", 130, 2.9, 180]], REST)
    assert _told(faults) == [("energy.part.exceeds", "C5")]


def test_a_part_without_a_row_above_it_is_told() -> None:
    rows: exemplar.Rows = [["二、工业", 140, None, 200], ["其中：规模以上工业", 130, 1.9, 180]]
    _, faults = _read(FARMS, rows, REST)
    assert _told(faults) == [("energy.figure.unused", "C5")]


BRANCHES: dict[str, exemplar.Rows] = {
    "manufacturing alone": [["制造业", 130, 1.9, 180]],
    "mining and manufacturing": [["采矿业", 5, 0.0, 5], ["制造业", 130, 1.9, 180]],
    "three": [
        ["采矿业", 5, 0.0, 5],
        ["制造业", 130, 1.9, 180],
        ["电力、热力、燃气及水生产和供应业", 5, 0.1, 15],
    ],
    "branches too": [
        ["采矿业", 5, 0.0, 5],
        ["制造业", 130, 1.9, 180],
        ["非金属矿物制品业", 100, 1.0, 100],
        ["纺织业", 30, 0.9, 80],
    ],
    "light industry": [["其中:轻工业", 130, 1.9, 180]],
}


@pytest.mark.parametrize("total", [[], TOTAL])
@pytest.mark.parametrize("branches", BRANCHES.values(), ids=list(BRANCHES))
def test_what_branches_leave_of_industry_counts(
    branches: exemplar.Rows, total: exemplar.Rows
) -> None:
    dossier, faults = _read(total, FARMS, INDUSTRY, branches, REST)
    assert not _told(faults)
    inventory = compile_inventory(dossier)
    coal = inventory.energy_co2[:, :, inventory.carriers.index("raw_coal")].sum()
    plain = compile_inventory(_read(FARMS, INDUSTRY, REST)[0])
    expected = plain.energy_co2[:, :, plain.carriers.index("raw_coal")].sum()
    assert coal == pytest.approx(expected, rel=1e-12)


def test_branches_that_must_make_up_industry_and_do_not_are_an_error() -> None:
    branches = [list(r) for r in BRANCHES["three"]]
    branches[1][1] = 120
    assert _told(_read(FARMS, INDUSTRY, branches, REST)[1]) == [("total.differs", "B4")]


def test_one_of_two_parts_leaves_a_rest_with_its_parent() -> None:
    dossier, faults = _read(FARMS, INDUSTRY, HOMES, [["其中：城镇", 3, 0.4, 30]])
    assert not _told(faults)
    assert _used(dossier)["households"] == 5
    assert _used(dossier)["households_urban"] == 3
    _, faults = _read(FARMS, INDUSTRY, HOMES, [["其中：城镇", 6, 0.4, 30]])
    assert _told(faults) == [("energy.parent_and_child", "B5")]


def test_sections_without_rows_are_told_and_final_use_is_kept() -> None:
    final: exemplar.Rows = [["终端消费量", 150, 3.0, 300]]
    dossier, faults = _read(final)
    assert not _told(faults)
    assert _used(dossier) == {"": 150}
    left = [f.place.cell for f in check_dossier(dossier) if "not_itemised" in f.rule]
    assert sorted(left) == ["B3", "C3", "D3"]
    _, faults = _read([["加工转换投入产出量", -100, None, 200]], FARMS, INDUSTRY)
    assert _told(faults) == [("energy.transformation.alone", "B3")]
    _, faults = _read([["可供本地区消费的能源量", 150, 3.0, 300]], INDUSTRY, HOMES)
    assert _told(faults) == [("energy.section.alone", "B3")]
    assert "调入" in next(f for f in faults if f.rule == "energy.section.alone").remedy.zh


def test_the_remedy_of_a_lone_section_names_the_rows_of_that_section() -> None:
    given: exemplar.Rows = [["加工转换投入产出量", None, None, 200]]
    _, faults = _read(given, INDUSTRY, HOMES)
    said = next(f for f in faults if f.rule == "energy.section.alone")
    assert said.place.cell == "D3"
    assert "火力发电" in said.remedy.zh
    assert "thermal power" in said.remedy.en
    assert "调入" not in said.remedy.zh


@pytest.mark.parametrize(
    ("section", "row"), [("加工转换投入产出量", "火力发电"), ("可供本地区消费的能源量", "调入")]
)
def test_so_does_that_of_one_in_long_form(section: str, row: str) -> None:
    rows: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位"],
        [2020, section, None, "电力", 100, "亿千瓦时"],
        [2020, "终端消费量", "工业", "电力", 130, "亿千瓦时"],
    ]
    sheet = RawSheet("energy.csv", "", tuple(map(tuple, rows)))
    _, faults = parse([sheet], exemplar.identity())
    said = next(f for f in faults if f.rule == "energy.section.alone")
    assert row in said.remedy.zh


def test_the_remedy_of_a_rest_speaks_of_no_branch() -> None:
    parts: exemplar.Rows = [["交通运输、仓储和邮政业", 1, 0.1, 10]]
    _, faults = _read(FARMS, INDUSTRY, BUILDERS, SERVICES, parts, HOMES)
    said = next(f for f in faults if f.rule == "energy.group.rest")
    assert "规模以上" not in said.remedy.zh
    assert "industry" not in said.remedy.en


def test_parts_of_final_use_may_leave_a_rest() -> None:
    final: exemplar.Rows = [["终端消费量", 150, 3.0, 300], ["其中：工业", 140, 2.0, 200]]
    dossier, faults = _read(final)
    assert not _told(faults)
    assert _used(dossier) == {"": 150, "manufacturing": 140}


def test_total_consumption_alone_cannot_be_counted() -> None:
    _, faults = _read([["能源消费总量", 150, 3.0, 300]])
    assert _told(faults) == [("energy.consumption.alone", "B3")]


def test_a_section_in_long_form_without_rows_is_told() -> None:
    rows: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位"],
        [2020, "加工转换投入产出量", None, "原煤", -100, "万吨"],
        [2020, "终端消费量", "工业", "原煤", 130, "万吨"],
    ]
    sheet = RawSheet("energy.csv", "", tuple(map(tuple, rows)))
    _, faults = parse([sheet], exemplar.identity())
    assert _told(faults) == [("energy.transformation.alone", "E2")]


def test_a_column_of_figures_without_header_is_told() -> None:
    rows: exemplar.Rows = [
        ["2020年", "原煤（万吨）", "电力（亿千瓦时）", None],
        ["工业", 140, 200, 7],
        ["居民生活", 5, 43, 8],
    ]
    sheet = RawSheet("年鉴.xlsx", "能源消费2020", tuple(map(tuple, rows)))
    _, faults = parse([sheet], exemplar.identity())
    assert _told(faults) == [("column.nameless", "D1")]


def test_electricity_by_the_equivalent_value_is_read_in_kwh_and_told() -> None:
    rows: exemplar.Rows = [
        ["2020年能源平衡表（标准量）"],
        ["单位：万吨标准煤"],
        ["项目", "原煤", "电力（当量值）"],
        ["工业", 106.4307, 36.3784],
    ]
    sheet = RawSheet("年鉴.xlsx", "能源", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    assert not _told(faults)
    power = next(r.amount for r in dossier.energy if r.carrier == "electricity")
    assert power.value == pytest.approx(29.6)
    assert power.unit == "亿千瓦时"
    assert ("energy.electricity.equivalent", "C4") in _told(faults, Severity.NOTE)
    rows[2][2] = "电力（等价值）"
    sheet = RawSheet("年鉴.xlsx", "能源", tuple(map(tuple, rows)))
    assert _told(parse([sheet], exemplar.identity())[1]) == [("unit.convention", "C4")]


def test_final_use_above_the_sectors_that_are_stated_keeps_the_rest() -> None:
    final: exemplar.Rows = [["终端消费量", 150, 3.0, 300]]
    dossier, faults = _read(final, INDUSTRY, HOMES)
    assert not _told(faults)
    assert _used(dossier) == {"": 150, "manufacturing": 140, "households": 5}
    left = {f.place.cell: f.severity for f in check_dossier(dossier) if "not_itemised" in f.rule}
    assert left == {"B3": Severity.ERROR, "C3": Severity.ERROR, "D3": Severity.NOTE}
    _, faults = _read(final, FARMS, INDUSTRY, BUILDERS, [["第三产业", 3, 0.5, 50]], HOMES)
    assert _told(faults) == [("total.differs", "B3")]
