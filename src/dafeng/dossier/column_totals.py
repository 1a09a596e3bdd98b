"""Do the columns of a balance that sum up carriers agree with the carriers beside them?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dafeng import reference, units
from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.records import Amount
from dafeng.dossier.standard_coal import standard_coal
from dafeng.dossier.total_headers import group_members
from dafeng.dossier.totals import BY_COEFFICIENT, TotalsCheck, agrees
from dafeng.dossier.unsplit_totals import STAND_INS
from dafeng.errors import UnitError
from dafeng.language import number

#: Standard coal for a unit of electricity, against its own heat, that statistics have used [-].
_THERMAL: Final = 3.3

_POWER: Final = "electricity"

_Row = Sequence[BalanceCell]

#: What tells totals apart: column, group and method; tables in long form have no columns.
_Kind = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class _Gap:
    """A total that its carriers do not reach, with what they make."""

    cell: BalanceCell
    sum: float


def check_columns(table: BalanceTable, check: TotalsCheck) -> None:
    """Hold each column that sums up carriers against the carriers of its row; none is added.

    Totals of coal or oil stand in the unit of their parts. A total of all energy is compared by
    way of published coefficients, with a wide gap allowed; electricity counts by its own heat
    (电热当量计算法), or at most by the coal burnt for it (发电煤耗计算法).
    """
    groups = {i: c.group for i, c in reference.carriers().items()}
    by_row: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in table.cells:
        by_row[cell.year, cell.row].append(cell)
    gaps: dict[tuple[int, _Kind], list[_Gap]] = defaultdict(list)
    alone: dict[_Kind, list[BalanceCell]] = defaultdict(list)
    for row in by_row.values():
        for total in (c for c in row if c.column.group):
            cells = _once(total, row)
            parts = _parts(total, cells, groups)
            if _comparable(total, standard=table.standard):
                if parts:
                    check.compare(total.amount, parts)
                else:
                    alone[_kind(total)].append(total)
                continue
            found = _gap(total, cells, check, standard=table.standard)
            if found is None:
                alone[_kind(total)].append(total)
            elif found:
                gaps[total.year, _kind(total)].append(found)
    _tell(gaps, alone, check)


def _once(total: BalanceCell, cells: _Row) -> _Row:
    """Return a row's cells with electricity by one convention: the total's, else the nearest."""
    methods = {c.column.method for c in cells if c.column.carrier == _POWER}
    if len(methods) <= 1:
        return cells
    rows = [
        [c for c in cells if c.column.carrier != _POWER or c.column.method == m]
        for m in sorted(methods & {total.column.method} or methods)
    ]
    return min(rows, key=lambda row: _distance(total, row))


def _distance(total: BalanceCell, cells: _Row) -> float:
    """Return how far a total is from its carriers by way of published coefficients [tce]."""
    parts = (c for c in cells if c.column.carrier)
    coal = math.fsum(standard_coal(c.amount, c.column.carrier) or 0.0 for c in parts)
    return abs(coal - (standard_coal(total.amount, "") or 0.0))


def _kind(total: BalanceCell) -> _Kind:
    return total.column.index, total.column.group, total.column.method


def _comparable(total: BalanceCell, *, standard: bool) -> bool:
    """Say whether a total stands in the unit and by the method of its parts."""
    column = total.column
    return column.group in ("coal", "oil") or (
        column.group == "all" and standard and not column.method
    )


def _parts(total: BalanceCell, cells: _Row, groups: Mapping[str, str]) -> list[Amount]:
    members = group_members(total.column.group, groups)
    return [c.amount for c in cells if c.column.carrier in members]


def _gap(
    total: BalanceCell, cells: _Row, check: TotalsCheck, *, standard: bool
) -> _Gap | Literal[False] | None:
    """Return the gap of a total of all energy, False if there is none, None if it stands alone."""
    parts = [c for c in cells if c.column.carrier and c.amount.value]
    coal = [standard_coal(c.amount, c.column.carrier) for c in parts]
    known = total.column.group == "all" and total.amount.value is not None and bool(parts)
    if not known or any(c is None for c in coal):
        return None
    try:
        whole = units.convert(total.amount.value or 0.0, total.amount.unit, "tce")
        back = units.convert(1.0, "tce", total.amount.unit)
    except UnitError:
        return None
    power = [c or 0.0 for c, p in zip(coal, parts, strict=True) if p.column.carrier == _POWER]
    rest = [c or 0.0 for c, p in zip(coal, parts, strict=True) if p.column.carrier != _POWER]
    ends = _ends(math.fsum(rest), math.fsum(power), total.column.method, standard=standard)
    slack = BY_COEFFICIENT * math.fsum(map(abs, [*rest, *power]))
    if min(ends) - slack <= whole <= max(ends) + slack or agrees(whole, [*rest, *power]):
        check.agreeing.append(total.amount)
        check.seen.add(total.amount.place)
        return False
    return _Gap(total, back * min(ends, key=lambda e: abs(e - whole)))


def _ends(rest: float, power: float, method: str, *, standard: bool) -> tuple[float, float]:
    """Return the least and the largest sum by the method of the total."""
    own = rest + power
    if standard:
        return (own, rest + (power * _THERMAL if method == "thermal" else power / _THERMAL))
    return (own, own if method == "equivalent" else rest + power * _THERMAL)


def _tell(
    gaps: Mapping[tuple[int, _Kind], Sequence[_Gap]],
    alone: Mapping[_Kind, Sequence[BalanceCell]],
    check: TotalsCheck,
) -> None:
    for found in gaps.values():
        check.seen.update(g.cell.amount.place for g in found)
        first = found[0].cell
        check.findings.add(
            "total.energy.differs",
            first.amount.place,
            label=first.label,
            total=number(first.amount.value or 0.0),
            sum=number(found[0].sum),
            unit=first.amount.unit,
            count=len(found),
        )
    for cells in alone.values():
        place = cells[0].amount.place
        check.seen.update(c.amount.place for c in cells)
        lost = [c for c in cells if c.column.group in STAND_INS and c.sector and c.amount.value]
        rule = "total.unsplit" if lost else "total.alone"
        check.findings.add(rule, place, label=(lost or cells)[0].label, count=len(cells))
