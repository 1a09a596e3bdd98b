"""What follows from the paths of one block of draws, year by year?

The arithmetic, for each draw; sector s, carrier c, year t, base year 0:

- ``gdp[t] = gdp[t-1] (1 + g[t]) exp(e[t])``, population alike but without yearly errors;
- value added of class k: ``gdp[t] w[k] x[k,t] / sum(w x)``, ``x`` growing by the class's gap;
- activity ``a[s,t]``: index of its class (households: population) times the sector's own gap;
- intensity ``i[s,t] = i[s,t-1] (1 + r[s,t]) exp(e[t])``;
- energy at the mix of the base year ``q[s,c,t] = q0[s,c] level[s] a[s,t] i[s,t]``;
- of it the share ``f`` has moved to another carrier, which needs ``1 / rho`` of it if that is
  electricity; shares of one source that sum to more than one are scaled to one;
- plants: fuel for heat follows the demand for heat, fuel for power a path of its own;
- purchased electricity = base year's + growth of demand (with losses) - growth of local
  generation; no kWh is counted at a plant and at the grid factor;
- CO2 = fuel x factor + process, less what is captured; purchased electricity x grid factor, which
  yearly changes by its rate and an error; purchased heat x its factor; of both, what is sold on or
  used by no sector belongs to the plants. Sinks stay apart;
- a portfolio (`dafeng.scenarios.deployed`) acts on the rows after the moves, on process CO2, on
  what is captured, on the heat that plants deliver and on local generation.

Draws are the last axis. Nothing of the size draw x year x sector x carrier is ever built.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.inventory.energy_total import CUSTOMARY_RATE
from dafeng.inventory.error_shapes import Z95
from dafeng.scenarios.base_demand import demand_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import CLASSES
from dafeng.scenarios.course import Course, Transfer
from dafeng.scenarios.deployed import Deployed
from dafeng.scenarios.draws import Draws
from dafeng.scenarios.paths import Band
from dafeng.scenarios.year_result import YearResult
from dafeng.units import GJ_PER_TCE, TJ_PER_MWH

#: Least value of a factor that multiplies the base year, so that no draw turns negative.
LEAST = 0.05

#: Average factor of fossil power in 2023 [t/MWh] (生态环境部、国家统计局公告2025年第47号): what a
#: factor lies below it is non-fossil power.
FOSSIL_POWER_FACTOR = 0.8273

#: Coal for a non-fossil kWh in the national share [GJ/MWh].
THERMAL_RATE = CUSTOMARY_RATE * float(GJ_PER_TCE)

#: What the coal for a kWh of primary electricity has above its calorific value [TJ/MWh].
_BESIDE_HEAT = THERMAL_RATE / 1000 - TJ_PER_MWH


def run(
    baseline: Baseline, course: Course, draws: Draws, deployed: Deployed | None = None
) -> Iterator[YearResult]:
    """Yield the years of one block of draws, from the base year to the horizon.

    Parameters
    ----------
    baseline
        Base year.
    course
        Scenario on the kernel's axes.
    draws
        Random numbers of the block.
    deployed
        Portfolio in operation; None for none.
    """
    block = _Block(baseline, course, draws, deployed)
    for year in range(len(course.years)):
        if year:
            block.advance(year)
        yield block.year(year)


class _Block:
    """State of one block between years; buffers are reused in place."""

    def __init__(
        self, baseline: Baseline, course: Course, draws: Draws, deployed: Deployed | None = None
    ) -> None:
        self.base, self.course, self.draws = baseline, course, draws
        self.deployed = deployed
        count = draws.normal.shape[1]
        sectors = len(baseline.sectors)
        self.count = count
        self.sides, self.slices = _sides(draws.normal), draws.layout.slices
        spread = baseline.spread
        self.level = self._multiplier("level", spread.level, spread.level)
        self.factor = self._multiplier("factor", spread.factor[:, 0], spread.factor[:, 1])
        self.process = self._multiplier("process", spread.process, spread.process)
        sides = self.sides[self.slices["purchased"]][0]
        # a balance of two flows may change its sign: no least value here
        self.bought = 1 + spread.purchased * (sides[1] + sides[2]) / Z95
        self.gdp = np.full(count, baseline.gdp)
        self.population = np.full(count, baseline.population)
        self.classes = np.ones((len(CLASSES), count))
        self.gap = np.ones((sectors, count))
        self.intensity = np.ones((sectors, count))
        self.process_intensity = np.ones((sectors, count))
        self.grid = np.ones(count)
        self.fossil_power = np.ones(count)
        self.member = np.array([[float(c == k) for k in CLASSES] for c in baseline.classes])
        self.people = np.array([c == "" for c in baseline.classes])
        self.plants = np.array([c == "power" for c in baseline.classes])
        self.use = np.empty((len(baseline.carriers), sectors, count))
        self.start = demand_of(baseline)
        self.moves: dict[int, list[Transfer]] = {}
        for transfer in course.transfers:
            self.moves.setdefault(transfer.source, []).append(transfer)

    def advance(self, year: int) -> None:
        """Carry growing quantities from the year before."""
        self.population *= 1 + self._value("population_growth", year)[0]
        self.gdp *= (1 + self._value("gdp_growth", year)[0]) * self._error("gdp_growth", year)
        self.gap *= 1 + self._value("output_gap", year)
        self.intensity *= 1 + self._value("energy_intensity", year)
        self.intensity[~self.plants] *= self._error("energy_intensity", year)
        self.process_intensity *= 1 + self._value("process_intensity", year, shared=True)
        self.grid *= 1 + self._value("grid_factor", year)[0]
        self.grid *= self._error("grid_factor", year)
        self.fossil_power *= 1 + self._value("local_fossil_power", year)[0]
        self.classes *= 1 + self._value("structure", year)

    def year(self, year: int) -> YearResult:
        """Return what the present state emits and uses."""
        activity = self._activity()
        self._end_use(year, activity)
        heat, electricity = (
            self.use[_at(self.base, "heat")],
            self.use[_at(self.base, "electricity")],
        )
        used_heat, demand = heat.sum(axis=0), electricity.sum(axis=0) / TJ_PER_MWH
        local, non_fossil = self._generation(year, demand)
        purchased = self._purchased(demand, local)
        delivered = used_heat * self._heat_left(year)
        bought_heat = self._bought_heat(delivered)
        fuels, process = self._direct(year, activity)
        by_carrier = self._by_carrier(purchased, bought_heat, non_fossil)
        by_carrier[_at(self.base, "non_fossil")] += used_heat - delivered
        by_coal = by_carrier.sum(axis=0) + (purchased + non_fossil) * _BESIDE_HEAT
        return YearResult(
            fuels=fuels,
            process=process,
            power=self._at_users(purchased, bought_heat, demand, used_heat),
            by_carrier=by_carrier,
            electricity=demand,
            non_fossil_share=self._non_fossil_share(
                by_carrier, purchased, local, non_fossil, by_coal
            ),
            energy_thermal=by_coal,
            gdp=self.gdp.copy(),
            population=self.population.copy(),
            sinks=self._sinks(year),
        )

    def _activity(self) -> Floats:
        """Return activity of each sector as an index of the base year (sector, draw)."""
        base = self.base
        growth = self.gdp / base.gdp
        if len(base.class_shares):
            classes = self.classes * (growth / (base.class_shares @ self.classes))
        else:
            classes = np.broadcast_to(growth, self.classes.shape)
        activity = self.member @ classes
        activity[self.people] = self.population / base.population
        activity[self.plants] = 1.0
        return np.asarray(activity * self.gap)

    def _end_use(self, year: int, activity: Floats) -> None:
        """Fill the energy use of all sectors [TJ] (carrier, sector, draw)."""
        base, use = self.base, self.use
        scale = self.level * activity * self.intensity
        np.multiply(base.energy.T[:, :, None], scale, out=use)
        self._move(year)
        self._deploy(year, np.ones(len(base.sectors), dtype=bool))
        if self.plants.any():
            self._run_plants(year)

    def _deploy(self, year: int, rows: Booleans) -> None:
        """Let the portfolio act on what some sectors would use."""
        if self.deployed is not None:
            shares = self.deployed.rows[year, rows]
            self.use[:, rows] = np.einsum("sbc,csd->bsd", shares, self.use[:, rows], optimize=True)

    def _heat_left(self, year: int) -> float:
        """Return the share of the demand for heat that plants and purchases deliver [-]."""
        return 1.0 if self.deployed is None else float(self.deployed.heat[year])

    def _run_plants(self, year: int) -> None:
        """Scale the plants' row: heat follows the demand for heat, power its own path."""
        heat = self.use[_at(self.base, "heat")][~self.plants].sum(axis=0) * self._heat_left(year)
        before = self.start.heat
        if before > 0:
            level = self.level[~self.plants]
            heat0 = self.base.energy[~self.plants, _at(self.base, "heat")] @ level
            demand = heat / np.where(heat0 > 0, heat0, 1.0)
        else:
            demand = np.ones(self.count)
        share = self.base.supply.heat_share
        self.use[:, self.plants] *= share * demand + (1 - share) * self.fossil_power

    def _move(self, year: int) -> None:
        """Move energy between carriers, all from the mix of the base year."""
        replaced = 1 / self._value("electricity_replacement", year)[0]
        gains: list[tuple[int, Floats]] = []
        for source, moves in self.moves.items():
            shares = [(m, s) for m in moves for s in (self._share(m, year),) if s is not None]
            self._together_one([share for _, share in shares])
            for move, share in shares:
                np.multiply(share, self.use[source], out=share)
                gains.append((move.target, share))
            for _, moved in shares:
                self.use[source] -= moved
            np.maximum(self.use[source], 0.0, out=self.use[source])  # rounding, when all has moved
            for move, moved in shares:
                if move.electric:
                    np.multiply(moved, replaced, out=moved)
        for target, gained in gains:
            self.use[target] += gained

    def _share(self, move: Transfer, year: int) -> Floats | None:
        """Return the share that has moved (sector, draw); None if nothing moves this year."""
        if move.band.idle[year]:
            return None
        share = self._in(move.band, year, self._rows(move.driver, move.label))
        return share if share.flags.writeable else share.copy()

    @staticmethod
    def _together_one(shares: list[Floats]) -> None:
        """Scale the shares of one source so that they sum to one at most, in place."""
        if len(shares) > 1:
            total = sum(shares[1:], shares[0])
            if total.max() > 1:
                np.maximum(total, 1.0, out=total)
                for share in shares:
                    np.divide(share, total, out=share)

    def _generation(self, year: int, demand: Floats) -> tuple[Floats, Floats]:
        """Return local generation and its non-fossil part [MWh] (draw)."""
        supply = self.base.supply
        added = self._value("local_non_fossil_power", year)[0]
        if self.deployed is not None:
            added = (added + self.deployed.generated[year]) / self.deployed.demand[year]
        non_fossil = supply.non_fossil_power + added * demand
        return supply.fossil_power * self.fossil_power + non_fossil, non_fossil

    def _purchased(self, demand: Floats, local: Floats) -> Floats:
        """Return net purchased electricity [MWh] (draw)."""
        supply = self.base.supply
        before = self.level.T @ self.start.electricity
        at_start = supply.net_purchased * self.bought
        grown = (demand - before) * self.start.losses
        return np.asarray(
            at_start + grown - (local - supply.fossil_power - supply.non_fossil_power)
        )

    def _bought_heat(self, used: Floats) -> Floats:
        """Return net purchased heat [GJ] (draw): a constant share of what is used."""
        bought = self.base.supply.heat_net_purchased
        if self.start.all_heat <= 0:
            return np.full(self.count, bought)
        return np.asarray(bought * used / self.start.all_heat)

    def _direct(self, year: int, activity: Floats) -> tuple[Floats, Floats]:
        """Return CO2 from fuels and from processes [t] (sector, draw)."""
        base = self.base
        process = base.process[:, None] * self.process * activity * self.process_intensity
        fuels = np.zeros_like(process)
        for carrier in range(len(base.carriers)):
            if base.factor[:, carrier].any():
                co2 = self.use[carrier] * self.factor[carrier]
                co2 *= base.factor[:, carrier, None]
                fuels += co2
        if not self.course.bands["carbon_capture"].idle[year]:
            left = 1 - self._value("carbon_capture", year)
            fuels, process = fuels * left, process * left
        if self.deployed is not None:
            emitted = self.deployed.emitted[year, :, None]
            fuels, process = (
                fuels * emitted,
                process * (emitted * self.deployed.process[year, :, None]),
            )
        return fuels, process

    def _at_users(
        self, purchased: Floats, heat: Floats, demand: Floats, used_heat: Floats
    ) -> Floats:
        """Return CO2 of purchased electricity and heat by user [t] (sector, draw).

        As in the account: what is sold on is credited to the plants that made it, and what no
        sector uses stays with them.
        """
        supply = self.base.supply
        electricity = self._shared(
            purchased * (supply.grid_factor * self.grid), demand * TJ_PER_MWH, "electricity"
        )
        return electricity + self._shared(heat * supply.heat_factor, used_heat, "heat")

    def _shared(self, carbon: Floats, used: Floats, carrier: str) -> Floats:
        """Share CO2 out by the use of a carrier; the rest is the plants' (sector, draw)."""
        plants_own = np.where(used > 0, np.minimum(carbon, 0.0), carbon)
        shared = self.use[_at(self.base, carrier)] * _over(carbon - plants_own, used)
        shared[np.argmax(self.plants)] += plants_own  # one row; the first if there is no plant
        return np.asarray(shared)

    def _by_carrier(self, purchased: Floats, heat: Floats, non_fossil: Floats) -> Floats:
        base = self.base
        totals = self.use.sum(axis=1)
        totals[_at(base, "electricity")] = purchased * TJ_PER_MWH
        totals[_at(base, "heat")] = heat / 1000
        totals[_at(base, "non_fossil")] += non_fossil * TJ_PER_MWH
        return np.asarray(totals)

    def _non_fossil_share(
        self,
        by_carrier: Floats,
        purchased: Floats,
        local: Floats,
        non_fossil: Floats,
        whole: Floats,
    ) -> Floats:
        """Return the non-fossil share, all power at the coal it stands for [-] (draw).

        The same rate above and below the line: own non-fossil and purchased power, fossil or not.
        """
        factor = self.base.supply.grid_factor * self.grid
        clean = np.clip(1 - factor / FOSSIL_POWER_FACTOR, 0.0, 1.0)
        exported = np.divide(
            np.minimum(purchased, 0.0), local, out=np.zeros(self.count), where=local > 0
        )
        power = non_fossil * (1 + exported) + np.maximum(purchased, 0.0) * clean
        direct = by_carrier[_at(self.base, "non_fossil")] - non_fossil * TJ_PER_MWH
        counted = power * (THERMAL_RATE / 1000)
        return np.asarray(np.clip(_over(direct + counted, whole), 0.0, 1.0))

    def _sinks(self, year: int) -> Floats:
        if "sinks" not in self.course.bands:
            return np.full(self.count, np.nan)
        return np.asarray(self._value("sinks", year)[0])

    def _multiplier(self, name: str, down: Floats, up: Floats) -> Floats:
        """Return base-year multipliers with median one from relative half widths (label, draw)."""
        sides = self.sides[self.slices[name]]
        moved = up[:, None] * sides[:, 1] + down[:, None] * sides[:, 2]
        return np.asarray(np.maximum(1 + moved / Z95, LEAST))

    def _value(self, name: str, year: int, *, shared: bool = False) -> Floats:
        """Return the value of a driver in a year (label, draw)."""
        rows = self._rows(name, 0) if shared else self.slices[name]
        return self._in(self.course.bands[name], year, rows)

    def _rows(self, name: str, label: int) -> slice:
        start = self.slices[name].start + label
        return slice(start, start + 1)

    def _in(self, band: Band, year: int, rows: slice) -> Floats:
        """Return the values of a band (label, draw); one number may serve all labels."""
        weights = band.weights[year]
        if band.certain[year]:
            return np.broadcast_to(weights[:, :1], (len(weights), self.count))
        sides = self.sides[rows]
        if len(sides) == 1:
            value = weights @ sides[0]
        else:
            value = weights[:, 1, None] * sides[:, 1]
            value += weights[:, 2, None] * sides[:, 2]
            value += weights[:, 0, None]
        if band.beyond[year]:
            np.clip(value, band.low, band.high, out=value)
        return np.asarray(value)

    def _error(self, name: str, year: int) -> Floats:
        """Return the yearly error as a factor with median one (draw)."""
        size = self.course.errors[name][year]
        return np.asarray(np.exp(size * self.draws.errors[name][year - 1]))


def _sides(normal: Floats) -> Floats:
    """Return one, the positive and the negative part of each number (parameter, 3, draw)."""
    sides = np.empty((len(normal), 3, normal.shape[1]))
    sides[:, 0] = 1.0
    np.maximum(normal, 0.0, out=sides[:, 1])
    np.minimum(normal, 0.0, out=sides[:, 2])
    return sides


def _at(baseline: Baseline, carrier: str) -> int:
    return baseline.carriers.index(carrier)


def _over(top: Floats, bottom: Floats) -> Floats:
    """Divide where the divisor is not zero, zero elsewhere."""
    where: Booleans = bottom != 0
    return np.asarray(np.divide(top, bottom, out=np.zeros_like(top), where=where))
