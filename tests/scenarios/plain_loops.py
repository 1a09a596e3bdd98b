"""The arithmetic of the futures in plain loops over draws, years, sectors and carriers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dafeng.scenarios.base_year import GROUPS
from dafeng.scenarios.baseline import Baseline, Spread, Supply
from dafeng.scenarios.catalogue import CLASSES, DRIVERS, Key, Scope, driver
from dafeng.scenarios.course import Course
from dafeng.scenarios.deployed import Deployed, nothing_deployed
from dafeng.scenarios.draws import Draws
from dafeng.scenarios.story import Scenario

Z = 1.959963984540054
COAL, OIL, GAS, HEAT, POWER, NON_FOSSIL, _ = range(7)


def random_place(place: Callable[..., Baseline], seed: int) -> Baseline:
    rng = np.random.default_rng(seed)
    plain = place()
    shape = plain.energy.shape
    energy = np.asarray(rng.uniform(0, 100, shape) * (rng.random(shape) < 0.7))
    energy[:, POWER] += 5.0
    if seed % 5 == 1:
        energy[:, HEAT] = 0.0
    used = energy[:, POWER].sum() / 0.0036
    sectors = shape[0]
    return replace(
        plain,
        energy=energy,
        factor=np.asarray(rng.uniform(40, 100, shape) * np.array([1, 1, 1, 0, 0, 0, 1])),
        process=np.asarray(rng.uniform(0, 1e5, sectors) * (rng.random(sectors) < 0.4)),
        class_shares=np.asarray(rng.dirichlet((1.0, 3.0, 4.0))) if seed % 4 else np.zeros(0),
        supply=Supply(
            fossil_power=float(rng.uniform(0, used)),
            non_fossil_power=float(rng.uniform(0, 0.4 * used)),
            net_purchased=float(rng.uniform(-0.3, 0.8) * used),
            grid_factor=float(rng.uniform(0.1, 0.8)),
            heat_net_purchased=float(rng.uniform(-5e3, 1e4)),
            heat_factor=0.11,
            heat_share=float(rng.uniform(0, 1)),
        ),
        spread=Spread(
            np.asarray(rng.uniform(0, 0.9, sectors)),
            np.asarray(rng.uniform(0, 0.2, (shape[1], 2))),
            np.asarray(rng.uniform(0, 0.4, sectors)),
            float(rng.uniform(0, 1)),
        ),
        sinks=2e5 if seed % 3 == 0 else None,
    )


def random_portfolio(base: Baseline, years: int, seed: int) -> Deployed:
    """Return savings, switches, needs, capture and supply of random size."""
    rng, shape = np.random.default_rng(seed), base.energy.shape
    plain = nothing_deployed(years, *shape)
    switched = rng.uniform(0, 0.2, plain.rows.shape) * (rng.random(plain.rows.shape) < 0.2)
    return Deployed(
        rows=np.asarray(plain.rows * rng.uniform(0.4, 1, plain.rows.shape) + switched),
        process=np.asarray(rng.uniform(0.5, 1, plain.process.shape)),
        emitted=np.asarray(rng.uniform(0.5, 1, plain.process.shape)),
        heat=np.asarray(rng.uniform(0.3, 1, years)),
        demand=np.asarray(rng.uniform(0.7, 1.3, years)),
        generated=np.asarray(rng.uniform(0, 0.3, years)),
    )


#: Coal for a kWh of primary electricity [TJ/MWh].
RATE = 0.30 * 29.3076 / 1000


def energy_by_coal(carriers: list[float], power: float) -> float:
    """Return all energy with purchased and own non-fossil power [MWh] at the coal for it."""
    return sum(carriers) - power * 0.0036 + power * RATE


def share_of_non_fossil(
    carriers: list[float], power: tuple[float, float, float], factor: float
) -> float:
    """Return the national share: electricity at 0.30 kgce/kWh, purchases by their factor."""
    bought, local, clean = power  # [MWh]
    kept = clean
    if bought < 0 and local > 0:  # what is sold on takes its part of all local power along
        kept -= clean * -bought / local
    if bought > 0:
        kept += bought * min(max(1 - factor / 0.8273, 0.0), 1.0)
    whole = energy_by_coal(carriers, bought + clean)
    if whole == 0:
        return 0.0
    counted = carriers[NON_FOSSIL] - clean * 0.0036 + kept * RATE
    return min(max(counted / whole, 0.0), 1.0)


#: Heat [TJ] that is left where all fuel has been moved away: rounding, of either sign.
NOTHING = 1e-9


class Slow:
    """One draw, one number at a time."""

    def __init__(
        self,
        base: Baseline,
        story: Scenario,
        course: Course,
        draws: Draws,
        deployed: Deployed | None = None,
    ) -> None:
        self.base, self.story, self.course, self.draws = base, story, course, draws
        size = (len(course.years), len(base.sectors), len(base.carriers))
        self.deployed = deployed or nothing_deployed(*size)
        self.start = {name: part.start for name, part in draws.layout.slices.items()}

    def value(self, name: str, year: int, draw: int, sector: str = "", carrier: str = "") -> float:
        of = driver(name)
        path = self.story.paths[Key(name, sector, carrier)]
        years = [p.year for p in path.points]
        low, mid, high = (
            float(np.interp(year, years, [getattr(p, part) for p in path.points]))
            for part in ("low", "central", "high")
        )
        mid = min(max(mid, of.low), of.high)
        label = {
            Scope.PLACE: 0,
            Scope.PROCESS_SECTOR: 0,
            Scope.CLASS: CLASSES.index(sector) if sector in CLASSES else 0,
            Scope.SECTOR: self.base.sectors.labels.index(sector)
            if sector not in ("", *CLASSES)
            else 0,
            Scope.TRANSFER: of.sources.index(carrier) if carrier else 0,
        }[of.scope]
        z = self.draws.normal[self.start[name] + label, draw]
        size = (high - mid) if z > 0 else (mid - low)
        return float(min(max(mid + z * size / Z, of.low), of.high))

    def times(self, name: str, label: int, draw: int, down: float, up: float) -> float:
        z = float(self.draws.normal[self.start[name] + label, draw])
        moved = 1 + z * (up if z > 0 else down) / Z
        return moved if name == "purchased" else max(moved, 0.05)

    def error(self, name: str, t: int, draw: int) -> float:
        return math.exp(self.course.errors[name][t] * self.draws.errors[name][t - 1, draw])

    def path(self, draw: int) -> list[dict[str, object]]:  # noqa: C901, PLR0912, PLR0915 - plain on purpose
        base, v = self.base, self.value
        sectors = base.sectors.labels
        n = range(len(sectors))
        power = [c == "power" for c in base.classes]
        level = [
            self.times("level", s, draw, base.spread.level[s], base.spread.level[s]) for s in n
        ]
        gdp, people, grid, plant = base.gdp, base.population, 1.0, 1.0
        kinds, gap, intensity = [1.0] * 3, [1.0] * len(sectors), [1.0] * len(sectors)
        process_intensity = [1.0] * len(sectors)
        used0 = sum(base.energy[s][POWER] * level[s] for s in n) / 0.0036
        heat0 = sum(base.energy[s][HEAT] * level[s] for s in n if not power[s])
        plain_used0 = sum(base.energy[s][POWER] for s in n) / 0.0036
        supply = base.supply
        local0 = supply.fossil_power + supply.non_fossil_power
        losses = min(max((supply.net_purchased + local0) / plain_used0, 1.0), 1.15)
        found = []
        for t, year in enumerate(self.course.years):
            if t:
                people *= 1 + v("population_growth", year, draw)
                gdp *= (1 + v("gdp_growth", year, draw)) * self.error("gdp_growth", t, draw)
                grid *= (1 + v("grid_factor", year, draw)) * self.error("grid_factor", t, draw)
                plant *= 1 + v("local_fossil_power", year, draw)
                kinds = [
                    k * (1 + v("structure", year, draw, c))
                    for k, c in zip(kinds, CLASSES, strict=True)
                ]
                for s, name in enumerate(sectors):
                    gap[s] *= 1 + v("output_gap", year, draw, name)
                    intensity[s] *= 1 + v("energy_intensity", year, draw, name)
                    if not power[s]:
                        intensity[s] *= self.error("energy_intensity", t, draw)
                    process_intensity[s] *= 1 + v("process_intensity", year, draw, name)
            use = [[0.0] * 7 for _ in n]
            activity = [1.0] * len(sectors)
            mixed = sum(w * k for w, k in zip(base.class_shares, kinds, strict=False))
            for s in n:
                kind = base.classes[s]
                if kind == "":
                    activity[s] = people / base.population
                elif kind != "power":
                    share = kinds[CLASSES.index(kind)] / mixed if len(base.class_shares) else 1.0
                    activity[s] = gdp / base.gdp * share
                activity[s] *= gap[s]
                rho = v("electricity_replacement", year, draw)
                before = [
                    base.energy[s][c] * level[s] * activity[s] * intensity[s] for c in range(7)
                ]
                use[s] = list(before)
                for c, source in enumerate(GROUPS):
                    moves = [
                        d for d in DRIVERS if d.scope is Scope.TRANSFER and source in d.sources
                    ]
                    shares = [v(d.id, year, draw, sectors[s], source) for d in moves]
                    limit = max(sum(shares), 1.0)
                    for d, share in zip(moves, shares, strict=True):
                        moved = before[c] * share / limit
                        use[s][c] -= moved
                        use[s][GROUPS.index(d.target)] += moved / (
                            rho if d.target == "electricity" else 1
                        )
            with_it = self.deployed
            use = [
                [sum(with_it.rows[t][s][c][b] * use[s][b] for b in range(7)) for c in range(7)]
                for s in n
            ]
            heat = sum(use[s][HEAT] for s in n if not power[s]) * with_it.heat[t]
            for s in n:
                if power[s]:
                    demand = heat / heat0 if heat0 > 0 else 1.0
                    by = supply.heat_share * demand + (1 - supply.heat_share) * plant
                    use[s] = [e * by for e in use[s]]
            used = sum(use[s][POWER] for s in n) / 0.0036
            added = v("local_non_fossil_power", year, draw) + with_it.generated[t]
            non_fossil = supply.non_fossil_power + added * used / with_it.demand[t]
            local = supply.fossil_power * plant + non_fossil
            bought = supply.net_purchased * self.times(
                "purchased", 0, draw, base.spread.purchased, base.spread.purchased
            )
            bought += (used - used0) * losses - (local - local0)
            all_heat0 = sum(base.energy[s][HEAT] for s in n)
            all_heat = sum(use[s][HEAT] for s in n)
            heat_bought = supply.heat_net_purchased
            if all_heat0 > 0:
                heat_bought *= all_heat * with_it.heat[t] / all_heat0
            fuels, process, bill = [], [], []
            for s, name in enumerate(sectors):
                left = (1 - v("carbon_capture", year, draw, name)) * with_it.emitted[t][s]
                fuels.append(
                    left
                    * sum(
                        use[s][c]
                        * base.factor[s][c]
                        * self.times(
                            "factor", c, draw, base.spread.factor[c][0], base.spread.factor[c][1]
                        )
                        for c in range(7)
                    )
                )
                process.append(
                    left
                    * with_it.process[t][s]
                    * base.process[s]
                    * self.times("process", s, draw, base.spread.process[s], base.spread.process[s])
                    * activity[s]
                    * process_intensity[s]
                )
                paid = bought * supply.grid_factor * grid
                if paid < 0:
                    carbon = paid if base.classes[s] == "power" else 0.0
                else:
                    carbon = paid * use[s][POWER] / 0.0036 / used
                warmth = heat_bought * supply.heat_factor
                if warmth < 0 or all_heat <= NOTHING:
                    carbon += warmth if base.classes[s] == "power" else 0.0
                else:
                    carbon += warmth * use[s][HEAT] / all_heat
                bill.append(carbon)
            carriers = [sum(use[s][c] for s in n) for c in range(7)]
            carriers[POWER], carriers[HEAT] = bought * 0.0036, heat_bought / 1000
            carriers[NON_FOSSIL] += non_fossil * 0.0036 + all_heat * (1 - with_it.heat[t])
            found.append(
                {
                    "non_fossil_share": share_of_non_fossil(
                        carriers, (bought, local, non_fossil), supply.grid_factor * grid
                    ),
                    "energy_thermal": energy_by_coal(carriers, bought + non_fossil),
                    "fuels": fuels,
                    "process": process,
                    "power": bill,
                    "by_carrier": carriers,
                    "electricity": used,
                    "gdp": gdp,
                    "population": people,
                    "sinks": v("sinks", year, draw) if base.sinks is not None else math.nan,
                }
            )
        return found
