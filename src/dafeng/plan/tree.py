"""What is a document made of? Blocks in both languages; no file form, no page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from dafeng.language import Language, Text
from dafeng.plan.binding import BoundFigure, Measured, Spread, Statement
from dafeng.plan.charts import Chart

#: Tables with more columns than this are set in smaller type.
WIDE = 5

#: What stands on every page of a document whose dossier has errors.
DRAFT: Final = Text("草案——存在未改正的错误", "DRAFT – errors remain")

Align = Literal["left", "right", "center"]
Cell = Text | Measured | Spread


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Parameters
    ----------
    level
        1 for a chapter or annex, 2 and 3 below.
    text
        Wording without number.
    label
        Number as printed before the wording (``一、``); see `dafeng.plan.numbering`.
    annex
        Whether the chapter is an annex (level 1 alone).
    """

    level: int
    text: Text
    label: Text | None = None
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: body text, a note in small type, or a remark that must not be overlooked."""

    statement: Statement
    style: Literal["body", "note", "remark"] = "body"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of sentences."""

    items: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    id
        Stable name.
    name, unit
        Head of the column.
    align
        Text left, figures right.
    weight
        Share of the width.
    """

    id: str
    name: Text
    unit: Text | None = None
    align: Align = "right"
    weight: float = 1.0

    @property
    def head(self) -> Text:
        """Return name and unit as printed."""
        if self.unit is None:
            return self.name
        return Text(f"{self.name.zh}（{self.unit.zh}）", f"{self.name.en} ({self.unit.en})")


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table with its caption, repeated head and notes.

    Parameters
    ----------
    id
        Stable name.
    caption
        Wording without number.
    columns, rows
        Content; each row has one cell for each column, or one cell that heads the rows below it.
    notes
        Sentences below the table.
    label
        Number as printed (``表1``).
    fitted
        Whether the words in the columns decide on their widths, since they can have any length.
    figures
        Results that words of the cells show.
    """

    id: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Statement, ...] = ()
    label: Text | None = None
    fitted: bool = False
    figures: tuple[BoundFigure, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) not in (1, len(self.columns)) for row in self.rows):
            raise ValueError(f"a row of table {self.id} has another number of cells than columns")

    @property
    def shared_unit(self) -> Text | None:
        """Return the unit of all columns of figures, if it is one and the same."""
        units = {c.unit for c in self.columns if c.unit is not None or c.align == "right"}
        return units.pop() if len(units) == 1 else None

    @property
    def shared_unit_line(self) -> Text | None:
        """Return the line above the table that names the unit of all its figures."""
        unit = self.shared_unit
        return Text(f"单位：{unit.zh}", f"Unit: {unit.en}") if unit else None

    @property
    def heads(self) -> tuple[Text, ...]:
        """Return the heads of the columns, with units where they differ."""
        shared = self.shared_unit is not None
        return tuple(column.name if shared else column.head for column in self.columns)

    @property
    def dense(self) -> bool:
        """Say whether the table has so many columns that it is set in smaller type."""
        return len(self.columns) > WIDE


@dataclass(frozen=True, slots=True)
class ChartFigure:
    """A chart with its caption and its description in words (the alternative text)."""

    chart: Chart
    caption: Text
    description: Statement
    label: Text | None = None


Block = Heading | Paragraph | Listing | DataTable | ChartFigure


@dataclass(frozen=True, slots=True)
class Document:
    """A document in both languages.

    Parameters
    ----------
    title, subtitle
        Lines of the cover.
    facts
        What stands on the cover: name and value.
    statement
        What this document is and is not.
    blocks
        The body.
    draft
        Whether errors bar the way to the gate.
    warning
        What stands in a box on the cover, not to be overlooked.
    sheet
        Whether it is one page without cover and contents.
    """

    title: Text
    subtitle: Text
    facts: tuple[tuple[Text, Text], ...]
    statement: tuple[Statement, ...]
    blocks: tuple[Block, ...]
    draft: bool
    warning: Statement | None = None
    sheet: bool = False

    @property
    def body(self) -> tuple[Block, ...]:
        """Return the statement of the cover and the blocks, all that may bind a figure."""
        return (*(Paragraph(statement) for statement in self.statement), *self.blocks)


def sentences(block: Block) -> tuple[Statement, ...]:
    """Return the sentences of a block."""
    match block:
        case Paragraph():
            return (block.statement,)
        case Listing():
            return block.items
        case DataTable():
            return block.notes
        case ChartFigure():
            return (block.description,)
        case _:
            return ()


def figures_in(blocks: tuple[Block, ...]) -> tuple[BoundFigure, ...]:
    """Return each figure that the sentences use once, in the order of first use."""
    found: dict[str, BoundFigure] = {}
    for block in blocks:
        shown = block.figures if isinstance(block, DataTable) else ()
        for figure in (*shown, *(f for s in sentences(block) for f in s.figures)):
            first = found.setdefault(figure.id, figure)
            if first.value != figure.value:
                raise ValueError(f"figure {figure.id} stands for two values")
    return tuple(found.values())


def heading_line(heading: Heading, language: Language) -> str:
    """Return a heading as it stands on the page: its number and its wording."""
    label = heading.label[language] if heading.label else ""
    space = "" if language == "zh" and not heading.annex else " "
    return f"{label}{space}{heading.text[language]}".strip()


def caption_line(block: DataTable | ChartFigure, language: Language) -> str:
    """Return a caption as it stands on the page: its number and its wording."""
    label = block.label[language] if block.label else ""
    return f"{label}  {block.caption[language]}"
