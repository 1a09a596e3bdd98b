"""Balances of one carrier as yearbooks print them: generation, consumption, tables of use."""

from __future__ import annotations

from typing import Any

import pytest
from tests import exemplar

from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow, NotationKey
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

Rows = list[list[Any]]

HEAD: Rows = [["5-7 电力平衡表"], ["单位：亿千瓦小时"], ["项目", 2019, 2020]]
SUPPLY: Rows = [["可供量", 320, 330], ["生产量", 165, 170]]
KINDS: Rows = [["水电", 15, 16], ["火电", 146, 150], ["风电", 4, 4]]
USE: Rows = [
    ["外省（区、市）调入量", 155, 160],
    ["农、林、牧、渔业", 8, 8],
    ["工业", 262, 271],
    ["居民生活", 40, 41],
    ["输配电损失量", 10, 10],
    ["平衡差额", 0, 0],
]


def _read(*sheets: tuple[str, Rows]) -> tuple[Dossier, tuple[Fault, ...]]:
    raw = [RawSheet("年鉴.xlsx", name, tuple(map(tuple, rows))) for name, rows in sheets]
    dossier, faults = parse(raw, exemplar.identity())
    assert dossier is not None
    return dossier, (*faults, *check(dossier))


def _told(faults: tuple[Fault, ...]) -> list[str]:
    kinds = (Severity.ERROR, Severity.WARNING)
    return [f.rule for f in faults if f.severity in kinds]


def _of(dossier: Dossier, flow: Flow, carrier: str = "electricity") -> float | None:
    found = [r for r in dossier.energy if (r.flow, r.carrier, r.year) == (flow, carrier, 2020)]
    return sum(r.amount.value or 0.0 for r in found) if found else None


def _used(dossier: Dossier, carrier: str = "electricity", year: int = 2020) -> dict[str, float]:
    return {
        r.sector: r.amount.value or 0.0
        for r in dossier.energy
        if (r.flow, r.carrier, r.year) == (Flow.FINAL_CONSUMPTION, carrier, year)
    }


def test_generation_is_split_into_primary_and_thermal_power() -> None:
    dossier, faults = _read(("电力平衡表", [*HEAD, *SUPPLY, *KINDS, *USE]))
    assert not _told(faults)
    assert _of(dossier, Flow.PRODUCTION) == 20
    assert _of(dossier, Flow.POWER) == 150
    assert _of(dossier, Flow.INFLOW) == 160
    assert _of(dossier, Flow.LOSS) == 10


def test_generation_that_is_not_split_is_no_primary_energy() -> None:
    dossier, faults = _read(("电力平衡表", [*HEAD, *SUPPLY, *USE]))
    assert _told(faults) == ["energy.generation.unsplit"] * 2
    assert _of(dossier, Flow.POWER) == 170
    unknown = [r for r in dossier.energy if r.flow is Flow.PRODUCTION and r.year == 2020]
    assert [r.amount.notation for r in unknown] == [NotationKey.NE]


def test_what_thermal_power_leaves_of_generation_is_primary() -> None:
    dossier, faults = _read(("电力平衡表", [*HEAD, *SUPPLY, ["其中：火电", 146, 150], *USE]))
    assert not _told(faults)
    assert _of(dossier, Flow.PRODUCTION) == 20
    assert _of(dossier, Flow.POWER) == 150


def test_what_hydro_power_leaves_of_generation_adds_nothing_to_energy() -> None:
    dossier, faults = _read(("电力平衡表", [*HEAD, *SUPPLY, ["水电", 15, 16], *USE]))
    assert _told(faults) == ["energy.generation.unknown"] * 2
    assert _of(dossier, Flow.PRODUCTION) == 16
    assert _of(dossier, Flow.POWER) == 154


@pytest.mark.parametrize("mark", ["", "#"])
def test_kinds_of_generation_may_be_marked_as_parts(mark: str) -> None:
    head: Rows = [["发电量"], ["单位：亿千瓦时"], ["指标", "2019年", "2020年"]]
    rows: Rows = [["发电量", 165, 170], *([f"{mark}{n}", *v] for n, *v in KINDS)]
    dossier, faults = _read(("5-7", [*head, *rows]))
    assert not [r for r in _told(faults) if r.startswith(("energy.", "total."))]
    assert _of(dossier, Flow.PRODUCTION) == 20
    assert _of(dossier, Flow.POWER) == 150


