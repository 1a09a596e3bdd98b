"""Why did the emissions change? Decomposition of an inventory or of a published series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final, Literal, get_args

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.dossier.records import ActivityRecord, PublishedRecord
from dafeng.drivers import lmdi, shapley
from dafeng.drivers.activity import Activity, aligned, common_years, read_activity
from dafeng.drivers.decomposition import Decomposition, Factor
from dafeng.drivers.factors import AFFLUENCE, POPULATION
from dafeng.drivers.identity import Identity, build_identity
from dafeng.errors import MethodError
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.inventory.published import published_totals
from dafeng.language import Text

Method = Literal["lmdi-1", "lmdi-2", "shapley"]
Form = Literal["additive", "multiplicative"]

CARBON_INTENSITY: Final = Factor("carbon_intensity", Text("单位 GDP 碳排放", "CO2 per GDP"))


def decompose(
    inventory: Inventory,
    activity: Iterable[ActivityRecord] | Activity,
    basis: Basis | str = Basis.ASSESSMENT,
    method: Method = "lmdi-1",
    form: Form = "additive",
) -> Decomposition:
    """Decompose the change of an inventory from each year to the next.

    Parameters
    ----------
    inventory
        The account; at least two years.
    activity
        Activity records of the place, or what `read_activity` made of them.
    basis
        The basis or its id.
    method
        ``lmdi-1``, ``lmdi-2``, or ``shapley`` as second view.
    form
        ``additive`` (effects [t] that sum to the change) or ``multiplicative`` (ratios whose
        product is the ratio of the totals).

    Returns
    -------
    Decomposition
        Effects (period, factor) of population, GDP per head, sector structure,
        energy intensity, energy mix, emission factor, and where they occur purchased share, grid
        factor, processes and coverage.

    Raises
    ------
    MethodError
        For fewer than two years, a missing year of population or GDP, or net exports, which are
        deducted, in a form other than additive LMDI-I and Shapley.
    """
    drivers = activity if isinstance(activity, Activity) else read_activity(activity)
    deducted = form == "additive" and method != "lmdi-2"
    identity = build_identity(inventory, drivers, Basis(basis), deducted=deducted)
    return _decomposed(identity, method, form, f"inventory:{Basis(basis).value}")


def decompose_published(
    published: Iterable[PublishedRecord] | Mapping[int, float],
    activity: Iterable[ActivityRecord] | Activity,
    series: str,
    years: Axis[int] | None = None,
    method: Method = "lmdi-1",
    form: Form = "additive",
) -> Decomposition:
    """Decompose a published total into population, GDP per head and CO2 per GDP.

    Parameters
    ----------
    published
        Published totals of the place, or one series by year [t].
    activity
        Activity records of the place, or what `read_activity` made of them.
    series
        Id of the series.
    years
        Years to decompose, exactly; by default all years that the three series share (a period
        then spans a gap, and says so by its years).
    method
        ``lmdi-1``, ``lmdi-2``, or ``shapley`` as second view.
    form
        ``additive`` (effects [t] that sum to the change) or ``multiplicative`` (ratios whose
        product is the ratio of the totals).

    Returns
    -------
    Decomposition
        Effects (period, factor).

    Raises
    ------
    MethodError
        For fewer than two years, or a year asked for that a series lacks.
    """
    totals = published if isinstance(published, Mapping) else published_totals(published, series)
    drivers = activity if isinstance(activity, Activity) else read_activity(activity)
    if years is None:
        years = common_years(totals, drivers.population, drivers.gdp)
    name = Text(f"序列 {series}", f"the series {series}")
    co2 = aligned(name, totals, years.labels)
    population = aligned(POPULATION.name, drivers.population, years.labels)
    gdp = aligned(Text("可比价地区生产总值", "GDP at constant prices"), drivers.gdp, years.labels)
    values = np.stack([population, gdp / population, co2 / gdp])[:, np.newaxis, :]
    factors = (POPULATION, AFFLUENCE, CARBON_INTENSITY)
    return _decomposed(Identity(years, factors, values, np.ones(1)), method, form, series)


def _decomposed(identity: Identity, method: Method, form: Form, series: str) -> Decomposition:
    years = identity.years.labels
    if len(years) < 2:  # noqa: PLR2004 - a change needs two years
        raise MethodError(
            Text("因素分解至少需要两个年份", "a decomposition needs at least two years")
        )
    ratios = form == "multiplicative"
    totals = identity.totals
    return Decomposition(
        method=method,
        form=form,
        series=series,
        periods=tuple(pairwise(years)),
        factors=identity.factors,
        effects=_effects(identity, method, form),
        change=totals[1:] / totals[:-1] if ratios else np.diff(totals),
        unit="1" if ratios else "t",
    )


def _effects(identity: Identity, method: Method, form: Form) -> Floats:
    if method not in get_args(Method) or form not in get_args(Form):
        known = ", ".join((*get_args(Method), *get_args(Form)))
        raise MethodError(
            Text(
                f"没有“{method}”、“{form}”这种分解；可用：{known}",
                f"no decomposition {method!r}, {form!r}; known: {known}",
            )
        )
    if method == "shapley" and form == "additive":
        return shapley.chained(identity.values, identity.signs)
    if method == "lmdi-1" and form == "additive":
        return _signed_lmdi(identity)
    if (identity.signs < 0).any():
        raise MethodError(
            Text(
                "有扣减的流量（净调出）时，只有加法 LMDI-I 和加法 Shapley 有定义",
                "where flows are deducted (net exports), only additive LMDI-I and additive Shapley "
                "are defined",
            )
        )
    if method == "shapley":
        return shapley.chained_ratios(identity.values)
    return lmdi.chained(identity.values, method, form)


def _signed_lmdi(identity: Identity) -> Floats:
    """Decompose gross flows one by one and deduct: additive LMDI-I is consistent in aggregation."""
    effects = np.zeros((len(identity.years) - 1, len(identity.factors)))
    for sign in (1.0, -1.0):
        items = identity.values[:, identity.signs == sign]
        if items.shape[1]:
            effects += sign * lmdi.chained(items)
    return effects
