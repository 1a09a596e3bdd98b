"""What is the energy system of a place after some measures, on the central path?

Beside the rows themselves it follows of what each row is made, so that the same portfolio can be
run in every draw (`dafeng.scenarios.deployed`).
"""

from __future__ import annotations

import numpy as np

from dafeng.axes import Booleans, Floats, Integers
from dafeng.measures.portfolio.ratios import over
from dafeng.scenarios.central import CentralPath
from dafeng.scenarios.deployed import Deployed, nothing_deployed
from dafeng.scenarios.simulation import BASES
from dafeng.units import TJ_PER_MWH


class EnergyState:
    """Rows, process CO2, capture and local supply in the years of decision.

    Parameters
    ----------
    path
        Central path.
    at
        Positions of the years of decision on the path.
    traced
        Whether the origin of each row is followed, for `deployed`.
    """

    def __init__(self, path: CentralPath, at: Integers, *, traced: bool = False) -> None:
        self.path, self.at = path, at
        carriers = len(path.baseline.carriers)
        self.energy: Floats = path.energy[at].copy()
        self.process: Floats = path.process[at].copy()
        self.emitted: Floats = np.ones_like(self.process)
        self.generated, self.delivered = np.zeros(len(at)), np.zeros(len(at))
        origin = np.eye(carriers)[:, : carriers if traced else 0]
        self.rows: Floats = np.tile(origin, (*self.process.shape, 1, 1))

    def move(self, share: Floats, target: str = "", ratio: float = 0.0) -> Floats:
        """Take a share of every row, to a carrier or away; return what was taken [TJ]."""
        moved = self.energy * share
        for table, taken in ((self.energy, moved), (self.rows, self.rows * share[..., None])):
            table[:] -= taken
            if target:
                table[:, :, self._at(target)] += ratio * taken.sum(axis=2)
        return moved

    def need(self, carrier: str, amount: Floats) -> None:
        """Let sectors use more of a carrier, or less [TJ] (year, sector)."""
        at, whole = self._at(carrier), self._run_plants().sum(axis=2)
        more = over(np.maximum(amount, 0.0), whole)
        less = np.minimum(over(-np.minimum(amount, 0.0), self.energy[:, :, at]), 1.0)
        added = (more * self.energy.sum(axis=2), more[..., None] * self.rows.sum(axis=2))
        for table, plus, minus in zip(
            (self.energy, self.rows), added, (less, less[..., None]), strict=True
        ):
            table[:, :, at] *= 1 - minus
            table[:, :, at] += plus

    def direct(self) -> Floats:
        """Return direct CO2 before what measures capture [t] (year, sector)."""
        burnt = np.einsum("tsc,sc->ts", self._run_plants(), self.path.baseline.factor)
        return np.asarray((burnt + self.process) * (1 - self.path.captured[self.at]))

    def co2(self, basis: str) -> Floats:
        """Return CO2 on a basis [t] (year); as the kernel has it."""
        path, energy = self.path, self._run_plants()
        left = (1 - path.captured[self.at]) * self.emitted
        grown = (energy - path.energy[self.at])[:, :, self._at("electricity")].sum(axis=1)
        bought = path.purchased[self.at] + grown / TJ_PER_MWH * path.losses - self.generated
        heat, before = (e[:, :, self._at("heat")].sum(axis=1) for e in (energy, path.energy))
        warm = over(heat * self._heat_left(), before[self.at])
        warm = path.heat_purchased[self.at] * np.where(before[self.at] > 0, warm, 1.0)
        burnt = np.einsum("tsc,sc->ts", energy, path.baseline.factor)
        parts = {
            "fuels": (burnt * left).sum(axis=1),
            "process": (self.process * left).sum(axis=1),
            "power": bought * path.grid_factor[self.at] + warm * path.baseline.supply.heat_factor,
        }
        return np.asarray(np.sum([parts[name] for name in BASES[basis]], axis=0))

    def deployed(self) -> Deployed:
        """Return what every draw does with its own rows; nothing before the first decision."""
        found = nothing_deployed(len(self.path.years), *self.path.baseline.energy.shape)
        electric, now = self._at("electricity"), self._run_plants()
        demand, before = (e[:, :, electric].sum(axis=1) for e in (now, self.path.energy[self.at]))
        found.rows[self.at] = self.rows
        found.process[self.at] = np.where(
            self.path.process[self.at] > 0, over(self.process, self.path.process[self.at]), 1.0
        )
        found.emitted[self.at] = self.emitted
        found.heat[self.at] = self._heat_left()
        used = (demand > 0) & (before > 0)
        found.demand[self.at] = np.where(used, over(demand, before), 1.0)
        found.generated[self.at] = over(self.generated, before / TJ_PER_MWH)
        return found

    def _at(self, carrier: str) -> int:
        return self.path.baseline.carriers.index(carrier)

    @property
    def _plants(self) -> Booleans:
        return np.array([c == "power" for c in self.path.baseline.classes])

    def _demanded(self, energy: Floats) -> Floats:
        """Return the demand for heat outside the plants [TJ] (year)."""
        return np.asarray(energy[:, ~self._plants, self._at("heat")].sum(axis=1))

    def _heat_left(self) -> Floats:
        """Return the share of that demand which plants and purchases deliver [-] (year)."""
        return 1 - np.minimum(over(self.delivered, self._demanded(self.energy)), 1.0)

    def _run_plants(self) -> Floats:
        """Return the energy with the plants at the heat that they must deliver."""
        before = self._demanded(self.path.energy[self.at])
        now = self._demanded(self.energy) * self._heat_left()
        change = over(now, before) - (before > 0)
        on_heat = self.path.plants_on_heat[self.at]
        return np.asarray(self.energy * np.maximum(1 + on_heat * change[:, None, None], 0.0))