def test_generation_that_its_rows_fill_in_another_year_leaves_nothing() -> None:
    supply: Rows = [["可供量", 320, 330], ["生产量", 165, 197]]
    dossier, faults = _read(("电力平衡表", [*HEAD, *supply, *KINDS, *USE]))
    (fault,) = (f for f in faults if f.rule == "total.differs")
    assert fault.place.cell == "C5"
    assert _of(dossier, Flow.PRODUCTION) == 20


def test_power_from_waste_is_thermal_or_part_of_it_as_the_sums_tell() -> None:
    waste: Rows = [["生物质发电", 5, 6]]
    inside, faults = _read(("电力平衡表", [*HEAD, *SUPPLY, *KINDS, *waste, *USE]))
    assert not _told(faults)
    assert _of(inside, Flow.POWER) == 150
    beside: Rows = [["水电", 15, 16], ["火电", 141, 144], ["风电", 4, 4], *waste]
    dossier, faults = _read(("电力平衡表", [*HEAD, *SUPPLY, *beside, *USE]))
    assert not _told(faults)
    assert _of(dossier, Flow.POWER) == 150


def test_generation_is_held_against_another_table_of_the_year() -> None:
    other: Rows = [
        ["2020年能源平衡表"],
        ["项目", "原煤（万吨）", "电力（亿千瓦时）"],
        ["1.一次能源生产量", None, 20],
        ["1.火力发电", -600, 150],
        ["水电", None, 20],
    ]
    alone: Rows = [["2020年 电力平衡表"], ["单位：亿千瓦小时"], ["项目", 2020]]
    table = ("电力平衡表", [*alone, ["生产量", 170], ["工业", 10], ["居民生活", 5]])
    dossier, faults = _read(("平衡表", other[:4]), table)
    assert "energy.generation.unsplit" not in _told(faults)
    assert _of(dossier, Flow.POWER) == 150
    assert _of(dossier, Flow.PRODUCTION) == 20
    spoilt = [*alone, ["生产量", 190], ["工业", 10], ["居民生活", 5]]
    _, faults = _read(("平衡表", other[:4]), ("电力平衡表", spoilt))
    assert "total.differs" in _told(faults)


def test_kinds_below_primary_production_are_parts_of_it() -> None:
    rows: Rows = [
        ["2020年能源平衡表"],
        ["项目", "原煤（万吨）", "电力（亿千瓦时）"],
        ["可供本地区消费的能源量", 600, 180],
        ["1.一次能源生产量", None, 20],
        ["水电", None, 16],
        ["风电", None, 4],
        ["2.外省（区、市）调入量", 600, 160],
        ["加工转换投入（-）产出（+）量", -600, 150],
        ["1.火力发电", -600, 150],
        ["终端消费量", None, 330],
        ["工业", None, 330],
    ]
    dossier, faults = _read(("平衡表", rows))
    assert not _told(faults)
    assert _of(dossier, Flow.PRODUCTION) == 20


COAL: Rows = [
    ["5-6 煤炭平衡表"],
    ["单位：万吨"],
    ["项目", 2019, 2020],
    ["可供量", 1010, 1000],
    ["外省（区、市）调入量", 1010, 1000],
]
FINAL: Rows = [
    ["农、林、牧、渔业", 5, 5],
    ["工业", 295, 285],
    ["居民生活", 10, 10],
]
BETWEEN: Rows = [["（二）中间消费", 690, 690], ["发电", 600, 600], ["炼焦", 90, 90]]


def test_intermediate_consumption_is_input_without_a_sign() -> None:
    rows = [*COAL, ["消费量", 1010, 1000], ["在总量中"], ["（一）终端消费量", 310, 300], *FINAL]
    rows += [*BETWEEN, ["（三）洗选损耗", 10, 10], ["平衡差额", 0, 0]]
    dossier, faults = _read(("煤炭平衡表", rows))
    assert not _told(faults)
    assert _of(dossier, Flow.POWER, "raw_coal") == -600
    assert _of(dossier, Flow.COKING, "raw_coal") == -90
    assert _of(dossier, Flow.COAL_WASHING, "raw_coal") == -10
    assert _of(dossier, Flow.TOTAL_CONSUMPTION, "raw_coal") == 1000
    assert _used(dossier, "raw_coal")["manufacturing"] == 285


