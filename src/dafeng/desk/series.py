"""Which series of emissions does a place have: published ones, and its own where it has entered?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from dafeng.dossier.records import Dossier
from dafeng.inventory import bases
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.inventory.published import published_totals
from dafeng.plan import names
from dafeng.plan.material import PublishedSeries

#: Share of a year's CO2 from fuels that entries must carry for the year to count as entered [-].
LARGER_PART: Final = 0.5

Values = Mapping[int, float]


def published(dossier: Dossier) -> tuple[PublishedSeries, ...]:
    """Return the published CO2 series of the dossier [t], each over the years it has."""
    sources = {r.series: r.amount.source for r in dossier.published}
    totals = {key: published_totals(dossier.published, key) for key in sources}
    return tuple(
        PublishedSeries(
            key,
            names.series(key),
            tuple(sorted(values)),
            np.array([values[year] for year in sorted(values)]),
            sources[key],
        )
        for key, values in totals.items()
    )


def values(series: PublishedSeries) -> dict[int, float]:
    """Return a published series by year [t]."""
    return dict(zip(series.years, series.values.tolist(), strict=True))


def own(inventory: Inventory, basis: Basis) -> dict[int, float]:
    """Return the account's totals of the entered years [t]."""
    total = dict(zip(inventory.years, bases.total(inventory, basis).tolist(), strict=True))
    return {year: total[year] for year in entered_years(inventory)}


def own_id(basis: Basis) -> str:
    """Return the id of the account's series on a basis."""
    return f"inventory:{basis.value}"


def all_series(dossier: Dossier, inventory: Inventory, basis: Basis) -> dict[str, Values]:
    """Return every series of the past [t]: the published ones and the entered years."""
    series: dict[str, Values] = {s.id: values(s) for s in published(dossier)}
    entered = own(inventory, basis)
    return series | ({own_id(basis): entered} if entered else {})


def entered_years(inventory: Inventory) -> tuple[int, ...]:
    """Return the years whose CO2 from fuels rests for the larger part on entries of the place."""
    whole = inventory.energy_co2.sum(axis=(1, 2))
    entered = np.where(inventory.estimated, 0.0, inventory.energy_co2).sum(axis=(1, 2))
    return tuple(
        year
        for year, part, all_of_it in zip(inventory.years, entered, whole, strict=True)
        if all_of_it > 0 and part >= LARGER_PART * all_of_it
    )


def breakdown(inventory: Inventory, basis: Basis) -> dict[str, Values]:
    """Return CO2 of the entered years by sector and by fuel [t]: parts that may explain a fall."""
    years = entered_years(inventory)
    rows = [inventory.years.index(year) for year in years]
    by_sector = bases.by_sector(inventory, basis)[rows]
    by_carrier = inventory.energy_co2[rows].sum(axis=1)
    parts = [
        *zip(inventory.sectors, by_sector.T, strict=True),
        *zip(inventory.carriers, by_carrier.T, strict=True),
    ]
    return {key: dict(zip(years, line.tolist(), strict=True)) for key, line in parts}
