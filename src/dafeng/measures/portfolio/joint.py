"""What do some of the measures of a portfolio avoid when they run together?

The energy system is run again with the chosen measures at the shares of what they found in the
whole portfolio: less activity, less energy for it, another carrier for what is left; then plants,
purchases, process CO2 and capture. Where one is missing, the others find more or less to act on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.measures.portfolio.effects import ORDER, demanded_heat
from dafeng.measures.portfolio.place import Posed
from dafeng.scenarios.central import TJ_PER_MWH
from dafeng.scenarios.simulation import BASES

#: Levers that act on rows of energy.
_ON_ROWS = ("activity", "intensity", "switch")


@dataclass(frozen=True, slots=True)
class _State:
    """Energy [TJ] (year, sector, carrier), process CO2 [t] (year, sector), capture, supply."""

    energy: Floats
    process: Floats
    left: Floats
    generated: Floats
    delivered: Floats


class JointRun:
    """A portfolio on its place, ready to be run with any of its measures.

    Parameters
    ----------
    posed
        The problem of the place.
    operation
        In operation [effect unit/a] (year, measure).
    basis
        Basis of the account.
    """

    def __init__(self, posed: Posed, operation: Floats, basis: str) -> None:
        self.posed, self.operation, self.basis = posed, operation, basis
        self.at = np.array([posed.path.years.index(y) for y in posed.problem.years])
        self.order = _order(posed, operation)
        self.shares: dict[int, Floats] = {}
        self._emitted(self.order, self._found)
        self.without = self._emitted((), self._kept)

    def avoided(self, measures: Collection[int]) -> Floats:
        """Return CO2 avoided by some measures together [t] (year)."""
        chosen = [m for m in self.order if m in set(measures)]
        return np.asarray(self.without - self._emitted(chosen, self._kept))

    def _found(self, measure: int, amount: Floats, there: Floats) -> Floats:
        """Set the share of what a measure finds in the whole portfolio."""
        self.shares[measure] = np.clip(_over(amount, there), 0.0, 1.0)
        return self.shares[measure]

    def _kept(self, measure: int, amount: Floats, there: Floats) -> Floats:
        del amount, there
        return self.shares[measure]

    def _emitted(
        self, measures: Collection[int], share: Callable[[int, Floats, Floats], Floats]
    ) -> Floats:
        """Return CO2 with some measures, each at its share of what is left [t] (year)."""
        path = self.posed.path
        state = _State(
            energy=path.energy[self.at].copy(),
            process=path.process[self.at].copy(),
            left=1 - path.captured[self.at],
            generated=np.zeros(len(self.at)),
            delivered=np.zeros(len(self.at)),
        )
        for measure in measures:
            self._apply(state, measure, share)
        return self._co2(state)

    def _apply(
        self, state: _State, measure: int, share: Callable[[int, Floats, Floats], Floats]
    ) -> None:
        kind, effects = self.posed.measures[measure].measure, self.posed.effects
        amount = self.operation[:, measure]
        state.generated[:] += amount * effects.generated[measure]
        state.delivered[:] += amount * effects.delivered[measure]
        weight = _over(
            effects.touched[measure], effects.touched[measure].sum(axis=(1, 2))[:, None, None]
        )
        if kind.lever in _ON_ROWS:
            moved = state.energy * share(measure, amount[:, None, None] * weight, state.energy)
            state.energy[:] -= moved
            if kind.lever == "switch":
                target = self.posed.path.baseline.carriers.index(kind.target)
                state.energy[:, :, target] += kind.ratio * moved.sum(axis=2)
            if kind.lever == "activity":
                state.process[:] += amount[:, None] * effects.process[measure]
        elif kind.lever == "process":
            wanted = amount[:, None] * weight.sum(axis=2)
            state.process[:] *= 1 - share(measure, wanted, state.process)
        elif kind.lever == "capture":
            self._capture(state, measure, amount[:, None] * weight.sum(axis=2), share)

    def _capture(
        self,
        state: _State,
        measure: int,
        wanted: Floats,
        share: Callable[[int, Floats, Floats], Floats],
    ) -> None:
        carriers = self.posed.path.baseline.carriers
        direct = (self._burnt(self._run_plants(state)) + state.process) * state.left
        taken = share(measure, wanted, direct)
        for carrier, penalty in self.posed.measures[measure].measure.penalty:
            state.energy[:, :, carriers.index(carrier)] += penalty * taken * direct
        state.left[:] *= 1 - taken

    def _burnt(self, energy: Floats) -> Floats:
        return np.asarray(np.einsum("tsc,sc->ts", energy, self.posed.path.baseline.factor))

    def _run_plants(self, state: _State) -> Floats:
        """Return the energy with the plants at the heat that they must deliver."""
        path = self.posed.path
        plants = np.array([c == "power" for c in path.baseline.classes])
        heat = path.baseline.carriers.index("heat")
        before = demanded_heat(path)[self.at]
        now = state.energy[:, ~plants, heat].sum(axis=1) - state.delivered
        change = path.plants_on_heat[self.at] * (_over(now, before) - (before > 0))
        energy = state.energy.copy()
        energy[:, plants] *= np.maximum(1 + change, 0.0)[:, None, None]
        return energy

    def _co2(self, state: _State) -> Floats:
        path = self.posed.path
        energy = self._run_plants(state)
        electric, heat = (path.baseline.carriers.index(c) for c in ("electricity", "heat"))
        grown = (energy - path.energy[self.at])[:, :, electric].sum(axis=1) / TJ_PER_MWH
        without = path.purchased[self.at] + grown * path.losses
        purchased = np.maximum(
            without - state.generated, np.minimum(without, path.purchased[self.at].clip(max=0.0))
        )
        users = np.array([c != "power" for c in path.baseline.classes])
        now = energy[:, users, heat].sum(axis=1) - state.delivered
        before = demanded_heat(path)[self.at]
        bought = path.heat_purchased[self.at] * np.where(before > 0, _over(now, before), 1.0)
        parts = {
            "fuels": (self._burnt(energy) * state.left).sum(axis=1),
            "process": (state.process * state.left).sum(axis=1),
            "power": purchased * path.grid_factor[self.at]
            + bought * path.baseline.supply.heat_factor,
        }
        return np.asarray(np.sum([parts[name] for name in BASES[self.basis]], axis=0))


def _order(posed: Posed, operation: Floats) -> tuple[int, ...]:
    """Return the measures in use in the order in which they meet the rows.

    Switches run from coal to gas to electricity, so that what one brings in is there for the next.
    """
    used = np.flatnonzero(operation.any(axis=0)).tolist()
    carriers = posed.path.baseline.carriers

    def rank(measure: int) -> tuple[int, int, int]:
        kind = posed.measures[measure].measure
        first = min((carriers.index(c) for c in kind.carriers if c in carriers.labels), default=0)
        return ORDER[kind.lever], first if kind.lever == "switch" else 0, measure

    return tuple(sorted(used, key=rank))


def in_use(operation: Floats) -> Integers:
    """Return the positions of the measures in operation in any year."""
    return np.flatnonzero(operation.any(axis=0))


def _over(top: Floats, bottom: Floats) -> Floats:
    top, bottom = np.broadcast_arrays(top, bottom)
    return np.divide(top, bottom, out=np.zeros(top.shape), where=bottom > 0)
