"""Whether building has begun is read from what a place says; what it does not say stays open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.language import Text
from dafeng.plan.chapters.projects import chapter
from dafeng.plan.material import PlanMaterial
from dafeng.plan.project_status import Stage, stage_of, status_words

AHEAD, UNDER_WAY, DONE, UNKNOWN = Stage.AHEAD, Stage.UNDER_WAY, Stage.DONE, Stage.UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["在建", "开工建设", "已开工建设", "正在建设", "部分投产", "试运行", "2023年开工", "在建项目",
     "主体施工", "主体结构施工", "按计划建设中", "复工", "construction", "Under construction",
     "under way", "started in 2024", "partly in operation", "commissioning", "一期已投产",
     "已开工，计划2027年建成", "试生产", "已开工未完工", "完成投资80%", "已完成投资2.3亿元",
     "首批机组并网", "主体封顶", "主体完工", "设备安装", "完成工程量的60%", "完成招标并开工",
     "完成环评，正在施工", "已开工，正在进行设备招标", "EIA completed, under construction"],
)  # fmt: skip
def test_building_is_under_way(text: str) -> None:
    assert stage_of(text, 2023) is UNDER_WAY


@pytest.mark.parametrize(
    "text",
    ["已投入运行", "已建", "已建成投产", "竣工验收", "建成", "投运", "commissioned",
     "Completed 2024", "In operation", "2022年建成", "operational", "built", "已并网",
     "全容量并网", "已并网发电", "已通过验收", "通过竣工验收", "已建成未投产", "2023年底建成"],
)  # fmt: skip
def test_building_is_done(text: str) -> None:
    assert stage_of(text, 2023) is DONE


@pytest.mark.parametrize(
    "text",
    ["未开工", "尚未建设", "前期", "前期工作", "拟建", "计划2026年开工", "待开工", "即将开工",
     "尚未动工", "开展可研", "规划建设", "具备开工条件", "planned", "construction not started",
     "construction to begin in 2027", "Feasibility study", "not begun", "完成环评", "已完成招标",
     "完成初步设计", "完成征地拆迁", "正在办理施工许可", "正在进行施工图设计", "施工图审查",
     "完成施工招标", "环评已完成", "已完成核准，尚未开工", "已完成前期工作", "已备案，待开工",
     "tendering completed", "completed preliminary design", "construction permit obtained"],
)  # fmt: skip
def test_building_lies_ahead(text: str) -> None:
    assert stage_of(text, 2023) is AHEAD


@pytest.mark.parametrize(
    "text",
    ["", "按程序推进", "未投运", "尚未投产", "计划2026年投产", "新建", "已签约", "已停工",
     "暂停建设", "2027年开工", "一期已投产，二期未开工", "not commissioned",
     "to be completed in 2027",
     "建设周期两年", "operation from 2027", "在推进", "存在建设风险", "年内投产", "年底前建成",
     "今年开工", "已核准", "已完成核准", "未完工", "完成投资100%", "未完成投资"],
)  # fmt: skip
def test_what_is_not_said_stays_open(text: str) -> None:
    assert stage_of(text, 2023) is UNKNOWN


def test_a_year_counts_only_where_it_is_known_to_be_past() -> None:
    assert stage_of("2025年开工", 2026) is UNDER_WAY
    assert stage_of("2025年开工", 2024) is UNKNOWN
    assert stage_of("2025年开工") is UNKNOWN


def test_words_of_the_list_are_said_in_both_languages() -> None:
    assert status_words("commissioned").zh == "投产"
    assert status_words("部分投产").en == "partly in operation"
    assert status_words("按程序推进").en == "按程序推进"
    assert status_words("已建成投产").en == "completed"
    assert status_words("已备案，待开工").en == "not begun"
    assert status_words("construction not started").zh == "尚未开工"


def left(material: PlanMaterial, status: str) -> bool:
    """Say whether the chapter calls a project that the portfolio leaves not begun."""
    projects = tuple(
        replace(row, values=(*(v for v in row.values if v[0] != "status"), ("status", status)))
        for row in material.dossier.projects
    )
    known = replace(material, dossier=replace(material.dossier, projects=projects))
    return "尚未开工的项目不在其内" in str(chapter(known, Text("项目", "Projects")))


@pytest.mark.parametrize(
    ("status", "said"),
    [("拟建", True), ("尚未建设", True), ("", False), ("按程序推进", False), ("开工建设", False)],
)
def test_only_what_is_not_begun_is_called_left(
    material: PlanMaterial, status: str, said: bool
) -> None:
    assert left(material, status) is said
