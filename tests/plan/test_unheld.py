"""Targets that set the portfolio no limit are named in both languages, with the reason."""

from __future__ import annotations

from dataclasses import replace

from dafeng.language import Text
from dafeng.plan.chapters.unheld import unheld
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import NotHeld
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
