"""What does a place promise, on one page? Its targets, the portfolio, and its key projects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng.language import Text
from dafeng.plan.binding import Statement, join, listed, say
from dafeng.plan.chapters import projects
from dafeng.plan.chapters.annex_portfolio import cost_words, hold_words
from dafeng.plan.chapters.indicators import targets_of_year
from dafeng.plan.first_letter import small
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, Heading, Listing

#: Targets that are named.
_TARGETS: Final = 5
#: Year of the targets where the guide names none.
_GOAL: Final = 2030


def goals(material: PlanMaterial) -> tuple[Block, ...]:
    """Return what the place has set itself and how it is reached; nothing where it has neither.

    Parameters
    ----------
    material
        All results of the build.
    """
    told = (*_targets(material), *_portfolio(material), *_projects(material))
    if not told:
        return ()
    heading = Heading(1, Text("目标和举措", "What is promised, and by what means?"))
    return (heading, Listing(told))


def _targets(material: PlanMaterial) -> Iterator[Statement]:
    """Name the first targets of the last year, in the order of the table of indicators."""
    years = material.guide.years
    year = years[-1] if years else _GOAL
    found = targets_of_year(material, year)
    if not found:
        return
    parts = tuple(
        say("{name}{value}", "{name} {value}", name=Text(name.zh, small(name).en), value=value)
        for name, value in found[:_TARGETS]
    )
    head = say("{year}年主要目标：", "Main targets for {year}: ", year=str(year))
    yield listed(head, parts)


def _portfolio(material: PlanMaterial) -> Iterator[Statement]:
    if material.promise is not None:
        yield join((hold_words(material, material.promise), cost_words(material.promise)))


def _projects(material: PlanMaterial) -> Iterator[Statement]:
    words = projects.opening(material)
    if words is not None:
        yield words
