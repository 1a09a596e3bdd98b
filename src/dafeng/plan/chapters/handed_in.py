"""What does the place itself hand in? Its words and tables; what it lacks, and who gives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dafeng.dossier.records import Row
from dafeng.dossier.schema import tables
from dafeng.dossier.wording import key
from dafeng.language import Text, same
from dafeng.plan.binding import BoundFigure, Statement, say
from dafeng.plan.chapters.list_cells import ENGLISH, UNIT, known, with_head
from dafeng.plan.material import PlanMaterial
from dafeng.plan.names import cited
from dafeng.plan.references import bind
from dafeng.plan.told import Told, is_drafted
from dafeng.plan.tree import Block, Cell, Column, DataTable, Paragraph
from dafeng.reference.guides import Guide, TableColumn

#: Columns whose words are long.
_WIDE: Final = frozenset({"name", "content", "comment", "location", "owner", "indicator", "effect"})

#: What stands in a cell that the guide asks for and the place has left blank.
MISSING: Final = Text("待补充", "missing")
_LACKS: Final = "\0"

#: Words in the field "chapter" of a task that place it outside chapter 3, as a whole or as a part.
_FIELDS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "science": (("科技", "创新", "science", "innovation", "science and innovation"), ("科技创新",)),
    "society": (
        ("全民", "全社会行动", "society", "public participation", "whole-society action"),
        ("全民行动", "公众参与"),
    ),
    "safeguards": (("保障", "组织保障", "safeguard", "safeguards"), ("保障措施",)),
}

#: Who in a city gives what is missing.
_GIVERS: Final[dict[str, Text]] = {
    "texts": Text(
        "市发展改革委起草", "to be drafted by the city's Development and Reform Commission"
    ),
    "tasks": Text(
        "市发展改革委会同各责任部门提出",
        "to be proposed by the Development and Reform Commission with the departments in charge",
    ),
    "projects": Text(
        "各行业主管部门组织项目单位填报",
        "to be entered by the owners of projects through the departments in charge",
    ),
    "reforms": Text(
        "市发展改革委会同市司法局提出",
        "to be proposed by the Development and Reform Commission with the Bureau of Justice",
    ),
    "targets": Text(
        "市发展改革委会同市统计局、市生态环境局提出",
        "to be set by the Development and Reform Commission with the bureaus of statistics and of "
        "ecology and environment",
    ),
    "energy": Text(
        "市统计局提供能源平衡表", "the Bureau of Statistics has to give the energy balance"
    ),
    "activity": Text("市统计局提供", "the Bureau of Statistics has to give it"),
    "process": Text(
        "市统计局会同企业提供产品产量",
        "the Bureau of Statistics and the plants have to give what is produced",
    ),
    "factors": Text(
        "市生态环境局提供实测因子；没有实测时沿用缺省值",
        "the Bureau of Ecology and Environment has to give measured factors; defaults stand in",
    ),
    "published": Text(
        "市统计局、市生态环境局提供历年数据",
        "the bureaus of statistics and of ecology and environment have to give past years",
    ),
}
#: The same in a province.
_PROVINCIAL: Final = (
    ("市发展改革委", "省发展改革委"),
    ("市司法局", "省司法厅"),
    ("市统计局", "省统计局"),
    ("市生态环境局", "省生态环境厅"),
)
_OF_PARK: Final = Text("园区管理委员会提供", "the park's administrative committee has to give it")


def giver(material: Told, table: str) -> Text:
    """Return who gives what a table of the dossier lacks."""
    if material.dossier.identity.kind == "park":
        return _OF_PARK
    found = _GIVERS.get(table, _GIVERS["texts"])
    if material.dossier.identity.kind != "province":
        return found
    zh = found.zh
    for city, province in _PROVINCIAL:
        zh = zh.replace(city, province)
    return Text(zh, found.en.replace("the city's", "the province's"))


def awaited(material: Told, what: Text, table: str = "texts") -> Paragraph:
    """Say that something has not been handed in and who has to give it; to drafters also where."""
    if not is_drafted(material):
        said = say(
            "【待补充】{what}：{who}。",
            "[To be supplied] {what}: {who}.",
            what=what,
            who=giver(material, table),
        )
        return Paragraph(said, "remark")
    return Paragraph(
        say(
            "【待补充】{what}：{who}，填入档案“{table}”表。",
            "[To be supplied] {what}: {who}; it is entered in the table “{table}” of the dossier.",
            what=what,
            who=giver(material, table),
            table=tables()[table].name,
        ),
        "remark",
    )


def not_possible(material: PlanMaterial, needed: Text) -> tuple[Block, ...]:
    """Ask for data where there are none; where there are, point to the reason."""
    years = {y for s in material.published for y in s.years} | set(material.inventory.years)
    if len(years) < 2 or not material.past_remarks:  # noqa: PLR2004 - a past needs two years
        return (awaited(material, needed, "published"),)
    return (
        Paragraph(
            say(
                "现有数据的年份不足以作这项分析，原因见“未能完成的分析及原因”一节。",
                "The years at hand do not allow this analysis; the section “What could not be "
                "worked out, and why” says why.",
            )
        ),
    )


def field_of(task: Row, guide: Guide) -> str:
    """Return the chapter to which a task belongs by the field that the place has given it.

    A field is the id or the name of a chapter of the guide, or a usual word for it; a word inside
    another (energy safety, public transport) places no task.
    """
    wanted = key(task["chapter"])
    names = {part.id: {part.id, part.name.zh, part.name.en} for part in guide.chapters}
    for chapter, (whole, parts) in _FIELDS.items():
        known = {key(name) for name in (*whole, *names.get(chapter, ()))}
        if wanted in known or any(key(part) in wanted for part in parts):
            return chapter
    return "tasks"


def words(material: Told, zh: str, en: str = "") -> Statement:
    """Return the place's own words, with the results to which they refer."""
    return bind(Text(zh, en or zh), material.named)


