"""Is a table in the form in which Dafeng writes it, so that its cells can be edited one by one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dafeng.dossier.cell_words import meaning
from dafeng.dossier.merging import Row, RowKey
from dafeng.dossier.schema import TableSchema
from dafeng.dossier.sheets import RawSheet
from dafeng.language import Language

_ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class StandardTable:
    """A table with one header row and a cell for each column.

    Parameters
    ----------
    schema
        Which table it is.
    language
        Language of its headers.
    order
        Ids of the columns as the file has them.
    rows
        Cells as written, in the order of the schema; a column that the file lacks is blank.
    """

    schema: TableSchema
    language: Language
    order: tuple[str, ...]
    rows: tuple[Row, ...]


def standard_table(sheet: RawSheet, schema: TableSchema) -> StandardTable | None:
    """Return a sheet as a table of the standard form; None if it has another.

    The first row names columns of the schema, each once and without anything beside the name, and
    no cell stands outside them.
    """
    heads = [sheet.text(1, column) for column in range(1, sheet.width + 1)]
    while heads and not heads[-1]:
        heads.pop()
    known = _columns(heads, schema)
    beyond = any(
        sheet.text(row, column)
        for row in range(2, len(sheet.rows) + 1)
        for column in range(len(heads) + 1, len(sheet.rows[row - 1]) + 1)
    )
    if known is None or sheet.merged or beyond:
        return None
    order, language = known
    at = {name: column for column, name in enumerate(order, 1)}
    rows = [
        tuple(sheet.text(row, at[c.id]) if c.id in at else "" for c in schema.columns)
        for row in range(2, len(sheet.rows) + 1)
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    return StandardTable(schema, language, order, tuple(rows))


def empty_table(schema: TableSchema, language: Language) -> StandardTable:
    """Return a table without rows."""
    return StandardTable(schema, language, tuple(c.id for c in schema.columns), ())


def sheet_of(schema: TableSchema, rows: Sequence[Row], language: Language) -> RawSheet:
    """Return rows as a sheet of the standard form, blank ones left out."""
    head = tuple(column.header[language] for column in schema.columns)
    kept = (tuple(cell or None for cell in row) for row in rows if any(row))
    return RawSheet("", schema.name[language], (head, *kept))


def row_key(schema: TableSchema, names: Sequence[str], row: Row) -> RowKey:
    """Return by what a row is known again: what its key columns mean, in whichever words.

    An estimate and an entry of the place are different rows, as they may stand side by side.
    """
    cells = {
        column.id: (column.kind, cell) for column, cell in zip(schema.columns, row, strict=True)
    }
    kind, quality = cells.get("quality", ("", ""))
    estimated = meaning(kind, quality) == _ESTIMATE
    return (*(meaning(*cells[name]) for name in names), _ESTIMATE if estimated else "")


def _columns(heads: Sequence[str], schema: TableSchema) -> tuple[tuple[str, ...], Language] | None:
    """Return which columns headers name, and in which language; None where any is not plain."""
    found = [schema.find_column(head) for head in heads]
    ids = tuple(column.id for column in found if column is not None)
    if not ids or len(ids) != len(heads) or len(set(ids)) != len(ids):
        return None
    if not {column.id for column in schema.required} <= set(ids):
        return None
    chinese = sum(c.header.zh == h for c, h in zip(found, heads, strict=True) if c)
    return ids, "zh" if 2 * chinese >= len(heads) else "en"
