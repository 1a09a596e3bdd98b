"""What do some of the measures of a portfolio avoid when they run together?

The energy system is run again with the chosen measures at the shares of what they found in the
whole portfolio: less activity, less energy for it, another carrier for what is left; then plants,
purchases, process CO2 and capture. Where one is missing, the others find more or less to act on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.measures.portfolio.effects import ORDER
from dafeng.measures.portfolio.energy_state import EnergyState
from dafeng.measures.portfolio.place import Posed
from dafeng.measures.portfolio.ratios import over
from dafeng.scenarios.deployed import Deployed

#: Levers that act on rows of energy.
_ON_ROWS = ("activity", "intensity", "switch")

#: Gives the share that a measure takes of what is there, from what it wants.
_Share = Callable[[int, Floats, Floats], Floats]


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
        self.whole = self._run(self.order, self._found, traced=True)
        self.without = self._run((), self._kept).co2(basis)

    def avoided(self, measures: Collection[int]) -> Floats:
        """Return CO2 avoided by some measures together [t] (year)."""
        chosen = [m for m in self.order if m in set(measures)]
        return np.asarray(self.without - self._run(chosen, self._kept).co2(self.basis))

    def deployed(self) -> Deployed:
        """Return the whole portfolio for the kernel."""
        return self.whole.deployed()

    def _found(self, measure: int, amount: Floats, there: Floats) -> Floats:
        """Set the share of what a measure finds in the whole portfolio."""
        self.shares[measure] = np.clip(over(amount, there), 0.0, 1.0)
        return self.shares[measure]

    def _kept(self, measure: int, amount: Floats, there: Floats) -> Floats:
        del amount, there
        return self.shares[measure]

    def _run(
        self, measures: Collection[int], share: _Share, *, traced: bool = False
    ) -> EnergyState:
        """Return the energy system with some measures, each at its share of what is left."""
        state = EnergyState(self.posed.path, self.at, traced=traced)
        for measure in measures:
            self._apply(state, measure, share)
        return state

    def _apply(self, state: EnergyState, measure: int, share: _Share) -> None:
        kind, effects = self.posed.measures[measure].measure, self.posed.effects
        amount, touched = self.operation[:, measure, None, None], effects.touched[measure]
        wanted = amount * over(touched, touched.sum(axis=(1, 2), keepdims=True))
        state.generated += amount[:, 0, 0] * effects.generated[measure]
        state.delivered += amount[:, 0, 0] * effects.delivered[measure]
        taken = np.zeros_like(state.process)
        if kind.lever in _ON_ROWS:
            moved = state.move(share(measure, wanted, state.energy), kind.target, kind.ratio)
            taken = moved.sum(axis=2)
        if kind.lever == "activity":
            less = amount[:, 0] * effects.process[measure]
            state.process[:] = np.maximum(state.process + less, 0.0)
        elif kind.lever == "process":
            taken = share(measure, wanted.sum(axis=2), state.process) * state.process
            state.process -= taken
        elif kind.lever == "capture":
            direct = state.direct() * state.emitted
            captured = share(measure, wanted.sum(axis=2), direct)
            taken = captured * direct
            state.emitted *= 1 - captured
        for carrier, penalty in kind.penalty:
            state.need(carrier, penalty * taken)


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
