"""How much of a year do records leave unknown on a basis, by the years beside it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part, part_by_sector, use_by_sector
from dafeng.inventory.supplied_errors import SUPPLIED
from dafeng.inventory.uncertainty import fuel_cells
from dafeng.language import Text

#: CO2 below which two accounts of a year do not differ [t].
_NOTHING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class UnknownCell:
    """CO2 of a year that a record leaves unknown (NE, C), by the account of the nearest years.

    Parameters
    ----------
    year, sector, carrier
        Which one; the sector is "" where no sector is known to use the carrier, the carrier is ""
        for a process.
    co2
        CO2 that the year's account lacks, or holds too much where feedstock is unknown [t].
    process
        Process id, or "".
    """

    year: int
    sector: str
    carrier: str
    co2: float
    process: str = ""


def unknown_cells(inventory: Inventory, basis: Basis) -> tuple[UnknownCell, ...]:
    """Return what a basis counts and a year's records leave unknown, but another year states.

    Parameters
    ----------
    inventory
        The account of a place.
    basis
        The basis.
    """
    return tuple(cell for cell in _cells(inventory, basis) if cell.co2 > _NOTHING)


def _cells(inventory: Inventory, basis: Basis) -> Iterator[UnknownCell]:
    whole = inventory.filled
    if whole is not None:
        yield from _fuels(inventory, whole, basis)
        yield from _supplied(inventory, whole, basis)
        if Part.PROCESS in BASIS_PARTS[basis]:
            yield from _processes(inventory, whole)


def cell_name(cell: UnknownCell) -> Text:
    """Name what is unknown: a process, or a carrier of a sector.

    Parameters
    ----------
    cell
        What a year lacks.
    """
    if cell.process:
        return reference.process_name(cell.process)
    carrier = reference.carrier_name(cell.carrier)
    if not cell.sector:
        return carrier
    sector = reference.sector_name(cell.sector)
    return Text(f"{sector.zh}{carrier.zh}", f"{carrier.en} of {sector.en}")


def unknown_shares(inventory: Inventory, basis: Basis) -> Floats:
    """Return how much of each year is not known [-] (year).

    ``sum |cell filled - cell| / sum |part filled|`` over what the basis counts, where the filled
    account takes what records leave unknown from the nearest year that states it. Fuel that is
    missing and feedstock that is burnt too much are both unknown and do not cancel; sectors among
    which the filled account shares a fuel out anew do.

    Parameters
    ----------
    inventory
        The account of a place.
    basis
        The basis.
    """
    shares = np.zeros(len(inventory.years))
    if inventory.filled is None:
        return shares
    lacking = np.zeros(len(inventory.years))
    others = (c for c in _cells(inventory, basis) if c.process or c.carrier in SUPPLIED)
    for cell in others:
        lacking[inventory.years.index(cell.year)] += cell.co2
    lacking += _fuel_gaps(inventory, inventory.filled, basis)
    parts = BASIS_PARTS[basis]
    sizes = np.sum([np.abs(_sum(inventory.filled, part)) for part in parts], axis=0)
    return np.asarray(np.divide(lacking, sizes, out=shares, where=sizes > 0))


def _fuel_gaps(known: Inventory, whole: Inventory, basis: Basis) -> Floats:
    """Return the CO2 of fuels that a year lacks or holds too much [t] (year)."""
    gap = _gap(known, whole, basis)
    fed = ~np.isclose(known.non_energy, whole.non_energy)
    by_carrier = np.where(fed, np.abs(gap).sum(axis=1), np.abs(gap.sum(axis=1)))
    return np.asarray(by_carrier.sum(axis=1))


def _gap(known: Inventory, whole: Inventory, basis: Basis) -> Floats:
    """Return fuel CO2 that the filled account has more [t] (year, sector, carrier)."""
    return fuel_cells(whole, basis) - _on(whole.sectors, known.sectors, fuel_cells(known, basis))


def _sum(inventory: Inventory, part: Part) -> Floats:
    return np.asarray(part_by_sector(inventory, part).sum(axis=1))


def _fuels(known: Inventory, whole: Inventory, basis: Basis) -> Iterator[UnknownCell]:
    gap = _gap(known, whole, basis)
    for y, s, c in np.argwhere(gap != 0).tolist():
        labels = whole.years.labels[y], whole.sectors.labels[s], whole.carriers.labels[c]
        yield UnknownCell(*labels, abs(float(gap[y, s, c])))


def _supplied(known: Inventory, whole: Inventory, basis: Basis) -> Iterator[UnknownCell]:
    """Yield electricity and heat, with the sector of whose use most is unknown."""
    for carrier, (net, gross) in SUPPLIED.items():
        parts = [part for part in (net, *gross) if part in BASIS_PARTS[basis]]
        gap = np.abs(np.sum([_sum(whole, part) - _sum(known, part) for part in parts], axis=0))
        stated = _on(whole.sectors, known.sectors, use_by_sector(known, carrier))
        use = use_by_sector(whole, carrier) - stated
        for y in np.flatnonzero(gap).tolist():
            most = int(use[y].argmax())
            sector = whole.sectors.labels[most] if use[y, most] > 0 else ""
            yield UnknownCell(whole.years.labels[y], sector, carrier, float(gap[y]))


def _processes(known: Inventory, whole: Inventory) -> Iterator[UnknownCell]:
    gap = np.abs(whole.process_co2 - known.process_co2)
    for y, p in np.argwhere(gap > 0).tolist():
        sector, process = whole.process_sectors[p], whole.processes.labels[p]
        yield UnknownCell(whole.years.labels[y], sector, "", float(gap[y, p]), process)


def _on(sectors: Axis[str], own: Axis[str], values: Floats) -> Floats:
    """Return values on another axis of sectors, 0 where they have none (year, sector, ...)."""
    result = np.zeros((values.shape[0], len(sectors), *values.shape[2:]))
    result[:, [sectors.index(s) for s in own if s in sectors.labels]] = values[
        :, [i for i, s in enumerate(own) if s in sectors.labels]
    ]
    return result
