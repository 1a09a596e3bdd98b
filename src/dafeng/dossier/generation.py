"""What does generation in a balance of electricity consist of: primary power, thermal, or both?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.records import Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.dossier.wording import key
from dafeng.errors import Place
from dafeng.language import Text, number

_POWER: Final = "electricity"
#: Rows that may stand below generation, by what their power is.
PRIMARY_KINDS: Final = ("hydro", "nuclear", "wind", "solar", "other_primary")
_BURNT: Final = ("fuel_power", "waste_power", "cogeneration")
THERMAL: Final = "power"
_OTHER: Final = "services"
KINDS: Final = (*PRIMARY_KINDS, *_BURNT, THERMAL)
#: Meaning of a figure of generation that is not split, and of thermal power below generation.
UNSPLIT: Final = "generation"
GENERATED: Final = "generated"
#: Share of generation that rows may leave which are all of it in another year [-].
_LARGE_REST: Final = 0.05

#: What becomes of the figures of a column, by place: another reading, or none.
Changes = dict[Place, BalanceCell | None]


@dataclass(frozen=True, slots=True)
class Generation:
    """What one year states of generation and of primary production of electricity.

    Parameters
    ----------
    cells
        All figures of the year, in one unit.
    total
        Generation of all kinds, if it is stated.
    primary
        Primary production, if it is stated.
    block
        The figures that stand as kinds of generation below it.
    full
        Whether the kinds make up generation in some year.
    """

    cells: Sequence[BalanceCell]
    total: BalanceCell | None
    primary: BalanceCell | None
    block: Sequence[BalanceCell] = ()
    full: bool = False

    def parts(self) -> list[BalanceCell]:
        """Return what generation consists of: its kinds, primary production for all that it is."""
        own = [c for c in self.block if c.role != "part"]
        found = [c for c in own if c.amount.value is not None] or [
            c for c in self.cells if c.meaning in KINDS and (c.amount.value or 0.0) > 0
        ]
        if self.primary is None:
            return found
        return [*(c for c in found if c.meaning not in PRIMARY_KINDS), self.primary]

    def filled(self) -> bool:
        """Say whether the kinds below generation add up to it."""
        if self.total is None or self.total.amount.value is None or not self.block:
            return False
        parts = self.parts()
        inside = _within_thermal(self.total, parts)
        values = [c.amount.value or 0.0 for c in parts if c.amount.place not in inside]
        return bool(values) and agrees(self.total.amount.value, values)


def filled_labels(tables: Iterable[BalanceTable]) -> frozenset[str]:
    """Return the names of rows of generation that their kinds make up in some year of a balance.

    Parameters
    ----------
    tables
        Balances of one place; each year may have a sheet of its own.
    """
    every = (g for t in tables for g in _generation(t))
    return frozenset(key(g.total.label) for g in every if g.total is not None and g.filled())


def split_generation(
    table: BalanceTable, findings: Findings, filled: Collection[str] = ()
) -> BalanceTable:
    """Read generation (生产量, 发电量) of a table of electricity by the rows below it.

    Hydro, nuclear, wind and solar power are primary production; thermal power is the output of
    plants whose fuel stands in the balance and is no primary energy. Generation is their total: it
    is checked, not added, and what it leaves is primary where thermal power is stated. Without
    thermal power the rest cannot be told apart and counts as power of plants, which is said.
    Primary production (一次能源生产量) beside power of plants stays what it is, and holds hydro,
    nuclear, wind and solar power.

    Parameters
    ----------
    table
        A balance with rows of supply, in which electricity has a column.
    findings
        Takes what is left over and what cannot be told apart.
    filled
        Names of rows of generation that their kinds make up in some year of another table.
    """
    changed = settle_generation(_generation(table), findings, filled)
    kept = (changed.get(c.amount.place, c) for c in table.cells)
    return replace(table, cells=tuple(c for c in kept if c is not None))


def _generation(table: BalanceTable) -> list[Generation]:
    """Return what a table states of generation, column by column."""
    rows = {c.row: c for c in table.cells}
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in (c for c in table.cells if c.column.carrier in (_POWER, "")):
        columns[cell.year, cell.column.index].append(cell)
    return [_stated(cells, rows) for cells in columns.values()]


def settle_generation(
    stated: Sequence[Generation], findings: Findings, filled: Collection[str] = ()
) -> Changes:
    """Return what becomes of the figures of generation; nothing of it counts twice.

    Parameters
    ----------
    stated
        What a table states, year by year.
    findings
        Takes what is left over, what cannot be told apart and what cannot be.
    filled
        Names of rows of generation that their kinds make up in some year of another table.
    """
    check = TotalsCheck(findings)
    full = {g.total.row for g in stated if g.total is not None and g.filled()}
    full |= {g.total.row for g in stated if g.total is not None and key(g.total.label) in filled}
    changed: Changes = {}
    for generation in stated:
        if generation.total is not None:
            odd = generation.total.row in full
            changed |= _split(replace(generation, full=odd), generation.total, check)
        if generation.primary is not None:
            changed |= _of_primary(generation.primary, generation.cells, findings)
    check.close()
    return changed


def _stated(cells: Sequence[BalanceCell], rows: Mapping[int, BalanceCell]) -> Generation:
    """Return what a column states of generation; one that sums up carriers has primary alone."""
    total = next((c for c in cells if is_generation(c)), None)
    primary = next((c for c in cells if _is_primary(c) and c is not total), None)
    if total is None or not total.column.carrier:
        return Generation(cells, None, next(filter(_is_primary, cells), None))
    block = _block(total.row, rows)
    inside = [c for c in cells if c.row in block]
    if total.meaning == UNSPLIT or any(c.amount.value is not None for c in inside):
        return Generation(cells, total, primary, inside)
    if any(c.meaning in KINDS and (c.amount.value or 0.0) > 0 for c in cells):
        return Generation(cells, None, total)
    return Generation(cells, total, primary, inside)


def _of_primary(primary: BalanceCell, cells: Sequence[BalanceCell], findings: Findings) -> Changes:
    """Let hydro, nuclear, wind and solar power be parts of primary production, and no more."""
    inside = [c for c in cells if _within_primary(c, primary) and c.amount.value is not None]
    values = [c.amount.value or 0.0 for c in inside]
    total = primary.amount.value or 0.0
    larger = [c for c in inside if (c.amount.value or 0.0) > total]
    larger = [c for c in larger if not agrees(total, [c.amount.value or 0.0])]
    for cell in larger:
        _tell_larger([cell], primary, findings)
    if not larger and math.fsum(values) > total and not agrees(total, values):
        _tell_larger(inside, primary, findings)
    return {c.amount.place: replace(c, role="part", parent=primary.row) for c in inside}


def _within_primary(cell: BalanceCell, primary: BalanceCell) -> bool:
    marked = cell.role == "part" and cell.parent == primary.row
    return marked or (cell.meaning in PRIMARY_KINDS and cell.role == "value")


def _tell_larger(parts: Sequence[BalanceCell], primary: BalanceCell, findings: Findings) -> None:
    names = [c.label for c in parts]
    whole = math.fsum(c.amount.value or 0.0 for c in parts)
    findings.add(
        "energy.part.exceeds", parts[0].amount.place,
        label=Text("、".join(names), ", ".join(names)), parent=primary.label, part=number(whole),
        total=number(primary.amount.value or 0.0), unit=parts[0].amount.unit,
    )  # fmt: skip


def _is_primary(cell: BalanceCell) -> bool:
    known = cell.amount.value is not None
    return cell.meaning == "production" and cell.role == "value" and known


def is_generation(cell: BalanceCell) -> bool:
    """Say whether a row states generation and does not say that it is primary."""
    plain = cell.meaning == "production" and not says_primary(cell.label)
    return (plain or cell.meaning == UNSPLIT) and cell.role == "value"


def says_primary(label: str) -> bool:
    """Say whether a label says that production is of primary energy."""
    words = key(label)
    return "一次" in words or "primary" in words or "indigenous" in words


def _block(row: int, rows: Mapping[int, BalanceCell]) -> set[int]:
    """Return the rows right below generation that name kinds of it; 其他 among them is one."""
    block: set[int] = set()
    for below in sorted(r for r in rows if r > row):
        if rows[below].meaning not in KINDS and not (block and rows[below].meaning == _OTHER):
            break
        block.add(below)
    return block


def _split(stated: Generation, total: BalanceCell, check: TotalsCheck) -> Changes:
    """Return what becomes of generation and of the rows below it, by place."""
    parts = stated.parts()
    if not parts:
        return {total.amount.place: replace(total, flow=Flow.POWER, meaning=UNSPLIT)}
    inside = _within_thermal(total, parts)
    changed: Changes = {c.amount.place: _as_kind(c, stated.block, inside) for c in parts}
    counted = [c for c in parts if c.amount.place not in inside]
    changed[total.amount.place] = _left(total, counted, check, stated)
    for cell in (c for c in counted if c.meaning == _OTHER):
        _tell(check.findings, "energy.generation.unknown", cell, rest=cell.amount.value or 0.0)
    return changed


def _within_thermal(total: BalanceCell, parts: Sequence[BalanceCell]) -> set[Place]:
    """Return the rows of coal, gas, waste … power that thermal power, stated too, holds already."""
    burnt = [c for c in parts if c.meaning in _BURNT]
    others = [c.amount.value or 0.0 for c in parts if c.meaning not in _BURNT]
    stated = any(c.meaning == THERMAL for c in parts)
    every = [c.amount.value or 0.0 for c in parts]
    value = total.amount.value or 0.0
    if not stated or (agrees(value, every) and not agrees(value, others)):
        return set()
    return {c.amount.place for c in burnt}


def _as_kind(
    cell: BalanceCell, block: Collection[BalanceCell], inside: Collection[Place]
) -> BalanceCell:
    if cell.amount.place in inside:
        parent = next((c.row for c in block if c.meaning == THERMAL), cell.parent)
        return replace(cell, role="part", parent=parent)
    if cell.flow is Flow.PRODUCTION or cell not in block:
        return cell
    return replace(cell, flow=Flow.POWER, sector="", meaning=GENERATED)


def _left(
    total: BalanceCell, parts: Sequence[BalanceCell], check: TotalsCheck, stated: Generation
) -> BalanceCell | None:
    """Return what the rows leave of generation as a figure of its own, or nothing."""
    values = [c.amount.value or 0.0 for c in parts]
    value = total.amount.value
    rest = None if value is None else value - math.fsum(values)
    thermal = any(c.meaning == THERMAL for c in parts)
    odd = stated.full and rest is not None and rest > _LARGE_REST * (value or 0.0)
    odd = odd or (thermal and stated.primary is not None)
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
