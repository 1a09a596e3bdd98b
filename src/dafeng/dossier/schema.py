"""Which tables make up a dossier, and which columns do they have?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dafeng.dossier.rules import rows
from dafeng.dossier.wording import key, narrow
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    id
        Canonical name.
    kind
        ``year``, ``number``, ``unit``, ``text``, ``notation`` or the list that its words are from.
    required
        Whether the table makes no sense without it.
    header
        Header as Dafeng writes it.
    synonyms
        Further headers that mean the same.
    """

    id: str
    kind: str
    required: bool
    header: Text
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table of a dossier: its names and its columns."""

    id: str
    name: Text
    synonyms: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, identifier: str) -> Column:
        """Return a column by its canonical name."""
        return next(c for c in self.columns if c.id == identifier)

    def find_column(self, header: str) -> Column | None:
        """Return the column that a header without unit means, or None."""
        return _by_header(self.id).get(key(header))

    @property
    def required(self) -> tuple[Column, ...]:
        """Return the columns without which the table makes no sense."""
        return tuple(c for c in self.columns if c.required)


#: Tables whose rows later rooms interpret; kept as text.
ROW_TABLES = ("measures", "projects", "tasks", "reforms", "targets", "actuals", "texts")


@lru_cache(maxsize=1)
def tables() -> dict[str, TableSchema]:
    """Return the tables of a dossier by id, in the order in which they are written."""
    found: dict[str, TableSchema] = {}
    for row in rows("schema"):
        synonyms = tuple(s for s in row["synonyms"].split("|") if s)
        name = Text(row["zh"], row["en"])
        if not row["column"]:
            found[row["table"]] = TableSchema(row["table"], name, synonyms, ())
            continue
        column = Column(row["column"], row["kind"], row["required"] == "yes", name, synonyms)
        table = found[row["table"]]
        found[table.id] = TableSchema(
            table.id, table.name, table.synonyms, (*table.columns, column)
        )
    return found


@lru_cache(maxsize=32)
def _by_header(table: str) -> dict[str, Column]:
    headers: dict[str, Column] = {}
    for spelling in ("id", "name", "synonyms"):
        for column in tables()[table].columns:
            for header in _spellings(column, spelling):
                headers.setdefault(key(header), column)
    return headers


def _spellings(column: Column, which: str) -> tuple[str, ...]:
    if which == "id":
        return (column.id,)
    return (column.header.zh, column.header.en) if which == "name" else column.synonyms


#: Name of the sheet that stands for ``dossier.toml`` in a workbook.
IDENTITY_SHEET = Text("档案", "Dossier")


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    names = {key(IDENTITY_SHEET.zh): "dossier", key(IDENTITY_SHEET.en): "dossier"}
    for table in tables().values():
        for spelling in (table.id, table.name.zh, table.name.en, *table.synonyms):
            names.setdefault(key(spelling), table.id)
    return names


def find_table(name: str) -> str | None:
    """Return the id of the table that a sheet or file name means, or None.

    Years, numbering and what stands in brackets do not matter: ``表2 能源（实物量）2020``.
    """
    plain = re.sub(r"[(\[【][^)\]】]*[)\]】]", "", narrow(name))
    plain = re.sub(r"(?:^\s*附?表\s*)?\d+(?:[-.]\d+)*\s*年?度?", "", plain)
    known = _by_name()
    return known.get(key(name)) or known.get(key(plain))


def table_names() -> Text:
    """Return the names of all tables, for a remedy."""
    every = tables().values()
    return Text("、".join(t.name.zh for t in every), ", ".join(t.id for t in every))
