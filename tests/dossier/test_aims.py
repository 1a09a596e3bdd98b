"""The cell of a target is read as planners write it."""

from __future__ import annotations

import pytest

from dafeng.dossier.aims import is_past, read_aim
from dafeng.dossier.records import Row


@pytest.mark.parametrize(
    ("text", "value", "relation"),
    [
        ("≤100", 100, "at_most"),
        ("不超过100", 100, "at_most"),
        ("控制在3950", 3950, "at_most"),
        ("控制在3950以内", 3950, "at_most"),
        ("3950以内", 3950, "at_most"),
        ("3950左右", 3950, "about"),
        ("3900-4000", 3950, "range"),
        ("力争达到26", 26, ""),
        ("达到0.36", 0.36, ""),
        ("不低于26%", 26, "at_least"),
        ("25%以上", 25, "at_least"),
        ("累计下降不低于18%", 18, "at_least"),
    ],
)
def test_a_bound_is_read_with_its_figure(text: str, value: float, relation: str) -> None:
    aim = read_aim(text)
    assert (aim.state, aim.value, aim.relation) == ("figure", value, relation)


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("2030", 2030),
        ("2030年", 2030),
        ("2030年前", 2029),
        ("力争2030年前", 2029),
        ("2030年以前", 2029),
        ("2030年前实现碳达峰", 2029),
        ("2030年底前", 2030),
        ("2030年底", 2030),
        ("不晚于2030年", 2030),
        ("2028-2030年", 2030),
        ("before 2030", 2029),
        ("by 2030", 2030),
        ("by the end of 2030", 2030),
        ("before the end of 2030", 2030),
    ],
)
def test_the_last_year_that_a_claim_allows(text: str, latest: int) -> None:
    assert read_aim(text).latest == latest


@pytest.mark.parametrize("text", ["18%（较2020年）", "较2020年下降18%", "下降18%（比2020年）"])
def test_the_year_compared_with_may_stand_in_the_cell(text: str) -> None:
    aim = read_aim(text)
    assert (aim.value, aim.unit, aim.since) == (18, "%", 2020)


@pytest.mark.parametrize(
    ("text", "value", "relation", "unit"),
    [
        ("突破500", 500, "at_least", ""),
        ("突破1000万kW", 1000, "at_least", "万kW"),
        ("500+", 500, "at_least", ""),
        ("至少七成", 70, "at_least", "%"),
        ("800以内（不含原料用煤）", 800, "at_most", ""),
        ("不高于150万吨标准煤（不含原料用能）", 150, "at_most", "万吨标准煤"),
        ("降至299", 299, "", ""),
        ("提高到26%", 26, "", "%"),
        ("百分之百", 100, "", "%"),
        ("七成五", 75, "", "%"),
        ("三千万吨", 3000, "", "万吨"),
        ("二十万辆", 20, "", "万辆"),
        ("约两千万", 2e7, "about", ""),
    ],
)
def test_figures_in_words_and_with_a_scope(
    text: str, value: float, relation: str, unit: str
) -> None:
    aim = read_aim(text)
    assert (aim.state, aim.value, aim.relation, aim.unit) == ("figure", value, relation, unit)
    assert not aim.falls
    assert not aim.rises


@pytest.mark.parametrize("text", ["提高6个百分点", "提升6个百分点", "up 6 percentage points"])
def test_a_rise_is_marked_as_one(text: str) -> None:
    aim = read_aim(text)
    assert (aim.value, aim.unit, aim.rises) == (6, "个百分点", True)


@pytest.mark.parametrize("text", ["〔19〕", "[19]", "［19］", "累计〔19〕"])
def test_brackets_of_five_year_plans_mark_a_cumulative_figure(text: str) -> None:
    aim = read_aim(text)
    assert (aim.state, aim.value, aim.cumulative) == ("figure", 19, True)
    assert not read_aim("19").cumulative


@pytest.mark.parametrize("text", ["一等奖", "二级", "进一步提高", "完成任务"])
def test_words_without_a_figure_stay_words(text: str) -> None:
    assert read_aim(text).state == "words"


@pytest.mark.parametrize(
    ("kind", "past"),
    [
        ("基期", True),
        ("现状值", True),
        ("2025年实际", True),
        ("base", True),
        ("约束性", False),
        ("based on the share of the province", False),
        ("", False),
    ],
)
def test_only_the_kind_says_that_a_row_states_what_was(kind: str, *, past: bool) -> None:
    row = Row((("kind", kind), ("comment", "按实际情况动态调整，基期见附件")))
    assert is_past(row) is past
