"""Chapters of tasks and reforms: what is done, who leads, who helps, by when?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from dafeng.dossier.records import Row
from dafeng.dossier.wording import key
from dafeng.language import Text
from dafeng.plan.binding import Statement, join, say
from dafeng.plan.chapters.handed_in import awaited, english, field_of, name_of, table_of, words
from dafeng.plan.chapters.list_cells import indicator_words
from dafeng.plan.told import Told
from dafeng.plan.tree import Block, Heading, Paragraph

#: What stands behind a task, and behind a reform: column and name.
_OF_TASK: Final = (
    ("owner", Text("牵头单位", "lead")),
    ("partners", Text("配合单位", "partners")),
    ("indicators", Text("服务指标", "indicators served")),
    ("due_year", Text("完成时限", "due")),
)
_OF_REFORM: Final = (
    ("act", Text("法规文件", "legal act")),
    ("stage", Text("阶段", "stage")),
    ("effect", Text("作用", "effect")),
    ("owner", Text("责任单位", "in charge")),
    ("due_year", Text("完成时限", "due")),
)
#: Columns without which a task or reform binds nobody.
_MUST: Final = frozenset({"owner", "due_year", "act"})
_OPEN: Final = Text("待明确", "to be settled")
#: Names of fields that say no more than the chapter itself.
_PLAIN: Final = frozenset(
    map(key, ("", "重点任务", "任务", "科技创新", "全民行动", "保障措施", "key tasks", "tasks",
              "science", "science and innovation", "society", "whole-society action", "safeguards"))
)  # fmt: skip


def chapter(material: Told, identifier: str, name: Text) -> tuple[Block, ...]:
    """Return the tasks of a chapter, or say who has to give them."""
    rows = tuple(r for r in material.dossier.tasks if field_of(r, material.guide) == identifier)
    return _items(material, rows, _OF_TASK) or (awaited(material, name, "tasks"),)


def measures(material: Told) -> tuple[Block, ...]:
    """Return the measures that the place itself has handed in."""
    rows = material.dossier.measures
    if not rows:
        return ()
    name = Text("本地措施", "Measures of the place")
    return (Heading(2, name), table_of(material, "measures", "measures", name, rows))


def reforms(material: Told, name: Text) -> tuple[Block, ...]:
    """Return the reforms, or say who has to give them."""
    rows = material.dossier.reforms
    return _items(material, rows, _OF_REFORM) or (awaited(material, name, "reforms"),)


def _items(
    material: Told, rows: Sequence[Row], behind: Sequence[tuple[str, Text]]
) -> tuple[Block, ...]:
    """Return rows as items, grouped by their field where there is more than one."""
    fields = list(dict.fromkeys(row["chapter"] for row in rows))
    telling = [f for f in fields if key(f) not in _PLAIN]
    if not telling:
        return tuple(b for row in rows for b in _item(material, row, behind, 2))
    return tuple(block for f in fields for block in _field(material, f, rows, behind))


def _field(
    material: Told, name: str, rows: Iterable[Row], behind: Sequence[tuple[str, Text]]
) -> tuple[Block, ...]:
    mine = [row for row in rows if row["chapter"] == name]
    told = next((e for row in mine if (e := english(row, "chapter"))), name)
    heading = Text(name, told) if key(name) not in _PLAIN else Text("其他", "Other")
    return (Heading(2, heading), *(b for r in mine for b in _item(material, r, behind, 3)))


def _item(
    material: Told, row: Row, behind: Sequence[tuple[str, Text]], level: int
) -> tuple[Block, ...]:
    told = row["comment"]
    return (
        Heading(level, name_of(material, row)),
        *((Paragraph(words(material, told, english(row, "comment"))),) if told else ()),
        Paragraph(_behind(material, row, behind)),
    )


def _behind(material: Told, row: Row, behind: Sequence[tuple[str, Text]]) -> Statement:
    parts = tuple(
        join((say("{what}：", "{what}: ", what=name), _told(material, row, column)), "", "")
        for column, name in behind
        if row[column] or column in _MUST
    )
    return join((say("（", "("), join(parts, "；", "; "), say("）", ")")), "", "")


def _told(material: Told, row: Row, column: str) -> Statement:
    text = row[column]
    if not text:
        return say("{open}", "{open}", open=_OPEN)
    if column == "due_year" and text.isdigit():
        return say("{year}", "{year}", year=Text(f"{text}年", text))
    if column == "indicators" and "{{" not in text:
        return say("{names}", "{names}", names=indicator_words(text, material.guide))
    return words(material, text, english(row, column))
