"""What Dafeng knows of the place's tables stands in both languages; its own words where it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.dossier.records import Row
from dafeng.plan.binding import Measured
from dafeng.plan.chapters import annex_lists, projects, tasks
from dafeng.plan.chapters.list_cells import known
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import DataTable, Heading, Listing, Paragraph


def row(**cells: str) -> Row:
    return Row(tuple(cells.items()))


@pytest.mark.parametrize(
    ("schema", "column", "cells", "english"),
    [
        ("targets", "indicator", {"indicator": "非化石能源消费占比"}, "Non-fossil share"),
        ("targets", "kind", {"indicator": "x", "kind": "约束性"}, "binding"),
        ("targets", "value", {"indicator": "光伏装机容量", "value": "600", "unit": "万千瓦"}, "MW"),
        ("projects", "status", {"status": "在建"}, "under construction"),
        ("projects", "sector", {"sector": "电力"}, "power"),
        ("projects", "investment", {"investment": "5.4", "investment_unit": "亿元"}, "540 million"),
        ("projects", "reduction", {"reduction": "3.2", "reduction_unit": "万吨CO2"}, "0.032 Mt"),
        ("projects", "measure", {"measure": "pv_utility"}, "Utility-scale photovoltaics"),
        ("projects", "capacity", {"capacity": "60", "capacity_unit": "座"}, "60"),
        ("projects", "capacity", {"capacity": "1200000", "capacity_unit": "t/a"}, "1,200,000 t/a"),
        ("tasks", "indicators", {"indicators": "非化石能源消费比重、煤炭消费总量"}, "; "),
    ],
)
def test_what_is_known_is_said_in_english(
    material: PlanMaterial, schema: str, column: str, cells: dict[str, str], english: str
) -> None:
    found = known(material, schema, row(**cells), column)
    assert found is not None
    assert english.lower() in found["en"].lower()
    assert not any(c > "\u2e80" for c in found["en"])


def test_what_is_not_known_stays_as_it_is(material: PlanMaterial) -> None:
    assert known(material, "projects", row(owner="某公司"), "owner") is None
    assert known(material, "projects", row(sector="占卜"), "sector") is None
    assert known(material, "projects", row(status="在建", status_en="begun"), "status") is None


def test_english_columns_of_a_task_stand_in_the_english_plan(material: PlanMaterial) -> None:
    cells = {"name": "节能", "name_en": "Save energy", "chapter": "工业", "chapter_en": "Industry",
             "owner": "市经信局", "owner_en": "Bureau of Industry", "due_year": "2027"}  # fmt: skip
    told = replace(material, dossier=replace(material.dossier, tasks=(row(**cells),)))
    heading, _item, words = tasks.chapter(told, "tasks", material.guide.chapters[0].name)
    assert isinstance(heading, Heading)
    assert heading.text.en == "Industry"
    assert isinstance(words, Paragraph)
    assert "lead: Bureau of Industry" in words.statement["en"]
    assert "牵头单位：市经信局" in words.statement["zh"]


def _list(material: PlanMaterial) -> DataTable:
    return next(
        b
        for b in annex_lists.annex(material)
        if isinstance(b, DataTable) and b.id == "list-projects"
    )


def test_amounts_of_one_kind_have_their_unit_in_the_head(material: PlanMaterial) -> None:
    rows = tuple(
        row(id=f"P{n}", name="甲", investment=money, investment_unit="亿元")
        for n, money in enumerate(("11.0", "5.4", "0.35"))
    )
    table = _list(replace(material, dossier=replace(material.dossier, projects=rows)))
    at = [c.id for c in table.columns].index("investment")
    unit = table.columns[at].unit
    assert unit is not None
    assert unit.en == "million yuan"
    cells = [line[at] for line in table.rows]
    assert [c.value for c in cells if isinstance(c, Measured)] == pytest.approx([11e8, 5.4e8, 35e6])


def test_the_list_of_projects_has_what_is_computed_beside_what_is_stated(
    material: PlanMaterial,
) -> None:
    table = _list(material)
    assert table.columns[-1].id == "computed"
    by_id = {line[0]["en"]: line for line in table.rows if isinstance(line[0]["en"], str)}
    assert "待补充" not in by_id["G03"][-1]["zh"]


def test_tonnes_that_are_stated_and_computed_far_apart_are_named(material: PlanMaterial) -> None:
    own = tuple(
        Row((*r.values, ("reduction", "600"), ("reduction_unit", "万吨CO2")))
        if r["id"] == "G03"
        else r
        for r in material.dossier.projects
    )
    told = replace(material, dossier=replace(material.dossier, projects=own))
    said = [
        item["en"]
        for block in projects.chapter(told, material.guide.chapters[0].name)
        if isinstance(block, Listing)
        for item in block.items
    ]
    assert any("6.000 Mt as stated" in s for s in said)


def test_a_project_that_is_computed_to_add_is_named(material: PlanMaterial) -> None:
    promise = material.promise
    assert promise is not None
    own = tuple(
        Row((*r.values, ("reduction", "1"), ("reduction_unit", "万吨CO2")))
        if r["id"] == "G03"
        else r
        for r in material.dossier.projects
    )
    adds = tuple(
        replace(p, tonnes=replace(p.tonnes, central=-500.0))
        if p.id == "G03" and p.tonnes is not None
        else p
        for p in promise.projects
    )
    told = replace(
        material,
        dossier=replace(material.dossier, projects=own),
        promise=replace(promise, projects=adds),
    )
    said = [
        item["en"]
        for block in projects.chapter(told, material.guide.chapters[0].name)
        if isinstance(block, Listing)
        for item in block.items
    ]
    assert any("as stated" in s and "as computed" in s for s in said)
