"""Is a carrier missing that must be there, and is a year a copy of another?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Dossier, Flow, ProcessRecord, Quality
from dafeng.errors import Fault, Place, Severity, UnknownNameError
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.doubts.repeated_years import repeated_years
from dafeng.inventory.entry import Entry
from dafeng.language import Text

#: Share of energy or CO2 in the years beside it from which on a carrier cannot just be absent [-].
#: Of 3546 cases in the 30 provinces 1997-2019 (CEADs) a carrier with this share beside it is
#: absent 13 times, each time because the table has a hole (Hainan 1998 and 2002, Xinjiang 2001).
SUBSTANTIAL: Final = 0.03

#: What carriers of the same group gain, as a share of what is missing, if it was reclassified [-].
_RECLASSIFIED: Final = 0.5

#: Share of raw coal in a province's CO2 from which on cement kilns without coal are doubted [-].
_COAL_PROVINCE: Final = 0.4
_KILNS: Final = ("clinker", "cement")
_SOLID: Final = frozenset(
    {
        "raw_coal",
        "anthracite",
        "bituminous_coal",
        "lignite",
        "cleaned_coal",
        "other_washed_coal",
        "briquettes",
    }
)

#: Years further off than this say nothing of a year.
NEAR: Final = 2

#: More missing carriers than this in one year are one fault.
_FEW: Final = 3

Uses = dict[int, dict[str, list[Entry]]]


@dataclass(frozen=True, slots=True)
class _Gap:
    """A carrier that a year lacks, and its largest cell in the years beside."""

    carrier: str
    share: float
    beside: Entry


def check_completeness(dossier: Dossier, uses: Uses) -> Iterator[Fault]:
    """Yield carriers that vanish in a year, coal that was never entered, and repeated years.

    Parameters
    ----------
    dossier
        The place's records.
    uses
        What is consumed or burnt by year and carrier.
    """
    keyed = {(r.year, r.carrier) for r in dossier.energy if r.amount.notation is not None}
    for year in sorted(uses):
        gaps = [g for g in _gaps(uses, year) if (year, g.carrier) not in keyed]
        sheet = _sheet(uses[year])
        if len(gaps) > _FEW:
            yield _vanished(year, gaps, sheet)
        else:
            yield from (_vanished(year, [gap], sheet) for gap in gaps)
    if dossier.identity.kind != "park":
        yield from _never_coal(dossier, uses, keyed)
    yield from repeated_years(dossier.energy)


def _never_coal(dossier: Dossier, uses: Uses, keyed: set[tuple[int, str]]) -> Iterator[Fault]:
    """Yield kilns without coal in a province that lives on coal, where no year has any."""
    stated = {c for cells in uses.values() for c in cells} | {c for _, c in keyed}
    if not uses or stated & _SOLID:
        return
    try:
        whole = reference.province_emissions(dossier.identity.province)
    except UnknownNameError:
        return
    share = float(whole.co2[:, whole.carriers.index("raw_coal")].sum() / whole.co2.sum())
    kilns = [r for r in dossier.process if r.process in _KILNS and r.year in uses]
    made = [r for r in kilns if r.amount.value and r.amount.quality is not Quality.ESTIMATE]
    if share > _COAL_PROVINCE and made:
        yield _no_coal(made[0], share)


def uses_of(balance: Balance) -> Uses:
    """Return what is consumed or burnt by year and carrier; years with estimates are left out.

    Parameters
    ----------
    balance
        Entries of the dossier.
    """
    found: Uses = defaultdict(lambda: defaultdict(list))
    guessed: set[int] = set()
    for entry in balance.of(Flow.FINAL_CONSUMPTION, *BURNING):
        if entry.flow in BURNING and entry.energy > 0:
            continue
        if entry.estimated:
            guessed.add(entry.year)
        if entry.energy:
            found[entry.year][entry.carrier].append(entry)
    return {year: cells for year, cells in found.items() if year not in guessed}


def years_beside(years: Collection[int], year: int) -> list[int]:
    """Return the stated years before and after a year, as far as they are near it in time.

    Parameters
    ----------
    years
        All years that are stated, that year among them.
    year
        The year in question.
    """
    order = sorted(years)
    at = order.index(year)
    near = (order[i] for i in (at - 1, at + 1) if 0 <= i < len(order))
    return [y for y in near if abs(y - year) <= NEAR]


def _gaps(uses: Uses, year: int) -> Iterator[_Gap]:
    beside = years_beside(uses, year)
    if not beside:
        return
    for carrier in sorted(set.intersection(*(set(uses[y]) for y in beside)) - set(uses[year])):
        share = min(_share(uses[y], carrier) for y in beside)
        if share > SUBSTANTIAL and not _reclassified(uses, (year, carrier), beside):
            cells = [e for y in beside for e in uses[y][carrier]]
            yield _Gap(carrier, share, max(cells, key=lambda e: abs(e.energy)))


def _share(cells: Mapping[str, Sequence[Entry]], carrier: str) -> float:
    """Return the larger of a carrier's shares in energy and in CO2 [-]."""
    energy = {c: math.fsum(abs(e.energy) for e in es) for c, es in cells.items()}
    co2 = {c: math.fsum(abs(e.co2) for e in es) for c, es in cells.items()}
    return max(x[carrier] / (math.fsum(x.values()) or 1.0) for x in (energy, co2))


