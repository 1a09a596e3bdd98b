"""Which caps and targets can a place set on its totals?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.measures.limit_names import with_unit
from dafeng.measures.portfolio.effects import QUANTITIES
from dafeng.measures.portfolio.problem import Limit


def cap(quantity: str, years: Axis[int], upper: Mapping[int, float]) -> Limit:
    """Return a cap on a quantity, linear between the years given, none outside them."""
    weights = np.zeros((len(QUANTITIES), len(years)))
    weights[QUANTITIES.index(quantity)] = 1.0
    bound = _between(years, upper, np.inf)
    name, lower = with_unit(f"cap:{quantity}"), np.full(len(years), -np.inf)
    return Limit(f"cap:{quantity}", name, weights, lower, bound)


def intensity(quantity: str, years: Axis[int], upper: Mapping[int, float], gdp: Floats) -> Limit:
    """Return a cap on a quantity per unit of GDP.

    Parameters
    ----------
    quantity
        One of `QUANTITIES`.
    years
        Years of decision.
    upper
        Bound [unit of the quantity per yuan], linear between the years given.
    gdp
        GDP at constant prices on the scenario's central path [yuan] (year).
    """
    known = cap(quantity, years, upper)
    own = f"intensity:{quantity}"
    return replace(known, id=own, name=with_unit(own), upper=known.upper * gdp, per=gdp / 1e4)


def least_share(years: Axis[int], share: Mapping[int, float]) -> Limit:
    """Return a target for the non-fossil share of energy (coal-consumption method)."""
    wanted = _between(years, share, np.nan)
    weights = np.zeros((len(QUANTITIES), len(years)))
    weights[QUANTITIES.index("non_fossil")] = 1.0
    weights[QUANTITIES.index("energy")] = -np.nan_to_num(wanted)
    lower = np.where(np.isnan(wanted), -np.inf, 0.0)
    name, upper = with_unit("share:non_fossil"), np.full(len(years), np.inf)
    found = Limit("share:non_fossil", name, weights, lower, upper)
    return replace(found, part_of=(QUANTITIES.index("non_fossil"), QUANTITIES.index("energy")))


def most_share(quantity: str, years: Axis[int], share: Mapping[int, float]) -> Limit:
    """Return a cap on the share that a carrier has in energy (coal-consumption method).

    Parameters
    ----------
    quantity
        One of `QUANTITIES`.
    years
        Years of decision.
    share
        Bound [-], linear between the years given, none outside them.
    """
    wanted = _between(years, share, np.nan)
    weights = np.zeros((len(QUANTITIES), len(years)))
    part, whole = QUANTITIES.index(quantity), QUANTITIES.index("energy")
    weights[part], weights[whole] = 1.0, -np.nan_to_num(wanted)
    upper = np.where(np.isnan(wanted), np.inf, 0.0)
    own, lower = f"share:{quantity}", np.full(len(years), -np.inf)
    return Limit(own, with_unit(own), weights, lower, upper, part_of=(part, whole))


def held_on(points: Mapping[int, float], last: int) -> dict[int, float]:
    """Return points by year with the latest carried on to the last year."""
    return {last: points[max(points)], **points}


def _between(years: Axis[int], points: Mapping[int, float], outside: float) -> Floats:
    known = sorted(points)
    found = np.interp(years.labels, known, [points[y] for y in known])
    inside = (np.array(years.labels) >= known[0]) & (np.array(years.labels) <= known[-1])
    return np.asarray(np.where(inside, found, outside))
