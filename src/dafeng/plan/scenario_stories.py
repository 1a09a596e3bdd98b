"""What does a scenario assume, in a sentence, and does its economy grow as in the others?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dafeng.language import Text
from dafeng.plan import facts, names
from dafeng.plan.material import Assumption, PlanMaterial
from dafeng.scenarios.catalogue import driver

#: Drivers that say how economy and population grow, which Dafeng gives every scenario alike.
_GROWTH: Final = ("gdp_growth", "population_growth")
#: Scenarios whose story tells that of economy and population also where it is alike.
_TOLD: Final = ("current_policy", "enhanced")
_ALIKE: Final = Text(
    "；经济和人口与其他情景相同", "; economy and population as in the other scenarios"
)


def story_of(material: PlanMaterial, scenario: str) -> Text:
    """Return what a scenario assumes, with the growth in which it differs from others.

    Parameters
    ----------
    material
        Results of a build; its assumptions tell what each scenario has.
    scenario
        Id of the scenario.
    """
    story = names.name(names.STORIES, scenario)
    apart = [t for name in _GROWTH if (t := _apart(material, scenario, driver(name).name))]
    if not apart:
        told = material.assumptions and scenario in _TOLD
        return _joined(story, _ALIKE) if told else story
    for words in apart:
        story = _joined(story, words)
    return story


def _joined(story: Text, words: Text) -> Text:
    return Text(story.zh + words.zh, story.en + words.en)


def _apart(material: PlanMaterial, scenario: str, of: Text) -> Text | None:
    """Say from which scenarios one differs by the path of a driver; None if from none."""
    own = _points(material.assumptions, scenario, of)
    others = [key for key in material.ensembles if key != scenario]
    unlike = [key for key in others if _points(material.assumptions, key, of) != own]
    if not unlike:
        return None
    called = [facts.scenario(key) for key in unlike]
    return Text(
        f"；{of.zh}与{'、'.join(f'“{c.zh}”' for c in called)}不同",
        f"; {of.en} differs from that of {', '.join(f'“{c.en}”' for c in called)}",
    )


def _points(assumptions: Sequence[Assumption], scenario: str, of: Text) -> frozenset[object]:
    mine = (a for a in assumptions if a.scenario == scenario and a.driver.zh == of.zh)
    return frozenset((a.sector, a.year, a.low, a.central, a.high) for a in mine)
