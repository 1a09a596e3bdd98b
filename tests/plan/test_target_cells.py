"""Targets are printed in the units and the words of each language, and never rounded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.dossier.records import Row
from dafeng.plan.chapters import indicators
from dafeng.plan.chapters.target_cells import value_of
from dafeng.plan.material import PlanMaterial
from dafeng.plan.rules.rows import targets_of
from dafeng.plan.tree import DataTable
from dafeng.reference import guide


@pytest.mark.parametrize(
    ("indicator", "value", "unit", "zh", "en"),
    [
        ("二氧化碳排放总量", "4000", "万吨", "4,000万吨", "40 Mt"),
        ("二氧化碳排放总量", "4000.05", "万吨二氧化碳", "4,000.05万吨", "40,000.5 kt"),
        ("二氧化碳排放总量", "≤4000", "万吨", "≤4,000万吨", "≤40 Mt"),
        ("二氧化碳排放总量", "3900-4000", "万吨", "3,900万吨～4,000万吨", "39 Mt–40 Mt"),
        ("煤炭消费总量", "640", "万吨标准煤", "640万吨标准煤", "6.4 Mtce"),
        ("煤炭消费总量", "500", "万吨", "500万吨", "5 Mt"),
        ("加氢站", "≥30", "座", "≥30座", "≥30"),
        ("数据中心 PUE", "1.3", "", "1.3", "1.3"),
        ("供电煤耗", "300", "gce/kWh", "300 gce/kWh", "300 gce/kWh"),
        ("碳达峰年份", "2030年前", "年", "2030年前", "before 2030"),
        ("碳达峰年份", "2030年底前", "年", "不晚于2030年", "by 2030"),
        ("碳达峰年份", "2030", "年", "2030年", "2030"),
        ("碳达峰年份", "2028-2030年", "", "2028—2030年", "2028–2030"),
        ("非化石能源消费比重", "≥26", "%", "≥26%", "≥26%"),
        ("电炉炼钢占比", "5左右", "%", "5%左右", "≈5%"),
        ("电动重卡", "≥30000", "辆", "≥30,000辆", "≥30,000 vehicles"),
    ],
)
def test_a_target_reads_in_both_languages(
    indicator: str, value: str, unit: str, zh: str, en: str
) -> None:
    row = Row((("indicator", indicator), ("year", "2030"), ("value", value), ("unit", unit)))
    (target,) = targets_of((row,), guide("city-2023"))
    cell = value_of(target)
    assert (cell["zh"], cell["en"]) == (zh, en)


def _table(material: PlanMaterial, identifier: str) -> DataTable:
    found = (b for b in indicators.table(material) if isinstance(b, DataTable))
    return next(table for table in found if table.id == identifier)


def test_the_guide_s_formulas_and_base_years_are_printed(material: PlanMaterial) -> None:
    rows = {str(row[0]["en"]): row for row in _table(material, "indicator-terms").rows}
    asked = [i for i in material.guide.indicators if i.must and i.base_year]
    assert asked
    for one in asked:
        row = rows[one.indicator.name.en]
        assert row[2]["zh"] == str(one.base_year)
        if one.indicator.formula is not None:
            assert one.indicator.formula.en in row[1]["en"]


def test_what_a_guide_does_not_let_be_published_is_withheld(material: PlanMaterial) -> None:
    name = "co2_intensity_fall"
    kept = tuple(
        replace(i, access="restricted") if i.indicator.id == name else i
        for i in material.guide.indicators
    )
    told = replace(material, guide=replace(material.guide, indicators=kept))
    open_, closed = (
        {str(row[0]["en"]): row for row in _table(m, "targets").rows} for m in (material, told)
    )
    label = next(i.indicator.name.en for i in kept if i.indicator.id == name)
    assert {cell["zh"] for cell in closed[label][1:4]} == {"不公开"}
    assert {k: v for k, v in open_.items() if k != label} == {
        k: v for k, v in closed.items() if k != label
    }
