"""In which order does the plan document speak? The programme's frame, filled from one build.

Chapters follow the plans that pilots have published (总体要求、建设目标、重点任务、科技创新、
重点工程、政策创新、全民行动、保障措施). What Dafeng computes opens the first two chapters in short
form and stands in full in the annexes; what only the place can write is shown as handed in, or
named as missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dafeng.plan import scope
from dafeng.plan.chapters import (
    annex_assumptions,
    annex_inventory,
    annex_past,
    annex_peak,
    annex_record,
    cover,
    goals,
    handed_in,
    requirements,
)
from dafeng.plan.material import PlanMaterial
from dafeng.plan.numbering import numbered
from dafeng.plan.tree import Block, Document, figures_in

Chapter = Callable[[PlanMaterial], tuple[Block, ...]]

#: The frame: id of the chapter and what writes it.
OUTLINE: Final[tuple[tuple[str, Chapter], ...]] = (
    ("requirements", requirements.chapter),
    ("goals", goals.chapter),
    ("tasks", handed_in.tasks),
    ("science", handed_in.science),
    ("projects", handed_in.projects),
    ("reforms", handed_in.reforms),
    ("society", handed_in.society),
    ("safeguards", handed_in.safeguards),
    ("annex-inventory", annex_inventory.annex),
    ("annex-drivers", annex_past.drivers),
    ("annex-status", annex_past.status),
    ("annex-assumptions", annex_assumptions.annex),
    ("annex-peak", annex_peak.annex),
    ("annex-sources", annex_record.sources),
    ("annex-diagnostics", annex_record.diagnostics),
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
    title, subtitle = cover.title(material)
    opening = cover.statement(material)
    body = tuple(block for _, chapter in OUTLINE for block in chapter(material))
    used = figures_in((*cover.as_blocks(opening), *body))
    every = scope.marked(material, (*body, *annex_record.figures(used)))
    return Document(
        title,
        subtitle,
        cover.cover_facts(material),
        opening,
        numbered(every),
        draft=cover.errors(material) > 0,
        warning=scope.warning(material),
    )
