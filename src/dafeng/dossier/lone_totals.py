"""What do the columns of coal and oil totals count for, where their carriers are not stated?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.balance_layout import CarrierColumn
from dafeng.dossier.energy_rows import by_convention, carrier_units, find_balance_row
from dafeng.dossier.records import EnergyRecord
from dafeng.dossier.rules import Findings
from dafeng.dossier.unsplit_totals import (
    OTHERS,
    STAND_INS,
    Figures,
    Spot,
    Use,
    members,
    rest_of,
    use_of,
)
from dafeng.dossier.vocabulary import carrier_name
from dafeng.dossier.wording import key, split_brackets
from dafeng.units import unit

#: Names of carriers that mean a group as well.
_LOOSE: Final = frozenset(map(key, ("煤炭", "煤")))


def with_lone_totals(
    tables: Sequence[BalanceTable], records: Sequence[EnergyRecord], findings: Findings
) -> list[BalanceTable]:
    """Count totals of coal and oil whose carriers are not stated; each is told at its column.

    What each counts for is said by `dafeng.dossier.unsplit_totals`, as for tables in long form.
    """
    every = Figures()
    for record in records:
        every.add(Spot(record.year, record.flow.value, record.sector), record.carrier)
    for cell in (c for t in tables for c in t.cells if c.column.carrier):
        every.add(_spot(cell), cell.column.carrier)
    for table in tables:
        for cell in table.cells:
            if cell.column.carrier == STAND_INS["coal"] and _loose(cell.column):
                _tell(cell.column, "coal", findings)
    return [_counted(t, every, findings) for t in tables]


def _spot(cell: BalanceCell) -> Spot:
    flow = cell.meaning if cell.flow is None else cell.flow.value
    return Spot(cell.year, flow, cell.sector)


def _loose(column: CarrierColumn) -> bool:
    return key(split_brackets(column.label)[0]) in _LOOSE


def _tell(column: CarrierColumn, group: str, findings: Findings) -> None:
    name = carrier_name(STAND_INS[group])
    findings.once("total.as_carrier", column.place, label=column.label or group, carrier=name)


def _counted(table: BalanceTable, every: Figures, findings: Findings) -> BalanceTable:
    own = Figures()
    parts: dict[Spot, list[BalanceCell]] = {}
    for cell in (c for c in table.cells if c.column.carrier):
        own.add(_spot(cell), cell.column.carrier)
        parts.setdefault(_spot(cell), []).append(cell)

    def counted(cell: BalanceCell) -> BalanceCell:
        group = cell.column.group
        if group not in STAND_INS or not _measured(cell, STAND_INS[group]):
            return cell
        use = use_of(_spot(cell), group, own, every)
        if use is Use.ALONE:
            _tell(cell.column, group, findings)
            return _as(cell, STAND_INS[group], findings)
        if use is Use.REST:
            held = [c for c in parts[_spot(cell)] if c.column.carrier in members(group)]
            return _rest(cell, [c for c in held if c.row == cell.row], OTHERS[group], findings)
        return cell

    return replace(table, cells=tuple(map(counted, table.cells)))


def _measured(cell: BalanceCell, carrier: str) -> bool:
    return unit(cell.amount.unit).dimension in {unit(u).dimension for u in carrier_units(carrier)}


def _as(cell: BalanceCell, carrier: str, findings: Findings) -> BalanceCell:
    row = find_balance_row(cell.label)
    amount = cell.amount
    if cell.flow is not None:
        amount = by_convention(amount, cell.flow, carrier, row.sign if row else "", findings)
    return replace(cell, column=replace(cell.column, carrier=carrier, group=""), amount=amount)


def _rest(
    cell: BalanceCell, parts: Sequence[BalanceCell], carrier: str, findings: Findings
) -> BalanceCell:
    """Return what a carrier leaves of its group; a total that agrees or is too small stays one."""
    rest = rest_of(cell.amount, [p.amount for p in parts], carrier)
    if rest is None:
        return cell
    findings.once("total.rest", cell.column.place, carrier=carrier_name(carrier))
    return _as(replace(cell, amount=replace(cell.amount, value=rest)), carrier, findings)
