"""Which series of emissions does a place have: published ones, and its own where it has entered?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dafeng.dossier.records import Dossier
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import comparable_totals
from dafeng.inventory.published import published_totals
from dafeng.plan import names
from dafeng.plan.material import PublishedSeries

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


def own_id(basis: Basis) -> str:
    """Return the id of the account's series on a basis."""
    return f"inventory:{basis.value}"


def all_series(dossier: Dossier, inventory: Inventory, basis: Basis) -> dict[str, Values]:
    """Return every series of the past [t]: the published ones and the comparable years."""
    series: dict[str, Values] = {s.id: values(s) for s in published(dossier)}
    entered = comparable_totals(inventory, basis)
    return series | ({own_id(basis): entered} if entered else {})