def name_of(material: Told, row: Row) -> Text:
    """Return the name of a row; in English where the place gives one."""
    name = row["name"] or row["id"] or "—"
    found = words(material, name, row["name_en"])
    return Text(found["zh"], found["en"])


def english(row: Row, column: str) -> str:
    """Return the English words of a cell, where the place gives them; "" otherwise."""
    return row[column + ENGLISH]


def written(material: Told, *names: str) -> tuple[Block, ...]:
    """Return what the place has written for a section, paragraph by paragraph.

    Parameters
    ----------
    material
        Its table ``texts`` is read.
    names
        Id and names of the section; any of them will do.
    """
    wanted = {key(name) for name in names}
    return tuple(
        Paragraph(words(material, row["text"], row["text_en"]))
        for row in material.dossier.texts
        if key(row["section"]) in wanted
    )


def cell(material: Told, text: str, english: str = "") -> tuple[Text, tuple[BoundFigure, ...]]:
    """Return the words of a cell with the figures they refer to filled in, and these figures."""
    if "{{" not in text + english:
        return (MISSING if text == _LACKS else Text(text or "—", english or text or "—")), ()
    found = words(material, text, english)
    return Text(found["zh"], found["en"]), found.figures


def table_of(
    material: Told,
    identifier: str,
    schema: str,
    caption: Text,
    rows: Sequence[Row],
    asked: Sequence[TableColumn] = (),
) -> DataTable:
    """Return a table of the dossier as handed in.

    Parameters
    ----------
    material
        Results to which its words can refer.
    identifier, schema, caption
        Id in the document, id in the dossier, wording.
    rows
        At least one.
    asked
        Columns of the guide, shown in its order: required ones always, with what is missing said
        in their cells. What the place states beyond them follows. Without them, all that is
        stated is shown.
    """
    columns = _Columns(rows, schema, asked)

    def one(row: Row, column: str) -> tuple[Cell, tuple[BoundFigure, ...]]:
        if column == "source" and row[column]:
            return cited(material.dossier.sources, row[column]), ()
        found = known(material, schema, row, column)
        if found is not None:
            return found, ()
        return cell(material, columns.text(row, column), row[column + ENGLISH])

    found = {c: [one(row, c) for row in rows] for c in columns.shown}
    shown = [with_head(columns.head(c), [words for words, _ in found[c]]) for c in columns.shown]
    return DataTable(
        identifier,
        caption,
        tuple(head for head, _ in shown),
        tuple(zip(*(cells for _, cells in shown), strict=True)),
        fitted=True,
        figures=tuple(f for cells in found.values() for _, figures in cells for f in figures),
    )


class _Columns:
    """The columns of a table of the dossier that are shown."""

    def __init__(self, rows: Sequence[Row], schema: str, asked: Sequence[TableColumn]) -> None:
        self.names = {c.id: c.header for c in tables()[schema].columns}
        self.names |= {c.id: c.name for c in asked}
        self.must = {c.id for c in asked if c.required}
        used = dict.fromkeys(column for row in rows for column, text in row.values if text)
        wanted = [c.id for c in asked if c.required or c.id in used]
        own = (c for c in used if c != "period" and not c.endswith(ENGLISH))
        order = dict.fromkeys((*wanted, *own))
        units = {c: f"{c}{UNIT}" for c in order if f"{c}{UNIT}" in order}
        if schema == "targets":
            units["value"] = "unit"
        self.apart = units
        self.shown = [c for c in order if c not in units.values()]

    def head(self, column: str) -> Column:
        """Return the head of a column."""
        name = self.names.get(column) or same(column)
        return Column(column, name, align="left", weight=2.0 if column in _WIDE else 1.0)

    def text(self, row: Row, column: str) -> str:
        """Return the words of a cell, with their unit if it is their own."""
        found = row[column]
        unit = self.apart.get(column)
        if not found:
            return _LACKS if column in self.must else ""
        return f"{found} {row[unit]}" if unit and row[unit] else found
