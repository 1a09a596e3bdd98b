"""What may come? The part of a build that speaks of scenarios and of their peaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from dafeng.dossier.records import Dossier
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import comparable_totals
from dafeng.peak.futures import DrawPeaks, PeakOutlook
from dafeng.peak.outlook import outlook, peaks_of, with_observed
from dafeng.plan.material import Assumption
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.defaults import SCENARIOS
from dafeng.scenarios.engine.blocks import HERE, Way
from dafeng.scenarios.ensemble import Ensemble
from dafeng.scenarios.simulation import simulate_all
from dafeng.scenarios.stocks.place import ENTERED, stocks_of, stocks_told
from dafeng.scenarios.story import Scenario, own_scenarios, scenario
from dafeng.scenarios.telling import Assumption as Told
from dafeng.scenarios.telling import told


@dataclass(frozen=True, slots=True)
class Futures:
    """Baseline, stories, ensembles, peaks and outlooks of one place, by scenario id."""

    baseline: Baseline
    scenarios: dict[str, Scenario]
    ensembles: dict[str, Ensemble]
    peaks: dict[str, DrawPeaks]
    outlooks: dict[str, PeakOutlook]


def futures(  # noqa: PLR0913 - the settings of a run
    dossier: Dossier,
    inventory: Inventory,
    basis: Basis,
    draws: int,
    seed: int,
    way: Way = HERE,
    *,
    stocks: str = ENTERED,
) -> Futures:
    """Draw the futures of every scenario with common random numbers.

    Where the account rests on entries of the place, its own past stands before the futures, so
    that a peak can lie there; otherwise a maximum in the base year reads "at or before". Stocks
    that act (`dafeng.scenarios.stocks.place.CHOICES`) are told among the baseline's notes.
    """
    baseline = baseline_of(inventory, dossier)
    stories = {key: scenario(baseline, key, dossier.assumptions) for key in SCENARIOS}
    stories |= {s.id: s for s in own_scenarios(baseline, dossier.assumptions)}
    given = stocks_of(dossier, stocks)
    told_stocks = () if given is None else stocks_told(baseline, stories["current_policy"], given)
    drawn = simulate_all(
        baseline, tuple(stories.values()), draws, seed, basis.value, way=way, stocks=given
    )
    ensembles = dict(zip(stories, drawn, strict=True))
    observed = comparable_totals(inventory, basis)
    peaks = {key: peaks_in(ensemble, observed) for key, ensemble in ensembles.items()}
    outlooks = {key: outlook(found, key) for key, found in peaks.items()}
    noted = replace(baseline, notes=(*baseline.notes, *told_stocks))
    return Futures(noted, stories, ensembles, peaks, outlooks)


def peaks_in(ensemble: Ensemble, observed: Mapping[int, float]) -> DrawPeaks:
    """Return the peak of every draw, the place's own past [t] by year before the futures."""
    totals, years = with_observed(ensemble.totals, ensemble.years, observed)
    return peaks_of(totals, years, since=ensemble.years.labels[0])


def assumptions(made: Futures) -> tuple[Assumption, ...]:
    """Return the points of every path in use, path by path, with range and source."""
    return tuple(
        _assumption(line, sector)
        for story in made.scenarios.values()
        for (_driver, sectors, _carrier), lines in groupby(told(story, made.baseline), _path)
        for path in (tuple(lines),)
        for sector in sectors or ("",)
        for line in path
    )


def _path(line: Told) -> tuple[str, tuple[str, ...], str]:
    return line.driver.id, line.sectors, line.carrier


def _assumption(line: Told, sector: str) -> Assumption:
    return Assumption(
        scenario=line.scenario,
        driver=line.driver.name,
        sector=sector,
        year=line.year,
        low=line.low,
        central=line.central,
        high=line.high,
        unit=line.driver.unit,
        source=line.basis.text,
        carrier=line.carrier,
    )
