"""Does the fuel of power plants fit their electricity, and do units of coal mix?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from dafeng import reference, units
from dafeng.dossier.records import Dossier, EnergyRecord, Flow
from dafeng.errors import DafengError, Fault, Place, Severity
from dafeng.inventory.balance import Balance, Entry
from dafeng.language import Text

#: Fuel for electricity [gce/kWh]: gas turbines and cogeneration need about 200, old small plants
#: 450. The nation's plants above 6 MW needed 301 in 2022 (NEA, from memory).
HEAT_RATE: Final = (170.0, 520.0)

#: A plant's rate does not change by more than this from one year to the next (factor).
_STEADY: Final = 1.18

#: Grams of standard coal per TJ, kWh per TJ.
_GCE_PER_TJ: Final = 1e9 / 29.3076
_KWH_PER_TJ: Final = 1e6 / 3.6

#: Groups of carriers that are counted in tonnes or cubic metres.
_FUELS: Final = ("coal", "oil", "gas")


def heat_rates(balance: Balance) -> dict[int, tuple[float, Place]]:
    """Return fuel for power by year [gce/kWh] with the place of the largest fuel.

    ``sum of fuel into power plants / electricity that they give``; heat-only input stands apart.

    Parameters
    ----------
    balance
        Entries of the dossier.
    """
    fuels: dict[int, list[Entry]] = defaultdict(list)
    power: dict[int, float] = defaultdict(float)
    for entry in balance.of(Flow.POWER):
        if entry.estimated:
            continue
        if entry.carrier == "electricity" and entry.energy > 0:
            power[entry.year] += entry.energy
        elif entry.energy < 0 and entry.carrier not in ("electricity", "heat"):
            fuels[entry.year].append(entry)
    rates = {}
    for year, entries in sorted(fuels.items()):
        if power[year] > 0:
            total = math.fsum(abs(e.energy) for e in entries)
            rate = total * _GCE_PER_TJ / (power[year] * _KWH_PER_TJ)
            rates[year] = rate, min(entries, key=lambda e: e.energy).place
    return rates


def check_power(dossier: Dossier, balance: Balance) -> Iterator[Fault]:
    """Yield heat rates that no plant has, or that change, and coal in tce among tonnes.

    Parameters
    ----------
    dossier
        The place's records.
    balance
        The same as energy.
    """
    rates = heat_rates(balance)
    low, high = HEAT_RATE
    bad = {y: x for y, x in rates.items() if not low <= x[0] <= high}
    if bad:
        yield _no_such_rate(bad)
    for a, b in pairwise(sorted(set(rates) - set(bad))):
        ratio = rates[b][0] / rates[a][0]
        if b == a + 1 and not 1 / _STEADY <= ratio <= _STEADY:
            yield _unsteady((a, b), (rates[a][0], rates[b][0]), rates[b if ratio > 1 else a][1])
    yield from _mixed_units(dossier)


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


def _no_such_rate(bad: dict[int, tuple[float, Place]]) -> Fault:
    years = sorted(bad)
    rate, place = bad[years[0]]
    return Fault(
        "inventory.power.heat_rate",
        Severity.WARNING,
        place,
        Text(
            f"{'、'.join(map(str, years))} 年火力发电投入燃料折 {rate:,.4g} 克标准煤/千瓦时，"
            "各电厂约为 250–450；发电用煤或发电量的单位可能有误（吨与吨标准煤，万与亿）",
            f"fuel for power in {', '.join(map(str, years))} comes to {rate:,.4g} gce/kWh; plants "
            "need about 250 to 450: the unit of their fuel or of their electricity is likely wrong "
            "(t against tce, 10⁴ against 10⁸)",
        ),
        Text("核对发电投入与发电量", "check fuel input and electricity output of power plants"),
    )


def _unsteady(years: tuple[int, int], rates: tuple[float, float], place: Place) -> Fault:
    ratio = max(rates) / min(rates)
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
        place,
        Text(
            f"火力发电供电煤耗由 {years[0]} 年 {rates[0]:.4g} 变为 {years[1]} 年 {rates[1]:.4g} "
            f"克标准煤/千瓦时{why.zh}",
            f"fuel for power goes from {rates[0]:.4g} gce/kWh in {years[0]} to {rates[1]:.4g} in "
            f"{years[1]}{why.en}",
        ),
        Text("核对两年发电投入的单位", "check the units of the fuel input of both years"),
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
