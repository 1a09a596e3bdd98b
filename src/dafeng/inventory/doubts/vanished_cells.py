"""Is a large cell, or a row, absent or zero in a year, while the years beside have it?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Dossier, Flow
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.doubts.completeness import Uses, years_beside
from dafeng.inventory.entry import Entry
from dafeng.inventory.hierarchy import ancestors
from dafeng.inventory.row_names import row_name
from dafeng.language import Text

#: Share of energy or CO2 in the years beside from which on a cell cannot just be absent [-]: with
#: a year on either side, and in the first or last year.
LARGE: Final = {2: 0.03, 1: 0.05}

#: What other rows of the column, or other columns of the row, gain as a share of what is missing,
#: if it stands elsewhere [-].
_ELSEWHERE: Final = 0.5

#: More absent cells than this in one year are one fault.
_FEW: Final = 3

_PLANTS: Final = "power_heat"

_BURNING: Final = frozenset(flow.value for flow in BURNING)

#: Row and carrier; a row is a sector, or the flow under which plants burn fuel.
Cell = tuple[str, str]
Cells = Mapping[Cell, Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Hole:
    """A cell that a year lacks, and its largest figure in the years beside."""

    cell: Cell
    share: float
    beside: Entry


def check_cells(dossier: Dossier, balance: Balance, uses: Uses) -> Iterator[Fault]:
    """Yield large cells that a year lacks and no notation key explains.

    Parameters
    ----------
    dossier
        The place's records.
    balance
        The same as energy.
    uses
        What is consumed or burnt by year and carrier.
    """
    keyed = {
        (r.year, _row(r.flow, r.sector), r.carrier)
        for r in dossier.energy
        if r.amount.notation is not None and r.flow in (Flow.FINAL_CONSUMPTION, *BURNING)
    }
    years = {year: _cells(carriers) for year, carriers in uses.items()}
    zeros = {
        (e.year, _row(e.flow, e.sector), e.carrier): e.place
        for e in balance.of(Flow.FINAL_CONSUMPTION, *BURNING)
        if not e.energy
    }
    for year in sorted(years):
        told = [h for h in holes(years, year) if not _explained(keyed, year, h.cell)]
        if len(told) > _FEW:
            yield _absent(year, told, _place(years[year], zeros, (year, told[0])))
        else:
            for hole in told:
                yield _absent(year, [hole], _place(years[year], zeros, (year, hole)))


def _row(flow: Flow, sector: str) -> str:
    return flow.value if flow in BURNING else sector


def _cells(carriers: Mapping[str, Sequence[Entry]]) -> dict[Cell, list[Entry]]:
    found: dict[Cell, list[Entry]] = defaultdict(list)
    for carrier, entries in carriers.items():
        for entry in entries:
            found[_row(entry.flow, entry.sector), carrier].append(entry)
    return found


def holes(years: Mapping[int, Cells], year: int) -> Iterator[Hole]:
    """Yield cells that the years beside have and a year lacks, largest first.

    Carriers that a year lacks altogether are no holes (`dafeng.inventory.doubts.completeness`).

    Parameters
    ----------
    years
        Figures by year and cell.
    year
        The year in question.
    """
    beside = [years[y] for y in years_beside(years, year)]
    if not beside:
        return
    own = years[year]
    carriers = {carrier for _, carrier in own}
    found = []
    for cell in sorted(set.intersection(*(set(b) for b in beside)) - set(own)):
        share = min(_share(b, cell) for b in beside)
        if cell[1] not in carriers or share <= LARGE[len(beside)] or _other_rows(own, cell):
            continue
        if not _elsewhere(own, beside, cell):
            largest = max((e for b in beside for e in b[cell]), key=lambda e: abs(e.energy))
            found.append(Hole(cell, share, largest))
    yield from sorted(found, key=lambda h: -h.share)


def _share(cells: Cells, cell: Cell) -> float:
    """Return the larger of a cell's shares in energy and in CO2 [-]."""
    every = [e for entries in cells.values() for e in entries]
    energy = math.fsum(abs(e.energy) for e in every) or 1.0
    co2 = math.fsum(abs(e.co2) for e in every) or 1.0
    own = cells[cell]
    return max(_energy(own) / energy, math.fsum(abs(e.co2) for e in own) / co2)


def _energy(entries: Sequence[Entry]) -> float:
    return math.fsum(abs(e.energy) for e in entries)


def _other_rows(own: Cells, cell: Cell) -> bool:
    """Say whether a year parts the carrier by other rows, coarser or finer than the cell."""
    row, carrier = cell
    rows = {r for r, c in own if c == carrier}
    return any(r in _above(row) or row in _above(r) for r in rows)


def _above(row: str) -> tuple[str, ...]:
    """Return the rows that may hold a row: plants stand with the users in tables by industry."""
    return (_PLANTS, *ancestors(_PLANTS)) if row in _BURNING else ancestors(row)


def _elsewhere(own: Cells, beside: Sequence[Cells], cell: Cell) -> bool:
    """Say whether other rows of the carrier, or other carriers of the row, took over."""
    missing = min(_energy(b[cell]) for b in beside)
    for at in (0, 1):
        kept = max(_line(b, cell, at) for b in beside)
        if _line(own, cell, at) - kept > _ELSEWHERE * missing:
            return True
    return False


def _line(cells: Cells, cell: Cell, at: int) -> float:
    """Return the energy of the other cells in the row (0) or column (1) of a cell [TJ]."""
    return math.fsum(_energy(es) for c, es in cells.items() if c[at] == cell[at] and c != cell)


def _explained(keyed: set[tuple[int, str, str]], year: int, cell: Cell) -> bool:
    row, carrier = cell
    rows = (row, *_above(row))
    return any(y == year and c == carrier and r in rows for y, r, c in keyed)


def _place(
    own: Cells, zeros: Mapping[tuple[int, str, str], Place], which: tuple[int, Hole]
) -> Place:
    """Return the cell: the zero, where row and column meet in the sheet, or the year beside."""
    year, hole = which
    if (year, *hole.cell) in zeros:
        return zeros[year, *hole.cell]
    row = [e.place for c, es in own.items() if c[0] == hole.cell[0] for e in es]
    column = [e.place for c, es in own.items() if c[1] == hole.cell[1] for e in es]
    for across in row:
        for down in column:
            sheet = (across.file, across.sheet) == (down.file, down.sheet)
            if sheet and across.row != down.row and across.column != down.column:
                return Place(across.file, across.sheet, across.row, down.column)
    first = min((e.place for es in own.values() for e in es), key=str)
    beside = hole.beside.place
    other = (first.file, first.sheet) != (beside.file, beside.sheet)
    return Place(first.file, first.sheet) if other else beside


def _absent(year: int, told: Sequence[Hole], place: Place) -> Fault:
    names = [(row_name(h.cell[0]), reference.carrier_name(h.cell[1])) for h in told]
    zh = "、".join(f"“{row.zh}”的{carrier.zh}" for row, carrier in names)
    en = ", ".join(f"{carrier.en} of {row.en}" for row, carrier in names)
    first = told[0]
    return Fault(
        "inventory.cell.vanished",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年{zh}缺失或为 0，而相邻年份占能源或排放的 {first.share:.1%}"
            f"（{first.beside.year} 年见 {first.beside.place}）",
            f"{en} is absent or 0 in {year}, while the years beside show {first.share:.1%} of "
            f"energy or CO2 ({first.beside.year}: {first.beside.place})",
        ),
        Text(
            "补上该年的数；确实没有的填缺项代号 NO",
            "enter the figure of that year, or the notation key NO if there was none",
        ),
    )
