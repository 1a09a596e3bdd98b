"""Why did the place's emissions change, and have they peaked? The past part of a build."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, TypeVar

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier
from dafeng.drivers import kaya, tapio
from dafeng.drivers.activity import Activity, read_activity
from dafeng.drivers.decomposition import Decomposition
from dafeng.drivers.published import published_totals
from dafeng.errors import MethodError, UnitError
from dafeng.inventory import bases, uncertainty
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.language import Text
from dafeng.peak import past as peak_past
from dafeng.peak.past import Context
from dafeng.peak.status import PeakStatus
from dafeng.plan import names
from dafeng.plan.material import PublishedSeries, TapioState

#: Draws over which P(status) is taken.
DRAWS: Final = 2_000

#: Relative half width (95 %) by which the years of a published series err independently: that of
#: national fuel statistics (IPCC 2006, volume 2, table 2.15) for want of the publisher's own.
PUBLISHED_HALF_WIDTH: Final = 0.05

#: Standard normal point of a 95 % range.
Z95: Final = 1.959963984540054

Values = Mapping[int, float]

#: Share of a year's CO2 from fuels that entries must carry for the year to count as entered [-].
LARGER_PART: Final = 0.5

R = TypeVar("R")


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


def activity(dossier: Dossier) -> Activity | None:
    """Return what is known of the place's activity; None where GDP cannot be made comparable."""
    return _possible(partial(read_activity, dossier.activity))


def decompositions(
    dossier: Dossier, inventory: Inventory, basis: Basis, method: kaya.Method = "lmdi-1"
) -> tuple[Decomposition, ...]:
    """Decompose every published series, and the inventory where all its years rest on entries.

    Estimates have the structure of one year of the province; effects of structure or mix would be
    artefacts.
    """
    known = activity(dossier)
    if known is None:
        return ()
    found = [
        _possible(partial(kaya.decompose_published, _values(s), known, s.id, method=method))
        for s in published(dossier)
    ]
    if entered_years(inventory) == inventory.years.labels:
        found.append(_possible(partial(kaya.decompose, inventory, known, basis, method)))
    return tuple(d for d in found if d is not None)


def decoupling(
    dossier: Dossier, inventory: Inventory, basis: Basis, length: int = 5
) -> tuple[TapioState, ...]:
    """Return the Tapio states of every series over windows of the same length."""
    known = activity(dossier)
    if known is None:
        return ()
    states: list[TapioState] = []
    for key, values in all_series(dossier, inventory, basis).items():
        found = _possible(partial(tapio.windows, values, known.gdp, length)) or ()
        states += [
            TapioState(key, (d.first, d.last), tapio.NAMES[d.state], d.elasticity) for d in found
        ]
    return tuple(states)


def statuses(dossier: Dossier, inventory: Inventory, basis: Basis) -> tuple[PeakStatus, ...]:
    """Say of every series whether it has peaked; a series that is too short is left out."""
    known = activity(dossier)
    context = Context(known.gdp, known.population) if known else Context()
    found = [
        _possible(partial(peak_past.status, key, values, context))
        for key, values in all_series(dossier, inventory, basis).items()
    ]
    return tuple(s for s in found if s is not None)


def status_probability(
    dossier: Dossier, inventory: Inventory, basis: Basis, seed: int
) -> dict[str, dict[str, float]]:
    """Return P(status) of every series; one that is too short is left out.

    The inventory varies over its own uncertainty. A published series states none: its years err
    independently by `PUBLISHED_HALF_WIDTH`; an error of its level does not touch the status.
    """
    found = {}
    for series in published(dossier):
        draws = _published_draws(series, seed)
        found[series.id] = _possible(partial(_probability, series.years, draws))
    years = entered_years(inventory)
    if years:
        draws = uncertainty.monte_carlo(inventory, basis, DRAWS, seed)
        rows = [inventory.years.index(year) for year in years]
        found[f"inventory:{basis}"] = _possible(partial(_probability, years, draws[rows]))
    return {key: shares for key, shares in found.items() if shares is not None}


def _probability(years: tuple[int, ...], draws: Floats) -> dict[str, float]:
    shares = peak_past.status_probability(Axis("year", years), draws)
    return {status.value: share for status, share in shares.items()}


def _published_draws(series: PublishedSeries, seed: int) -> Floats:
    stream = np.random.Generator(np.random.Philox(key=(seed, zlib.crc32(series.id.encode()))))
    errors = stream.standard_normal((len(series.years), DRAWS))
    draws: Floats = series.values[:, np.newaxis] * np.exp(errors * PUBLISHED_HALF_WIDTH / Z95)
    return draws


def all_series(dossier: Dossier, inventory: Inventory, basis: Basis) -> dict[str, Values]:
    """Return every series of the past [t]: the published ones and the entered years."""
    series: dict[str, Values] = {s.id: _values(s) for s in published(dossier)}
    total = dict(zip(inventory.years, bases.total(inventory, basis).tolist(), strict=True))
    own = {year: total[year] for year in entered_years(inventory)}
    return series | ({f"inventory:{basis}": own} if own else {})


def entered_years(inventory: Inventory) -> tuple[int, ...]:
    """Return the years whose CO2 from fuels rests for the larger part on entries of the place."""
    whole = inventory.energy_co2.sum(axis=(1, 2))
    entered = np.where(inventory.estimated, 0.0, inventory.energy_co2).sum(axis=(1, 2))
    return tuple(
        year
        for year, part, all_of_it in zip(inventory.years, entered, whole, strict=True)
        if all_of_it > 0 and part >= LARGER_PART * all_of_it
    )


def remarks(dossier: Dossier, inventory: Inventory) -> tuple[Text, ...]:
    """Say what was left out of the past, and why."""
    said = []
    if entered_years(inventory) != inventory.years.labels:
        said.append(
            Text(
                "清单中有年份以估算为主，其部门和品种结构取自所在省单一年份：不对清单作分解，"
                "达峰判断只用以填报数据为主的年份",
                "some years of the account rest mainly on estimates with the structure of one "
                "provincial year: the account is not decomposed, and only years that rest on "
                "entries are judged",
            )
        )
    if activity(dossier) is None:
        said.append(
            Text(
                "缺少可比价地区生产总值，无法分解",
                "without GDP at constant prices nothing can be decomposed",
            )
        )
    judged = {s.series for s in statuses(dossier, inventory, Basis.ASSESSMENT)}
    short = [s.id for s in published(dossier) if s.id not in judged]
    if short:
        listed = "、".join(short)
        said.append(
            Text(
                f"序列太短，不作达峰判断：{listed}",
                f"too short for a status: {', '.join(short)}",
            )
        )
    return tuple(said)


def _values(series: PublishedSeries) -> dict[int, float]:
    return dict(zip(series.years, series.values.tolist(), strict=True))


def _possible(make: Callable[[], R]) -> R | None:
    try:
        return make()
    except (MethodError, UnitError):
        return None
