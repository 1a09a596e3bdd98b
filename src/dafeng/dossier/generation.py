"""What does generation in a balance of electricity consist of: primary power, thermal, or both?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.covering import is_estimate
from dafeng.dossier.records import Amount, EnergyRecord, Flow, NotationKey
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.dossier.wording import key
from dafeng.errors import Place
from dafeng.language import number

_POWER: Final = "electricity"
#: Rows that may stand below generation, by what their power is.
_PRIMARY: Final = ("hydro", "nuclear", "wind", "solar", "other_primary")
_BURNT: Final = ("fuel_power", "waste_power")
_THERMAL: Final = "power"
_OTHER: Final = "services"
_KINDS: Final = (*_PRIMARY, *_BURNT, _THERMAL)
#: Meaning of a figure of generation that is not split, and of thermal power below generation.
UNSPLIT: Final = "generation"
GENERATED: Final = "generated"
#: Share of generation that rows may leave which are all of it in another year [-].
_LARGE_REST: Final = 0.05


def split_generation(table: BalanceTable, findings: Findings) -> BalanceTable:
    """Read generation (生产量, 发电量) of a table of electricity by the rows below it.

    Hydro, nuclear, wind and solar power are primary production; thermal power is the output of
    plants whose fuel stands in the balance and is no primary energy. Generation is their total: it
    is checked, not added, and what it leaves is primary where thermal power is stated. Without
    thermal power the rest cannot be told apart and counts as power of plants, which is said.
    Primary production (一次能源生产量) beside power of plants stays what it is.

    Parameters
    ----------
    table
        A balance with rows of supply, in which electricity has a column.
    findings
        Takes what is left over and what cannot be told apart.
    """
    rows = {c.row: c for c in table.cells}
    check = TotalsCheck(findings)
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in (c for c in table.cells if c.column.carrier == _POWER):
        columns[cell.year, cell.column.index].append(cell)
    changed: dict[Place, BalanceCell | None] = {}
    full = {t.row for cells in columns.values() if (t := _filled(cells, rows)) is not None}
    for cells in columns.values():
        total = next((c for c in cells if _is_generation(c)), None)
        if total is None:
            changed |= _of_primary(cells, rows)
            continue
        block = _block(total.row, rows)
        inside = [c for c in cells if c.row in block]
        changed |= _split(total, inside, cells, (check, total.row in full))
    check.close()
    found = (changed.get(c.amount.place, c) for c in table.cells)
    return replace(table, cells=tuple(c for c in found if c is not None))


def _filled(cells: Sequence[BalanceCell], rows: Mapping[int, BalanceCell]) -> BalanceCell | None:
    """Return generation of a column whose rows below add up to it, if they do."""
    total = next((c for c in cells if _is_generation(c)), None)
    if total is None or total.amount.value is None:
        return None
    block = _block(total.row, rows)
    parts = [c for c in cells if c.row in block and c.amount.value is not None]
    inside = _within_thermal(total, parts)
    values = [c.amount.value or 0.0 for c in parts if c.amount.place not in inside]
    return total if values and agrees(total.amount.value, values) else None


def _of_primary(
    cells: Sequence[BalanceCell], rows: Mapping[int, BalanceCell]
) -> dict[Place, BalanceCell | None]:
    """Let hydro, nuclear, wind and solar power below primary production be parts of it."""
    total = next((c for c in cells if c.meaning == "production" and c.amount.value), None)
    if total is None:
        return {}
    block = _block(total.row, rows)
    inside = [c for c in cells if c.row in block and c.meaning in _PRIMARY and c.role == "value"]
    return {c.amount.place: replace(c, role="part", parent=total.row) for c in inside}


def _is_generation(cell: BalanceCell) -> bool:
    """Say whether a row states generation and does not say that it is primary."""
    plain = cell.meaning == "production" and not _says_primary(cell.label)
    return (plain or cell.meaning == UNSPLIT) and cell.role == "value"


def _says_primary(label: str) -> bool:
    words = key(label)
    return "一次" in words or "primary" in words or "indigenous" in words


def _block(row: int, rows: Mapping[int, BalanceCell]) -> set[int]:
    """Return the rows right below generation that name kinds of it; 其他 among them is one."""
    block: set[int] = set()
    for below in sorted(r for r in rows if r > row):
        if rows[below].meaning not in _KINDS and not (block and rows[below].meaning == _OTHER):
            break
        block.add(below)
    return block


def _split(
    total: BalanceCell,
    block: Sequence[BalanceCell],
    column: Sequence[BalanceCell],
    checked: tuple[TotalsCheck, bool],
) -> dict[Place, BalanceCell | None]:
    """Return what becomes of generation and of the rows below it, by place."""
    check, full = checked
    parts = [c for c in block if c.amount.value is not None]
    if not parts:
        stated = [c for c in column if c.meaning in _KINDS and (c.amount.value or 0.0) > 0]
        if total.meaning == "production" and stated:
            return {}
        if not stated:
            return {total.amount.place: replace(total, flow=Flow.POWER, meaning=UNSPLIT)}
        parts = stated
    inside = _within_thermal(total, parts)
    changed: dict[Place, BalanceCell | None] = {
        c.amount.place: _as_kind(c, block, inside) for c in parts
    }
    counted = [c for c in parts if c.amount.place not in inside]
    thermal = any(c.meaning == _THERMAL for c in counted)
    changed[total.amount.place] = _left(total, counted, check, thermal=thermal, full=full)
    for cell in (c for c in counted if c.meaning == _OTHER):
        _tell(check.findings, "energy.generation.unknown", cell, rest=cell.amount.value or 0.0)
    return changed


def _within_thermal(total: BalanceCell, parts: Sequence[BalanceCell]) -> set[Place]:
    """Return the rows of coal, gas, waste … power that thermal power, stated too, holds already."""
    burnt = [c for c in parts if c.meaning in _BURNT]
    others = [c.amount.value or 0.0 for c in parts if c.meaning not in _BURNT]
    stated = any(c.meaning == _THERMAL for c in parts)
    every = [c.amount.value or 0.0 for c in parts]
    value = total.amount.value or 0.0
    if not stated or (agrees(value, every) and not agrees(value, others)):
        return set()
    return {c.amount.place for c in burnt}


def _as_kind(
    cell: BalanceCell, block: Collection[BalanceCell], inside: Collection[Place]
) -> BalanceCell:
    if cell.amount.place in inside:
        parent = next((c.row for c in block if c.meaning == _THERMAL), cell.parent)
        return replace(cell, role="part", parent=parent)
    if cell.flow is Flow.PRODUCTION or cell not in block:
        return cell
    return replace(cell, flow=Flow.POWER, sector="", meaning=GENERATED)


def _left(
    total: BalanceCell,
    parts: Sequence[BalanceCell],
    check: TotalsCheck,
    *,
    thermal: bool,
    full: bool,
) -> BalanceCell | None:
    """Return what the rows leave of generation as a figure of its own, or nothing."""
    values = [c.amount.value or 0.0 for c in parts]
    value = total.amount.value
    rest = None if value is None else value - math.fsum(values)
    odd = full and rest is not None and rest > _LARGE_REST * (value or 0.0)
    if value is None or rest is None or rest <= 0 or agrees(value, values) or odd:
        check.compare(total.amount, [c.amount for c in parts], _POWER)
        return None
    rest = float(f"{rest:.12g}")
    rule = "energy.generation.rest" if thermal else "energy.generation.unknown"
    _tell(check.findings, rule, total, rest=rest)
    flow = Flow.PRODUCTION if thermal else Flow.POWER
    amount = replace(total.amount, value=rest, low=None, high=None)
    return replace(total, flow=flow, amount=amount, meaning=GENERATED)


def _tell(findings: Findings, rule: str, cell: BalanceCell, *, rest: float) -> None:
    amount = cell.amount
    findings.add(
        rule, amount.place, label=cell.label, total=number(amount.value or 0.0),
        rest=number(rest), unit=amount.unit,
    )  # fmt: skip


def settle_unsplit(
    records: Sequence[EnergyRecord], tables: Iterable[BalanceTable], findings: Findings
) -> list[EnergyRecord]:
    """Hold generation that is not split against other tables; alone it counts as power of plants.

    How much of it is primary is then not known (NE), and never energy of its own.

    Parameters
    ----------
    records
        Energy of all tables, before repeats are taken out.
    tables
        Balances of which the records were made.
    findings
        Takes totals that differ, and generation that no table splits.
    """
    labels = {c.amount.place: c.label for t in tables for c in t.cells if c.meaning == UNSPLIT}
    if not labels:
        return list(records)
    check = TotalsCheck(findings)
    kept: list[EnergyRecord] = []
    for record in records:
        if record.amount.place not in labels or record.flow is not Flow.POWER:
            kept.append(record)
            continue
        others = _others(record, records, labels)
        if others and comparable(record.amount, others, _POWER) is not None:
            check.compare(record.amount, others, _POWER)
            continue
        kept.extend((record, _unknown(record)))
        _tell_unsplit(record, labels[record.amount.place], findings)
    check.close()
    return kept


def _others(
    record: EnergyRecord, records: Iterable[EnergyRecord], labels: Collection[Place]
) -> list[Amount]:
    """Return generation of the same year that other tables state."""
    return [
        r.amount
        for r in records
        if (r.year, r.carrier) == (record.year, _POWER)
        and r.flow in (Flow.POWER, Flow.PRODUCTION)
        and (r.amount.value or 0.0) > 0
        and r.amount.place not in labels
        and not is_estimate(r)
    ]


def _unknown(record: EnergyRecord) -> EnergyRecord:
    amount = Amount(None, record.amount.unit, NotationKey.NE, place=record.amount.place)
    return replace(record, flow=Flow.PRODUCTION, amount=amount)


def _tell_unsplit(record: EnergyRecord, label: str, findings: Findings) -> None:
    amount = record.amount
    findings.add(
        "energy.generation.unsplit", amount.place,
        label=label, total=number(amount.value or 0.0), unit=amount.unit, year=record.year,
    )  # fmt: skip
