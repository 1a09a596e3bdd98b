"""The guide lays out the plan: chapters, sections, tables and indicators come from its record."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.dossier.records import Row, SourceRecord
from dafeng.language import Text
from dafeng.plan.guide import frame
from dafeng.plan.material import PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.tree import DataTable, Document, Heading, Paragraph
from dafeng.reference.guides import Guide, GuideTable, Part, TableColumn, guide, guides


def _with(material: PlanMaterial, found: Guide, **tables: tuple[Row, ...]) -> Document:
    dossier = replace(material.dossier, **tables)  # type: ignore[arg-type]
    return compose(replace(material, guide=found, dossier=dossier))


def _headings(document: Document, level: int) -> list[str]:
    return [
        b.text.zh
        for b in document.blocks
        if isinstance(b, Heading) and b.level == level and not b.annex
    ]


def _table(document: Document, identifier: str) -> DataTable:
    return next(b for b in document.blocks if isinstance(b, DataTable) and b.id == identifier)


def test_chapters_stand_in_the_order_and_words_of_the_guide(material: PlanMaterial) -> None:
    city = guide("city-2023")
    made = compose(replace(material, guide=city))
    assert _headings(made, 1) == [c.name.zh for c in city.chapters]
    turned = replace(city, chapters=city.chapters[::-1])
    assert _headings(compose(replace(material, guide=turned)), 1) == [
        c.name.zh for c in city.chapters[::-1]
    ]


@pytest.mark.parametrize("name", sorted(guides()))
@pytest.mark.parametrize("kind", ["city", "park"])
def test_each_guide_lays_out_a_whole_plan(name: str, kind: str, material: PlanMaterial) -> None:
    asked = guide(name)
    made = _with(material, frame(asked, kind))
    assert len(_headings(made, 1)) == 8
    lines = [row[0]["zh"] for row in _table(made, "targets").rows]
    for wanted in (i for i in asked.indicators if i.must):
        assert wanted.indicator.name.zh in lines
    columns = [c.name.zh for c in _table(made, "targets").columns]
    assert [f"{y}年" for y in asked.years] == columns[2 : 2 + len(asked.years)]


def test_what_a_guide_adds_is_filled_by_the_place_or_named_as_missing(
    material: PlanMaterial,
) -> None:
    part = Part("budget", Text("碳预算", "Carbon budget"), True, (Text("年度安排", "Years"),), "I")
    found = replace(guide("city-2023"), chapters=(part,))
    words = Row((("section", "年度安排"), ("text", "逐年下达。")))
    made = _with(material, found, texts=(words,), tasks=())
    # indicators that the guide asks for and projects handed in are never left out
    assert _headings(made, 1) == ["碳预算", "主要指标", "重点工程"]
    assert "逐年下达。" in _words(made)
    bare = _with(material, found)
    assert any("【待补充】年度安排" in text for text in _words(bare))


def test_a_list_has_the_columns_of_the_guide_and_says_what_a_cell_lacks(
    material: PlanMaterial,
) -> None:
    columns = (
        TableColumn("name", Text("项目", "Project"), True),
        TableColumn("content", Text("内容", "Content"), True),
        TableColumn("sector", Text("行业", "Sector"), False),
    )
    asked = GuideTable("projects", Text("大项目", "Big projects"), True, columns, "I")
    made = _with(material, replace(guide("city-2023"), tables=(asked,)))
    table = _table(made, "list-projects")
    assert table.caption.zh == "大项目"
    assert [c.name.zh for c in table.columns[:2]] == ["项目", "内容"]
    assert "行业" not in [c.name.zh for c in table.columns]
    assert {row[1]["zh"] for row in table.rows} == {"待补充"}
    assert {row[1]["en"] for row in table.rows} == {"missing"}


def test_a_task_names_who_leads_helps_and_by_when(material: PlanMaterial) -> None:
    task = Row(
        (
            ("id", "T1"),
            ("name", "改造"),
            ("name_en", "Retrofit"),
            ("owner", "经信局"),
            ("indicators", "能耗"),
            ("due_year", "2027"),
        )
    )
    made = _with(material, guide("city-2023"), tasks=(task, Row((("id", "2"), ("name", "乙")))))
    assert "（牵头单位：经信局；服务指标：能耗；完成时限：2027年）" in _words(made)
    assert "（牵头单位：待明确；完成时限：待明确）" in _words(made)
    english = [b.text.en for b in made.blocks if isinstance(b, Heading)]
    assert "Retrofit" in english


def test_targets_are_never_rounded_and_stand_in_the_units_of_each_language(
    material: PlanMaterial,
) -> None:
    rows = tuple(
        Row((("indicator", name), ("year", "2030"), ("value", value), ("unit", unit)))
        for name, value, unit in (
            ("二氧化碳排放总量", "≤3950.5", "万吨二氧化碳"),
            ("非化石能源消费比重", "≥25.55", "%"),
            ("单位地区生产总值能耗下降", "省下达", "%"),
        )
    )
    made = _with(material, guide("city-2023"), targets=rows)
    table = _table(made, "targets")
    at = [c.id for c in table.columns].index("2030")
    shown = {row[0]["zh"]: row[at] for row in table.rows}
    assert shown["二氧化碳排放总量"]["zh"] == "≤3,950.5万吨"
    assert shown["二氧化碳排放总量"]["en"] == "≤39.505 Mt"
    assert shown["非化石能源消费比重"]["zh"] == "≥25.55%"
    remark = next(t for t in _words(made) if "尚无目标数值" in t)
    assert "单位地区生产总值能耗下降" in remark  # «as assigned» is no figure


def _words(document: Document) -> list[str]:
    return [b.statement["zh"] for b in document.blocks if isinstance(b, Paragraph)]


def test_a_guide_without_a_chapter_of_goals_still_has_its_indicators(
    material: PlanMaterial,
) -> None:
    city = guide("city-2023")
    bare = replace(city, chapters=tuple(c for c in city.chapters if c.id == "tasks"))
    made = compose(replace(material, guide=bare))
    assert "主要指标" in _headings(made, 1)
    lines = [row[0]["zh"] for row in _table(made, "targets").rows]
    assert all(i.indicator.name.zh in lines for i in bare.indicators if i.must)


def test_falls_of_intensities_are_computed_against_their_year(material: PlanMaterial) -> None:
    values = ("单位地区生产总值二氧化碳排放下降", "2030", "18", "%", "2025")
    row = Row(tuple(zip(("indicator", "year", "value", "unit", "base_year"), values, strict=True)))
    table = _table(_with(material, guide("city-2023"), targets=(row,)), "targets")
    at = [c.id for c in table.columns].index("model")
    line = next(r for r in table.rows if r[0]["en"] == "Fall of CO2 per GDP")
    assert "测算：较2025年" in line[-1]["zh"]
    assert "%" in line[at]["en"]
    ensemble = material.ensembles["current_policy"]
    now, then = (ensemble.years.index(y) for y in (2030, 2025))
    per_gdp = ensemble.totals / ensemble.gdp
    fall = float(np.median(1 - per_gdp[now] / per_gdp[then]))
    assert line[at]["zh"].startswith(f"{100 * fall:.1f}".replace("-", "−"))


def test_words_for_the_safeguards_stand_for_tasks_there(material: PlanMaterial) -> None:
    text = Row((("section", "保障措施"), ("text", "成立工作专班。")))
    dossier = replace(material.dossier, tasks=(), texts=(text,))
    words = _words(compose(replace(material, guide=guide("city-2023"), dossier=dossier)))
    assert "成立工作专班。" in words
    assert not [w for w in words if w.startswith("【待补充】保障措施")]
    assert [w for w in words if w.startswith("【待补充】全民行动")]


def test_sources_of_targets_are_named_not_their_ids(material: PlanMaterial) -> None:
    row = Row((("indicator", "非化石能源消费比重"), ("year", "2030"), ("value", "26"),
               ("unit", "%"), ("source", "own")))  # fmt: skip
    known = (SourceRecord("own", "统计年鉴 / yearbooks"),)
    dossier = replace(material.dossier, targets=(row,), sources=known)
    made = compose(replace(material, guide=guide("city-2023"), dossier=dossier))
    basis = next(r[-1] for r in _table(made, "targets").rows if r[0]["zh"] == "非化石能源消费比重")
    assert basis["zh"].startswith("目标：统计年鉴")
    assert "yearbooks" in basis["en"]
    assert "own" not in _table(made, "list-targets").rows[0][-1]["zh"]
