"""Targets that set the portfolio no limit are named in both languages, with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.dossier.records import Row
from dafeng.language import Text
from dafeng.plan.chapters.unheld import unheld
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import Gives, NotHeld, OwnTarget
from dafeng.plan.tree import Listing, Paragraph


def test_a_target_that_is_not_held_has_its_english_name_and_unit(material: PlanMaterial) -> None:
    assert material.promise is not None
    why = Text("没有2020年的数值", "nothing is known of 2020")
    targets = (
        NotHeld("单位地区生产总值能耗下降", "2025", "14.5 %", why),
        NotHeld("本地指标", "", "", why),
    )
    (listing,) = (
        block
        for block in unheld(material, replace(material.promise, not_held=targets))
        if isinstance(block, Listing)
    )
    first, second = listing.items
    assert first["en"] == "Fall of energy per GDP, 2025, 14.5%: nothing is known of 2020."
    assert first["zh"] == "单位地区生产总值能耗下降，2025，14.5%：没有2020年的数值。"
    assert second["en"] == "本地指标, —, —: nothing is known of 2020."


def test_a_target_of_nought_is_told_with_what_comes_nearest_alone(material: PlanMaterial) -> None:
    assert material.promise is not None
    target = OwnTarget("煤炭消费总量", 2060, "0 万吨标准煤", "cap:coal")
    give = Gives(target, 0.0, 29307.6, raised=True)
    promise = replace(material.promise, left_out=(target,), unmet=(give,), not_held=())
    (listing,) = (b for b in unheld(material, promise) if isinstance(b, Listing))
    (told,) = listing.items
    assert told["zh"].endswith("煤炭消费总量上限须提高到100.000万吨标准煤。")
    assert told["en"].endswith("the cap on coal would have to be raised to 1,000.00 ktce.")


@pytest.mark.parametrize(
    ("name", "value", "unit", "chinese", "english"),
    [
        ("单位地区生产总值二氧化碳排放下降", "18%（较2025年）", "%", "18%", "18%"),
        ("非化石能源消费比重", "26%以上", "%", "≥26%", "≥26%"),
        ("能源消费总量", "控制在1150以内", "万吨标准煤", "≤1,150万吨标准煤", "≤11.5 Mtce"),
    ],
)
def test_a_target_reads_as_in_the_table_of_indicators(
    material: PlanMaterial, name: str, value: str, unit: str, chinese: str, english: str
) -> None:
    assert material.promise is not None
    cells = {"indicator": name, "year": "2030", "value": value, "unit": unit}
    dossier = replace(material.dossier, targets=(Row(tuple(cells.items())),))
    kept = OwnTarget(name, 2030, f"{value} {unit}", "cap:energy")
    promise = replace(material.promise, kept=(kept,), not_held=())
    told = next(
        block.statement
        for block in unheld(replace(material, dossier=dossier), promise)
        if isinstance(block, Paragraph)
    )
    assert f"（2030年，{chinese}）" in told["zh"]
    assert f"(2030, {english})" in told["en"]


@pytest.mark.parametrize(
    ("stated", "chinese", "english"),
    [
        ("2026-2030", "2026—2030", "2026–2030"),
        ("“十五五”时期", "2026—2030", "2026–2030"),
        ("2030", "2030", "2030"),
    ],
)
def test_a_budget_of_several_years_is_named_with_all_of_them(
    material: PlanMaterial, stated: str, chinese: str, english: str
) -> None:
    assert material.promise is not None
    target = NotHeld("碳排放预算", stated, "17200 万吨二氧化碳", Text("是累计", "it is a sum"))
    promise = replace(material.promise, not_held=(target,))
    (listing,) = (b for b in unheld(material, promise) if isinstance(b, Listing))
    assert f"，{chinese}，" in listing.items[0]["zh"]
    assert f", {english}, " in listing.items[0]["en"]
