"""Cells of yearbooks in two languages are read where both halves name the same thing."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.bilingual import one_language
from dafeng.dossier.parse import parse
from dafeng.dossier.records import EnergyRecord, Flow
from dafeng.dossier.sheets import RawSheet


def _cell(text: str) -> str:
    sheet = one_language(RawSheet("e.xlsx", "能源", ((text,),)))
    return sheet.text(1, 1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("煤合计\nCoal Total\n(万吨)", "煤合计(万吨)"),
        ("热力 Heat (万百万千焦) (10 000 million kJ)", "热力(万百万千焦)"),
        ("原煤（万吨）Raw Coal (10 000 tons)", "原煤(万吨)"),
        ("1.火力发电 Thermal Power", "1.火力发电"),
        ("Thermal Power 火力发电", "火力发电"),
        ("8.库存增(-)、减(+)量 Stock Change", "8.库存增(-)、减(+)量"),
        ("外省(区、市)调入量 Moving In from Other Provinces", "外省(区、市)调入量"),
        ("2.工业 Industry", "2.工业"),
        ("项目 Item", "项目"),
    ],
)
def test_the_chinese_half_is_kept(text: str, kept: str) -> None:
    assert _cell(text) == kept


@pytest.mark.parametrize(
    "text",
    ["焦炭 Raw Coal", "工业 Construction", "某某 Coal", "LNG", "原煤", "湖州市 Huzhou", "CO2排放"],
)
def test_halves_that_differ_or_are_unknown_stay_as_they_are(text: str) -> None:
    assert _cell(text) == text


def test_a_balance_in_two_languages_is_the_same_balance() -> None:
    rows: exemplar.Rows = [
        ["2020年能源平衡表 Energy Balance"],
        ["项目 Item", "原煤\nRaw Coal\n(万吨)", "电力 Electricity (亿千瓦小时)", "Item"],
        ["终端消费量 Total Final Consumption", 100, 50, "Total Final Consumption"],
        ["1.工业 Industry", 90, 30, "Industry"],
        ["#用作原料、材料 Non-Energy Use", 10, None, "Non-Energy Use"],
        ["2.居民生活 Residential Consumption", 10, 20, "Residential Consumption"],
    ]
    sheet = RawSheet("b.xlsx", "5-3", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    assert not [f for f in faults if f.severity.value in ("error", "warning")]
    found = {(r.flow, r.sector, r.carrier): r.amount.value for r in dossier.energy}
    assert found == {
        (Flow.FINAL_CONSUMPTION, "manufacturing", "raw_coal"): 90,
        (Flow.FINAL_CONSUMPTION, "households", "raw_coal"): 10,
        (Flow.FINAL_CONSUMPTION, "manufacturing", "electricity"): 30,
        (Flow.FINAL_CONSUMPTION, "households", "electricity"): 20,
        (Flow.NON_ENERGY, "manufacturing", "raw_coal"): 10,
    }


def test_what_a_place_writes_beside_its_figures_stays_as_it_is() -> None:
    rows: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位", "来源", "备注"],
        [2020, "终端消费量", "工业 Industry", "原煤", 10, "万吨", "Coal 原煤", "Industry 工业"],
    ]
    sheet = RawSheet("e.xlsx", "能源", tuple(map(tuple, rows)))
    (record,) = parse_energy(sheet)
    assert (record.sector, record.amount.comment) == ("manufacturing", "Industry 工业")
    assert record.amount.source == "Coal 原煤"


def parse_energy(sheet: RawSheet) -> tuple[EnergyRecord, ...]:
    dossier, _ = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier.energy
