"""Is the use of a whole carrier of the right order, or is its unit off by a power of ten?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Flow, ProcessRecord
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.doubts.yardstick import Yardstick
from dafeng.inventory.entry import Entry
from dafeng.language import Text, significant


@dataclass(frozen=True, slots=True)
class Kind:
    """Carriers that are judged together, with the band of what places show.

    Parameters
    ----------
    name
        What they are called.
    carriers
        Their ids; the first is the one whose unit is named.
    low, high
        Logarithm to ten of use over what the province would use at the place's size: beyond, a
        unit is doubted. The low side needs `rows` entries, as a place may leave rows out.
    stated, meant
        Units that are often taken for one another, the coarser second.
    beside
        Carriers of the province that show what is expected; none for the same carriers. Piped gas
        and LNG stand in for one another, so each is held against the gas of both.
    """

    name: Text
    carriers: tuple[str, ...]
    low: float
    high: float
    stated: Text
    meant: Text
    beside: tuple[str, ...] = ()

    @property
    def expected(self) -> tuple[str, ...]:
        """Return the carriers of the province that show what is expected."""
        return self.beside or self.carriers


_GAS: Final = ("natural_gas", "lng")
_TONNES: Final = Text("吨", "t")
_WAN_TONNES: Final = Text("万吨", "万t")

#: Bands from the spread of the 30 provinces about the nation by carrier (CEADs 2019) together
#: with that of 318 prefecture totals about their provinces (EDGAR v8, CEADs): standard deviations
#: of log10 are 0.53 for coal, 0.33 for oil and 0.43 for gas; electricity per GDP is judged.
#: Gasoline and diesel follow people and trade: those of the provinces 2005-2019 lie within -0.55
#: and 0.31, and -0.42 and 0.45 of the nation's; twice that is allowed, and 0.9 at least.
KINDS: Final = (
    Kind(
        Text("煤炭", "coal"),
        ("raw_coal", "anthracite", "bituminous_coal", "lignite"),
        -2.6,
        1.3,
        _TONNES,
        _WAN_TONNES,
    ),
    Kind(Text("焦炭", "coke"), ("coke",), -9.0, 2.3, _TONNES, _WAN_TONNES),
    Kind(Text("汽油", "gasoline"), ("gasoline",), -1.1, 0.9, _TONNES, _WAN_TONNES),
    Kind(Text("柴油", "diesel"), ("diesel",), -0.9, 0.9, _TONNES, _WAN_TONNES),
    Kind(Text("液化石油气", "LPG"), ("lpg",), -3.0, 1.7, _TONNES, _WAN_TONNES),
    Kind(
        Text("天然气", "natural gas"),
        ("natural_gas",),
        -2.3,
        1.5,
        Text("万立方米", "10⁴ m³"),
        Text("亿立方米", "10⁸ m³"),
        _GAS,
    ),
    Kind(Text("液化天然气", "LNG"), ("lng",), -9.0, 1.5, _TONNES, _WAN_TONNES, _GAS),
    Kind(
        Text("电力", "electricity"),
        ("electricity",),
        -1.3,
        0.85,
        Text("万千瓦时", "10⁴ kWh"),
        Text("亿千瓦时", "10⁸ kWh"),
    ),
)

#: Entries that a carrier must have before too small a level is doubted.
_ROWS: Final = 3

#: A park differs from its province by more than a city does [log10].
_PARK: Final = 1.2

#: Electricity of households per head and year [kWh]; prefectures show about 400 to 2000.
HOUSEHOLD_POWER: Final = (60.0, 3500.0)
_TJ_PER_KWH: Final = 3.6e-6

#: Electricity of a tonne of primary aluminium, 13.5 MWh (measure `aluminium_cathode`) [TJ].
_TJ_PER_T_ALUMINIUM: Final = 0.0486
_SMELTING: Final = ("aluminium", "aluminium_soderberg")

_TEN_THOUSAND: Final = (2.6, 5.5)


@dataclass(frozen=True, slots=True)
class _Level:
    """Use of one kind in one year over what was expected [log10], and its largest cell."""

    year: int
    off: float
    largest: Entry


def check_levels(
    balance: Balance,
    size: Yardstick,
    doubted: frozenset[Place] = frozenset(),
    smelted: Mapping[int, float] | None = None,
) -> Iterator[Fault]:
    """Yield carriers whose level suggests a wrong unit, one fault for all years alike.

    Parameters
    ----------
    balance
        Entries of the dossier.
    size
        The place beside its province.
    doubted
        Cells that other rules report; a level that rests on one of them is not reported again.
    smelted
        Electricity that stated output of aluminium explains [TJ] by year.
    """
    explained = smelted or {}
    for kind in KINDS:
        levels = [
            level
            for year, entries in sorted(_uses(balance, kind).items())
            if (level := _judged(kind, year, entries, size, explained)) is not None
        ]
        fresh = [x for x in levels if x.largest.place not in doubted]
        for sign in (-1, 1):
            same = [x for x in fresh if math.copysign(1, x.off) == sign]
            if same:
                yield _off_level(kind, same)
    if not size.park:
        yield from _household_power(balance, size, doubted)


def smelting_power(records: Iterable[ProcessRecord]) -> dict[int, float]:
    """Return the electricity that stated output of aluminium explains [TJ] by year."""
    found: dict[int, float] = defaultdict(float)
    for record in records:
        if record.process in _SMELTING and record.amount.value:
            found[record.year] += record.amount.in_unit("t") * _TJ_PER_T_ALUMINIUM
    return dict(found)


def _uses(balance: Balance, kind: Kind) -> dict[int, list[Entry]]:
    """Return what is used by year: final consumption, and what power and heat plants take."""
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in balance.of(Flow.FINAL_CONSUMPTION, *BURNING):
        taken = entry.flow is Flow.FINAL_CONSUMPTION or entry.energy < 0
        if taken and entry.carrier in kind.carriers and entry.energy:
            found[entry.year].append(entry)
    return {y: es for y, es in found.items() if not any(e.estimated for e in es)}


def _judged(
    kind: Kind, year: int, entries: list[Entry], size: Yardstick, explained: Mapping[int, float]
) -> _Level | None:
    power = kind.carriers[0] == "electricity"
    expected = size.electricity(year) if power else size.fuel_co2(kind.expected, year)
    own = math.fsum(abs(e.energy if power else e.co2) for e in entries)
    own = max(own - explained.get(year, 0.0), 0.1 * own) if power else own
    if expected is None or not own:
        return None
    off = math.log10(own / expected)
    wider = _PARK if size.park else 0.0
    few = len(entries) < _ROWS
    if (kind.low - wider <= off or few) and off <= kind.high + wider:
        return None
    return _Level(year, off, max(entries, key=lambda e: abs(e.energy)))


def _household_power(
    balance: Balance, size: Yardstick, doubted: frozenset[Place]
) -> Iterator[Fault]:
    """Yield electricity of households per head that no place shows."""
    homes: dict[int, list[Entry]] = defaultdict(list)
    for entry in balance.of(Flow.FINAL_CONSUMPTION):
        if entry.carrier == "electricity" and entry.sector.startswith("households"):
            homes[entry.year].append(entry)
    bad = []
    for year, entries in sorted(homes.items()):
        people = size.population.get(year)
        if people is None or any(e.estimated for e in entries):
            continue
        head = math.fsum(e.energy for e in entries) / _TJ_PER_KWH / people
        largest = max(entries, key=lambda e: e.energy)
        low, high = HOUSEHOLD_POWER
        complete = len({e.sector for e in entries}) > 1 or largest.sector == "households"
        wrong = head > high or (complete and 0 < head < low)
        if wrong and largest.place not in doubted:
            bad.append((year, head, largest.place))
    if bad:
        yield _unlike_homes(bad)


def _unit_error(kind: Kind, off: float) -> Text:
    """Say which unit error would explain a level."""
    high = off > 0
    given, meant = (kind.meant, kind.stated) if high else (kind.stated, kind.meant)
    if _TEN_THOUSAND[0] <= abs(off) <= _TEN_THOUSAND[1]:
        return Text(
            f"像是差一万倍：若以{meant.zh}计（而非{given.zh}）则与规模相称",
            f"as if off by 10⁴: in {meant.en} instead of {given.en} it would fit",
        )
    power = max(1, round(abs(off)))
    zh, en = ("缩小", "smaller") if high else ("放大", "larger")
    return Text(
        f"若{zh} {significant(10**power)} 倍则与规模相称，单位或小数点可能有误",
        f"it would fit if {significant(10**power)} times {en}: the unit or the decimal point is "
        "likely wrong",
    )


def _off_level(kind: Kind, levels: list[_Level]) -> Fault:
    years = [x.year for x in levels]
    worst = max(levels, key=lambda x: abs(x.off))
    why = _unit_error(kind, worst.off)
    sector = worst.largest.sector
    where = reference.sectors().name(sector) if sector else Text("发电供热", "power and heat")
    return Fault(
        "inventory.level.implausible",
        Severity.WARNING,
        levels[0].largest.place,
        Text(
            f"{'、'.join(map(str, years))} 年{kind.name.zh}消费约为同等规模地区应有水平的 "
            f"{significant(10**worst.off, 3)} 倍（最大一项为{where.zh}）；{why.zh}",
            f"use of {kind.name.en} in {', '.join(map(str, years))} is about "
            f"{significant(10**worst.off, 3)} "
            f"times what a place of this size would use (largest: {where.en}); {why.en}",
        ),
        Text("核对该品种整列的单位", "check the unit of the whole column"),
    )


def _unlike_homes(bad: list[tuple[int, float, Place]]) -> Fault:
    years = [year for year, _, _ in bad]
    heads = sorted(
        {significant(head, 4) for _, head, _ in bad}, key=lambda t: float(t.replace(",", ""))
    )
    head = heads[0] if len(heads) == 1 else f"{heads[0]}–{heads[-1]}"
    return Fault(
        "inventory.level.implausible",
        Severity.WARNING,
        bad[0][2],
        Text(
            f"{'、'.join(map(str, years))} 年人均生活用电为 {head} 千瓦时，"
            "各地约为 400–2000；单位可能有误",
            f"households use {head} kWh of electricity per head in "
            f"{', '.join(map(str, years))}, places show about 400 to 2000: the unit is likely "
            "wrong",
        ),
        Text("核对电力一列的单位与人口", "check the unit of electricity, and the population"),
    )
