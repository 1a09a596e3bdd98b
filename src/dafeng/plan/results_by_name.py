"""Which result stands behind each name that a planner's words can refer to?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.outlook import probability_by
from dafeng.plan import facts, quantities
from dafeng.plan.binding import Bound, BoundFigure, year_figure
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import Promise, Tonnes
from dafeng.plan.quantities import Quantity
from dafeng.plan.references import USUAL
from dafeng.plan.rules.rows import projects_of
from dafeng.scenarios.ensemble import Ensemble

#: Points of a distribution that can be named.
POINTS: Final = {"low": 0.05, "median": 0.5, "high": 0.95}


def results_by_name(material: PlanMaterial) -> dict[str, Bound]:
    """Return every result that words can refer to; a year beyond the horizon stands in words."""
    return {
        **_of_base(material),
        **dict(_of_futures(material)),
        **dict(_of_projects(material)),
        **dict(_of_promise(material)),
    }


def _of_base(material: PlanMaterial) -> dict[str, Bound]:
    found: dict[str, Bound] = {
        "base_year": facts.base_year(material),
        "co2.base": facts.total(material, material.basis, material.base_year),
        "estimates.share": facts.share("inventory.estimated_share", material.estimated_share),
    }
    for key, record in material.indicators.items():
        if record.value is not None:
            found[f"indicator.{key}"] = facts.bound_indicator(record)
    return found


def _of_futures(material: PlanMaterial) -> Iterator[tuple[str, Bound]]:
    tonnes = facts.emissions(material)
    for key, ensemble in material.ensembles.items():
        middles = ["", f"{key}."] if key == USUAL else [f"{key}."]
        paths = (
            ("co2", ensemble.totals, tonnes),
            ("non_fossil", ensemble.non_fossil_share, quantities.SHARE),
        )
        for what, values, kind in paths:
            for name, figure in _path(key, what, ensemble, values, kind):
                yield from ((f"{what}.{middle}{name}", figure) for middle in middles)
        if key in material.outlooks:
            for name, bound in _peak(material, material.outlooks[key]):
                yield from ((f"peak.{middle}{name}", bound) for middle in middles)


def _path(
    scenario: str, what: str, ensemble: Ensemble, values: Floats, kind: Quantity
) -> Iterator[tuple[str, BoundFigure]]:
    points = np.quantile(values, list(POINTS.values()), axis=1)
    for at, year in enumerate(ensemble.years):
        for point, value in zip(POINTS, points[:, at], strict=True):
            name = f"{year}.{point}"
            figure = BoundFigure(f"{what}.{scenario}.{name}", float(value), kind, facts.FUTURES)
            yield name, figure


def _peak(material: PlanMaterial, outlook: PeakOutlook) -> Iterator[tuple[str, Bound]]:
    key = f"peak.{outlook.scenario}"
    for point, level in POINTS.items():
        yield f"year.{point}", facts.peak_year(outlook, level)
    if outlook.level_quantiles:
        low, _, middle, _, high = outlook.level_quantiles
        for name, value, p in (("low", low, 5), ("median", middle, 50), ("high", high, 95)):
            figure = facts.tonnes(material, f"{key}.level.p{p:02d}", value, facts.FUTURES)
            yield f"level.{name}", figure
    yield "none", facts.chance(f"{key}.none", outlook.none)
    for year in outlook.years:
        yield f"by.{year}", facts.chance(f"{key}.by_{year}", probability_by(outlook, year))


def _of_projects(material: PlanMaterial) -> Iterator[tuple[str, Bound]]:
    found, _totals = projects_of(material.dossier.projects, material.guide)
    if not found:
        return
    yield "projects.number", facts.count("projects.number", len(found), facts.HANDED_IN)
    invested = [p.investment for p in found if p.investment is not None]
    if len(invested) == len(found):
        figure = BoundFigure(
            "projects.investment", sum(invested), quantities.MONEY, facts.HANDED_IN
        )
        yield "projects.investment", figure


def _of_promise(material: PlanMaterial) -> Iterator[tuple[str, Bound]]:
    promise = material.promise
    if promise is None:
        return
    held = promise.held
    yield "portfolio.probability", _chance("portfolio.probability", held.probability)
    yield "portfolio.probability.before", _chance("portfolio.probability.before", held.before)
    yield "portfolio.by", year_figure("portfolio.by", held.by, facts.PORTFOLIO)
    for name, cost in (("social", promise.cost), ("private", promise.private_cost)):
        yield f"portfolio.cost.{name}", money(f"portfolio.cost.{name}", cost)
    yield "portfolio.investment", money("portfolio.investment", sum(promise.investment))
    for year, invested in zip(promise.years, promise.investment, strict=True):
        yield f"portfolio.investment.{year}", money(f"portfolio.investment.{year}", invested)
    yield from _with_portfolio(material, promise)
    kind = facts.saved(promise)
    if promise.together is not None:
        yield from _tonnes("projects", promise.together, kind)
    for project in promise.projects:
        if project.tonnes is not None:
            yield from _tonnes(f"project.{project.id}", project.tonnes, kind)


def _with_portfolio(material: PlanMaterial, promise: Promise) -> Iterator[tuple[str, Bound]]:
    for year in promise.path:
        for point, value in zip(POINTS, promise.amount(year, achieved=True) or (), strict=True):
            name = f"portfolio.co2.{year}.{point}"
            yield name, facts.tonnes(material, name, value, facts.PORTFOLIO)


def _tonnes(subject: str, found: Tonnes, kind: Quantity) -> Iterator[tuple[str, Bound]]:
    for point, value in (("low", found.low), ("median", found.central), ("high", found.high)):
        name = f"{subject}.tonnes.{point}"
        yield name, BoundFigure(name, value, kind, facts.PORTFOLIO)


def money(name: str, value: float) -> BoundFigure:
    """Return an amount of money [yuan] of the portfolio."""
    return BoundFigure(name, value, quantities.MONEY, facts.PORTFOLIO)


def _chance(name: str, value: float) -> BoundFigure:
    return facts.chance(name, value, facts.PORTFOLIO)
