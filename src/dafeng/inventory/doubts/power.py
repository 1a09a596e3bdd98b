"""Does the fuel of power plants fit their electricity, and do units of coal mix?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from dafeng import reference, units
from dafeng.dossier.records import Dossier, EnergyRecord, Flow
from dafeng.errors import DafengError, Fault, Place, Severity
from dafeng.inventory.balance import Balance
from dafeng.inventory.entry import Entry
from dafeng.inventory.plants_own_fuel import fuel_among_users
from dafeng.language import Text, significant

#: Fuel for electricity [gce/kWh]: gas turbines and cogeneration need about 200, old small plants
#: 450. The nation's plants above 6 MW needed 370 in 2005, 315 in 2015, 301 in 2022 (NEA, from
#: memory); the best coal units need about 250, so that plants burning coal alone need `COAL_RATE`,
#: and none above `RECENT_RATE` since then, unless their coal is poorer than the factor set's.
HEAT_RATE: Final = (170.0, 520.0)
COAL_RATE: Final = 240.0
RECENT_RATE: Final = (2015, 410.0)

#: Electricity of thermal plants without any fuel that is doubted [TJ] (1 亿千瓦时).
_GENERATION: Final = 360.0

#: Heat given per fuel taken by heat supply [-]: boilers 0.6-0.95; above 1 where part of the fuel
#: of cogeneration stands with power.
HEAT_YIELD: Final = (0.3, 1.8)

#: A plant's rate does not change by more than this from one year to the next (factor).
_STEADY: Final = 1.18

#: Grams of standard coal per TJ, kWh per TJ.
_GCE_PER_TJ: Final = 1e6 * units.TCE_PER_TJ
_KWH_PER_TJ: Final = 1e6 / 3.6

#: Groups of carriers that are counted in tonnes or cubic metres.
_FUELS: Final = ("coal", "oil", "gas")


@dataclass(frozen=True, slots=True)
class Rate:
    """Fuel for power of one year.

    Parameters
    ----------
    value
        Fuel per electricity [gce/kWh].
    coal
        Share of coal in the fuel [-].
    place
        Where the largest fuel stands.
    """

    value: float
    coal: float
    place: Place

    def possible(self, year: int) -> bool:
        """Say whether plants of the fuel and the time need so much."""
        low = self.coal * COAL_RATE + (1 - self.coal) * HEAT_RATE[0]
        recent, limit = RECENT_RATE
        return low <= self.value <= (limit if year >= recent else HEAT_RATE[1])


@dataclass(slots=True)
class _Plant:
    """What goes into power or heat supply in one year, and what comes out."""

    fuels: list[Entry] = field(default_factory=list)
    output: list[Entry] = field(default_factory=list)

    @property
    def burnt(self) -> float:
        """Return the energy of the fuels [TJ]."""
        return math.fsum(abs(e.energy) for e in self.fuels)

    @property
    def given(self) -> float:
        """Return the energy given [TJ]."""
        return math.fsum(e.energy for e in self.output)


def _plants(balance: Balance, flow: Flow, product: str) -> dict[int, _Plant]:
    found: dict[int, _Plant] = defaultdict(_Plant)
    for entry in balance.of(flow):
        if entry.estimated:
            continue
        if entry.carrier == product and entry.energy > 0:
            found[entry.year].output.append(entry)
        elif entry.energy < 0 and entry.carrier not in ("electricity", "heat"):
            found[entry.year].fuels.append(entry)
    return dict(sorted(found.items()))


def heat_rates(balance: Balance) -> dict[int, Rate]:
    """Return fuel for power by year.

    ``sum of fuel into power plants / electricity that they give``; heat-only input stands apart.

    Parameters
    ----------
    balance
        Entries of the dossier.
    """
    carriers = reference.carriers()
    rates = {}
    for year, plant in _plants(balance, Flow.POWER, "electricity").items():
        if not plant.fuels or not plant.output:
            continue
        coal = [abs(e.energy) for e in plant.fuels if carriers[e.carrier].group == "coal"]
        rates[year] = Rate(
            plant.burnt * _GCE_PER_TJ / (plant.given * _KWH_PER_TJ),
            math.fsum(coal) / plant.burnt,
            min(plant.fuels, key=lambda e: e.energy).place,
        )
    return rates


def check_power(dossier: Dossier, balance: Balance) -> Iterator[Fault]:
    """Yield heat rates that no plant has, or that change, power from nothing, and mixed units.

    Parameters
    ----------
    dossier
        The place's records.
    balance
        The same as energy.
    """
    rates = heat_rates(balance)
    bad = {y: r for y, r in rates.items() if not r.possible(y)}
    if bad:
        yield _no_such_rate(bad)
    for a, b in pairwise(sorted(set(rates) - set(bad))):
        ratio = rates[b].value / rates[a].value
        if b == a + 1 and not 1 / _STEADY <= ratio <= _STEADY:
            yield _unsteady((a, b), (rates[a], rates[b]))
    yield from _without_fuel(dossier, balance)
    yield from _heat_yield(balance)
    yield from _mixed_units(dossier)


def _without_fuel(dossier: Dossier, balance: Balance) -> Iterator[Fault]:
    """Yield electricity of thermal plants that burn nothing; heat supply or users may hold it."""
    keyed = {r.year for r in dossier.energy if r.flow is Flow.POWER and r.amount.notation}
    heat = _plants(balance, Flow.HEAT, "heat")
    for year, plant in _plants(balance, Flow.POWER, "electricity").items():
        if plant.fuels or year in keyed or plant.given < _GENERATION:
            continue
        shared = heat.get(year, _Plant())
        beside = math.fsum(e.energy for e in fuel_among_users(balance, year))
        enough = HEAT_RATE[0] * plant.given * _KWH_PER_TJ / _GCE_PER_TJ
        if shared.burnt - shared.given + beside < enough:
            yield _from_nothing(year, plant)


def _heat_yield(balance: Balance) -> Iterator[Fault]:
    bad: dict[int, tuple[float, Place]] = {}
    for year, plant in _plants(balance, Flow.HEAT, "heat").items():
        if not plant.fuels or not plant.output:
            continue
        rate = plant.given / plant.burnt
        if not HEAT_YIELD[0] <= rate <= HEAT_YIELD[1]:
            bad[year] = rate, max(plant.output, key=lambda e: e.energy).place
    if bad:
        yield _no_such_yield(bad)


def _mixed_units(dossier: Dossier) -> Iterator[Fault]:
    """Yield coal stated in tce in a year whose other fuels are in tonnes or cubic metres."""
    carriers = reference.carriers()
    in_tce: dict[str, list[EnergyRecord]] = defaultdict(list)
    physical: dict[int, set[str]] = defaultdict(set)
    for record in dossier.energy:
        carrier = carriers.get(record.carrier)
        if carrier is None or carrier.group not in _FUELS or record.amount.value is None:
            continue
        if _is_standard(record.amount.unit):
            in_tce[record.carrier].append(record)
        elif _is_physical(record.amount.unit, carrier.unit):
            physical[record.year].add(record.carrier)
    for carrier_id, records in sorted(in_tce.items()):
        mixed = [r for r in records if physical[r.year]]
        if mixed:
            largest = max(mixed, key=lambda r: (-r.year, abs(r.amount.value or 0.0)))
            yield _tce_among_tonnes(carrier_id, sorted({r.year for r in mixed}), largest)


def _is_standard(unit: str) -> bool:
    return "tce" in unit or "标准煤" in unit or "标煤" in unit


def _is_physical(unit: str, canonical: str) -> bool:
    try:
        return units.unit(unit).dimension == units.unit(canonical).dimension
    except DafengError:
        return False


def _no_such_rate(bad: dict[int, Rate]) -> Fault:
    years = sorted(bad)
    first = bad[years[0]]
    return Fault(
        "inventory.power.heat_rate",
        Severity.WARNING,
        first.place,
        Text(
            f"{'、'.join(map(str, years))} 年火力发电投入燃料折 {significant(first.value, 4)} "
            "克标准煤/千瓦时，各电厂约为 250–450（2015 年以后不超过约 400）；"
            "发电用煤或发电量的单位可能有误（吨与吨标准煤，万与亿），或煤的热值与因子集不符，"
            "或其中含供热用煤",
            f"fuel for power in {', '.join(map(str, years))} comes to "
            f"{significant(first.value, 4)} gce/kWh; "
            "plants need about 250 to 450 (since 2015 no more than about 400): the unit of their "
            "fuel or of their electricity is likely wrong (t against tce, ten thousand "
            "against a hundred million), or their coal has another calorific value than the factor "
            "set's, or the fuel of heat is among it",
        ),
        Text(
            "核对发电投入与发电量；供热投入另列一行；劣质煤请填本地低位发热量",
            "check fuel input and electricity output of power plants; heat supply has a row of its "
            "own; state the calorific value of poor coal",
        ),
    )


def _unsteady(years: tuple[int, int], rates: tuple[Rate, Rate]) -> Fault:
    first, second = rates
    ratio = max(first.value, second.value) / min(first.value, second.value)
    tce = 1 / reference.standard_coals()["raw_coal"].coefficient
    why = Text("，核对单位", ": check units")
    if abs(ratio / tce - 1) < 0.06:  # noqa: PLR2004 - calorific values differ by so much
        why = Text(
            "；比值约为 1/0.7143，像是其中一年把吨当作吨标准煤",
            "; the ratio is about 1/0.7143, as if tonnes were taken for tce in one of them",
        )
    return Fault(
        "inventory.power.heat_rate",
        Severity.WARNING,
        max(rates, key=lambda r: r.value).place,
        Text(
            f"火力发电供电煤耗由 {years[0]} 年 {significant(first.value, 4)} 变为 {years[1]} 年 "
            f"{significant(second.value, 4)} 克标准煤/千瓦时{why.zh}",
            f"fuel for power goes from {significant(first.value, 4)} gce/kWh in {years[0]} to "
            f"{significant(second.value, 4)} in {years[1]}{why.en}",
        ),
        Text("核对两年发电投入的单位", "check the units of the fuel input of both years"),
    )


def _from_nothing(year: int, plant: _Plant) -> Fault:
    power = plant.given * _KWH_PER_TJ / 1e8
    return Fault(
        "inventory.power.no_fuel",
        Severity.WARNING,
        max(plant.output, key=lambda e: e.energy).place,
        Text(
            f"{year} 年火力发电 {significant(power, 4)} 亿千瓦时，而没有任何燃料投入",
            f"thermal plants gave {significant(power, 4)} 亿kWh in {year} and burnt no fuel at all",
        ),
        Text(
            "填入火力发电的燃料投入（负数）；余热、垃圾、生物质发电也填其能源，"
            "水风光核电填在一次能源生产量",
            "enter the fuel put into power plants (with a minus sign), waste heat, waste and "
            "biomass too; hydro, wind, solar and nuclear power stand under primary production",
        ),
    )


def _no_such_yield(bad: dict[int, tuple[float, Place]]) -> Fault:
    years = sorted(bad)
    rate, place = bad[years[0]]
    return Fault(
        "inventory.heat.yield",
        Severity.WARNING,
        place,
        Text(
            f"{'、'.join(map(str, years))} 年供热产出为投入燃料的 {significant(rate, 3)} 倍（一般"
            " 0.6–1.1），"
            "热力的单位可能有误（万吉焦与吉焦，或吨标准煤）",
            f"heat supply of {', '.join(map(str, years))} gives {significant(rate, 3)} times its "
            "fuel "
            "(usually 0.6 to 1.1): the unit of heat is likely wrong (10⁴ GJ against GJ, or tce)",
        ),
        Text("核对热力一列的单位", "check the unit of the column of heat"),
    )


def _tce_among_tonnes(carrier: str, years: list[int], record: EnergyRecord) -> Fault:
    name = reference.carriers()[carrier].name
    return Fault(
        "inventory.unit.mixed_standard",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{'、'.join(map(str, years))} 年{name.zh}以吨标准煤计，而其他品种以实物量计："
            "像是把实物吨当作吨标准煤",
            f"{name.en} in {', '.join(map(str, years))} is stated in tonnes of standard coal while "
            "other fuels are in physical units: tonnes may have been taken for tce",
        ),
        Text(
            "核对该列单位；确为标准量则无须改动",
            "check the unit of the column; leave it if it is standard coal indeed",
        ),
    )
