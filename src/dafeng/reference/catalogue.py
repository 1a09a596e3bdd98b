"""Which tables are there, and where does each row come from?"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import StringIO

from dafeng.errors import UnknownNameError
from dafeng.language import Text

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that figures come from, with the terms of its use."""

    id: str
    title: Text
    publisher: str
    year: int
    licence: str
    address: str


@dataclass(frozen=True, slots=True)
class Table:
    """A reference table; each row carries source, year and licence.

    Parameters
    ----------
    name
        Name of the table.
    title, description
        What it holds.
    columns
        Column names; the last ones are ``source``, ``source_title``, ``licence``.
    rows
        The cells as text, as printed by the source.
    """

    name: str
    title: Text
    description: Text
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)


@lru_cache(maxsize=64)
def rows(name: str) -> tuple[Row, ...]:
    """Return the rows of a packaged table as they are stored."""
    path = files("dafeng.reference") / "tables" / f"{name}.csv"
    return tuple(csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline="")))


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """Return all sources by id."""
    return {
        r["id"]: Source(
            r["id"],
            Text(r["zh"], r["en"]),
            r["publisher"],
            int(r["year"]),
            r["licence"],
            r["address"],
        )
        for r in rows("sources")
    }


@lru_cache(maxsize=1)
def tables() -> dict[str, Text]:
    """Return the names of all tables with their titles."""
    return {r["name"]: Text(r["zh"], r["en"]) for r in rows("tables")}


@lru_cache(maxsize=32)
def table(name: str) -> Table:
    """Return one table with source, year and licence of each row.

    Raises
    ------
    UnknownNameError
        If there is no such table; the message lists them.
    """
    entry = next((r for r in rows("tables") if r["name"] == name), None)
    if entry is None:
        raise unknown("表", "table", name, tables())
    body = rows(name)
    own = [column for column in body[0] if column not in {"source", "year", "licence"}]
    columns = (*own, "year", "source", "source_title", "licence")
    return Table(
        name,
        Text(entry["zh"], entry["en"]),
        Text(entry["description_zh"], entry["description_en"]),
        columns,
        tuple(tuple(_traced(r, entry["source"])[c] for c in columns) for r in body),
    )


def _traced(row: Row, usual: str) -> Row:
    if "licence" in row:  # the table of sources itself
        return row | {"source": row["id"], "source_title": row["en"]}
    source = sources()[row.get("source") or usual]
    return row | {
        "year": row.get("year") or str(source.year),
        "source": source.id,
        "source_title": source.title.zh,
        "licence": source.licence,
    }


def unknown(kind_zh: str, kind_en: str, name: str, candidates: object) -> UnknownNameError:
    """Return the error for a name that a table does not hold, with what it does hold."""
    listed = [str(c) for c in candidates] if hasattr(candidates, "__iter__") else []
    shown = ", ".join(listed[:40]) + (" …" if len(listed) > 40 else "")  # noqa: PLR2004
    return UnknownNameError(
        Text(
            f"没有{kind_zh}“{name}”；可用：{shown}",
            f"no {kind_en} {name!r}; there are: {shown}",
        )
    )
