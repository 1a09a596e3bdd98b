"""Does a year lack so much, by NE or C, that its total says little?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng.dossier.records import Dossier, EnergyRecord
from dafeng.errors import NOWHERE, Fault, Place, Severity
from dafeng.inventory.account import Inventory
from dafeng.inventory.balance import UNKNOWN, burnt_at, leaves_unknown
from dafeng.inventory.bases import BASIS_NAMES, BASIS_PARTS, Basis, Part, usual_basis
from dafeng.inventory.comparable import MOST_UNKNOWN, electricity_known, use_known
from dafeng.inventory.hierarchy import ancestors
from dafeng.inventory.unknown_cells import UnknownCell, cell_name, unknown_cells, unknown_shares
from dafeng.language import Text, percent

#: Share of a year's CO2 from which what is not known is worth a warning [-].
WORTH_SAYING: Final = 0.01

#: Parts that rest on what is known to be used.
_ON_USE: Final = {Part.USED_ELECTRICITY, Part.GRID_LOSSES}

_LEFT_OUT: Final = Text(
    "：该年该口径的合计不列出，也不与其他年份比较",
    ": the total of the year on that basis is neither shown nor compared with others",
)

_COUNTED: Final = Text("：该年合计约有这一偏差", ": the total of the year is off by about that")


def check_unknown(inventory: Inventory, dossier: Dossier) -> Iterator[Fault]:
    """Yield years of which a substantial part is not estimated or confidential on some basis.

    The basis on which the place is judged goes before others. Years whose purchase of electricity
    is not known have a warning of their own.

    Parameters
    ----------
    inventory
        The account.
    dossier
        What it was compiled from.
    """
    if inventory.filled is None:
        return
    usual = usual_basis(dossier.identity.kind)
    bought, used = electricity_known(inventory.electricity), use_known(inventory.electricity)
    for at in range(len(inventory.years)):
        told = set[Part]() if bought[at] else {Part.NET_ELECTRICITY}
        told |= set() if used[at] else _ON_USE
        found = _worst(inventory, at, usual, told)
        if found is not None:
            basis, share, cells = found
            largest = max(cells, key=lambda cell: cell.co2)
            yield _lacking(largest, share, basis, _place(dossier, largest))


def _worst(
    inventory: Inventory, at: int, usual: Basis, told: set[Part]
) -> tuple[Basis, float, list[UnknownCell]] | None:
    """Return the basis that lacks most in a year, by how much and what, if it is worth saying.

    Electricity of which purchase or use are not known is told by itself: bases that rest on it are
    left out.
    """
    year = inventory.years.labels[at]
    bases = [b for b in Basis if not told & {*BASIS_PARTS[b]}]
    shares = {basis: float(unknown_shares(inventory, basis)[at]) for basis in bases}
    basis = max(shares, key=lambda b: _weight(shares[b], usual=b is usual))
    cells = [c for c in unknown_cells(inventory, basis) if c.year == year]
    if not cells or shares[basis] <= WORTH_SAYING:
        return None
    return basis, shares[basis], cells


def _weight(share: float, *, usual: bool) -> tuple[bool, bool, bool, float]:
    return share > MOST_UNKNOWN, share > WORTH_SAYING, usual, share


def _place(dossier: Dossier, cell: UnknownCell) -> Place:
    """Return where the record stands that leaves a cell unknown."""
    if cell.process:
        found = [
            p.amount
            for p in dossier.process
            if (p.year, p.process) == (cell.year, cell.process) and p.amount.notation in UNKNOWN
        ]
    else:
        found = [r.amount for r in dossier.energy if _leaves_unknown(r, cell)]
    return found[0].place if found else NOWHERE


def _leaves_unknown(record: EnergyRecord, cell: UnknownCell) -> bool:
    """Say whether a record may leave a cell unknown: at its sector, above or below it."""
    where = burnt_at(record)
    near = (
        where == cell.sector or cell.sector in ancestors(where) or where in ancestors(cell.sector)
    )
    same = (record.year, record.carrier) == (cell.year, cell.carrier)
    return same and near and leaves_unknown(record)


def _lacking(cell: UnknownCell, share: float, basis: Basis, place: Place) -> Fault:
    name, of = cell_name(cell), BASIS_NAMES[basis]
    then = _LEFT_OUT if share > MOST_UNKNOWN else _COUNTED
    return Fault(
        "inventory.year.incomplete",
        Severity.WARNING,
        place,
        Text(
            f"{cell.year} 年约 {percent(share)} 的排放（{of.zh}）未知（NE 或 C；按最近年份估计），"
            f"最大一项是{name.zh}{then.zh}",
            f"about {percent(share)} of the CO2 of {cell.year} ({of.en}) is not known (NE or C; as "
            f"in the nearest year), the largest part {name.en}{then.en}",
        ),
        Text("填上该数，或给出估算值与区间", "enter the figure, or an estimate with its range"),
    )
