"""Which caps and targets can a place set on its totals?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.language import Text
from dafeng.measures.portfolio.effects import QUANTITIES
from dafeng.measures.portfolio.problem import Limit


def cap(quantity: str, years: Axis[int], upper: Mapping[int, float]) -> Limit:
    """Return a cap on a quantity, linear between the years given, none outside them."""
    weights = np.zeros((len(QUANTITIES), len(years)))
    weights[QUANTITIES.index(quantity)] = 1.0
    bound = _between(years, upper, np.inf)
    name = Text(f"{_NAMES[quantity].zh}上限", f"the cap on {_NAMES[quantity].en}")
    return Limit(f"cap:{quantity}", name, weights, np.full(len(years), -np.inf), bound)


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
    said = _NAMES[quantity]
    name = Text(f"每万元GDP{said.zh}上限", f"the cap on {said.en} per 10,000 yuan of GDP")
    return replace(
        known, id=f"intensity:{quantity}", name=name, upper=known.upper * gdp, per=gdp / 1e4
    )


def least_share(years: Axis[int], share: Mapping[int, float]) -> Limit:
    """Return a target for the non-fossil share of energy (coal-consumption method)."""
    wanted = _between(years, share, np.nan)
    weights = np.zeros((len(QUANTITIES), len(years)))
    weights[QUANTITIES.index("non_fossil")] = 1.0
    weights[QUANTITIES.index("energy")] = -np.nan_to_num(wanted)
    lower = np.where(np.isnan(wanted), -np.inf, 0.0)
    name = Text("非化石能源占比目标（%）", "the target for the non-fossil share [%]")
    found = Limit("share:non_fossil", name, weights, lower, np.full(len(years), np.inf))
    return replace(found, part_of=(QUANTITIES.index("non_fossil"), QUANTITIES.index("energy")))


def held_on(points: Mapping[int, float], last: int) -> dict[int, float]:
    """Return points by year with the latest carried on to the last year."""
    return {last: points[max(points)], **points}


def _between(years: Axis[int], points: Mapping[int, float], outside: float) -> Floats:
    known = sorted(points)
    found = np.interp(years.labels, known, [points[y] for y in known])
    inside = (np.array(years.labels) >= known[0]) & (np.array(years.labels) <= known[-1])
    return np.asarray(np.where(inside, found, outside))


_NAMES: Final = {
    "co2": Text("二氧化碳（吨）", "CO2 [t]"),
    "coal": Text("煤炭（TJ）", "coal [TJ]"),
    "oil": Text("石油（TJ）", "oil [TJ]"),
    "gas": Text("天然气（TJ）", "gas [TJ]"),
    "electricity": Text("用电量（MWh）", "electricity use [MWh]"),
    "non_fossil": Text("非化石能源（TJ）", "non-fossil energy [TJ]"),
    "energy": Text("能源消费总量（TJ）", "energy use [TJ]"),
}
