"""Figures typed by hand are held to the result of the same name, unit and year, and to no other."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from dafeng.language import Text
from dafeng.plan.references import FAMILIES
from dafeng.plan.rules.catalogue import plan_rules
from dafeng.plan.rules.checking import check_plan
from dafeng.plan.rules.examples import subject_of

TARGETS = """
[targets]
indicator | year | value | unit
二氧化碳排放总量 | 2030 | 3950 | 万吨二氧化碳
煤炭消费总量 | 2030 | 640 | 万吨标准煤
[texts]
section | text
总体目标 | {text}
"""


def _told(text: str, rule: str = "word.figure") -> list[str]:
    subject = subject_of(TARGETS.replace("{text}", text))
    found = check_plan(subject, [plan_rules()[rule]]).faults
    return [fault.message.zh for fault in found]


@pytest.mark.parametrize(
    "text",
    [
        "到2030年，二氧化碳排放总量控制在4200万吨以内。",
        "二氧化碳排放总量2030年为0.42亿吨。",
        "2030年煤炭消费总量为700万吨标准煤，较现状下降。",
    ],
)
def test_another_figure_is_told(text: str) -> None:
    assert len(_told(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "到2030年，二氧化碳排放总量控制在3950万吨以内。",
        "到2030年，二氧化碳排放总量约0.4亿吨。",  # rounded, not another figure
        "到2035年，二氧化碳排放总量控制在3600万吨以内。",  # another year
        "到2030年，二氧化碳排放总量比2025年减少120万吨。",  # a change
        "到2030年，煤炭消费总量中工业占70%。",  # another unit
        "到2030年，二氧化碳排放总量为{{ co2.2030.median }}。",
    ],
)
def test_what_is_no_contradiction_is_left_alone(text: str) -> None:
    assert _told(text) == []


MODEL = """
account: co2=38000000 year=2023 gdp=3800
path: peak=2028 p10=2025 level=40000000 non_fossil=0.25
[texts]
section | text
总体目标 | {text}
"""


def _against_model(text: str, rule: str = "word.figure") -> list[str]:
    subject = subject_of(MODEL.replace("{text}", text))
    found = check_plan(subject, [plan_rules()[rule]]).faults
    return [fault.message.zh for fault in found]


@pytest.mark.parametrize(
    "text",
    [
        "2030年二氧化碳排放总量为9999万吨。",
        "到2030年，二氧化碳排放总量控制在1000万吨以内。",
        "2020年达峰。",
        "力争2024年前实现碳达峰。",
        "Emissions peak before 2022.",
    ],
)
def test_a_figure_outside_what_the_model_gives_is_told(text: str) -> None:
    (message,) = _against_model(text)
    assert "5%—95%" in message


@pytest.mark.parametrize(
    "text",
    [
        "2030年二氧化碳排放总量约为3900万吨。",
        "到2030年，二氧化碳排放总量控制在9000万吨以内。",  # a cap above the range forbids nothing
        "2028年达峰。",
        "工业领域2020年达峰。",  # a sector
        "我国二氧化碳排放2020年达峰。",  # the nation
        "2090年二氧化碳排放总量为9999万吨。",  # beyond the model
    ],
)
def test_a_figure_that_the_model_leaves_open_is_left_alone(text: str) -> None:
    assert _against_model(text) == []


FALLS = """
[targets]
indicator | year | value | unit | base_year
单位地区生产总值二氧化碳排放下降 | 2030 | 17 | % | 2025
碳达峰年份 | 2028 | 2028 | 年 |
[texts]
section | text
总体目标 | {text}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("到2030年，单位GDP二氧化碳排放下降18%。", 1),
        ("到2030年，碳强度下降17%。", 0),
        ("到2030年，单位地区生产总值二氧化碳排放比2025年下降20%。", 1),
        ("到2030年，单位地区生产总值二氧化碳排放比2020年下降20%。", 0),  # another base
        ("2029年达峰。", 1),
        ("2028年底前达峰。", 0),
        ("2029年前实现碳达峰。", 0),
    ],
)
def test_falls_and_peak_years_are_held_to_their_targets(text: str, told: int) -> None:
    subject = subject_of(FALLS.replace("{text}", text))
    assert len(check_plan(subject, [plan_rules()["word.figure"]]).faults) == told


