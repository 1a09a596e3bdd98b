"""What does power and heat supply burn for itself, beside what is put into its plants?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.dossier.plant_fuel import DOUBTED
from dafeng.dossier.records import Flow
from dafeng.errors import Fault, Severity
from dafeng.inventory.account import OwnUse
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.entry import DELIVERED, Entry
from dafeng.inventory.plants_own_fuel import fuel_among_users
from dafeng.inventory.propagation import sum_half_width
from dafeng.language import Text

_PLANTS: Final = "power_heat"


def own_use_years(balance: Balance) -> frozenset[int]:
    """Return the years in which final use of power and heat supply is its own use.

    That is so where the fuel put into plants is stated beside it, and is over twice as much by
    CO2; otherwise final use seems to hold the fuel of plants.

    Parameters
    ----------
    balance
        Entries of the dossier.
    """
    put_in: dict[int, float] = defaultdict(float)
    for entry in balance.of(*BURNING):
        put_in[entry.year] += 0.0 if entry.estimated else abs(entry.co2)
    final: dict[int, float] = defaultdict(float)
    for entry in _final(balance):
        final[entry.year] += abs(entry.co2)
    return frozenset(y for y, co2 in put_in.items() if co2 and final[y] < DOUBTED * co2)


def own_use(
    balance: Balance,
    energy: Floats,
    axes: tuple[Axis[int], Axis[str], Axis[str]],
    years: Collection[int],
) -> OwnUse | None:
    """Return what power and heat supply uses itself, less raw material as in its cells.

    Parameters
    ----------
    balance
        Entries of the dossier.
    energy
        What the account holds [TJ] (year, sector, carrier).
    axes
        Its years, sectors and carriers.
    years
        Years in which final use is own use.
    """
    cells: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for entry in _final(balance):
        if entry.year in years and entry.energy:
            cells[entry.year, entry.carrier].append(entry)
    if not cells:
        return None
    burnt: dict[tuple[int, str], float] = defaultdict(float)
    for entry in balance.of(*BURNING):
        delivered = entry.carrier in DELIVERED
        burnt[entry.year, entry.carrier] += 0.0 if delivered else abs(entry.energy)
    own = OwnUse(*(np.zeros((len(axes[0]), len(axes[2]))) for _ in range(3)))
    plants = energy[:, axes[1].index(_PLANTS)]
    for (year, carrier), entries in cells.items():
        at = axes[0].index(year), axes[2].index(carrier)
        gross = math.fsum(e.energy for e in entries)
        whole = gross + burnt[year, carrier]
        share = plants[at] / whole if whole else 1.0
        own.energy[at] = gross * share
        own.co2[at] = math.fsum(e.co2 for e in entries) * share
        if gross:
            own.half_width[at] = sum_half_width(
                np.array([e.energy for e in entries]), np.array([e.half for e in entries])
            )
    return own


def _final(balance: Balance) -> list[Entry]:
    used = balance.of(Flow.FINAL_CONSUMPTION, Flow.LOSS)
    return [e for e in used if e.sector == _PLANTS]


def told_as_plants(balance: Balance, years: Collection[int]) -> tuple[Fault, ...]:
    """Return a note on final use of fuel by power and heat supply that counts as fuel of plants.

    Parameters
    ----------
    balance
        Entries of the dossier.
    years
        Years in which final use is own use.
    """
    others = sorted({e.year for e in balance.entries} - set(years))
    found = {y: fuels for y in others if (fuels := fuel_among_users(balance, y))}
    if not found:
        return ()
    first = max(next(iter(found.values())), key=lambda e: e.co2)
    return (_as_plants(list(found), first),)


def _as_plants(years: list[int], first: Entry) -> Fault:
    return Fault(
        "inventory.power.final_use",
        Severity.NOTE,
        first.place,
        Text(
            f"{'、'.join(map(str, years))} 年电力、热力部门终端消费的燃料计作电厂燃料"
            "（GPC I.4.4，不计入 BASIC）：没有填报发电供热的投入，或投入不到其两倍",
            f"fuel in final use of power and heat supply in {', '.join(map(str, years))} counts "
            "as fuel of plants (GPC I.4.4, not in BASIC): what is put into plants is not stated, "
            "or is not twice as much",
        ),
        Text(
            "电厂燃料填在火力发电、供热的投入；其余为该行业自用，计入 GPC I.4.1",
            "enter the fuel of plants as input to power and heat; the rest is the sector's own use "
            "and counts as GPC I.4.1",
        ),
    )
