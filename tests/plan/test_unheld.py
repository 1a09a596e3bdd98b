"""Targets that set the portfolio no limit are named in both languages, with the reason."""

from __future__ import annotations

from dataclasses import replace

from dafeng.language import Text
from dafeng.plan.chapters.unheld import unheld
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import Gives, NotHeld, OwnTarget
from dafeng.plan.tree import Listing


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
