"""Rows of projects: where they lie, how large they are, and which of them are parts of others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.errors import Fault
from dafeng.plan.rules.catalogue import plan_rules
from dafeng.plan.rules.checking import check_plan
from dafeng.plan.rules.examples import subject_of
from dafeng.plan.rules.results import history_of


def found(text: str, *rules: str) -> list[Fault]:
    return list(check_plan(subject_of(text), [plan_rules()[rule] for rule in rules]).faults)


@pytest.mark.parametrize(
    ("east", "north", "cell", "why"),
    [
        ("200", "95", "C2", "不在中国境内"),
        ("120.1", "95", "D2", "不在中国境内"),
        ("30.5", "120.0", "C2", "经纬度写反了"),
        ("abc", "xyz", "C2", "不能识别"),
        ("120°30′", "30.9", "C2", "不能识别"),
        ("120.1", "", "D2", "只有一半"),
        ("nan", "30.9", "C2", "不在中国境内"),
        ("87.6", "43.8", "C2", "公里"),
    ],
)
def test_coordinates_that_cannot_be_are_told(east: str, north: str, cell: str, why: str) -> None:
    text = (
        f"place: 330500\n[projects]\nid | name | longitude | latitude\nP1 | 电站 | {east} | {north}"
    )
    (fault,) = found(text, "project.coordinates")
    assert fault.place.cell in (cell, "")
    assert why in fault.message.zh


@pytest.mark.parametrize(("east", "north"), [("", ""), ("120.1", "30.87"), ("119.4", "30.6")])
def test_coordinates_in_the_place_or_none_are_left_alone(east: str, north: str) -> None:
    text = (
        f"place: 330500\n[projects]\nid | name | longitude | latitude\nP1 | 电站 | {east} | {north}"
    )
    assert found(text, "project.coordinates") == []


@pytest.mark.parametrize(("size", "faults"), [("-5", 1), ("0", 1), ("50", 0), ("", 0), ("NE", 0)])
def test_a_size_is_above_zero(size: str, faults: int) -> None:
    text = (
        "[projects]\nid | name | capacity | capacity_unit | reduction | reduction_unit\n"
        f"P1 | 风电场 | {size} | MW | 2.2 | 万tCO2"
    )
    told = found(text, "project.negative", "double.grid_implied")
    assert [f.place.cell for f in told] == ["C2"] * faults


HEAD = "[projects]\nid | name | location | reduction | reduction_unit\n"


def listed(*names: str) -> str:
    rows = (f"P{i} | {name} | 德清 | {i + 1}.{i} | 万tCO2" for i, name in enumerate(names))
    return HEAD + "\n".join(rows)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("园区屋顶光伏", "园区屋顶光伏二期工程"),
        ("园区屋顶光伏", "园区屋顶光伏（一期）"),
        ("园区屋顶光伏", "园区屋顶光伏第2阶段"),
        ("园区屋顶光伏", "园区屋顶光伏配套储能"),
        ("Roof solar", "Roof solar phase 2"),
    ],
)
def test_a_part_of_a_project_is_told(whole: str, part: str) -> None:
    assert [f.place.cell for f in found(listed(whole, part), "double.part")] == ["D3"]
    assert [f.place.cell for f in found(listed(part, whole), "double.part")] == ["D2"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("德清风电场1", "德清风电场10"),
        ("德清风电场", "德清风电场1"),
        ("德清风电场一", "德清风电场十一"),
        ("德清风电场A", "德清风电场AB"),
        ("Wind farm 1", "Wind farm 12"),
        ("3号锅炉改造", "3号锅炉改造2号线"),
    ],
)
def test_numbered_projects_are_no_parts_of_one_another(one: str, other: str) -> None:
    assert found(listed(one, other), "double.part") == []


def test_output_grows_no_faster_than_the_list() -> None:
    numbered = [f"德清风电场{i}" for i in range(1, 121)]
    alike = HEAD + "\n".join(f"P{i} | {n} | 德清 | 5 | 万tCO2" for i, n in enumerate(numbered))
    told = check_plan(subject_of(alike)).faults
    by_rule = {rule: [f for f in told if f.rule == rule] for rule in {f.rule for f in told}}
    assert by_rule["double.tonnes"]
    assert max(map(len, by_rule.values())) <= len(numbered)
    assert "double.part" not in by_rule


@pytest.mark.parametrize(
    ("claim", "faults"), [("2018", 1), ("2020", 1), ("2020年前", 1), ("2023", 0), ("2028", 0)]
)
def test_a_peak_that_the_places_own_past_denies_is_told(claim: str, faults: int) -> None:
    rule = [plan_rules()["peak.past"]]
    text = f"[targets]\nindicator | year | value | unit\n碳达峰年份 | 2030 | {claim} | 年"
    subject = replace(subject_of(text), history=history_of("330500"))
    assert len(check_plan(subject, rule).faults) == faults


@pytest.mark.parametrize("column", ["comment", "content", "source"])
def test_a_wrong_grid_factor_is_told_wherever_a_row_names_it(column: str) -> None:
    text = f"[projects]\nid | name | {column}\nP1 | 屋顶光伏 | 减排量按排放因子0.8843计算"
    assert [f.place.cell for f in found(text, "double.grid_kind")] == ["C2"]