def test_before_a_build_names_are_known_by_form_and_after_it_by_result() -> None:
    rule = [plan_rules()["word.reference"]]
    subject = subject_of(TARGETS.replace("{text}", "{{ co2.2035.median }}"))
    assert not check_plan(subject, rule).faults
    built = replace(subject, named={"co2.2030.median": "x"})
    assert [str(f.place) for f in check_plan(built, rule).faults] == ["texts B2"]
    why = {"co2.2035.median": Text("测算到2060年", "computed to 2060")}
    (fault,) = check_plan(replace(built, absent=why), rule).faults
    assert "computed to 2060" in fault.message.en


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("co2.optimistic.2030.median", "不在测算范围内"),
        ("co2.2099.median", "不在测算范围内"),
        ("co2.1999.median", "不在测算范围内"),
        ("peak.by.2061", "不在测算范围内"),
        ("peak.optimistic.none", "不在测算范围内"),
        ("indicator.foo", "不在测算范围内"),
        ("peak.yeer.median", "不是手册所列的名称"),
    ],
)
def test_a_name_that_no_build_can_fill_is_told_before_it(name: str, why: str) -> None:
    (message,) = _against_model("{{ " + name + " }}", "word.reference")
    assert name in message
    assert why in message


@pytest.mark.parametrize("name", [f.example for f in FAMILIES if not f.example.startswith("proj")])
def test_every_example_of_the_manual_can_be_filled(name: str) -> None:
    assert _against_model("{{ " + name + " }}", "word.reference") == []


def test_a_scenario_of_the_places_own_can_be_named() -> None:
    plan = DOSSIER.replace("{text}", "{{ co2.own_plan.2030.median }}").replace("{stated}", "NE")
    rule = [plan_rules()["word.reference"]]
    assert check_plan(subject_of(plan), rule).faults
    own = "[assumptions]\nscenario | driver | year | central | unit\n"
    own += "own_plan | gdp_growth | 2030 | 5 | %\n"
    assert not check_plan(subject_of(plan + own), rule).faults


@pytest.mark.parametrize(
    "text",
    [
        "｛｛ peak.year.median ｝｝",
        "{ { peak.year.median } }",
        "{{ peak.year.median ｝｝",
        "{peak.year.median}",
        "【peak.year.median】",
        "｛peak.year.median｝",
    ],
)
def test_braces_of_every_wrong_form_are_told(text: str) -> None:
    (message,) = _told(f"峰值在{text}年。", "word.reference")
    assert "花括号" in message


def test_braces_that_quote_something_else_are_left_alone() -> None:
    assert _told("按照{注1}和【附件2】、{CO2}执行。", "word.reference") == []


def test_a_project_that_is_named_must_be_there() -> None:
    assert _told("{{ project.P99.tonnes.median }}", "word.reference")


def test_braces_that_are_no_reference_are_told() -> None:
    assert _told("峰值 {{ peak.year.median }", "word.reference")


@pytest.mark.parametrize(
    "text",
    [
        "力争2028年前后达峰，2030年及以前达峰的概率为95%。",
        "2030年前达峰的可能性为九成，把握较大。",
        "The probability of a peak by 2035 is 95%, that emissions peak by 2035 as much.",
        "2030年单位GDP二氧化碳排放下降40%的概率为12%。",
        "力争2030年前实现碳达峰。",  # wider than the target, and true with it
    ],
)
def test_what_a_sentence_says_of_a_probability_is_no_figure_of_the_plan(text: str) -> None:
    subject = subject_of(FALLS.replace("{text}", text))
    found = check_plan(subject, [plan_rules()["word.figure"]]).faults
    assert [f.message.zh for f in found] == []


MANUAL = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.parametrize("page", ["plan.md", "zh/plan.md"])
@pytest.mark.parametrize("peak", ["2029年前", "2028年", "2030年底前"])
def test_the_sentences_of_the_manual_are_no_contradiction(page: str, peak: str) -> None:
    blocks = re.findall(r"```text\n(.*?)```", (MANUAL / page).read_text("utf-8"), re.DOTALL)
    sentences = [line for block in blocks for line in block.splitlines() if "{{" in line]
    assert sentences
    for text in sentences:
        plan = FALLS.replace("{text}", text).replace("2028 | 2028", f"2030 | {peak}")
        assert not check_plan(subject_of(plan), [plan_rules()["word.figure"]]).faults


DOSSIER = """
dossier: 330500
base_year: 2023
account: co2=38000000 gdp=3831.3 year=2023 co2_intensity=0.992 non_fossil_share_thermal=0.169
[activity]
year | variable | value | unit | price_base
2023 | gdp | 4015.1 | 亿元 | current
2023 | gdp | 3831.3 | 亿元 | 2020
[actuals]
subject | year | value | unit
非化石能源消费比重 | 2023 | 21.3 | %
[targets]
indicator | year | value | unit | kind
地区生产总值 | 2023 | {stated} | 亿元 | 基期
[texts]
section | text
总体目标 | {text}
"""


def _of_dossier(text: str, rule: str = "word.figure", stated: str = "NE") -> list[str]:
    subject = subject_of(DOSSIER.replace("{text}", text).replace("{stated}", stated))
    return [f.message.zh for f in check_plan(subject, [plan_rules()[rule]]).faults]


