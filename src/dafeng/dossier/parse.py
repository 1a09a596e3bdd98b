"""From raw tables to a dossier: every record that is sound, and every fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dafeng import reference
from dafeng.dossier.balance import BalanceTable, read_balance
from dafeng.dossier.balance_layout import is_balance
from dafeng.dossier.balance_totals import drop_standard, settle_table
from dafeng.dossier.combining import Labelled, combine
from dafeng.dossier.covering import (
    column_covers,
    tell_remaining,
    without_covered,
    without_placeholders,
)
from dafeng.dossier.energy_rows import is_standard_coal, read_energy_row, row_meaning
from dafeng.dossier.figures import RowReader
from dafeng.dossier.identity import Entry, find_key, read_identity
from dafeng.dossier.long_table import find_header, read_long
from dafeng.dossier.melting import is_wide_activity, melt_activity
from dafeng.dossier.other_rows import (
    read_activity_row,
    read_assumption_row,
    read_factor_row,
    read_process_row,
    read_published_row,
    read_source_row,
    read_text_row,
)
from dafeng.dossier.records import Dossier, EnergyRecord, SourceRecord
from dafeng.dossier.repeats import without_repeats
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import ROW_TABLES, TableSchema, find_table, table_names, tables
from dafeng.dossier.sector_totals import settle_totals
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.wording import key, nearest
from dafeng.errors import Fault
from dafeng.language import Text

#: File that states who the place is.
IDENTITY_FILE: Final = "dossier.toml"

_READERS: Final[dict[str, Callable[[RowReader], Any]]] = {
    "activity": read_activity_row,
    "process": read_process_row,
    "factors": read_factor_row,
    "published": read_published_row,
    "sources": read_source_row,
}


def parse(
    sheets: Sequence[RawSheet],
    identity: Mapping[str, Entry] | None = None,
    drivers: Mapping[str, Text] | None = None,
    identity_file: str = IDENTITY_FILE,
) -> tuple[Dossier | None, tuple[Fault, ...]]:
    """Return the dossier that tables and identity make, and everything that is wrong with them.

    Parameters
    ----------
    sheets
        Tables as read; what each means is told by its name, otherwise by its columns.
    identity
        Entries of ``dossier.toml``; None to take them from a sheet called Dossier.
    drivers
        Names of the drivers that scenarios know, by id; None leaves them unchecked.
    identity_file
        Name under which a missing identity is reported.

    Returns
    -------
    tuple
        The dossier with every sound record, or None without a usable identity; and the faults in
        the order of the input. A faulty row is reported and left out; nothing goes unsaid.
    """
    findings = Findings()
    tables_of = _sorted_out(sheets, findings)
    if identity is None and "dossier" in tables_of:
        identity = identity_of(tables_of["dossier"], findings)
    known = read_identity(identity, identity_file, findings)
    records = _records(tables_of, dict(drivers or {}), findings)
    dossier = Dossier(known, **records) if known is not None else None
    return dossier, tuple(findings.faults)


def _sorted_out(sheets: Sequence[RawSheet], findings: Findings) -> dict[str, list[RawSheet]]:
    """Return the sheets by table; what is no table or empty is reported."""
    tables_of: dict[str, list[RawSheet]] = {}
    for sheet in sheets:
        name = recognise(sheet)
        if name is None:
            place = sheet.place()
            findings.add("sheet.unknown", place, name=sheet.name, known=table_names())
        elif sheet.blank:
            findings.add("sheet.empty", sheet.place())
        else:
            tables_of.setdefault(name, []).append(sheet)
    return tables_of


def _records(
    tables_of: Mapping[str, list[RawSheet]], drivers: dict[str, Text], findings: Findings
) -> dict[str, tuple[Any, ...]]:
    """Return the records of every table, each key once."""
    records: dict[str, tuple[Any, ...]] = {"energy": _energy(tables_of, findings)}
    readers = {
        **_READERS,
        "assumptions": lambda row: read_assumption_row(row, drivers),
        **dict.fromkeys(ROW_TABLES, read_text_row),
    }
    for table, reader in readers.items():
        records[table] = _rows(tables_of.get(table, []), table, reader, findings)
    for table, found in records.items():
        if table != "energy":
            records[table] = without_repeats(table, found, findings)
    _citations(records["sources"], findings)
    return records


def _citations(sources: Sequence[SourceRecord], findings: Findings) -> None:
    """Report sources that are cited and stand neither in the table nor in the reference."""
    known = {s.id for s in sources} | set(reference.sources())
    for text, places in findings.cited.items():
        if text not in known:
            near = nearest(text, (s.id for s in sources))
            findings.add("source.unknown", places[0], text=text, count=len(places), near=near)


def recognise(sheet: RawSheet) -> str | None:
    """Return the table that a sheet is: by its name, otherwise by what its header says."""
    named = find_table(sheet.name)
    if named is not None:
        return named
    filled = unmerged(sheet)
    if is_balance(filled):
        return "energy"
    best, count = None, 2
    for table in tables().values():
        header = find_header(filled, table)
        required = {c.id for c in table.required}
        if header is None or not required <= {c.id for c in header.columns.values()}:
            continue
        if len(header.columns) > count:
            best, count = table.id, len(header.columns)
    if best is None and _is_wide(sheet):
        return "activity"
    return best


def identity_of(sheets: Sequence[RawSheet], findings: Findings) -> dict[str, Entry]:
    """Return the entries of a sheet with one key and value a row."""
    entries: dict[str, Entry] = {}
    for sheet in sheets:
        for row in range(1, len(sheet.rows) + 1):
            label = sheet.text(row, 1)
            if not label or key(label) in _KEY_HEADERS:
                continue
            name = find_key(label)
            if name is None:
                known = ", ".join(tables()) if not label else "code, name_zh, base_year …"
                findings.add("identity.key.unknown", sheet.place(row, 1), key=label, known=known)
                continue
            value = sheet.at(row, 2)
            entries[name] = Entry("" if value is None else value, sheet.place(row, 2))
    return entries


_KEY_HEADERS: Final = frozenset(map(key, ("项目", "键", "key", "item", "字段", "field")))


def _energy(tables_of: Mapping[str, list[RawSheet]], findings: Findings) -> tuple[Any, ...]:
    records: list[EnergyRecord] = []
    balances: list[BalanceTable] = []
    schema = tables()["energy"]
    for sheet in tables_of.get("energy", []):
        header = find_header(unmerged(sheet), schema)
        columns = {c.id for c in header.columns.values()} if header else set()
        if "carrier" not in columns and is_balance(sheet):
            balances.append(read_balance(sheet, findings))
            continue
        records.extend(_long_energy(sheet, schema, findings))
    kept = drop_standard(balances, findings)
    for table in kept:
        records.extend(settle_table(table, findings))
    # A repeated total would stand for its parts once the first is settled.
    once = without_repeats("energy", without_placeholders(records, findings), findings)
    settled, covers = settle_totals(once, findings)
    covers += column_covers(kept)
    remaining = without_covered(settled, covers, findings)
    tell_remaining(remaining, covers, findings)
    return tuple(_with_convention(remaining, findings))


def _long_energy(sheet: RawSheet, schema: TableSchema, findings: Findings) -> list[EnergyRecord]:
    """Return the records of a table in long form; rows of one cell that differ are added up."""
    rows: list[Labelled] = []
    for row in read_long(sheet, schema, findings):
        record = read_energy_row(RowReader(row, schema, findings))
        if record is not None:
            flow, sector = row.text("flow"), row.text("sector")
            meaning, whole = row_meaning(flow, sector)
            rows.append(Labelled(record, sector or flow, meaning, whole))
    return combine(rows, findings)


def _with_convention(records: Sequence[EnergyRecord], findings: Findings) -> list[EnergyRecord]:
    """Leave out electricity in standard coal: its convention is not stated; said once a column."""
    kept, told = [], set()
    for record in records:
        if record.carrier != "electricity" or not is_standard_coal(record.amount.unit):
            kept.append(record)
            continue
        place = record.amount.place
        if (place.file, place.sheet, place.column) not in told:
            told.add((place.file, place.sheet, place.column))
            findings.add("unit.convention", place, unit=record.amount.unit)
    return kept


def _is_wide(sheet: RawSheet) -> bool:
    """Say whether a table of activity has indicators or years as columns."""
    header = find_header(unmerged(sheet), tables()["activity"])
    if header is not None and len(header.columns) >= _LONG_COLUMNS:
        return False
    return is_wide_activity(sheet)


#: Columns by whose headers a table is known to hold one record a row.
_LONG_COLUMNS: Final = 3


def _rows(
    sheets: Sequence[RawSheet],
    table: str,
    reader: Callable[[RowReader], Any],
    findings: Findings,
) -> tuple[Any, ...]:
    schema = tables()[table]
    records = []
    for sheet in sheets:
        wide = table == "activity" and _is_wide(sheet)
        rows = melt_activity(sheet, findings) if wide else read_long(sheet, schema, findings)
        for row in rows:
            record = reader(RowReader(row, schema, findings))
            if record is not None:
                records.append(record)
    return tuple(records)
