"""Small problems whose best answer can be worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from dafeng.axes import Axis, Floats, year_axis
from dafeng.language import same
from dafeng.measures.portfolio.problem import (
    Budget,
    Limit,
    Problem,
    Projects,
    Rooms,
    no_projects,
    no_rooms,
)
from dafeng.measures.rates import Rates

#: No discounting, so that sums can be done in the head.
PLAIN = Rates(private=0.0, social=0.0)


def tiny(measures: int, years: int = 1, **given: Any) -> Problem:
    """Return a problem with 1 t avoided per unit, 100 t a year without, no cost and no bounds."""
    flat = np.ones((years, measures))

    def spread(name: str, default: float) -> Floats:
        value = np.asarray(given.pop(name, default), dtype=float)
        return np.array(np.broadcast_to(value, flat.shape))

    figures: dict[str, Any] = {
        "years": year_axis(2026, 2025 + years),
        "measures": Axis("measure", tuple(f"m{i}" for i in range(measures))),
        "names": tuple(same(f"m{i}") for i in range(measures)),
        "quantities": Axis("quantity", ("co2",)),
        "base": np.full((1, years), float(given.pop("base", 100.0))),
        "effect": -spread("avoided", 1.0)[None],
        "potential": spread("potential", 10.0),
        "build": spread("build", 10.0),
        "lifetime": np.array(given.pop("lifetime", [years] * measures)),
        "investment": spread("investment", 0.0),
        "running": spread("running", 0.0),
        "savings": spread("savings", 0.0),
        "budget": Budget(
            np.broadcast_to(np.asarray(given.pop("yearly", np.inf), dtype=float), (years,)).copy(),
            given.pop("total", np.inf),
        ),
        "rooms": no_rooms(years),
        "projects": no_projects(years),
        "rates": PLAIN,
    }
    return Problem(**{**figures, **given})


def co2_cap(upper: list[float]) -> Limit:
    """Return a cap on CO2 [t] (year); infinite where there is none."""
    years = len(upper)
    return Limit("cap", same("cap"), np.ones((1, years)), np.full(years, -np.inf), np.array(upper))


def room(available: list[float], takes: dict[int, float], label: str = "row") -> Rooms:
    """Return one room that some measures share."""
    years, count = len(available), len(takes)
    return Rooms(
        (label,),
        np.zeros(count, dtype=np.int64),
        np.array(list(takes)),
        np.tile(np.array(list(takes.values())), (years, 1)),
        np.array(available)[:, None],
    )


def lumps(
    amounts: list[float], costs: list[float], measure: int = 0, years: int = 1, **given: Any
) -> Projects:
    """Return projects that start in the first year, each with one choice."""
    count = len(amounts)
    investment = np.zeros((years, count))
    investment[0] = costs
    figures: dict[str, Any] = {
        "ids": Axis("project", tuple(f"p{i}" for i in range(count))),
        "project": np.arange(count),
        "start": np.zeros(count, dtype=np.int64),
        "measure": np.full(count, measure),
        "operation": np.tile(np.array(amounts), (years, 1)),
        "investment": investment,
        "running": np.zeros((years, count)),
        "lifetime": np.full(count, years),
    }
    return Projects(**{**figures, **given})
