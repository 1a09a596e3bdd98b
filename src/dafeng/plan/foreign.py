"""What does a plan say that has no dossier? Its tables of indicators, projects, tasks, reforms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dafeng.dossier.aims import read_aim
from dafeng.dossier.figures import RowReader
from dafeng.dossier.long_table import LongRow, find_header, read_long
from dafeng.dossier.measure_names import by_id
from dafeng.dossier.other_rows import read_source_row
from dafeng.dossier.parse import recognise
from dafeng.dossier.records import Row, SourceRecord
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import ROW_TABLES, Column, TableSchema, find_table, tables
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.target_melting import is_wide_targets, melt_targets
from dafeng.dossier.text_rows import read_text_row
from dafeng.dossier.wording import key
from dafeng.errors import Fault, Place
from dafeng.language import Text


class _Summary(TableSchema):
    """A table that only plans without dossier have."""

    def find_column(self, header: str) -> Column | None:
        """Return a column by any of its spellings."""
        wanted = key(header)
        for column in self.columns:
            names = (column.id, column.header.zh, column.header.en, *column.synonyms)
            if wanted in map(key, names):
                return column
        return None


#: Headers that published summaries of projects have.
_CLASS: Final = (
    *(
        "项目类别",
        "项目类型",
        "类型",
        "分类",
        "项目分类",
        "工程类别",
        "工程类型",
        "工程",
        "工程名称",
    ),
    *(
        "重点工程",
        "重点工程领域",
        "重点领域",
        "领域",
        "项目领域",
        "工程领域",
        "重点工程类别",
        "任务类别",
    ),
    *("kind", "category", "field", "type", "class of projects", "project class"),
)
_COUNT: Final = (
    *(
        "项目数",
        "项目数量",
        "个数",
        "项目个数",
        "工程数",
        "工程数量",
        "重点项目数",
        "数量合计",
        "项数",
    ),
    *("number", "number of projects", "projects", "no. of projects"),
)
_MONEY: Final = (
    *("投资", "投资额", "投资总额", "计划投资", "计划总投资", "估算投资", "估算总投资", "投资估算"),
    *("预计投资", "预计总投资", "投资规模", "total investment", "planned investment"),
)
_SHARE: Final = (
    *(
        "占比",
        "投资占比",
        "占总投资比重",
        "投资比重",
        "比重",
        "比例",
        "所占比例",
        "项目占比",
        "数量占比",
    ),
    *("share", "share of investment", "per cent", "%"),
)

#: A summary of projects by class, as published plans print it.
CLASSES: Final = _Summary(
    "classes",
    Text("项目分类汇总", "Projects by class"),
    ("分类汇总", "项目汇总", "projects by class"),
    (
        Column("class", "text", True, Text("类别", "Class"), _CLASS),
        Column("count", "number", True, Text("数量", "Count"), _COUNT),
        Column("investment", "number", False, Text("总投资", "Investment"), _MONEY),
        Column("share", "number", False, Text("占比", "Share"), _SHARE),
        Column("unit", "unit", False, Text("投资单位", "Investment unit"), ("单位",)),
        Column("source", "text", False, Text("来源", "Source"), ()),
    ),
)

#: Tables that a plan without dossier may have.
PLAN_TABLES: Final = (*ROW_TABLES, "sources", "classes")


@dataclass(frozen=True, slots=True)
class PlanTables:
    """Rows of a plan's own tables, as entered.

    Parameters
    ----------
    rows
        By table id: the tables of text of a dossier, and ``classes``.
    sources
        Table of sources.
    headers
        Where each table that was handed in begins, also an empty one.
    """

    rows: Mapping[str, tuple[Row, ...]]
    sources: tuple[SourceRecord, ...] = ()
    headers: Mapping[str, Place] = field(default_factory=dict)


def is_foreign(sheets: Sequence[RawSheet]) -> bool:
    """Say whether sheets without an identity are a plan's tables and not a broken dossier."""
    names = {_table_of(sheet) for sheet in sheets}
    return bool(names & {"targets", "projects", "classes"}) and not names & {
        "dossier",
        "energy",
        "activity",
    }


