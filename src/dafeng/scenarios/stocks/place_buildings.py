"""Which buildings does a place have, and how will they change?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dafeng.axes import Floats
from dafeng.dossier.records import BuildingRecord, Identity
from dafeng.reference import stocks as published
from dafeng.reference.stocks import Figure
from dafeng.scenarios.stocks.adoption import Spread
from dafeng.scenarios.stocks.buildings import Buildings, Retrofit, Vintage
from dafeng.scenarios.stocks.entered import EFFICIENCY, Start, life_of, near, spread_of, value
from dafeng.scenarios.stocks.stock import Demand, elapsed

#: Rows in which the energy of a kind stands, the first that the place has.
ROWS = {
    "urban_residential": ("households_urban", "households"),
    "rural_residential": ("households_rural", "households"),
    "public": ("services",),
}

#: Shares and ages of vintages where none are stated [-], [a] (project's judgement).
_UNKNOWN = ((0.25, 30.0), (0.40, 18.0), (0.35, 6.0))

#: Heating of a vintage against the mean by age, and how fast the mean area nears saturation [1/a]
#: (project's judgement).
_OLDER_BY_YEAR = 0.012
_NEARING = 0.04

#: Standard deviation of the growth of floor area, and share of electric heat in `SHARES_OF`.
_SPREAD = 0.004
_ELECTRIC_TODAY = 0.05

_MJ_PER_TJ = 1e6

#: Carriers that heat, where not coal, gas and heat alone: biomass and sun in villages.
_HEATING = {"households_rural": ("coal", "gas", "heat", "non_fossil")}


def place_buildings(start: Start) -> tuple[Buildings, ...]:
    """Return the buildings of a place by kind; none that it has not entered."""
    found = []
    stated = near((r for r in start.dossier.buildings if r.variable == "area"), start.baseline.year)
    taken = np.zeros_like(start.baseline.energy)
    for kind in dict.fromkeys(r.kind for r in stated):
        row = start.first_of(*ROWS[kind])
        records = [r for r in stated if r.kind == kind]
        if row is not None and sum(value(r.amount, "m2") for r in records) > 0:
            found.append(_kind_of(start, kind, row, records, taken))
    return tuple(found)


def _division(who: Identity) -> str:
    """Return the division whose climate a place has: of a park that of its city."""
    host = next(iter(who.hosts), "")
    return host if host.isdigit() else who.province


def _kind_of(
    start: Start, kind: str, row: str, records: Sequence[BuildingRecord], taken: Floats
) -> Buildings:
    facts = published.building_facts(kind)
    zone = published.climate_zone(_division(start.dossier.identity))
    energy = published.building_energy(kind, zone)
    heating = energy["heating", ""].value
    services = tuple((c, f.value) for (s, c), f in energy.items() if s == "services")
    vintages = _vintages(start, kind, records, heating)
    area = sum(v.area for v in vintages)
    years = elapsed(start.years)
    new = heating * facts["new_to_mean"].value * (1 - 0.005) ** years
    return Buildings(
        name=f"buildings:{kind}",
        row=row,
        years=start.years,
        path=_path(start, facts, years),
        vintages=vintages,
        life=life_of(kind),
        retrofit=Retrofit(facts["retrofit_rate"].value, facts["retrofit_saving"].value, 0.35),
        new_heating=new,
        heating=_mix(start, row, area, services, taken),
        services=services,
        service_growth=facts["service_growth"].value,
        switch=_switch(start, kind),
        replaced=facts["replaced"].value,
        demand=Demand(people=1.0, spread=_SPREAD),
        efficiency=EFFICIENCY,
    )


def _switch(start: Start, kind: str) -> Spread | None:
    if start.policy == "frozen":
        return None
    return spread_of(start, kind, "electric_heat", _ELECTRIC_TODAY)


def _path(start: Start, facts: Mapping[str, Figure], years: Floats) -> Floats:
    """Return central floor area: people times an area per head that nears its saturation."""
    room = facts["saturation"].value / facts["area_per_head"].value - 1
    per_head = 1 + room * -np.expm1(-_NEARING * years)
    return np.asarray(start.centre.people[:, 0] * per_head)


def _vintages(
    start: Start, kind: str, records: Sequence[BuildingRecord], heating: float
) -> tuple[Vintage, ...]:
    """Return vintages, older ones with more heat, their mean as published for the zone."""
    base = start.baseline.year
    parts: list[tuple[float, float, int | None]] = []
    for record in records:
        area = value(record.amount, "m2")
        if record.built is None:
            parts += [(share * area, age, None) for share, age in _UNKNOWN]
        else:
            parts.append((area, float(max(base - record.built, 0)), record.built))
    areas = np.array([a for a, _, _ in parts])
    ages = np.array([age for _, age, _ in parts])
    level = 1 + _OLDER_BY_YEAR * (ages - ages @ areas / areas.sum())
    level = np.maximum(level, 0.4)
    level *= areas.sum() / (level @ areas)
    done = _retrofitted(start, kind, areas.sum())
    return tuple(
        Vintage(age, area, heating * factor, done)
        for (area, age, _), factor in zip(parts, level.tolist(), strict=True)
    )


def _retrofitted(start: Start, kind: str, area: float) -> float:
    stated = (r for r in start.dossier.buildings if r.variable == "retrofitted" and r.kind == kind)
    done = sum(value(r.amount, "m2") for r in near(stated, start.baseline.year))
    return min(done / area, 1.0)


def _mix(
    start: Start, row: str, area: float, services: Sequence[tuple[str, float]], taken: Floats
) -> tuple[tuple[str, float], ...]:
    """Return carriers of heating as the row has them beyond what the services use."""
    baseline = start.baseline
    position = baseline.sectors.index(row)
    used = dict(services)
    left = {}
    for carrier in _HEATING.get(row, ("coal", "gas", "heat")):
        column = baseline.carriers.index(carrier)
        taken[position, column] += used.get(carrier, 0.0) * area / _MJ_PER_TJ
        left[carrier] = max(float(baseline.energy[position, column] - taken[position, column]), 0.0)
    total = sum(left.values())
    if total <= 0:
        return (("electricity", 1.0),)
    return tuple((carrier, energy / total) for carrier, energy in left.items() if energy > 0)