@pytest.mark.parametrize(
    "text",
    [
        "2023年GDP为4015亿元。",
        "2023年按现价计算的地区生产总值为4015亿元，按2020年价为3831亿元。",
        "2023年单位GDP二氧化碳排放为0.992吨/万元。",
        "2023年非化石能源消费比重为21.3%。",
        "2023年非化石能源消费比重为百分之二十一点三。",
    ],
)
def test_a_figure_at_any_prices_and_an_actual_figure_are_true(text: str) -> None:
    assert _of_dossier(text) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2023年GDP为4500亿元。", ("3,831", "2020 年价", "4,015", "现价", "2023 年清单")),
        ("2023年非化石能源消费比重为35.3%。", ("21.3 %", "actuals")),
        ("2023年非化石能源消费比重为百分之三十五。", ("35 %", "21.3 %", "actuals")),
        ("二〇二三年非化石能源消费比重为16.9%。", ("21.3 %", "actuals")),
    ],
)
def test_a_contradiction_names_every_reading_and_its_place(
    text: str, parts: tuple[str, ...]
) -> None:
    (message,) = _of_dossier(text)
    assert [p for p in parts if p not in message] == []


@pytest.mark.parametrize(("stated", "told"), [("4015.1", 0), ("3831.3", 0), ("5500", 1)])
def test_a_base_value_of_gdp_may_stand_at_any_prices(stated: str, told: int) -> None:
    assert len(_of_dossier("无。", "agree.account", stated)) == told


CAPACITY = """
[targets]
indicator | year | value | unit
光伏装机 | 2030 | 600 | 万千瓦
[texts]
section | text
总体目标 | {text}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("PV capacity reaches 8 GW in 2030.", 1),
        ("By 2030, PV capacity will have reached at least 8 GW.", 1),
        ("到2030年光伏装机达到800万千瓦。", 1),
        ("到二〇三〇年光伏装机达到8吉瓦。", 1),
        ("PV capacity reaches 6 GW in 2030.", 0),
        ("PV capacity grows by 2 GW in 2030.", 0),
        ("到2030年光伏装机年发电60000万千瓦时。", 0),
    ],
)
def test_both_languages_and_all_units_are_read(text: str, told: int) -> None:
    subject = subject_of(CAPACITY.replace("{text}", text))
    assert len(check_plan(subject, [plan_rules()["word.figure"]]).faults) == told


MIXED = """
[targets]
indicator | year | value | unit | base_year | comment
能源消费总量 | 2030 | 控制在1150以内 | 万吨标准煤 | | 当量值
单位GDP能耗下降 | 2030 | 13 | % | 2025 | 电力按等价值
碳排放峰值 | 2029 | 不超过3600 | 万吨二氧化碳 | |
碳预算 | “十五五”时期 | 17200 | 万吨二氧化碳 | |
[texts]
section | text
总体目标 | {text}
"""


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("到2030年能源消费总量（等价值）控制在1300万吨标准煤以内。", ""),
        ("到2030年能源消费总量（当量值）控制在1300万吨标准煤以内。", "控制在1150以内 万吨标准煤"),
        ("到2030年能源消费总量控制在1300万吨标准煤以内。", "控制在1150以内 万吨标准煤"),
        ("到2030年单位GDP能耗（当量值）较2025年下降15%。", ""),
        ("到2030年单位GDP能耗较2025年下降15%。", "13 %"),
        ("碳排放峰值控制在3400万吨以内。", "不超过3600 万吨二氧化碳"),
        ("碳排放峰值3400万吨左右。", "不超过3600 万吨二氧化碳"),
        ("碳排放峰值控制在3600万吨以内。", ""),
        ("“十五五”期间碳排放预算总量1.8亿吨。", "17200 万吨二氧化碳"),
        ("2026—2030年碳排放预算1.8亿吨。", "17200 万吨二氧化碳"),
        ("“十五五”期间碳排放预算总量1.72亿吨。", ""),
        ("2028年碳排放预算0.35亿吨。", ""),
    ],
)
def test_a_figure_is_held_to_what_has_its_years_and_its_convention(text: str, known: str) -> None:
    subject = subject_of(MIXED.replace("{text}", text))
    found = check_plan(subject, [plan_rules()["word.figure"]]).faults
    assert [f.message.zh.partition(" 为 ")[2] for f in found] == ([known] if known else [])


def test_a_figure_may_be_that_of_either_convention() -> None:
    both = MIXED.replace(
        "碳排放峰值 |", "能源消费总量 | 2030 | 1300 | 万吨标准煤 | | 等价值\n碳排放峰值 |"
    )
    for figure, told in (("1300", 0), ("1150", 0), ("1400", 1)):
        subject = subject_of(both.replace("{text}", f"到2030年能源消费总量{figure}万吨标准煤。"))
        assert len(check_plan(subject, [plan_rules()["word.figure"]]).faults) == told
