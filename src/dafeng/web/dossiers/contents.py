"""Which tables does a version hold, and which files make a version of edited tables?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from dafeng.dossier.identity_keys import KEYS, flatten
from dafeng.dossier.merging import Row, RowKey
from dafeng.dossier.parse import IDENTITY_FILE
from dafeng.dossier.records import Dossier
from dafeng.dossier.schema import IDENTITY_SHEET, Column, TableSchema, tables
from dafeng.dossier.standard_form import (
    StandardTable,
    empty_table,
    row_key,
    sheet_of,
    standard_table,
)
from dafeng.files.dossier_archive import Folder
from dafeng.files.dossier_folder import entries_text, write_folder
from dafeng.files.text_tables import parse_text, table_bytes
from dafeng.language import Language, Text
from dafeng.plan.row_changes import ROW_KEYS
from dafeng.web.whole_numbers import counted

#: Id of the identity among the tables, and its form as one.
IDENTITY: Final = "dossier"
IDENTITY_SCHEMA: Final = TableSchema(
    IDENTITY,
    IDENTITY_SHEET,
    (),
    (
        Column("item", "text", True, Text("项目", "Item"), ()),
        Column("value", "text", True, Text("值", "Value"), ()),
    ),
)
_YEARS: Final = ("base_year", "price_base")
_LISTS: Final = ("hosts",)
_TABLE_ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Contents:
    """The tables of a dossier's folder.

    Parameters
    ----------
    tables
        Tables in the standard form, by id; the identity among them.
    foreign
        Names of files whose rows cannot be edited one by one.
    language
        Language of the headers.
    """

    tables: Mapping[str, StandardTable]
    foreign: tuple[str, ...]
    language: Language

    @property
    def standard(self) -> bool:
        """Say whether every table can be edited."""
        return not self.foreign


def schemas() -> dict[str, TableSchema]:
    """Return the tables that can be edited, the identity first."""
    return {IDENTITY: IDENTITY_SCHEMA, **tables()}


def contents(files: Folder) -> Contents:
    """Return the tables of a folder; one that it lacks is empty."""
    found: dict[str, StandardTable] = {}
    foreign = [n for n in files if _ending(n) in _TABLE_ENDINGS and not _own(n)]
    identity = _identity(files)
    if identity is None:
        foreign.append(IDENTITY_FILE)
    else:
        found[IDENTITY] = identity
    for table, schema in tables().items():
        name = f"{table}.csv"
        if name in files:
            read = _read(files[name], name, schema)
            if read is None:
                foreign.append(name)
            else:
                found[table] = read
    language: Language = "en" if any(t.language == "en" for t in found.values()) else "zh"
    empty = {t: empty_table(s, language) for t, s in schemas().items() if t not in found}
    return Contents({**found, **empty}, tuple(sorted(foreign)), language)


def with_table(
    files: Folder, schema: TableSchema, rows: Sequence[Row], language: Language
) -> Folder:
    """Return a folder in which one table holds other rows."""
    if schema.id == IDENTITY:
        return {**files, IDENTITY_FILE: identity_bytes(rows)}
    return {**files, f"{schema.id}.csv": table_bytes(sheet_of(schema, rows, language))}


def standard_files(dossier: Dossier, language: Language) -> Folder:
    """Return a dossier as a folder of standard tables."""
    with TemporaryDirectory(prefix="dossier-") as place:
        write_folder(dossier, Path(place), language)
        return {path.name: path.read_bytes() for path in Path(place).iterdir()}


def key_of(schema: TableSchema, row: Row) -> RowKey:
    """Return by what a row is known again."""
    return _key(schema.id, row)


@lru_cache(maxsize=32_768)  # a merge asks for each row several times
def _key(table: str, row: Row) -> RowKey:
    return row[:1] if table == IDENTITY else row_key(tables()[table], ROW_KEYS[table], row)


def identity_bytes(rows: Sequence[Row]) -> bytes:
    """Return rows of key and value as a ``dossier.toml``; an empty value is left out."""
    stated = {name: value.strip() for name, value in rows if name in KEYS and value.strip()}
    ordered = {name: _value(name, stated[name]) for name in KEYS if name in stated}
    return entries_text(ordered).encode()


def _value(name: str, text: str) -> object:
    if name in _YEARS and (year := counted(text)) is not None:
        return year
    if name in _LISTS:
        return [part.strip() for part in text.replace("、", ",").split(",") if part.strip()]
    return text


def _identity(files: Folder) -> StandardTable | None:
    """Return the identity as rows of key and value; None where it cannot be read as such."""
    try:
        document = tomllib.loads(files.get(IDENTITY_FILE, b"").decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    entries, faults = flatten(document, IDENTITY_FILE)
    if faults or not entries:
        return None
    shown = {name: _text(entry.value) for name, entry in entries.items()}
    rows = tuple((name, shown.get(name, "")) for name in KEYS)
    return StandardTable(IDENTITY_SCHEMA, "zh", ("item", "value"), rows)


def _text(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _read(data: bytes, name: str, schema: TableSchema) -> StandardTable | None:
    sheet, faults = parse_text(data, name)
    return None if sheet is None or faults else standard_table(sheet, schema)


def _own(name: str) -> bool:
    return name.removesuffix(".csv") in tables() and name.endswith(".csv")


def _ending(name: str) -> str:
    return Path(name).suffix.lower()