def read_plan_tables(sheets: Sequence[RawSheet]) -> tuple[PlanTables, tuple[Fault, ...]]:
    """Return the tables of a plan, and what is wrong with their cells.

    Parameters
    ----------
    sheets
        Tables as read; what each means is told by its name, otherwise by its columns.
    """
    findings = Findings()
    rows: dict[str, tuple[Row, ...]] = {}
    sources: tuple[SourceRecord, ...] = ()
    headers: dict[str, Place] = {}
    for sheet in sheets:
        name = _table_of(sheet)
        if name is None or name not in PLAN_TABLES:
            known = Text("指标、项目、任务、改革等", ", ".join(PLAN_TABLES))
            findings.add("sheet.unknown", sheet.place(), name=sheet.name, known=known)
            continue
        headers.setdefault(name, sheet.place())
        if name == "sources":
            readers = (read_source_row(r) for r in _readers(sheet, name, findings))
            sources += tuple(r for r in readers if r is not None)
            continue
        found = (_row(r, name) for r in _readers(sheet, name, findings))
        rows[name] = (*rows.get(name, ()), *(r for r in found if r is not None))
    if "projects" in rows:
        rows["projects"] = by_id(rows["projects"], rows.get("measures", ()))
    return PlanTables(rows, sources, headers), tuple(findings.faults)


def _table_of(sheet: RawSheet) -> str | None:
    name = "classes" if sheet.name == "classes" else find_table(sheet.name)
    if name in (None, "projects") and _is_classes(sheet):
        return "classes"
    if name is None and is_wide_targets(sheet):
        return "targets"
    return name or recognise(sheet) or ("projects" if _is_list(sheet) else None)


def _is_list(sheet: RawSheet) -> bool:
    """Say whether a table lists projects that have no numbers: by name and what projects have."""
    header = find_header(unmerged(sheet), _schema("projects"))
    found = frozenset[str]() if header is None else header.stated
    return "name" in found and len(found & _OF_PROJECTS) > 1


#: What a list of projects says of them, beside their names.
_OF_PROJECTS: Final = frozenset(
    ("location", "owner", "period", "start_year", "end_year", "investment", "reduction", "capacity")
)


def _schema(table: str) -> TableSchema:
    """Return the columns of a plan's table; nothing refers to its projects by number."""
    if table == "classes":
        return CLASSES
    found = tables()[table]
    if table != "projects":
        return found
    free = (replace(c, required=c.required and c.id != "id") for c in found.columns)
    return replace(found, columns=tuple(free))


def _is_classes(sheet: RawSheet) -> bool:
    filled = unmerged(sheet)
    header = find_header(filled, CLASSES)
    if header is None or not {"class", "count"} <= header.stated:
        return False
    cells = (filled.text(header.row, i) for i in range(1, filled.width + 1))
    listed = (tables()["projects"].find_column(cell) for cell in cells)
    return not any(column is not None and column.id == "name" for column in listed)


def _readers(sheet: RawSheet, table: str, findings: Findings) -> Iterator[RowReader]:
    schema = _schema(table)
    wide = table == "targets" and is_wide_targets(sheet)
    rows = melt_targets(sheet, findings) if wide else read_long(sheet, schema, findings)
    for row in rows:
        yield RowReader(row, schema, findings)


def _row(reader: RowReader, table: str) -> Row | None:
    if table != "classes":
        return read_text_row(reader)
    for column in ("count", "investment", "share"):
        field_ = reader.row.fields.get(column)
        if field_ is not None and read_aim(field_.text).state == "words":
            reader.number(column)
    return _with_unit(reader.row)


def _with_unit(row: LongRow) -> Row:
    values = {c.id: row.text(c.id) for c in CLASSES.columns}
    values["unit"] = values["unit"] or row.header_units.get("investment", "")
    stated = tuple((c, text) for c, text in values.items() if text)
    columns = {c: f.column for c, f in row.fields.items() if f.column is not None}
    return Row(stated, row.place, columns)
