"""A handful of measures of every lever, with figures that are made up for tests."""

from __future__ import annotations

import numpy as np

from dafeng.language import same
from dafeng.measures.place_measure import Effect, PlaceMeasure
from dafeng.reference.measures import Measure, Span
from dafeng.scenarios.baseline import Baseline

#: Made-up prices of coal, oil, gas, heat, electricity, non-fossil and other energy [yuan/TJ].
PRICES = np.array([27e3, 170e3, 95e3, 80e3, 190e3, 40e3, 40e3])


def few_measures(baseline: Baseline) -> tuple[PlaceMeasure, ...]:
    """Return one measure of each lever on the rows of a place."""
    users = tuple(
        s for s, c in zip(baseline.sectors, baseline.classes, strict=True) if c != "power"
    )
    industry = tuple(
        s for s, c in zip(baseline.sectors, baseline.classes, strict=True) if c == "secondary"
    )
    heavy, fuels = industry, ("coal", "oil", "gas")
    return (
        _rows(baseline, "save_fuel", (heavy, fuels), (0.20, 15e3)),
        _rows(baseline, "save_electricity", (users, ("electricity",)), (0.15, 90e3)),
        _rows(baseline, "save_heat", (users, ("heat",)), (0.25, 60e3)),
        _rows(baseline, "less_material", (heavy, ("coal", "gas")), (0.05, 5e3), lever="activity"),
        _rows(baseline, "e_boilers", (users, ("coal", "gas")), (0.6, 40e3), ("electricity", 0.4)),
        _rows(baseline, "gas_boilers", (users, ("coal",)), (0.8, 15e3), ("gas", 0.95)),
        _rows(baseline, "e_vehicles", (("transport",), ("oil",)), (0.7, 9e4), ("electricity", 0.4)),
        _rows(baseline, "biomass", (heavy, ("coal",)), (0.3, 30e3), ("non_fossil", 1.0)),
        _supply(baseline, "solar_roofs", 0.25, 3200.0),
        _supply(baseline, "wind", 0.10, 3000.0),
        _process(baseline, "clinker", 0.3, 150.0),
        _capture(baseline, "capture", 0.5, 2500.0),
    )


def _measure(name: str, lever: str, **given: object) -> Measure:
    figures: dict[str, object] = {
        "id": name,
        "name": same(name),
        "field": "industry",
        "sectors": (),
        "lever": lever,
        "carriers": (),
        "target": "",
        "ratio": 1.0,
        "effect_unit": "TJ",
        "potential": Span(0.1, 0.2, 0.3),
        "potential_basis": "energy",
        "build_rate": 0.2,
        "lifetime": 20.0,
        "investment": Span(1.0, 1.0, 1.0),
        "running_cost": 0.0,
        "savings": 0.0,
        "penalty": (),
        "price_base": 2023,
        "maturity": "mature",
        "prerequisites": (),
        "exclusions": (),
        "co_benefits": (),
        "quality": "M",
        "source": "test",
        "source_year": 2023,
        "licence": "none",
        "note": "made up",
    }
    return Measure(**{**figures, **given})  # type: ignore[arg-type]


def _place(
    baseline: Baseline, measure: Measure, by: np.ndarray, effect: Effect, central: float
) -> PlaceMeasure:
    span = Span(0.5 * central, central, 1.2 * central)
    target = baseline.carriers.index(measure.target) if measure.target else 0
    saved = (
        by.sum(axis=0) @ PRICES - bool(measure.target) * measure.ratio * by.sum() * PRICES[target]
    )
    saved *= measure.lever in ("intensity", "activity", "switch")
    saved += effect.generation * central * PRICES[4] * 0.0036
    return PlaceMeasure(
        measure=measure,
        potential=span,
        by=by,
        build=measure.build_rate * central,
        effect=effect,
        tonnes=0.0,
        energy_saving=float(saved),
        bill=float(saved) / central if central > 0 else 0.0,
        cost=(0.0, 0.0),
    )


def _none(baseline: Baseline, **given: float) -> Effect:
    sectors = len(baseline.sectors)
    return Effect(np.zeros(baseline.energy.shape), np.zeros(sectors), np.zeros(sectors), **given)


def _rows(
    baseline: Baseline,
    name: str,
    rows: tuple[tuple[str, ...], tuple[str, ...]],
    figures: tuple[float, float],
    target: tuple[str, float] | None = None,
    lever: str = "intensity",
) -> PlaceMeasure:
    """Return a measure on rows (sectors, carriers) with a share and an investment [yuan per TJ]."""
    (share, investment), (into, ratio) = figures, target or ("", 1.0)
    s, c = (
        [a.index(x) for x in r]
        for a, r in zip((baseline.sectors, baseline.carriers), rows, strict=True)
    )
    by = np.zeros(baseline.energy.shape)
    by[np.ix_(s, c)] = share * baseline.energy[np.ix_(s, c)]
    measure = _measure(
        name,
        "switch" if target else lever,
        carriers=rows[1],
        target=into,
        ratio=ratio,
        investment=Span(investment, investment, investment),
        running_cost=0.02 * investment,
    )
    return _place(baseline, measure, by, _none(baseline), float(by.sum()))


def _supply(baseline: Baseline, name: str, share: float, investment: float) -> PlaceMeasure:
    demand = float(baseline.energy[:, baseline.carriers.index("electricity")].sum()) / 0.0036
    measure = _measure(
        name,
        "supply",
        carriers=("electricity",),
        potential_basis="demand",
        lifetime=25.0,
        investment=Span(investment, investment, investment),
        running_cost=0.02 * investment,
    )
    by = np.zeros(baseline.energy.shape)
    return _place(baseline, measure, by, _none(baseline, generation=1.0), share * demand)


def _process(baseline: Baseline, name: str, share: float, investment: float) -> PlaceMeasure:
    by = np.zeros(baseline.energy.shape)
    by[:, 0] = share * baseline.process
    measure = _measure(name, "process", investment=Span(investment, investment, investment))
    return _place(baseline, measure, by, _none(baseline), float(by.sum()))


def _capture(baseline: Baseline, name: str, share: float, investment: float) -> PlaceMeasure:
    by = np.zeros(baseline.energy.shape)
    direct = (baseline.energy * baseline.factor).sum(axis=1) + baseline.process
    heavy = [i for i, c in enumerate(baseline.classes) if c in ("secondary", "power")]
    by[heavy, 0] = share * direct[heavy]
    measure = _measure(
        name,
        "capture",
        investment=Span(investment, investment, investment),
        running_cost=120.0,
        penalty=(("electricity", 0.0008),),
        maturity="demonstration",
    )
    return _place(baseline, measure, by, _none(baseline), float(by.sum()))
