"""What does a build say that rules can hold a plan against? Its account and its futures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.dossier.records import Dossier
from dafeng.inventory.published import published_totals
from dafeng.language import Text
from dafeng.peak.futures import PeakOutlook
from dafeng.plan import names
from dafeng.plan.material import Indicator
from dafeng.plan.rules.subject import Account, History, Path, Results
from dafeng.scenarios.defaults import name_of
from dafeng.scenarios.ensemble import Ensemble

#: Part of the draws by which a claimed peak is held to be too early [-].
EARLY: Final = 0.1
#: Published series by which a past is told, best first.
_SERIES: Final = ("ceads", "edgar-v8")


def account_of(
    year: int, co2: float, indicators: Mapping[str, Indicator], estimated: float
) -> Account:
    """Return what the account of a base year says to the rules.

    Parameters
    ----------
    year, co2
        Base year, and its total on the plan's basis [t].
    indicators
        Indicators of the base year by id.
    estimated
        Share of combustion CO2 that rests on estimates [-].
    """
    values = {key: (i.value, i.unit) for key, i in indicators.items() if i.value is not None}
    return Account(year, co2, values, estimated)


def results_of(ensembles: Mapping[str, Ensemble], outlooks: Mapping[str, PeakOutlook]) -> Results:
    """Return what the futures of a build say to the rules, scenario by scenario."""
    return Results(tuple(_path(key, ensembles[key], outlooks[key]) for key in ensembles))


def _path(key: str, ensemble: Ensemble, outlook: PeakOutlook) -> Path:
    low, middle, high = np.quantile(ensemble.totals, (0.05, 0.5, 0.95), axis=1)
    shares = np.quantile(ensemble.non_fossil_share, (0.05, 0.95), axis=1)
    chance = {y: float(p) for y, p in zip(outlook.years, outlook.by_year, strict=True)}
    return Path(
        id=key,
        name=name_of(key),
        years=tuple(ensemble.years),
        low=tuple(map(float, low)),
        middle=tuple(map(float, middle)),
        high=tuple(map(float, high)),
        non_fossil=tuple(map(float, np.median(ensemble.non_fossil_share, axis=1))),
        p10=next((y for y, p in chance.items() if p >= EARLY), None),
        by_year=chance,
        level=(levels[0], levels[-1]) if (levels := outlook.level_quantiles) else None,
        share=(tuple(map(float, shares[0])), tuple(map(float, shares[1]))),
    )


def history_of(code: str, dossier: Dossier | None = None) -> History | None:
    """Return what is published of a place by year; None if nothing is known.

    Parameters
    ----------
    code
        Division code; the series that come with Dafeng serve.
    dossier
        Its published totals serve where no series of the place is kept.
    """
    if code in reference.places_with_series():
        return _of_reference(reference.place_series(code))
    for series in dict.fromkeys(r.series for r in dossier.published) if dossier else ():
        assert dossier is not None  # noqa: S101 - told by the loop
        return History(published_totals(dossier.published, series), source=names.series(series))
    return None


def _of_reference(place: reference.PlaceSeries) -> History:
    by_series = {"ceads": place.co2_ceads, "edgar-v8": place.co2_edgar}
    kept = [s for s in _SERIES if by_series[s]]
    series = kept[0] if kept else ""
    source = reference.series_name(series) if series else Text("—", "—")
    others = tuple((reference.series_name(s), by_series[s]) for s in kept[1:])
    gdp = _constant(place.gdp_current, place.gdp_index)
    return History(dict(by_series.get(series, {})), gdp, dict(place.population), source, others)


def _constant(current: Mapping[int, float], index: Mapping[int, float]) -> dict[int, float]:
    """Return GDP at the prices of the last year known, by its growth index (last year = 100)."""
    if not current:
        return {}
    last = max(current)
    found = {last: current[last]}
    for year in range(last, min(current), -1):
        if not index.get(year):
            break
        found[year - 1] = found[year] / (index[year] / 100)
    return dict(sorted(found.items()))
