"""What do the measures of a place share, so that none takes what another has taken?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dafeng.axes import Axis, Booleans, Floats, Integers
from dafeng.measures.place_measure import PlaceMeasure
from dafeng.measures.portfolio.effects import ORDER, Effects, demanded_heat
from dafeng.measures.portfolio.problem import Rooms
from dafeng.measures.portfolio.ratios import over
from dafeng.scenarios.central import CentralPath

#: Entries smaller than this share of their room do not tie measures together [-].
_NEGLIGIBLE: Final = 1e-9


def rooms_of(
    path: CentralPath,
    years: Axis[int],
    measures: Sequence[PlaceMeasure],
    effects: Effects,
    potential: Floats,
) -> Rooms:
    """Return what the measures share: rows of energy, direct CO2, power, heat, potentials.

    Parameters
    ----------
    path
        Central path.
    years
        Years of decision.
    measures, effects
        Measures and what one unit of each does.
    potential
        Potential of each measure alone [effect unit/a] (year, measure).
    """
    at = np.array([path.years.index(year) for year in years])
    count = len(measures)
    sectors, carriers = path.baseline.sectors.labels, path.baseline.carriers.labels
    burnt = np.einsum("mtsc,sc->mts", effects.energy, path.baseline.factor)
    direct = effects.captured - burnt - effects.process
    takes = [
        (-effects.energy).reshape(count, len(at), -1),
        -effects.process,
        direct,
        -effects.purchased[:, :, None],
        -effects.heat[:, :, None],
        _lost(measures, effects, direct, path, at),
    ]
    available = [
        path.energy[at].reshape(len(at), -1),
        path.process[at],
        (path.fuels + path.process * (1 - path.captured))[at],
        _displaced(path, at)[:, None],
        demanded_heat(path)[at][:, None],
        potential,
    ]
    labels = [
        *(f"energy:{s}:{c}" for s in sectors for c in carriers),
        *(f"process:{s}" for s in sectors),
        *(f"direct:{s}" for s in sectors),
        "displaced:electricity",
        "delivered:heat",
        *(f"potential:{m.measure.id}" for m in measures),
    ]
    return _sparse(labels, np.concatenate(takes, axis=2), np.concatenate(available, axis=1))


def _displaced(path: CentralPath, at: Integers) -> Floats:
    """Return the electricity that local power or saving can stand in for [MWh] (year).

    What is bought, and what local plants make from fuel: the account credits what then goes out at
    the grid's factor, and the plants' fuel keeps to the path of the scenario.
    """
    return np.asarray(np.maximum(path.purchased, 0.0) + path.fossil_power)[at]


def _sparse(labels: Sequence[str], take: Floats, available: Floats) -> Rooms:
    """Keep the rooms from which anything is taken, beyond one measure up to its own bound."""
    size = np.abs(take).max(axis=(0, 1), initial=0.0)
    real = np.abs(take) > _NEGLIGIBLE * np.where(size > 0, size, 1.0)
    used: Booleans = np.asarray(real.any(axis=1))
    positive = (take > 0).any(axis=1) & used
    own = np.array([label.startswith("potential:") for label in labels])
    kept = np.flatnonzero(positive.any(axis=0) & (~own | (used.sum(axis=0) > 1)))
    measure, room = np.nonzero(used[:, kept])
    return Rooms(
        labels=tuple(labels[i] for i in kept.tolist()),
        room=room,
        measure=measure,
        take=np.where(real, take, 0.0)[measure, :, kept[room]].T,
        available=available[:, kept],
    )


def _lost(
    measures: Sequence[PlaceMeasure],
    effects: Effects,
    direct: Floats,
    path: CentralPath,
    at: Integers,
) -> Floats:
    """Return the potential of each measure that a unit of an earlier one takes (m, year, of).

    A measure finds of its rows what earlier ones leave, so that two of them at full deployment
    avoid ``1 - (1 - r1)(1 - r2)``. Its own unit takes one.
    """
    count = len(measures)
    order = [(ORDER[m.measure.lever], i) for i, m in enumerate(measures)]
    captures = np.array([m.measure.lever == "capture" for m in measures])
    processes = np.array([m.measure.lever == "process" for m in measures])
    touched = effects.touched.reshape(count, len(at), -1)
    share = over(touched, path.energy[at].reshape(1, len(at), -1))
    share[captures | processes] = 0.0
    avoided = np.maximum(-effects.energy, 0.0).reshape(count, len(at), -1)
    lost = np.einsum("atk,btk->atb", avoided, share, optimize=True)
    sector = effects.touched.sum(axis=3)
    whole = (path.fuels + path.process * (1 - path.captured))[at][None]
    of_direct = over(sector, whole) * captures[:, None, None]
    lost += np.einsum("ats,bts->atb", np.maximum(direct, 0.0), of_direct, optimize=True)
    of_process = over(sector, path.process[at][None]) * processes[:, None, None]
    lost += np.einsum("ats,bts->atb", -effects.process, of_process, optimize=True)
    earlier = np.array([[a < b for b in order] for a in order])
    switches = np.array([m.measure.lever == "switch" for m in measures])
    earlier &= ~(switches[:, None] & switches[None, :])
    lost *= earlier[:, None, :]
    lost[np.arange(count), :, np.arange(count)] = 1.0
    return np.asarray(lost)
