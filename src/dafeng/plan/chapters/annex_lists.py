"""Annex of the four lists: plan, responsibility, policy, projects, as the guide lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.records import Row
from dafeng.dossier.schema import tables
from dafeng.dossier.vocabulary import is_total
from dafeng.language import Text
from dafeng.plan import facts
from dafeng.plan.chapters.handed_in import MISSING, awaited, table_of
from dafeng.plan.chapters.indicator_terms import withheld
from dafeng.plan.chapters.projects import tonnes_cell
from dafeng.plan.told import Told
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading

#: The four lists: table of the dossier and name.
LISTS: Final = (
    ("targets", Text("方案清单", "Plan list")),
    ("tasks", Text("责任清单", "Responsibility list")),
    ("reforms", Text("政策清单", "Policy list")),
    ("projects", Text("项目清单", "Project list")),
)
#: What stands where a project states no tonnes, but they are computed; and the head of that column.
_UNSTATED: Final = Text("未自报", "not stated")
_STATED: Final = Text("年减排量（自报）", "Yearly reduction as stated")


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
    found_table = table_of(material, f"list-{table}", table, caption, rows, columns)
    return with_computed(material, rows, found_table) if table == "projects" else found_table


def with_computed(material: Told, rows: Sequence[Row], table: DataTable) -> DataTable:
    """Add to the list of projects what is computed of each; what none states is then not missing.

    Parameters
    ----------
    material
        Its promise has the tonnes.
    rows
        Rows of the list, in its order.
    table
        The list as handed in.
    """
    promise = material.promise
    if promise is None:
        return table
    effects = [promise.project(row["id"]) for row in rows]
    if not any(effect and effect.tonnes for effect in effects):
        return table
    kind = facts.saved(promise)
    at = next((i for i, c in enumerate(table.columns) if c.id == "reduction"), None)
    lines: list[tuple[Cell, ...]] = []
    for line, effect in zip(table.rows, effects, strict=True):
        tonnes = effect.tonnes if effect else None
        own = list(line)
        if at is not None and tonnes is not None and own[at] == MISSING:
            own[at] = _UNSTATED
        lines.append((*own, tonnes_cell(tonnes, kind)))
    name = Text(f"{promise.year}年减排量（测算）", f"CO2 avoided in {promise.year}, computed")
    column = Column("computed", name, kind.unit, "center", 1.5)
    columns = [replace(c, name=_STATED) if c.id == "reduction" else c for c in table.columns]
    return replace(table, columns=(*columns, column), rows=tuple(lines))