def test_final_use_of_industry_goes_before_its_consumption() -> None:
    """The form of the national yearbook: consumption by sector, then final use of industry."""
    gross: Rows = [["农、林、牧、渔业", 5, 5], ["工业", 995, 985], ["居民生活", 10, 10]]
    rows = [*COAL, ["消费量", 1010, 1000], ["在消费量中"], *gross, ["在消费量中"]]
    rows += [["1.终端消费", 310, 300], ["#工业", 295, 285], *BETWEEN, ["洗选损耗", 10, 10]]
    dossier, faults = _read(("煤炭平衡表", [*rows, ["平衡差额", 0, 0]]))
    assert not _told(faults)
    assert _used(dossier, "raw_coal") == {"agriculture": 5, "manufacturing": 285, "households": 10}


@pytest.mark.parametrize(("industry", "told"), [(281, ["energy.consumption.within"]), (271, [])])
def test_the_sums_tell_whether_industry_holds_the_losses(industry: float, told: list[str]) -> None:
    rows: Rows = [
        ["2020年电力平衡表"],
        ["单位：亿千瓦小时"],
        ["项目", 2020],
        ["外省（区、市）调入量", 330],
        ["消费量", 330],
        ["农、林、牧、渔业", 8],
        ["工业", industry],
        ["居民生活", 41],
        ["输配电损失量", 10],
        ["平衡差额", 0],
    ]
    dossier, faults = _read(("电力平衡表", rows))
    assert not _told(faults)
    assert [f.rule for f in faults if f.rule.startswith("energy.consumption")] == told
    assert _used(dossier)["manufacturing"] == 271


def test_negative_net_inflow_is_outflow() -> None:
    rows: Rows = [
        ["2020年能源平衡表"],
        ["项目", "原煤（万吨）", "电力（亿千瓦时）"],
        ["可供本地区消费的能源量", 2100, -300],
        ["净调入量", 2100, -300],
        ["1.火力发电", -2000, 500],
        ["终端消费量", 100, 200],
        ["工业", 100, 200],
    ]
    dossier, faults = _read(("平衡表", rows))
    assert not _told(faults)
    assert _of(dossier, Flow.OUTFLOW) == -300
    assert _of(dossier, Flow.INFLOW) is None
    assert _of(dossier, Flow.INFLOW, "raw_coal") == 2100


SOCIETY: Rows = [
    ["全社会用电总计", 3300, 3200, 3.1],
    ["A、全行业用电合计", 3000, 2920, 2.7],
    ["第一产业", 80, 78, 2.6],
    ["第二产业", 2450, 2400, 2.1],
    ["#工业", 2400, 2352, 2.0],
    ["第三产业", 470, 442, 6.3],
    ["B、城乡居民生活用电合计", 300, 280, 7.1],
    ["城镇居民", 200, 190, 5.3],
    ["乡村居民", 100, 90, 11.1],
]
ACROSS: Rows = [
    ["全社会用电情况"],
    ["单位：万千瓦时、%"],
    ["指标", "2020年", "2019年", "同比增长"],
    *SOCIETY,
]
ONE: Rows = [
    ["2020年全社会用电量"],
    ["行业", "用电量（万千瓦时）"],
    *([row[0], row[1]] for row in SOCIETY),
]
USERS = {
    "agriculture": 80,
    "manufacturing": 2400,
    "construction": 50,
    "services": 470,
    "households_urban": 200,
    "households_rural": 100,
}


@pytest.mark.parametrize("rows", [ACROSS, ONE], ids=["years", "one year"])
@pytest.mark.parametrize("name", ["全社会用电量", "能源消费量"])
def test_electricity_used_by_all_society_is_read_by_sector(name: str, rows: Rows) -> None:
    dossier, faults = _read((name, rows))
    assert not _told(faults)
    assert _used(dossier) == USERS
    assert sum(_used(dossier).values()) == 3300


def test_classes_and_sections_are_two_divisions_of_one_total() -> None:
    """Support of farming is in the section and not in the class, so that they differ."""
    sections: Rows = [
        ["全行业用电分类", None],
        ["一、农、林、牧、渔业", 90],
        ["二、工业", 2380],
        ["（一）采矿业", 60],
        ["煤炭开采和洗选业", 25],
        ["（二）制造业", 2000],
        ["（三）电力、热力、燃气及水生产和供应业", 320],
        ["三、建筑业", 45],
        ["四、交通运输、仓储和邮政业", 100],
        ["五、信息传输、软件和信息技术服务业", 85],
        ["六、批发和零售业", 90],
        ["七、住宿和餐饮业", 60],
        ["八、金融业", 20],
        ["九、房地产业", 50],
        ["十、租赁和商务服务业", 30],
        ["十一、公共服务及管理组织", 50],
    ]
    head = ONE[:2]
    rows = [*head, *ONE[2:6], ["第三产业", 470], *sections, *ONE[8:]]
    dossier, faults = _read(("全社会用电量", rows))
    assert not _told(faults)
    used = _used(dossier)
    assert used["mining"] == 60
    assert used["services"] == 385
    assert used["agriculture"] == 90
    assert sum(used.values()) == 3300


