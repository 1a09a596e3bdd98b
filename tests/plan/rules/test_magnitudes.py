"""Magnitudes are held to the place and the nation, whatever a figure is called or written in."""

from __future__ import annotations

import pytest

from dafeng.plan.rules.catalogue import plan_rules
from dafeng.plan.rules.checking import check_plan
from dafeng.plan.rules.examples import subject_of

RULES = [
    rule
    for rule in plan_rules().values()
    if rule.id in ("unit.nation", "unit.of_place", "unit.too_small", "unit.jump", "unit.decimal")
]
HISTORY = "history: first=2012 last=2023 co2=23600000 gdp=4000 population=346\n"
TARGETS = "[targets]\nindicator | year | value | unit\n"


def told(*rows: str, known: str = HISTORY) -> list[str]:
    faults = check_plan(subject_of(known + TARGETS + "\n".join(rows)), RULES).faults
    return [fault.rule for fault in faults]


@pytest.mark.parametrize(
    "row",
    [
        "二氧化碳排放总量 | 2030 | 32 | 亿吨",
        "二氧化碳排放总量 | 2030 | 325000 | 万吨",
        "二氧化碳排放总量 | 2030 | 3250 | Mt",
        "二氧化碳排放总量 | 2030 | 3250 | 吨",
        "碳排放峰值 | 2028 | 3250 | 吨",
        "碳排放预算 | 2028 | 3250 | 亿吨",
        "能源消费总量 | 2030 | 1250 | TJ",
        "能源消费总量 | 2030 | 12.5 | 亿tce",
        "煤炭消费总量 | 2030 | 85000 | 万吨",
        "石油消费总量 | 2030 | 85000 | 万吨",
        "光伏装机 | 2030 | 6 | 亿千瓦",
        "全社会用电量 | 2030 | 32000 | 亿千瓦时",
        "全社会用电量 | 2030 | 320 | 万千瓦时",
        "地区生产总值 | 2030 | 6000 | 万元",
        "常住人口 | 2030 | 3460000 | 万人",
        "生物质能供热规模 | 2030 | 6000 | 万吨标准煤",  # in no catalogue
        "工业过程排放 | 2030 | 40000 | 万吨二氧化碳",
    ],
)
def test_a_magnitude_that_no_such_place_has_is_told_once(row: str) -> None:
    assert len(told(row)) == 1


@pytest.mark.parametrize(
    "row",
    [
        "二氧化碳排放总量 | 2030 | 3250 | 万吨",
        "二氧化碳排放总量 | 2030 | 32.5 | Mt",
        "能源消费总量 | 2030 | 1250 | 万吨标准煤",
        "能源消费总量 | 2030 | 366000 | TJ",
        "煤炭消费总量 | 2030 | 850 | 万吨",
        "光伏装机 | 2030 | 600 | 万千瓦",
        "全社会用电量 | 2030 | 420 | 亿千瓦时",
        "地区生产总值 | 2030 | 6000 | 亿元",
        "常住人口 | 2030 | 350 | 万人",
        "碳汇量 | 2030 | 120 | 万吨二氧化碳",
        "生物质能供热规模 | 2030 | 60 | 万吨标准煤",
        "重点用能单位节能量 | 2030 | 0.5 | 万吨标准煤",  # a part may be as small as it likes
        "绿色债券余额 | 2030 | 300 | 亿元",
    ],
)
def test_what_such_a_place_can_have_is_left_alone(row: str) -> None:
    assert told(row) == []
    assert told(row, known="") == []


@pytest.mark.parametrize(
    "row",
    [
        "二氧化碳排放总量 | 2030 | 3250 | 吨",
        "碳排放峰值 | 2028 | 3250 | 吨",
        "能源消费总量 | 2030 | 1250 | TJ",
        "二氧化碳排放总量 | 2030 | 32 | 亿吨",
        "煤炭消费总量 | 2030 | 85000 | 万吨",
        "光伏装机 | 2030 | 6 | 亿千瓦",
    ],
)
def test_much_is_told_where_not_even_the_place_is_known(row: str) -> None:
    assert len(told(row, known="")) == 1


