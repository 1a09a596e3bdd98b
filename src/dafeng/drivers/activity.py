"""What drove the place? Population, GDP at constant prices and its structure, from the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.dossier.records import ActivityRecord
from dafeng.errors import MethodError
from dafeng.inventory.gdp import constant_gdp
from dafeng.language import Text

#: Industry classes of GDP by production, the sectors of a share that is not split further.
CLASSES: Final = ("primary", "secondary", "tertiary")


@dataclass(frozen=True, slots=True)
class Activity:
    """Drivers of the whole place by year; absent years are absent.

    Parameters
    ----------
    population
        Resident population [persons].
    gdp
        GDP at constant prices [yuan of `price_base`].
    price_base
        Year whose prices hold.
    shares
        Share of a sector or industry class in GDP [-], by sector id and year. A share is taken
        within one price basis; official shares are mostly at current prices.
    """

    population: Mapping[int, float]
    gdp: Mapping[int, float]
    price_base: str
    shares: Mapping[str, Mapping[int, float]]


def read_activity(records: Iterable[ActivityRecord], price_base: int | None = None) -> Activity:
    """Gather population, GDP at constant prices and sector shares.

    GDP is read by `dafeng.inventory.gdp.constant_gdp`.

    Parameters
    ----------
    records
        Activity records of a dossier; figures with a notation key count as absent.
    price_base
        The dossier's price base; None takes the base with most years.

    Returns
    -------
    Activity
        What is known, year by year.

    Raises
    ------
    MethodError
        If GDP stands at current prices only and no index carries it over.
    UnitError
        If a unit does not fit its variable.
    """
    known = [r for r in records if r.amount.value is not None]
    gdp = constant_gdp(known, price_base)
    if gdp.current and not gdp.comparable:
        raise MethodError(
            Text(
                "只有当年价地区生产总值；请补充可比价数据或地区生产总值指数（上年=100）",
                "GDP stands at current prices only; add GDP at constant prices or the GDP index"
                " (previous year = 100)",
            )
        )
    return Activity(
        population=_series(known, "population", "人"),
        gdp=gdp.values,
        price_base="" if gdp.price_base is None else str(gdp.price_base),
        shares=_shares(known, _by_base(known)),
    )


def aligned(name: Text, values: Mapping[int, float], years: Sequence[int]) -> Floats:
    """Return the figures of exactly these years.

    Parameters
    ----------
    name
        What the figures are, for the message.
    values
        Figures by year.
    years
        Years asked for.

    Raises
    ------
    MethodError
        Naming the years without a figure.
    """
    missing = [year for year in years if year not in values]
    if missing:
        listed = ", ".join(map(str, missing))
        raise MethodError(
            Text(f"{name.zh}缺少年份：{listed}", f"{name.en} is missing for: {listed}")
        )
    return np.array([values[year] for year in years], dtype=float)


def common_years(*series: Mapping[int, float]) -> Axis[int]:
    """Return the years for which every series has a figure.

    Parameters
    ----------
    series
        Figures by year.
    """
    return Axis("year", tuple(sorted(set.intersection(*(set(s) for s in series)))))


def _by_base(records: Sequence[ActivityRecord]) -> dict[str, dict[int, float]]:
    """Return GDP as entered by price basis: a share is taken within one basis."""
    found: dict[str, dict[int, float]] = {}
    for record in records:
        if record.variable == "gdp" and not record.sector:
            base = record.price_base or "current"
            found.setdefault(base, {})[record.year] = record.amount.in_unit("元")
    return found


def _series(records: Sequence[ActivityRecord], variable: str, unit: str) -> dict[int, float]:
    return {
        r.year: r.amount.in_unit(unit) for r in records if r.variable == variable and not r.sector
    }


def _shares(
    records: Sequence[ActivityRecord], gdp: Mapping[str, Mapping[int, float]]
) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for record in records:
        if record.variable == "value_added_share" and record.sector:
            share = record.amount.in_unit("%") / 100
            found.setdefault(record.sector, {})[record.year] = share
    for record in records:
        whole = gdp.get(record.price_base or "current", {}).get(record.year)
        if record.variable == "value_added" and record.sector and whole:
            share = record.amount.in_unit("元") / whole
            found.setdefault(record.sector, {})[record.year] = share
    return found
