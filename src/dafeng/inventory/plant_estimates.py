"""What is left of an estimate of power and heat together, once heat plants are entered?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from dafeng import reference
from dafeng.dossier.records import Flow
from dafeng.errors import Fault, Severity
from dafeng.inventory.entry import Entry
from dafeng.inventory.kin import estimated_as
from dafeng.language import Text, number

#: What plants give, not burn.
_GIVEN = ("electricity", "heat")


def less_heat_plants(entries: Sequence[Entry]) -> tuple[list[Entry], list[Fault]]:
    """Take the entered fuel of heat plants out of the estimates of power plants.

    An estimate scaled down from a province holds power and heat together, under power. What the
    place enters for heat plants is part of it, by the carrier as provincial inventories count it;
    the rest stands for power and keeps its error in absolute terms. Nothing is deducted where
    heat plants have an estimate of their own.

    Parameters
    ----------
    entries
        Figures of the dossier.

    Returns
    -------
    list of Entry, list of Fault
        The entries with the rest, and a note for each estimate that was lowered.
    """
    fuels = [e for e in entries if e.flow is Flow.HEAT and e.carrier not in _GIVEN]
    own = {(e.year, e.carrier) for e in fuels if e.estimated}
    entered: dict[tuple[int, str], float] = {}
    for entry in fuels:
        if not entry.estimated:
            spot = entry.year, estimated_as(entry.carrier)
            entered[spot] = entered.get(spot, 0.0) + abs(entry.energy)
    kept, notes = [], []
    for entry in entries:
        spot = entry.year, entry.carrier
        taken = 0.0 if spot in own else entered.get(spot, 0.0)
        if not (taken and entry.energy and entry.estimated and entry.flow is Flow.POWER):
            kept.append(entry)
            continue
        rest = _rest(entry, taken)
        kept += [] if rest is None else [rest]
        notes.append(_lowered(entry, 0.0 if rest is None else rest.energy))
    return kept, notes


def _rest(entry: Entry, taken: float) -> Entry | None:
    """Return what an estimate leaves when a part of it is entered, None for nothing."""
    share = 1 - taken / abs(entry.energy)
    if share <= 0 or math.isclose(share, 0.0, abs_tol=1e-12):
        return None
    return replace(
        entry,
        energy=entry.energy * share,
        co2=entry.co2 * share,
        coal=entry.coal * share,
        half=entry.half / share,
    )


def _lowered(entry: Entry, rest: float) -> Fault:
    name = reference.carrier_name(entry.carrier)
    sizes = number(abs(entry.energy)), number(abs(rest))
    return Fault(
        "inventory.estimate.lowered",
        Severity.NOTE,
        entry.place,
        Text(
            f"{entry.year} 年发电供热{name.zh}的估算（{sizes[0]} TJ）含供热，已扣除填报的供热投入，"
            f"余 {sizes[1]} TJ 记为发电",
            f"the estimate of {name.en} for power and heat in {entry.year} ({sizes[0]} TJ) holds "
            f"what heat plants are entered to take; {sizes[1]} TJ of it stay with power",
        ),
        Text("填入发电投入后，估算全部让位", "enter the fuel of power plants to replace the rest"),
    )
