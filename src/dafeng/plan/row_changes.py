"""Which rows of the tables that a place hands in were added, removed or changed?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any, Final

from dafeng.dossier.cells import Cell
from dafeng.dossier.identity import identity_values
from dafeng.dossier.identity_keys import KEYS
from dafeng.dossier.records import Dossier
from dafeng.dossier.schema import IDENTITY_SHEET, tables
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.writing import sheets_of
from dafeng.errors import Place
from dafeng.language import Text, same
from dafeng.scenarios.catalogue import DRIVERS

#: Columns by which a row is known again: its id, or where it has none, what it is a figure of.
ROW_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "energy": ("year", "flow", "sector", "carrier"),
    "activity": ("year", "variable", "sector", "price_base"),
    "process": ("year", "process"),
    "factors": ("factor", "subject", "sector", "year"),
    "published": ("year", "series"),
    "assumptions": ("scenario", "driver", "sector", "carrier", "year"),
    "sources": ("id",),
    "measures": ("id",),
    "projects": ("id",),
    "tasks": ("id",),
    "reforms": ("id",),
    "targets": ("indicator", "year"),
    "actuals": ("subject", "year"),
    "texts": ("section",),
    "vehicles": ("year", "class", "drive", "variable"),
    "buildings": ("year", "kind", "built", "variable"),
    "plants": ("name",),
    "routes": ("year", "product", "route"),
}

#: Id of the identity among the tables.
IDENTITY: Final = "dossier"

#: What a cell holds: a figure, words, or nothing.
Value = float | int | Text | None


class ChangeKind(StrEnum):
    """What happened to a row from the first build to the second."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs: its column and what stood in it before and after."""

    column: str
    name: Text
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that differs.

    Parameters
    ----------
    table
        Table id; ``dossier`` for the identity.
    kind
        Added, removed or changed.
    label
        By what the row is known again, and its name where it has one.
    cells
        The cells that differ; of a row that was added or removed all that are filled.
    before, after
        Where the row stands in each dossier; None where it does not.
    """

    table: str
    kind: ChangeKind
    label: Text
    cells: tuple[CellChange, ...]
    before: Place | None
    after: Place | None


@dataclass(frozen=True, slots=True)
class RowChanges:
    """All rows that differ, in the order of the tables, and how many are equal by table."""

    changes: tuple[RowChange, ...]
    equal: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row in both languages, cell by cell in the order of its columns."""

    zh: tuple[Cell, ...]
    en: tuple[Cell, ...]
    place: Place


def table_name(table: str) -> Text:
    """Return the name of a table, or of the identity."""
    return IDENTITY_SHEET if table == IDENTITY else tables()[table].name


def row_changes(before: Dossier, after: Dossier) -> RowChanges:
    """Return which rows differ between two dossiers.

    Rows are known again by id, or by the columns that say what they are a figure of
    (`ROW_KEYS`); the order of rows and where they stand does not matter. Of several rows with one
    key the equal ones are paired first.

    Parameters
    ----------
    before, after
        What was handed in.
    """
    changes, equal = list(_identity(before, after)), {}
    for (table, old), (_, new) in zip(_lines(before), _lines(after), strict=True):
        found = list(_table(table, old, new))
        changes += found
        equal[table] = len(new) - sum(c.kind is not ChangeKind.REMOVED for c in found)
    return RowChanges(tuple(changes), equal)


def _identity(before: Dossier, after: Dossier) -> Iterator[RowChange]:
    old, new = identity_values(before.identity), identity_values(after.identity)
    cells = tuple(
        CellChange(key, KEYS[key][1], _plain(old[key]), _plain(new[key]))
        for key in old
        if old[key] != new[key]
    )
    if cells:
        places = (d.identity.place(cells[0].column) for d in (before, after))
        yield RowChange(IDENTITY, ChangeKind.CHANGED, IDENTITY_SHEET, cells, *places)


