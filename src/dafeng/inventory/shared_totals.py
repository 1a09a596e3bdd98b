"""Which sectors does an entered total of no sector belong to, where their use is estimated?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dafeng import reference
from dafeng.dossier.records import Flow
from dafeng.errors import Fault, Severity
from dafeng.inventory.entry import DELIVERED, Entry
from dafeng.inventory.hierarchy import AGGREGATE_TOLERANCE, settle
from dafeng.inventory.kin import estimated_as
from dafeng.inventory.row_names import entry_names
from dafeng.language import Text, number


def in_total(flow: Flow, sector: str, carrier: str) -> bool:
    """Say whether a figure is a total of final consumption that needs sectors to count."""
    return flow is Flow.FINAL_CONSUMPTION and not sector and carrier not in DELIVERED


def share_out(entries: Sequence[Entry]) -> tuple[list[Entry], list[Fault]]:
    """Give an entered total of a fuel to the sectors in proportion to their estimates.

    ``part = (total - what sectors state) x estimate / sum of the estimates``, where an estimate
    that holds others counts once; estimates of the
    same carrier give way, those of the carrier that holds it as a kind are lowered later on
    (`dafeng.inventory.deductions`). A total of which no sector is estimated stays as it is.

    Parameters
    ----------
    entries
        Figures of the dossier without superseded estimates.

    Returns
    -------
    list of Entry, list of Fault
        The figures with the parts, and a note for each total that was shared out.
    """
    totals: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if in_total(entry.flow, entry.sector, entry.carrier) and not entry.estimated:
            totals[entry.year, entry.carrier].append(entry)
    gone: set[int] = set()
    parts: list[Entry] = []
    told: list[Fault] = []
    for (year, carrier), whole in totals.items():
        estimates = _estimates(entries, year, carrier)
        own = [e for e in estimates if e.carrier == carrier]
        gone |= {id(e) for e in own}
        size, stated = math.fsum(e.energy for e in whole), _stated(entries, year, carrier)
        if estimates and size - stated > AGGREGATE_TOLERANCE * size:
            parts += _parts(whole, estimates, 1 - stated / size)
            gone |= {id(e) for e in whole}
            told.append(_shared(whole[0], size - stated, len({e.sector for e in estimates})))
        else:
            told += [_gone(e) for e in own]
    return [e for e in entries if id(e) not in gone] + parts, told


def _estimates(entries: Sequence[Entry], year: int, carrier: str) -> list[Entry]:
    """Return the estimates of a carrier by sector, or of the carrier that holds it."""
    for own in dict.fromkeys((carrier, estimated_as(carrier))):
        found = [
            e
            for e in entries
            if (e.flow, e.year, e.carrier) == (Flow.FINAL_CONSUMPTION, year, own)
            and e.estimated
            and e.sector
            and e.energy > 0
        ]
        if found:
            return found
    return []


def _stated(entries: Sequence[Entry], year: int, carrier: str) -> float:
    """Return what sectors state of a carrier, each figure once [TJ]."""
    given: dict[str, float] = defaultdict(float)
    for e in entries:
        own = (e.flow, e.year, e.carrier) == (Flow.FINAL_CONSUMPTION, year, carrier)
        if own and e.sector and not e.estimated:
            given[e.sector] += e.energy
    return math.fsum(settle(given, frozenset()).kept.values())


def _parts(whole: Sequence[Entry], estimates: Sequence[Entry], share: float) -> list[Entry]:
    """Return a total by sector; an estimate above others holds them, as it did before."""
    sizes: dict[str, float] = defaultdict(float)
    for e in estimates:
        sizes[e.sector] += e.energy
    kept = settle(sizes, frozenset()).kept
    size = math.fsum(kept.values())
    return [
        replace(e.scaled(share * by.energy / size), sector=by.sector, split=True)
        for e in whole
        for by in estimates
        if by.sector in kept
    ]


def _gone(estimate: Entry) -> Fault:
    row, carrier = entry_names(estimate)
    return Fault(
        "inventory.estimate.superseded",
        Severity.NOTE,
        estimate.place,
        Text(
            f"{estimate.year} 年“{row.zh}”的{carrier.zh}的估算已由填报的合计取代："
            "填报的各行业之和已等于合计",
            f"the estimate of {carrier.en} of {row.en} in {estimate.year} gives way to the entered "
            "total, which the sectors entered make up",
        ),
        Text("可从表中删去该估算行", "the estimated row can be deleted"),
    )


def _shared(total: Entry, size: float, sectors: int) -> Fault:
    carrier = reference.carrier_name(total.carrier)
    return Fault(
        "inventory.total.shared_out",
        Severity.WARNING,
        total.place,
        Text(
            f"{total.year} 年{carrier.zh}终端消费合计中有 {number(size)} TJ 未分到行业，"
            f"已按 {sectors} 个行业的估算比例分摊",
            f"{carrier.en} in {total.year}: {number(size)} TJ of total final consumption belong to "
            f"no sector and are shared out over {sectors} sectors in proportion to their estimates",
        ),
        Text("把这部分消费分到行业", "assign this consumption to sectors"),
    )
