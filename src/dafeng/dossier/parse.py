"""From raw tables to a dossier: every record that is sound, and every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from dafeng import reference
from dafeng.dossier.assumption_rows import read_assumption_row
from dafeng.dossier.balance_headers import carriers_down, is_balance, is_transposed
from dafeng.dossier.bilingual import one_language
from dafeng.dossier.bracket_words import tell_left_over
from dafeng.dossier.carrier_sheets import is_carrier_sheet
from dafeng.dossier.energy_tables import read_energy
from dafeng.dossier.factor_melting import is_wide_factors, melt_factors
from dafeng.dossier.figures import RowReader
from dafeng.dossier.headings import spread_headings
from dafeng.dossier.identity import read_identity
from dafeng.dossier.identity_keys import Entry, find_key, key_names
from dafeng.dossier.index_base import chained
from dafeng.dossier.late_years import LateYears
from dafeng.dossier.long_table import LongRow, find_header, read_long
from dafeng.dossier.measure_names import by_id
from dafeng.dossier.melting import is_wide_activity, melt_activity
from dafeng.dossier.other_rows import (
    read_activity_row,
    read_factor_row,
    read_process_row,
    read_published_row,
    read_source_row,
)
from dafeng.dossier.records import Dossier, SourceRecord
from dafeng.dossier.repeats import without_repeats
from dafeng.dossier.row_words import words_fit
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import ROW_TABLES, find_table, table_names, tables
from dafeng.dossier.sheets import RawSheet, shared_figures, unmerged
from dafeng.dossier.stock_rows import (
    read_building_row,
    read_plant_row,
    read_route_row,
    read_vehicle_row,
)
from dafeng.dossier.target_melting import is_wide_targets, melt_targets
from dafeng.dossier.text_rows import read_text_row
from dafeng.dossier.title_places import check_titles
from dafeng.dossier.vocabulary import term_names, term_words
from dafeng.dossier.wording import key, nearest
from dafeng.errors import Fault, Place, column_letters
from dafeng.language import Text

#: File that states who the place is.
IDENTITY_FILE: Final = "dossier.toml"

_READERS: Final[dict[str, Callable[[RowReader], Any]]] = {
    "activity": read_activity_row,
    "process": read_process_row,
    "factors": read_factor_row,
    "published": read_published_row,
    "sources": read_source_row,
    "vehicles": read_vehicle_row,
    "buildings": read_building_row,
    "plants": read_plant_row,
    "routes": read_route_row,
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
    where = Place(file=identity_file)
    if identity is None and "dossier" in tables_of:
        identity = identity_of(tables_of["dossier"], findings)
        where = tables_of["dossier"][0].place()
    known = read_identity(identity, where, findings)
    late = LateYears(known.base_year if known is not None else None)
    records = _records(tables_of, dict(drivers or {}), late, findings)
    tell_left_over(findings)
    if known is not None:
        check_titles(_titles(tables_of, findings), known, records["energy"], findings)
    dossier = Dossier(known, **records) if known is not None else None
    return dossier, tuple(findings.faults)


#: Tables whose figures are those of the whole place.
_OF_PLACE: Final = ("energy", "activity", "process", "published")


def _titles(tables_of: Mapping[str, list[RawSheet]], findings: Findings) -> dict[Place, str]:
    """Return what stands above the headers of tables that state figures of the place."""
    own = {(s.file, s.sheet) for table in _OF_PLACE for s in tables_of.get(table, ())}
    return {p: t for p, t in findings.titles.items() if (p.file, p.sheet) in own}


#: Tables whose headers may have several rows.
_HEADED: Final = ("energy", "activity")


def _sorted_out(sheets: Sequence[RawSheet], findings: Findings) -> dict[str, list[RawSheet]]:
    """Return the sheets by table; what is no table or empty is reported."""
    tables_of: dict[str, list[RawSheet]] = {}
    for raw in sheets:
        _tell_hidden(raw, findings)
        _tell_shared(raw, findings)
        spread = spread_headings(raw)
        name = recognise(spread)
        sheet = spread if name in _HEADED else raw
        if name is None:
            place = sheet.place()
            findings.add("sheet.unknown", place, name=sheet.name, known=table_names())
        elif sheet.blank:
            findings.add("sheet.empty", sheet.place(), name=sheet.name)
        else:
            tables_of.setdefault(name, []).append(sheet)
    return tables_of


def _tell_hidden(sheet: RawSheet, findings: Findings) -> None:
    """Note what a workbook does not show and what is read all the same."""
    if sheet.blank:
        return
    if sheet.hidden.sheet:
        findings.add("sheet.hidden", sheet.place(), name=sheet.name)
    rows = [r for r in sheet.hidden.rows if r <= len(sheet.rows) and not sheet.blank_row(r)]
    cells = (c for row in sheet.rows for c in enumerate(row, 1)) if sheet.hidden.columns else ()
    columns = sorted({i for i, cell in cells if cell is not None} & {*sheet.hidden.columns})
    if not rows and not columns:
        return
    letters = ", ".join(map(column_letters, columns[:_NAMED])) + ("…" * (len(columns) > _NAMED))
    numbers = ", ".join(map(str, rows[:_NAMED])) + ("…" * (len(rows) > _NAMED))
    place = sheet.place(rows[0] if rows else 1, columns[0] if columns else None)
    findings.add(
        "rows.hidden", place, rows=numbers or "-", columns=letters or "-",
        count=len(rows), others=len(columns),
    )  # fmt: skip


def _tell_shared(sheet: RawSheet, findings: Findings) -> None:
    """Report figures that are merged over cells of different meaning."""
    for top, left, bottom, right in shared_figures(sheet):
        first = f"{column_letters(left)}{top}"
        findings.add(
            "cell.merged_number", sheet.place(top, left), value=sheet.text(top, left),
            cells=f"{first}:{column_letters(right)}{bottom}", first=first,
        )  # fmt: skip


#: Hidden rows or columns that a note names.
_NAMED: Final = 20


def _records(
    tables_of: Mapping[str, list[RawSheet]],
    drivers: dict[str, Text],
    late: LateYears,
    findings: Findings,
) -> dict[str, tuple[Any, ...]]:
    """Return the records of every table, each key once."""
    records: dict[str, tuple[Any, ...]] = {
        "energy": read_energy(tables_of.get("energy", ()), late, findings)
    }
    readers = {
        **_READERS,
        "assumptions": lambda row: read_assumption_row(row, drivers),
        **dict.fromkeys(ROW_TABLES, read_text_row),
    }
    for table, reader in readers.items():
        records[table] = _rows(tables_of.get(table, []), table, reader, findings)
    records["activity"] = tuple(chained(records["activity"], findings))
    for table, found in records.items():
        if table != "energy":
            records[table] = without_repeats(table, found, findings, drivers)
    records["projects"] = by_id(records["projects"], records["measures"])
    _unread(findings)
    _citations(records["sources"], findings)
    return records


def _unread(findings: Findings) -> None:
    """Report each variable that nothing reads once, with the cells in which it stands."""
    for text, places in findings.unread.items():
        cells = ", ".join(p.cell for p in places[:_NAMED]) + ("…" * (len(places) > _NAMED))
        findings.add(
            "variable.unread", places[0], text=text, cells=cells,
            known=term_names("variable"), near=nearest(text, term_words("variable")),
        )  # fmt: skip


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
    filled = unmerged(one_language(sheet))
    if is_balance(filled) or is_transposed(filled) or is_carrier_sheet(filled):
        return "energy"
    if carriers_down(filled) and not is_wide_factors(sheet):
        return "energy"
    best, count = None, 2
    for table in tables().values():
        header = find_header(filled, table)
        required = {c.id for c in table.required}
        if header is None or not required <= header.stated:
            continue
        score = len(header.columns) + bool(header.years)
        if score > count:
            best, count = table.id, score
    if best is None and is_wide_factors(sheet):
        return "factors"
    if best is None and _is_wide(sheet):
        return "activity"
    return best


def identity_of(sheets: Sequence[RawSheet], findings: Findings) -> dict[str, Entry]:
    """Return the entries of a sheet with one key and value a row; the first of a key counts."""
    entries: dict[str, Entry] = {}
    for sheet in sheets:
        for row in range(1, len(sheet.rows) + 1):
            label = sheet.text(row, 1)
            if not label or key(label) in _KEY_HEADERS:
                continue
            name = find_key(label)
            if name is None:
                place = sheet.place(row, 1)
                findings.add("identity.key.unknown", place, key=label, known=key_names())
                continue
            if name in entries:
                place, first = sheet.place(row, 1), entries[name].place
                findings.add("identity.key.duplicate", place, key=label, other=str(first))
                continue
            value = sheet.at(row, 2)
            entries[name] = Entry("" if value is None else value, sheet.place(row, 2))
    return entries


_KEY_HEADERS: Final = frozenset(map(key, ("项目", "键", "key", "item", "字段", "field")))


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
        for row in _melted(sheet, table, findings) or read_long(sheet, schema, findings):
            fields = RowReader(row, schema, findings)
            record = reader(fields) if words_fit(fields) else None
            if record is not None:
                records.append(record)
    return tuple(records)


def _melted(sheet: RawSheet, table: str, findings: Findings) -> Iterator[LongRow] | None:
    """Return the records of a table with figures of several kinds a row; None if it has one."""
    if table == "activity" and _is_wide(sheet):
        return melt_activity(sheet, findings)
    if table == "factors" and is_wide_factors(sheet):
        return melt_factors(sheet, findings)
    if table == "targets" and is_wide_targets(sheet):
        return melt_targets(sheet, findings)
    return None
