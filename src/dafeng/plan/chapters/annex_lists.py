"""Annex of the four lists: plan, responsibility, policy, projects, as the guide lays them out."""

from __future__ import annotations

from typing import Final

from dafeng.dossier.records import Row
from dafeng.dossier.schema import tables
from dafeng.dossier.vocabulary import is_total
from dafeng.language import Text
from dafeng.plan.chapters.handed_in import awaited, table_of
from dafeng.plan.chapters.indicator_terms import withheld
from dafeng.plan.told import Told
from dafeng.plan.tree import Block, Heading

#: The four lists: table of the dossier and name.
LISTS: Final = (
    ("targets", Text("方案清单", "Plan list")),
    ("tasks", Text("责任清单", "Responsibility list")),
    ("reforms", Text("政策清单", "Policy list")),
    ("projects", Text("项目清单", "Project list")),
)


def annex(material: Told) -> tuple[Block, ...]:
    """Return the four lists, and what else the guide asks for as a table."""
    known = dict(LISTS)
    asked = [t for t in material.guide.tables if t.id not in known and t.id in tables()]
    blocks: list[Block] = [Heading(1, Text("四张清单", "The four lists"), annex=True)]
    for table, name in (*LISTS, *((t.id, t.name) for t in asked)):
        blocks += [Heading(2, name), _list(material, table, name)]
    return tuple(blocks)


def _list(material: Told, table: str, name: Text) -> Block:
    found: tuple[Row, ...] = getattr(material.dossier, table, ())
    rows = tuple(r for r in found if not (is_total(r["name"]) or is_total(r["id"])))
    if table == "targets":
        rows = withheld(material, rows)
    if not rows:
        return awaited(material, name, table)
    asked = next((t for t in material.guide.tables if t.id == table), None)
    caption = asked.name if asked else name
    columns = asked.columns if asked else ()
    return table_of(material, f"list-{table}", table, caption, rows, columns)