def _plain(value: object) -> Value:
    if isinstance(value, int) or not value:
        return value if isinstance(value, int) else None
    return same(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _lines(dossier: Dossier) -> Iterator[tuple[str, list[_Line]]]:
    written = zip(sheets_of(dossier, "zh"), sheets_of(dossier, "en"), strict=True)
    for table, (zh, en) in zip(tables(), written, strict=True):
        records = getattr(dossier, table)
        lines = zip(_cells(zh), _cells(en), map(_place, records), strict=True)
        yield table, [_Line(*line) for line in lines]


def _cells(sheet: RawSheet) -> tuple[tuple[Cell, ...], ...]:
    return sheet.rows[1:]


def _place(record: Any) -> Place:
    found: Place = record.place if hasattr(record, "place") else record.amount.place
    return found


def _table(table: str, old: list[_Line], new: list[_Line]) -> Iterator[RowChange]:
    before, after = _by_key(table, old), _by_key(table, new)
    for key in sorted({*before, *after}, key=lambda cells: tuple(map(_sortable, cells))):
        for one, other in _pairs(before.get(key, []), after.get(key, [])):
            yield _change(table, one, other)


def _by_key(table: str, lines: list[_Line]) -> dict[tuple[Cell, ...], list[_Line]]:
    found: dict[tuple[Cell, ...], list[_Line]] = defaultdict(list)
    positions = _positions(table)
    for line in lines:
        key = tuple(line.en[at] for at in positions)
        # a row that should have an id and has none is known by all that it says
        found[key if any(k is not None for k in key) else line.en].append(line)
    return found


def _positions(table: str) -> list[int]:
    columns = [c.id for c in tables()[table].columns]
    return [columns.index(name) for name in ROW_KEYS[table]]


def _sortable(cell: Cell) -> tuple[bool, float, str]:
    if isinstance(cell, int | float):
        return (False, float(cell), "")
    return (True, 0.0, "" if cell is None else str(cell))


def _pairs(old: list[_Line], new: list[_Line]) -> Iterator[tuple[_Line | None, _Line | None]]:
    """Leave out what both have, and pair the rest in a fixed order."""
    return zip_longest(_without(old, new), _without(new, old))


def _without(lines: list[_Line], others: list[_Line]) -> list[_Line]:
    left = Counter(line.en for line in others)
    rest = []
    for line in lines:
        if left[line.en]:
            left[line.en] -= 1
        else:
            rest.append(line)
    return sorted(rest, key=lambda line: tuple(map(_sortable, line.en)))


def _change(table: str, old: _Line | None, new: _Line | None) -> RowChange:
    kind = ChangeKind.CHANGED
    if old is None or new is None:
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
    skipped = () if kind is ChangeKind.CHANGED else ROW_KEYS[table]
    cells = tuple(
        CellChange(column.id, column.header, before, after)
        for at, column in enumerate(tables()[table].columns)
        for before, after in ((_value(old, at, column.kind), _value(new, at, column.kind)),)
        if before != after and column.id not in skipped
    )
    places = (line.place if line else None for line in (old, new))
    return RowChange(table, kind, _label(table, new or old), cells, *places)


def _value(line: _Line | None, at: int, kind: str) -> Value:
    if line is None or line.en[at] is None:
        return None
    zh, en = line.zh[at], line.en[at]
    if isinstance(en, int | float):
        return en
    return _driver(str(en)) if kind == "driver" else Text(str(zh), str(en))


def _driver(identifier: str) -> Text:
    return next((d.name for d in DRIVERS if d.id == identifier), same(identifier))


def _label(table: str, line: _Line | None) -> Text:
    columns = tables()[table].columns
    wanted = {*ROW_KEYS[table], "name"} if ROW_KEYS[table] == ("id",) else {*ROW_KEYS[table]}
    values = [_value(line, at, c.kind) for at, c in enumerate(columns) if c.id in wanted]
    filled = [v if isinstance(v, Text) else same(str(v)) for v in values if v is not None]
    if not filled:
        return Text("（无编号）", "(no id)")
    return Text(" · ".join(v.zh for v in filled), " · ".join(v.en for v in filled))
