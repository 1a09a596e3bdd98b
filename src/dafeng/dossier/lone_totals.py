"""What does a total of coal or oil count for, where its carriers are not stated, or only one?"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.balance_layout import CarrierColumn, group_members
from dafeng.dossier.energy_rows import by_convention, carrier_units, find_balance_row
from dafeng.dossier.records import EnergyRecord
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import agrees
from dafeng.dossier.vocabulary import carrier_name
from dafeng.dossier.wording import key, split_brackets
from dafeng.units import unit

#: Carrier that stands for a group of which no carrier is stated.
STAND_INS: Final = {"coal": "raw_coal", "oil": "diesel"}
#: Carrier that holds what one stated carrier leaves of its group.
_OTHERS: Final = {"coal": "other_washed_coal", "oil": "other_petroleum_products"}
#: Names of carriers that mean a group as well.
_LOOSE: Final = frozenset(map(key, ("煤炭", "煤")))


def members(group: str) -> set[str]:
    """Return the carriers that a group sums up."""
    return group_members(group, {i: c.group for i, c in reference.carriers().items()})


def with_lone_totals(
    tables: Sequence[BalanceTable], records: Sequence[EnergyRecord], findings: Findings
) -> list[BalanceTable]:
    """Count totals of coal and oil whose carriers stand nowhere; each is told at its column.

    Beside one carrier of the group (其中：原煤) the total is larger by right, and the rest counts
    as other coal or oil; beside more of them it is a sum to be checked.
    """
    stated: dict[int, set[str]] = {}
    for year, carrier in (
        *((r.year, r.carrier) for r in records),
        *((c.year, c.column.carrier) for t in tables for c in t.cells),
    ):
        stated.setdefault(year, set()).add(carrier)
    for table in tables:
        for cell in table.cells:
            if cell.column.carrier == STAND_INS["coal"] and _loose(table, cell.column):
                _tell(table, cell.column, "coal", findings)
    return [_counted(t, stated, findings) for t in tables]


def _loose(table: BalanceTable, column: CarrierColumn) -> bool:
    place = column.place
    text = table.sheet.text(place.row or 0, place.column or 0)
    return key(split_brackets(text)[0]) in _LOOSE


def _tell(table: BalanceTable, column: CarrierColumn, group: str, findings: Findings) -> None:
    place = column.place
    label = table.sheet.text(place.row or 0, place.column or 0) or group
    name = carrier_name(STAND_INS[group])
    findings.once("total.as_carrier", place, label=label, carrier=name)


def _counted(
    table: BalanceTable, stated: Mapping[int, Collection[str]], findings: Findings
) -> BalanceTable:
    rows: dict[tuple[int, int], list[BalanceCell]] = {}
    own: dict[int, set[str]] = {}
    for cell in table.cells:
        rows.setdefault((cell.year, cell.row), []).append(cell)
        own.setdefault(cell.year, set()).add(cell.column.carrier)
    cells = []
    for cell in table.cells:
        group = cell.column.group
        if group not in STAND_INS or not _measured(cell, STAND_INS[group]):
            cells.append(cell)
            continue
        held = members(group)
        if not held & set(stated[cell.year]):
            _tell(table, cell.column, group, findings)
            cells.append(_as(cell, STAND_INS[group], findings))
        elif len(held & own[cell.year]) == 1:
            parts = [c for c in rows[cell.year, cell.row] if c.column.carrier in held]
            cells.append(_rest(cell, parts, _OTHERS[group], findings))
        else:
            cells.append(cell)
    return replace(table, cells=tuple(cells))


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
    found = comparable(cell.amount, [p.amount for p in parts], carrier)
    value = cell.amount.value
    if value is None or found is None or not found.exact or agrees(value, found.values):
        return cell
    rest = float(f"{value - math.fsum(found.values):.12g}")
    if rest * value < 0:
        return cell
    findings.once("total.rest", cell.column.place, carrier=carrier_name(carrier))
    return _as(replace(cell, amount=replace(cell.amount, value=rest)), carrier, findings)
