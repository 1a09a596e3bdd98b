"""A scenario whose economy grows otherwise than in others says so; else it is called alike."""

from __future__ import annotations

from dataclasses import replace

from dafeng.plan.material import PlanMaterial
from dafeng.plan.scenario_stories import story_of


def test_growth_that_every_scenario_shares_is_called_alike(material: PlanMaterial) -> None:
    for scenario in ("current_policy", "enhanced"):
        told = story_of(material, scenario)
        assert "经济和人口与其他情景相同" in told.zh
        assert "as in the other scenarios" in told.en


def test_growth_of_one_scenario_alone_is_told_in_each(material: PlanMaterial) -> None:
    others = tuple(
        replace(a, central=0.055)
        if (a.scenario, a.driver.zh) == ("current_policy", "地区生产总值增长率")
        else a
        for a in material.assumptions
    )
    made = replace(material, assumptions=others)
    assert "地区生产总值增长率与“现行政策情景”不同" in story_of(made, "enhanced").zh
    own = story_of(made, "current_policy")
    assert "相同" not in own.zh
    assert "as in the other scenarios" not in own.en
    assert "differs from that of" in own.en


def test_without_assumptions_nothing_is_said_of_growth(material: PlanMaterial) -> None:
    told = story_of(replace(material, assumptions=()), "enhanced")
    assert "经济" not in told.zh
