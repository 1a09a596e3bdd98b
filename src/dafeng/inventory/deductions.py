"""What is left of an estimate once a part of what it stands for is entered?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Flow
from dafeng.errors import Fault, Severity
from dafeng.inventory.entry import DELIVERED, Entry
from dafeng.inventory.hierarchy import ancestors
from dafeng.inventory.kin import estimated_as
from dafeng.inventory.raw_material import Cell, raw_material
from dafeng.inventory.row_names import entry_names, row_name
from dafeng.language import Text, number

#: Share of an estimate below which a rest of it is within its error and counts as none [-].
_NOTHING: Final = 0.01

#: Year, flow, carrier, and whether the figure is below zero.
_Column = tuple[int, Flow, str, bool]


def less_entered(entries: Sequence[Entry]) -> tuple[list[Entry], list[Fault]]:
    """Take what the place enters out of the estimates that hold it.

    An estimate of a carrier holds its kinds (`dafeng.inventory.kin`); one of power plants, scaled
    down from a province, holds heat plants too, unless these have an estimate of their own. The
    rest, which is never below zero, keeps the error of the whole in absolute terms; one below a
    hundredth of the estimate is within its error and counts as none. An entry at a sector is taken
    out of the estimates there and below, by their size, then of those above. Estimates are of what
    is burnt: raw material that an entry holds is not taken out.

    Parameters
    ----------
    entries
        Figures of the dossier that count once each: no aggregate beside its parts.

    Returns
    -------
    list of Entry, list of Fault
        The entries with the rests, and a note for each estimate that was lowered.
    """
    at, left = _estimates(entries)
    parts: dict[int, list[tuple[Entry, float]]] = defaultdict(list)
    entered = _burnt([e for e in entries if not e.estimated and e.energy])
    for entry in sorted(entered, key=lambda e: -len(ancestors(e.sector))):
        for i, taken in _taken(entry, at.get(_holding(entry, at), []), entries, left):
            left[i] -= taken
            parts[i].append((entry, taken))
    for i in parts:
        left[i] *= left[i] > _NOTHING * abs(entries[i].energy)
    kept = [_rest(e, left[i]) if i in parts else e for i, e in enumerate(entries)]
    return kept, [_lowered(entries[i], parts[i], left[i]) for i in sorted(parts)]


def _burnt(entered: Sequence[Entry]) -> list[Entry]:
    """Return entries of what is used without the raw material in them."""
    cells: dict[Cell, list[Entry]] = defaultdict(list)
    for entry in entered:
        if entry.flow is Flow.FINAL_CONSUMPTION and entry.sector:
            cells[entry.year, entry.sector, entry.carrier].append(entry)
    raw = raw_material((e for e in entered if e.flow is Flow.NON_ENERGY), cells, [])
    held = {cell: math.fsum(e.energy for e in found) for cell, found in cells.items()}

    def share(entry: Entry) -> float:
        cell = entry.year, entry.sector, entry.carrier
        used = entry.flow is Flow.FINAL_CONSUMPTION and held.get(cell, 0.0) > 0
        return 1 - raw.get(cell, 0.0) / held[cell] if used else 1.0

    return [e.scaled(s) if (s := share(e)) != 1 else e for e in entered]


def _estimates(entries: Sequence[Entry]) -> tuple[dict[_Column, list[int]], dict[int, float]]:
    """Return where the estimates of each column stand, and their sizes [TJ]."""
    at: dict[_Column, list[int]] = defaultdict(list)
    for i, entry in enumerate(entries):
        if entry.estimated and entry.energy:
            at[entry.year, entry.flow, entry.carrier, _negative(entry)].append(i)
    return at, {i: abs(entries[i].energy) for found in at.values() for i in found}


def _negative(entry: Entry) -> bool:
    """Tell figures of one flow apart by sign; what plants burn counts with either."""
    return entry.energy < 0 and entry.flow not in (Flow.POWER, Flow.HEAT)


def _holding(entry: Entry, at: dict[_Column, list[int]]) -> _Column:
    """Return the column whose estimates hold an entry."""
    coarse = estimated_as(entry.carrier)
    own = entry.year, entry.flow, coarse, _negative(entry)
    if entry.flow is Flow.HEAT and own not in at and entry.carrier not in DELIVERED:
        return entry.year, Flow.POWER, coarse, False
    return own


def _taken(
    entry: Entry, found: Sequence[int], entries: Sequence[Entry], left: dict[int, float]
) -> Iterator[tuple[int, float]]:
    """Yield what an entry takes out of which estimates [TJ]."""
    rest, above = abs(entry.energy), ancestors(entry.sector)
    below = [i for i in found if entry.sector in (entries[i].sector, *ancestors(entries[i].sector))]
    whole = math.fsum(left[i] for i in below)
    share = min(rest / whole, 1.0) if whole > 0 else 0.0
    takings = [(i, left[i] * share) for i in below]
    rest -= whole * share
    upper = [i for i in found if i not in below and entries[i].sector in above]
    for i in sorted(upper, key=lambda i: above.index(entries[i].sector)):
        takings.append((i, min(rest, left[i])))
        rest -= takings[-1][1]
    yield from ((i, taken) for i, taken in takings if taken > 0)


def _rest(entry: Entry, left: float) -> Entry:
    """Return an estimate without what is entered of it; a rest of nothing is known to be 0."""
    if not left:
        return replace(entry, energy=0.0, co2=0.0, coal=0.0)
    share = left / abs(entry.energy)
    return replace(entry.scaled(share), half=entry.half / share)


def _lowered(entry: Entry, parts: Sequence[tuple[Entry, float]], left: float) -> Fault:
    row, carrier = entry_names(entry)
    names = list(dict.fromkeys(_part_name(entry, part) for part, _ in parts))
    zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
    taken = math.fsum(size for _, size in parts)
    rest = abs(_rest(entry, left).energy)
    sizes = [number(x) for x in (abs(entry.energy), taken, rest)]
    return Fault(
        "inventory.estimate.lowered",
        Severity.NOTE,
        entry.place,
        Text(
            f"{entry.year} 年“{row.zh}”的{carrier.zh}的估算（{sizes[0]} TJ）包含填报的{zh}，"
            f"已扣除 {sizes[1]} TJ，余 {sizes[2]} TJ 仍按估算计",
            f"the estimate of {carrier.en} of {row.en} in {entry.year} ({sizes[0]} TJ) holds what "
            f"is entered as {en}: {sizes[1]} TJ are taken out, {sizes[2]} TJ remain estimated",
        ),
        Text(
            f"填报“{row.zh}”的{carrier.zh}（未使用则填 0），余下的估算即被取代",
            f"enter {carrier.en} of {row.en} (0 if none is used) to replace the rest",
        ),
    )


def _part_name(estimate: Entry, part: Entry) -> Text:
    """Name what is entered, with its flow where that is another."""
    carrier = reference.carrier_name(part.carrier)
    if part.flow is estimate.flow:
        return carrier
    row = row_name(part.flow.value)
    return Text(f"“{row.zh}”的{carrier.zh}", f"{carrier.en} of {row.en}")
