"""Which figures of a table are held by others that stand in it too, so that none counts twice?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.combining import Labelled
from dafeng.dossier.energy_rows import BY_SECTOR
from dafeng.dossier.part_carriers import Item, kinds_within
from dafeng.dossier.part_rows import Line, Part, parts_of
from dafeng.dossier.records import EnergyRecord, Quality
from dafeng.dossier.rules import Findings
from dafeng.dossier.totals import agrees
from dafeng.dossier.wording import key, of_which
from dafeng.errors import Place
from dafeng.language import number


def table_parts(table: BalanceTable, findings: Findings) -> BalanceTable:
    """Let rows and columns of parts be held by the whole that stands beside them.

    Parameters
    ----------
    table
        A balance, or a table of sectors.
    findings
        Takes what is read as a part.
    """
    lines: dict[int, Line] = {}
    for cell in table.cells:
        if cell.flow in BY_SECTOR and cell.role == "value" and cell.amount.value is not None:
            line = Line(cell.row, (cell.flow, cell.sector), cell.label, {})
            line = lines.setdefault(cell.row, line)
            figures = {**line.figures, (cell.year, cell.column.index): cell.amount.value}
            lines[cell.row] = replace(line, figures=figures)
    parts = parts_of(list(lines.values()))
    cells = [_within(cell, parts) for cell in table.cells]
    for row, part in parts.items():
        place = next(c.line for c in table.cells if c.row == row)
        _tell(part, lines[int(str(row))].label, place, findings)
    return replace(table, cells=tuple(_without_kinds(cells, findings)))


def _within(cell: BalanceCell, parts: dict[Hashable, Part]) -> BalanceCell:
    part = parts.get(cell.row)
    spot = cell.year, cell.column.index
    if part is None or cell.role != "value" or spot not in part.whole.figures:
        return cell
    return replace(cell, role="part", parent=int(str(part.whole.id)))


def _tell(part: Part, label: str, place: Place, findings: Findings) -> None:
    rule = "energy.row.part" if part.sure else "energy.row.within"
    findings.once(rule, place, label=label, parent=part.whole.label)


def _without_kinds(cells: Sequence[BalanceCell], findings: Findings) -> list[BalanceCell]:
    items = [
        Item((c.year, c.row), c.column.index, c.column.name, c.column.carrier, c.amount)
        for c in cells
    ]
    changed = kinds_within(items, findings)
    kept = []
    for i, cell in enumerate(cells):
        value = changed.get(i, cell.amount.value)
        if i in changed and value is None:
            continue
        amount = replace(cell.amount, value=value, low=None, high=None)
        kept.append(replace(cell, amount=amount) if i in changed else cell)
    return kept


def rows_without_parts(
    rows: Sequence[tuple[Labelled, str]], findings: Findings
) -> list[Labelled | None]:
    """Return the rows of a table in long form, None for those that others hold.

    Parameters
    ----------
    rows
        Rows of one table, each with its carrier as written.
    findings
        Takes what is read as a part, and parts that are larger than their whole.
    """
    kept: list[Labelled | None] = _without_part_sectors([r for r, _ in rows], findings)
    left = [(i, row, rows[i][1]) for i, row in enumerate(kept) if row is not None]
    items = [_item(row, name) for _, row, name in left]
    for position, value in kinds_within(items, findings).items():
        i, row, _ = left[position]
        kept[i] = None if value is None else replace(row, record=_rest(row.record, value))
    return kept


def _rest(record: EnergyRecord, value: float) -> EnergyRecord:
    return replace(record, amount=replace(record.amount, value=value, low=None, high=None))


def _item(row: Labelled, name: str) -> Item:
    record = row.record
    guess = record.amount.quality is Quality.ESTIMATE
    spot = record.year, record.flow, key(of_which(row.label)[1]), record.sector, guess
    return Item(spot, record.amount.place.row or 0, name, record.carrier, record.amount)


def _without_part_sectors(rows: Sequence[Labelled], findings: Findings) -> list[Labelled | None]:
    lines: dict[tuple[Hashable, ...], Line] = {}
    for row in (r for r in rows if _counts(r)):
        record = row.record
        spot = record.year, record.carrier, record.amount.unit
        name = _line(row)
        cell = (record.flow, record.amount.quality), record.sector
        line = lines.setdefault(name, Line(name, cell, row.label, {}))
        figures = {**line.figures, spot: record.amount.value or 0.0}
        lines[name] = replace(line, figures=figures)
    own = {_line(r) for r in rows if r.whole}
    parts = parts_of(list(lines.values()))
    held = {i: p for i, p in parts.items() if p.sure or p.whole.id not in own}
    return [_outside(row, held, findings) for row in rows]


def _line(row: Labelled) -> tuple[Hashable, ...]:
    record = row.record
    return record.flow, record.sector, key(row.label), record.amount.quality


def _counts(row: Labelled) -> bool:
    return row.record.flow in BY_SECTOR and row.record.amount.value is not None


def _outside(row: Labelled, parts: dict[Hashable, Part], findings: Findings) -> Labelled | None:
    """Return a row that no other holds, or None; a part that is larger than its whole is told."""
    record = row.record
    part = parts.get(_line(row)) if _counts(row) else None
    spot = record.year, record.carrier, record.amount.unit
    if part is None or spot not in part.whole.figures:
        return row
    total, value = part.whole.figures[spot], record.amount.value or 0.0
    if value > total and not agrees(total, [value]):
        findings.add(
            "energy.part.exceeds", record.amount.place, label=row.label, parent=part.whole.label,
            part=number(value), total=number(total), unit=record.amount.unit,
        )  # fmt: skip
    else:
        _tell(part, row.label, record.amount.place, findings)
    return None
