"""Chapters 3 to 8: what the place itself hands in, shown as handed in, or said to be missing."""

from __future__ import annotations

from typing import Final

from dafeng.dossier.records import Row
from dafeng.dossier.schema import tables
from dafeng.language import Text, same
from dafeng.plan import facts
from dafeng.plan.binding import say
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, Column, DataTable, Heading, Paragraph

#: Columns whose words are long.
_WIDE: Final = frozenset({"name", "comment", "location", "owner", "indicator"})

#: How the column of the unit of another column ends.
_UNIT: Final = "_unit"

#: Words in the field "chapter" of a task that place it outside chapter 3.
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "science": ("科技", "创新", "science", "innovation"),
    "society": ("全民", "society", "public"),
    "safeguards": ("保障", "safeguard"),
}


def awaited(what: Text) -> Paragraph:
    """Say that something has not been handed in."""
    return Paragraph(
        say(
            "【尚未报送】{what}由编制单位补充，测算工具不代为编写。",
            "[Not yet handed in] {what}: to be supplied by the place; Dafeng does not write it.",
            what=what,
        ),
        "remark",
    )


def not_possible(material: PlanMaterial, needed: Text) -> tuple[Block, ...]:
    """Ask for data where there are none; where there are, point to the reason."""
    years = {y for s in material.published for y in s.years} | set(material.inventory.years)
    if len(years) < 2 or not material.past_remarks:  # noqa: PLR2004 - a past needs two years
        return (awaited(needed),)
    return (
        Paragraph(
            say(
                "现有数据的年份不足以作这项分析，原因见“未能完成的分析及原因”一节。",
                "The years at hand do not allow this analysis; the section “What could not be "
                "worked out, and why” says why.",
            )
        ),
    )


def field_of(task: Row) -> str:
    """Return the chapter to which a task belongs by the field that the place has given it."""
    words = task["chapter"].casefold()
    return next((key for key, marks in _FIELDS.items() if any(m in words for m in marks)), "tasks")


def tasks(material: PlanMaterial) -> tuple[Block, ...]:
    """Return chapter 3."""
    measures = material.dossier.measures
    return (
        Heading(1, Text("重点任务", "Key tasks")),
        *_tasks(material, "tasks", Text("重点任务", "Key tasks")),
        *(_table("measures", "measures", Text("措施", "Measures"), measures) if measures else ()),
    )


def science(material: PlanMaterial) -> tuple[Block, ...]:
    """Return chapter 4."""
    name = Text("科技创新", "Science and innovation")
    return (Heading(1, name), *_tasks(material, "science", name))


def projects(material: PlanMaterial) -> tuple[Block, ...]:
    """Return chapter 5."""
    found = material.dossier.projects
    count = say(
        "报送重点工程{number}项。各项目的减排效果须由同一能源系统的有无对比得出，不可相加。",
        "Key projects handed in: {number}. What a project saves is the difference between two "
        "runs of the same energy system; such figures must not be added up.",
        number=facts.count("projects.number", len(found), facts.HANDED_IN),
    )
    name = Text("重点工程", "Key projects")
    return (
        Heading(1, name),
        *((Paragraph(count),) if found else ()),
        *_table("projects", "projects", name, found),
    )


def reforms(material: PlanMaterial) -> tuple[Block, ...]:
    """Return chapter 6."""
    name = Text("政策创新", "Reforms and policy")
    return (Heading(1, name), *_table("reforms", "reforms", name, material.dossier.reforms))


def society(material: PlanMaterial) -> tuple[Block, ...]:
    """Return chapter 7."""
    name = Text("全民行动", "Whole-society action")
    return (Heading(1, name), *_tasks(material, "society", name))


def safeguards(material: PlanMaterial) -> tuple[Block, ...]:
    """Return chapter 8."""
    name = Text("保障措施", "Safeguards")
    return (Heading(1, name), *_tasks(material, "safeguards", name))


def targets(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the table of targets for chapter 2."""
    name = Text("指标和目标值", "Indicators and targets")
    return _table("targets", "targets", name, material.dossier.targets)


def _tasks(material: PlanMaterial, key: str, name: Text) -> tuple[Block, ...]:
    found = tuple(row for row in material.dossier.tasks if field_of(row) == key)
    return _table(key, "tasks", name, found)


def _table(key: str, schema: str, caption: Text, rows: tuple[Row, ...]) -> tuple[Block, ...]:
    if not rows:
        return (awaited(caption),)
    heads = {column.id: column.header for column in tables()[schema].columns}
    used = dict.fromkeys(column for row in rows for column, text in row.values if text)
    merged = {c: f"{c}{_UNIT}" for c in used if f"{c}{_UNIT}" in used}
    shown = [c for c in used if c not in merged.values()]
    shared = {c: _shared_unit(rows, c, unit) for c, unit in merged.items()}
    columns = tuple(
        Column(
            c,
            _with_unit(heads.get(c) or same(c), shared.get(c, "")),
            align="left",
            weight=2.0 if c in _WIDE else 1.0,
        )
        for c in shown
    )
    apart = {c: unit for c, unit in merged.items() if not shared[c]}
    cells = tuple(tuple(_cell(row, c, apart.get(c)) for c in shown) for row in rows)
    return (DataTable(key, caption, columns, cells, fitted=True),)


def _shared_unit(rows: tuple[Row, ...], column: str, unit: str) -> str:
    """Return the unit of all amounts in a column, or nothing if there are several."""
    units = {row[unit] for row in rows if row[column] or row[unit]}
    return units.pop() if len(units) == 1 else ""


def _with_unit(head: Text, unit: str) -> Text:
    return Text(f"{head.zh}（{unit}）", f"{head.en} ({unit})") if unit else head


def _cell(row: Row, column: str, unit: str | None) -> Text:
    """Return what stands in a cell: the words as handed in, with their unit if it is their own."""
    words = row[column] or "—"
    return same(f"{words} {row[unit]}" if unit and row[unit] else words)
