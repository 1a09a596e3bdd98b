"""How does an edited table become the next version, and nobody's work get lost?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dafeng.desk.examining import Findings, examine_files
from dafeng.dossier.cell_words import spoken_rows
from dafeng.dossier.merging import Conflict, Row, RowKey, Side, differences, merge
from dafeng.dossier.schema import TableSchema
from dafeng.dossier.standard_form import StandardTable
from dafeng.errors import DafengError
from dafeng.files.dossier_archive import Folder
from dafeng.language import Language, Text
from dafeng.web.dossiers import engine
from dafeng.web.dossiers.contents import contents, key_of, schemas, with_table
from dafeng.web.dossiers.models import Origin, Version
from dafeng.web.dossiers.turns import turn
from dafeng.web.dossiers.versions import Change, StaleError, add, files_of, latest, version

#: How often a save is tried anew where an upload has come in between.
_BESIDE: Final = 3
#: Most characters of a cell: a workbook takes no more, and the table goes out as one too.
LONGEST: Final = 32_767

Examine = Callable[[Folder], Findings]


class NotEditableError(DafengError):
    """The newest version holds tables that cannot be edited row by row."""

    code = "not-editable"


class LongCellError(DafengError):
    """A cell holds more than a workbook can take."""

    code = "long-cell"


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody has made of a table.

    Parameters
    ----------
    place, table
        Which table of which dossier.
    begun
        Number of the version on which the work began.
    rows
        The whole table as it shall be, in the words of that version.
    author
        Who made it.
    remark
        Why, in the author's words.
    """

    place: str
    table: str
    begun: int
    rows: tuple[Row, ...]
    author: Any
    remark: str = ""

    def key(self, row: Row) -> RowKey:
        """Return by what a row of the table is known again."""
        return key_of(schemas()[self.table], row)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an edit.

    Parameters
    ----------
    version
        The new version; the newest one where nothing was left to change.
    merged
        Numbers of the versions of others that came in between.
    conflicts
        Rows on which both sides must agree first; nothing is saved then.
    """

    version: Version
    merged: tuple[int, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def save(edit: Edit, examine: Examine | None = None) -> Saved:
    """Keep an edit as the next version, laid together with what others have saved meanwhile.

    Raises
    ------
    NotEditableError
        If somebody has handed in files meanwhile whose rows cannot be told apart.
    LongCellError
        If a cell holds more than a workbook can take; nothing is saved.
    LateAnswerError
        If the checks are not done in time; nothing is saved.
    """
    _require_short(edit)
    check = examine or _checked
    with turn(edit.place):
        for _ in range(_BESIDE):
            try:
                return _attempt(edit, check)
            except StaleError:  # an upload takes no turn
                continue
        return _attempt(edit, check)


def _require_short(edit: Edit) -> None:
    columns = schemas()[edit.table].columns
    cells = (
        (number, column, cell)
        for number, row in enumerate(edit.rows, 2)
        for column, cell in zip(columns, row, strict=False)
    )
    found = [(n, c.header, len(cell)) for n, c, cell in cells if len(cell) > LONGEST]
    if found:
        named = [Text(f"第{n}行“{h.zh}”{z}字", f"row {n} {h.en}: {z}") for n, h, z in found[:20]]
        zh, en = "；".join(t.zh for t in named), "; ".join(t.en for t in named)
        raise LongCellError(
            Text(
                f"单元格最多 {LONGEST} 字，未保存：{zh}；请缩短，长文作为附件提交",
                f"a cell takes {LONGEST} characters at most, nothing was saved: {en}; shorten it,"
                " and hand long texts in as attachments",
            )
        )


def settled(edit: Edit, against: int, choices: Mapping[RowKey, Side]) -> Edit:
    """Return an edit in which conflicts with a later version are decided.

    Parameters
    ----------
    edit
        What was to be saved.
    against
        Number of the version whose rows were shown beside it.
    choices
        Which side was taken, by key.
    """
    base, later = (
        _table(edit.place, edit.begun, edit.table),
        _table(edit.place, against, edit.table),
    )
    tables = _in(later.language, base.schema, base.rows, edit.rows, later.rows)
    found = merge(*tables, edit.key, choices)
    return Edit(edit.place, edit.table, against, found.rows, edit.author, edit.remark)


def _attempt(edit: Edit, check: Examine) -> Saved:
    newest = latest(edit.place)
    if newest is None:
        raise NotEditableError(Text("档案不存在", "there is no such dossier"))
    files = files_of(newest)
    theirs = _editable(files, edit.table)
    base = theirs if newest.number == edit.begun else _table(edit.place, edit.begun, edit.table)
    tables = _in(theirs.language, theirs.schema, base.rows, edit.rows, theirs.rows)
    found = merge(*tables, edit.key)
    between = tuple(range(edit.begun + 1, newest.number + 1))
    if found.conflicts or not differences(tables[2], found.rows, edit.key):
        return Saved(newest, between, found.conflicts)
    written = dict(zip(tables[2], theirs.rows, strict=True))  # a row that stays keeps its words
    rows = [written.get(row, row) for row in found.rows]
    changed = with_table(files, theirs.schema, rows, theirs.language)
    origin = Origin.MERGE if between else Origin.EDIT
    change = Change(changed, check(changed), origin, edit.author, newest.number, remark=edit.remark)
    return Saved(add(edit.place, change), between)


def _in(
    language: Language, schema: TableSchema, *tables: Sequence[Row]
) -> tuple[tuple[Row, ...], tuple[Row, ...], tuple[Row, ...]]:
    """Return three tables with their words in one language: words alone make no difference."""
    base, mine, theirs = (spoken_rows(schema, rows, language) for rows in tables)
    return base, mine, theirs


def _table(place: str, number: int, table: str) -> StandardTable:
    found = version(place, number)
    if found is None:
        raise NotEditableError(Text(f"没有第 {number} 版", f"there is no version {number}"))
    return _editable(files_of(found), table)


def _editable(files: Folder, table: str) -> StandardTable:
    held = contents(files)
    if not held.standard:
        names = ", ".join(held.foreign)
        raise NotEditableError(
            Text(
                f"最新版本含有不能逐行编辑的文件（{names}），请先整理为标准表",
                f"the newest version has files that cannot be edited row by row ({names}); bring"
                " it into standard tables first",
            )
        )
    return held.tables[table]


def _checked(files: Folder) -> Findings:
    return engine.computed(examine_files, dict(files), patience=engine.LONG)