def test_a_park_is_held_to_its_own_account_and_not_to_its_city() -> None:
    known = "kind: park\naccount: co2=3000000\n" + HISTORY.replace("23600000", "236000000")
    assert told("全社会用电量 | 2030 | 10 | 亿千瓦时", known=known) == []
    assert told("碳排放预算 | 2028 | 280 | 万吨二氧化碳", known=known) == []
    assert told("碳排放预算 | 2028 | 28000 | 万吨二氧化碳", known=known) == ["unit.of_place"]


@pytest.mark.parametrize(
    "name",
    [
        *("可再生能源非电利用", "可再生能源非电利用规模", "可再生能源非电利用量"),
        *("非电可再生能源利用量", "非电可再生能源利用", "非电可再生能源利用总量"),
    ],
)
def test_the_nations_figure_is_known_under_every_spelling(name: str) -> None:
    assert told(f"{name} | 2025 | 6000以上 | 万吨标准煤", known="") == ["unit.nation"]


@pytest.mark.parametrize("name", ["可再生能源利用总量", "可再生能源利用量", "地热能生物质能利用"])
def test_as_much_energy_as_a_nations_share_is_told_of_a_place(name: str) -> None:
    assert told(f"{name} | 2025 | 6000以上 | 万吨标准煤") == ["unit.of_place"]


@pytest.mark.parametrize(
    ("name", "unit", "rule"),
    [
        ("煤炭消费总量", "万吨", "unit.decimal"),
        ("煤炭消费总量", "万吨标准煤", "unit.decimal"),
        ("煤炭消费量", "吨", "unit.decimal"),
        ("石油消费总量", "万吨", "unit.decimal"),
    ],
)
def test_coal_and_oil_are_judged_in_plain_tonnes_too(name: str, unit: str, rule: str) -> None:
    rows = (f"{name} | 2025 | 850 | {unit}", f"{name} | 2030 | {{}} | {unit}")
    assert rule in told(rows[0], rows[1].format(8600), known="")
    assert rule not in told(rows[0], rows[1].format(800), known="")


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (("非化石能源消费比重 | 2025 | 0.2 | %", "非化石能源消费比重 | 2030 | 25 | %"), "百分数"),
        (
            ("二氧化碳排放总量 | 2025 | 32 | 万吨", "二氧化碳排放总量 | 2030 | 3200 | 万吨"),
            "百万吨",
        ),
        (("光伏装机 | 2025 | 3 | 万千瓦", "光伏装机 | 2030 | 300 | 万千瓦"), "相差 100 倍。"),
        (
            ("能源消费总量 | 2025 | 40 | 万吨标准煤", "能源消费总量 | 2030 | 1200 | 万吨标准煤"),
            "焦耳",
        ),
        (
            ("二氧化碳排放总量 | 2025 | 100 | 万吨", "二氧化碳排放总量 | 2030 | 3000 | 万吨"),
            "30 倍。",
        ),
    ],
)
def test_what_was_mixed_up_fits_the_kind_of_figure(rows: tuple[str, ...], word: str) -> None:
    rule = plan_rules()["unit.jump"]
    found = check_plan(subject_of(TARGETS + "\n".join(rows)), [rule]).faults
    assert found
    assert all(word in fault.message.zh for fault in found)


def test_a_sector_emits_no_more_than_the_whole() -> None:
    rule = [plan_rules()["sum.parts_exceed"]]
    whole = "二氧化碳排放总量 | 2030 | 3200 | 万吨"

    def faults(part: str) -> int:
        return len(check_plan(subject_of(f"{TARGETS}{whole}\n{part}"), rule).faults)

    assert faults("工业二氧化碳排放量 | 2030 | 4200 | 万吨") == 1
    assert faults("工业二氧化碳排放量 | 2030 | 2200 | 万吨") == 0
    assert faults("工业二氧化碳排放量 | 2025 | 4200 | 万吨") == 0
    assert faults("累计减少二氧化碳排放量 | 2030 | 4200 | 万吨") == 0


@pytest.mark.parametrize(
    ("power", "faulty"), [("60", True), ("11", False), ("1", True), ("23.5", True)]
)
def test_solar_power_fits_its_capacity(power: str, *, faulty: bool) -> None:
    rows = f"光伏装机容量 | 2030 | 100 | 万千瓦\n光伏发电量 | 2030 | {power} | 亿千瓦时"
    rule = plan_rules()["sum.load_hours"]
    assert bool(check_plan(subject_of(TARGETS + rows), [rule]).faults) is faulty