def test_a_long_table_names_users_in_the_column_of_items() -> None:
    rows: Rows = [
        ["项目", "品种", "单位", "2019年", "2020年"],
        *([r[0], "电力", "万千瓦时", r[2], r[1]] for r in SOCIETY if r[0][0] != "A"),
    ]
    dossier, faults = _read(("能源消费", rows))
    assert not _told(faults)
    assert sum(_used(dossier).values()) == 3300
    assert sum(_used(dossier, year=2019).values()) == 3200


def test_a_table_of_one_fuel_by_branch_is_read() -> None:
    rows: Rows = [
        ["分行业能源消费量（2020年）"],
        ["行业", "原煤（万吨）"],
        ["金融业", 1],
        ["汽车制造业", 2],
        ["橡胶和塑料制品业", 3],
    ]
    dossier, faults = _read(("能源消费", rows))
    assert not _told(faults)
    assert _used(dossier, "raw_coal") == {"services": 1, "other_manufacturing": 5}


IEA: Rows = [
    ["Energy balance, 2020"],
    [None, "Coal (ktoe)", "Naphtha (ktoe)", "Electricity (GWh)"],
    ["Indigenous production", 0, 0, 2000],
    ["Imports", 4880, 300, 15400],
    ["Electricity plants", -3000, 0, 15000],
    ["Losses", 0, 0, 1000],
    ["Total final consumption", 1880, 300, 31400],
    ["Industry", 1500, 0, 27400],
    ["Residential", 180, 0, 4000],
    ["Non-energy use", 200, 300, 0],
]


@pytest.mark.parametrize("total", [True, False])
def test_raw_material_beside_industry_is_consumption_of_its_own(total: bool) -> None:
    rows = IEA if total else [r for r in IEA if r[0] != "Total final consumption"]
    dossier, faults = _read(("Energy balance", rows))
    assert "energy.non_energy.beside" in [f.rule for f in faults]
    assert not [f for f in faults if f.severity is Severity.ERROR]
    assert _used(dossier, "raw_coal") == {"manufacturing": 1700, "households": 180}
    assert _used(dossier, "naphtha")["manufacturing"] == 300
    assert _of(dossier, Flow.NON_ENERGY, "raw_coal") == 200


def test_raw_material_within_industry_stays_part_of_it() -> None:
    within = [
        ["Total final consumption", 1680, 300, 31400] if r[0] == IEA[6][0] else r for r in IEA
    ]
    within[3] = ["Imports", 4680, 300, 15400]
    dossier, _ = _read(("Energy balance", [[*r[:2], *r[3:]] for r in within]))
    assert _used(dossier, "raw_coal") == {"manufacturing": 1500, "households": 180}
    assert _of(dossier, Flow.NON_ENERGY, "raw_coal") == 200


def test_electricity_of_society_that_equals_the_balance_is_a_check_that_holds() -> None:
    balance: Rows = [
        ["2020年能源平衡表"],
        ["项目", "原煤（万吨）", "电力（亿千瓦时）"],
        ["外省（区、市）调入量", 9, 15.25],
        ["终端消费量", 9, 15.25],
        ["农、林、牧、渔业", None, 1.5],
        ["工业", 9, 8.25],
        ["城镇", None, 3],
        ["乡村", None, 2.5],
    ]
    society: Rows = [
        ["全社会用电量"],
        ["单位：万千瓦时"],
        ["指标", "2020年"],
        ["全社会用电总计", 152500],
        ["农、林、牧、渔业", 15000],
        ["其中：工业", 82500],
        ["城镇居民", 30000],
        ["乡村居民", 25000],
    ]
    dossier, faults = _read(("2020年能源平衡表", balance), ("全社会用电量", society))
    assert not _told(faults)
    (note,) = (f for f in faults if f.rule == "energy.table.same")
    assert (note.place.sheet, note.place.cell) == ("全社会用电量", "B5")
    assert "4" in note.message.zh
    assert "4" in note.message.en
    assert sum(_used(dossier).values()) == 15.25
    swapped = [*society[:6], ["城镇居民", 25000], ["乡村居民", 30000]]
    _, faults = _read(("2020年能源平衡表", balance), ("全社会用电量", swapped))
    assert "row.duplicate" in _told(faults)
