"""In which order does the plan document speak? As its guide lays it out, filled from one build.

A guide names chapters and their sections. What Dafeng computes opens the first two chapters of the
usual frame in short form and stands in full in the annexes; what only the place can write is shown
as handed in, or named as missing with who has to give it. A chapter or section that a guide adds
is filled from the place's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from dafeng.plan import scope
from dafeng.plan.chapters import (
    annex_assumptions,
    annex_inventory,
    annex_lists,
    annex_past,
    annex_peak,
    annex_portfolio,
    annex_quality,
    annex_record,
    cover,
    frame,
)
from dafeng.plan.material import PlanMaterial
from dafeng.plan.numbering import numbered
from dafeng.plan.results_by_name import results_by_name
from dafeng.plan.tree import Block, Document, figures_in

Annex = Callable[[PlanMaterial], tuple[Block, ...]]

#: The annexes in their order; chapters come from the guide.
ANNEXES: Final[tuple[Annex, ...]] = (
    annex_inventory.annex,
    annex_past.drivers,
    annex_past.status,
    annex_assumptions.annex,
    annex_peak.annex,
    annex_portfolio.annex,
    annex_lists.annex,
    annex_quality.annex,
    annex_record.sources,
)


def compose(material: PlanMaterial) -> Document:
    """Return the plan document of one build, in both languages from the same figures.

    Parameters
    ----------
    material
        All results of the build.

    Returns
    -------
    Document
        Cover, chapters, annexes; the last annex lists every figure that the sentences use.
    """
    told = replace(material, named=results_by_name(material))
    title, subtitle = cover.title(told)
    opening = cover.statement(told)
    body = tuple(_body(told))
    used = figures_in((*cover.as_blocks(opening), *body))
    every = scope.marked(told, (*body, *annex_record.figures(used)))
    return Document(
        title,
        subtitle,
        cover.cover_facts(told),
        opening,
        numbered(every),
        draft=cover.errors(told) > 0,
        warning=scope.warning(told),
    )


def _body(material: PlanMaterial) -> Iterator[Block]:
    yield from frame.chapters(material)
    for annex in ANNEXES:
        yield from annex(material)
    yield from annex_record.diagnostics(material.faults)