def _reclassified(uses: Uses, which: tuple[int, str], beside: list[int]) -> bool:
    """Say whether carriers of the same group took over what is missing (coal stated by kind)."""
    year, carrier = which
    carriers = reference.carriers()
    kin = {c for c in carriers if carriers[c].group == carriers[carrier].group} - {carrier}

    def others(y: int) -> float:
        return math.fsum(abs(e.energy) for c, es in uses[y].items() if c in kin for e in es)

    missing = min(math.fsum(abs(e.energy) for e in uses[y][carrier]) for y in beside)
    return others(year) - max(others(y) for y in beside) > _RECLASSIFIED * missing


def _sheet(cells: Mapping[str, Sequence[Entry]]) -> Place:
    """Return the sheet in which the figures of a year stand."""
    first = min((e.place for es in cells.values() for e in es), key=str)
    return Place(first.file, first.sheet)


def _vanished(year: int, gaps: list[_Gap], sheet: Place) -> Fault:
    names = [reference.carriers()[g.carrier].name for g in gaps]
    zh = "、".join(n.zh for n in names)
    en = ", ".join(n.en for n in names)
    largest = max(gaps, key=lambda g: g.share)
    beside = largest.beside
    other = (sheet.file, sheet.sheet) != (beside.place.file, beside.place.sheet)
    return Fault(
        "inventory.carrier.vanished",
        Severity.WARNING,
        sheet if other else beside.place,
        Text(
            f"{year} 年没有{zh}，而相邻年份占能源或排放的 {largest.share:.1%}"
            f"（最大一项见 {beside.year} 年 {beside.place}）；像是漏列或整列被清空",
            f"{en} is absent in {year}, while the years beside show {largest.share:.1%} of energy "
            f"or CO2 (largest cell: {beside.year}, {beside.place}): a column seems to be missing",
        ),
        Text(
            "补上该年该品种；确实没有的填缺项代号 NO",
            "add the carrier for that year; enter the notation key NO if there was none",
        ),
    )


def _no_coal(record: ProcessRecord, share: float) -> Fault:
    name = reference.process_factors()[record.process].name
    return Fault(
        "inventory.carrier.no_coal",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"有{name.zh}产量而没有任何煤炭消费；全省排放的 {share:.0%} 来自原煤，像是漏列煤炭",
            f"{name.en} is made and no coal is burnt at all, while raw coal gives {share:.0%} of "
            "the province's CO2: the column of coal seems to be missing",
        ),
        Text(
            "补上煤炭消费；确实不用煤的填缺项代号 NO",
            "add the use of coal; enter the notation key NO if there was none",
        ),
    )
