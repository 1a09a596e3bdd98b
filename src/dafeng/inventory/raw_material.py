"""Whose use of a fuel is raw material, and not burnt?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dafeng import reference
from dafeng.errors import NOWHERE, Fault, Place, Severity
from dafeng.inventory.entry import Entry
from dafeng.inventory.hierarchy import ancestors
from dafeng.language import Text, significant

#: Where raw-material use is taken from first when the balance does not say.
RAW_MATERIAL_SECTOR: Final = "petrochemicals"

#: Year, sector and carrier.
Cell = tuple[int, str, str]

#: What is used in each cell.
Cells = Mapping[Cell, Sequence[Entry]]


def raw_material(
    non_energy: Iterable[Entry], cells: Cells, faults: list[Fault]
) -> dict[Cell, float]:
    """Return what each cell gives up as raw material [TJ], never more than it holds.

    Raw material of a sector is taken from that sector and those below, then from those above; that
    of none from petrochemicals, then from the rest of industry.

    Parameters
    ----------
    non_energy
        Figures of raw-material use.
    cells
        What is used in each cell.
    faults
        Takes an error where more is used as raw material than is used.
    """
    taken: dict[Cell, float] = defaultdict(float)
    asked: dict[Cell, list[Entry]] = defaultdict(list)
    for entry in non_energy:
        asked[entry.year, entry.sector, entry.carrier].append(entry)
    for (year, sector, carrier), entries in sorted(asked.items()):
        wanted = math.fsum(abs(e.energy) for e in entries)
        users = sorted(s for y, s, c in cells if (y, c) == (year, carrier))
        for candidates in _sources(sector, users):
            wanted -= _take(wanted, [(year, s, carrier) for s in candidates], cells, taken)
        if wanted > 1e-9 * math.fsum(abs(e.energy) for e in entries):
            faults.append(_too_much(year, carrier, wanted, entries[0].place))
    return taken


def _sources(sector: str, users: Sequence[str]) -> list[list[str]]:
    if sector:
        return [_within(sector, users), *([s] for s in ancestors(sector) if s in users)]
    industry = [s for s in users if reference.sectors().industry_class(s) == "secondary"]
    return [_within(RAW_MATERIAL_SECTOR, users), [s for s in industry if s != "power_heat"]]


def _within(sector: str, users: Sequence[str]) -> list[str]:
    return [s for s in users if s == sector or sector in ancestors(s)]


def _take(wanted: float, keys: Sequence[Cell], cells: Cells, taken: dict[Cell, float]) -> float:
    """Take in proportion to what is there; return how much was taken."""
    room = {key: max(math.fsum(e.energy for e in cells[key]) - taken[key], 0.0) for key in keys}
    total = math.fsum(room.values())
    if not total or wanted <= 0:
        return 0.0
    got = min(wanted, total)
    for key, there in room.items():
        taken[key] += got * there / total
    return got


def _too_much(year: int, carrier: str, rest: float, place: Place = NOWHERE) -> Fault:
    name = reference.carrier_name(carrier)
    return Fault(
        "inventory.non_energy.exceeds",
        Severity.ERROR,
        place,
        Text(
            f"{year} 年{name.zh}用作原料的量超过消费量 {significant(rest)} TJ",
            f"raw-material use of {name.en} in {year} exceeds its consumption by "
            f"{significant(rest)} TJ",
        ),
        Text("核对终端消费与原料用量", "check final consumption against raw-material use"),
    )
