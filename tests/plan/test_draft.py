"""A plan of which nothing can be computed still says what blocks it and what has been entered."""

from __future__ import annotations

from dafeng.dossier.records import Row
from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text
from dafeng.plan.draft import compose_bare, compose_unreadable
from dafeng.plan.material import PlanMaterial
from dafeng.plan.told import Bare
from dafeng.plan.tree import DataTable, Document, Heading, Paragraph
from dafeng.reference import guide

FAULT = Fault(
    "energy.unit.unknown",
    Severity.ERROR,
    Place("energy.csv", row=4, column=6),
    Text("未知单位", "unknown unit"),
    Text("改正", "correct it"),
)


def _diagnostics(document: Document) -> list[str]:
    table = next(b for b in document.blocks if isinstance(b, DataTable) and b.id == "diagnostics")
    return [row[2]["zh"] for row in table.rows]


def test_what_the_place_has_written_stands_and_nothing_is_computed(material: PlanMaterial) -> None:
    dossier = material.dossier
    bare = Bare(dossier, guide("city-2023"), material.provenance, (FAULT,))
    made = compose_bare(bare)
    assert made.draft
    assert _diagnostics(made) == ["energy.csv F4"]
    chapters = [b.text.zh for b in made.blocks if isinstance(b, Heading) and b.level == 1]
    assert chapters[:8] == [c.name.zh for c in guide("city-2023").chapters]
    tables = [b for b in made.blocks if isinstance(b, DataTable)]
    projects = next(t for t in tables if t.id == "projects")
    assert sum(len(row) > 1 for row in projects.rows) == len(dossier.projects)
    assert {row[-1]["zh"] for row in projects.rows if len(row) > 1} == {"—"}  # no tonnes
    assert "未作任何测算" in made.statement[0]["zh"]


def test_a_reference_in_a_bare_draft_is_not_left_as_braces(material: PlanMaterial) -> None:
    from dataclasses import replace

    row = Row((("section", "总体目标"), ("text", "峰值{{ peak.level.median }}。")))
    dossier = replace(material.dossier, texts=(row,))
    made = compose_bare(Bare(dossier, guide("city-2023"), material.provenance, (FAULT,)))
    words = [b.statement["zh"] for b in made.blocks if isinstance(b, Paragraph)]
    assert "峰值【没有“peak.level.median”】。" in words


def test_a_dossier_of_nobody_gets_the_list_of_its_errors() -> None:
    made = compose_unreadable("huzhou", (FAULT,))
    assert made.draft
    assert "huzhou" in made.title.zh
    assert _diagnostics(made) == ["energy.csv F4"]
