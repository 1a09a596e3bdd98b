"""What would each model have said at each origin, knowing only what was known then?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dafeng.axes import Booleans, Floats, Integers
from dafeng.scenarios.forecast import HORIZONS, LEVELS, MODELS, LogPanel, forecast

#: First year from which forecasts are made.
FIRST_ORIGIN: Final = 2010
#: Known years below which no claim is made on a place's forecasts.
FEWEST_YEARS: Final = 8


@dataclass(frozen=True, slots=True)
class Backtest:
    """Forecasts of all places, origins and horizons beside what came.

    A case is one place, origin and target year with both values known and every model able to
    speak, so that all models are held against the same cases.

    Parameters
    ----------
    panel
        The whole panel.
    place
        Row of the panel (case).
    origin, horizon
        Last year that the model saw, and years ahead [a] (case).
    trained
        Known years of the place up to the origin (case).
    observed
        Log value that came (case).
    quantiles
        Log quantiles by model id (case, level).
    """

    panel: LogPanel
    place: Integers
    origin: Integers
    horizon: Integers
    trained: Integers
    observed: Floats
    quantiles: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.place)

    def where(self, chosen: Booleans) -> Backtest:
        """Return some of the cases."""
        return replace(
            self,
            place=self.place[chosen],
            origin=self.origin[chosen],
            horizon=self.horizon[chosen],
            trained=self.trained[chosen],
            observed=self.observed[chosen],
            quantiles={model: table[chosen] for model, table in self.quantiles.items()},
        )

    @property
    def claimed(self) -> Booleans:
        """Return the cases on which a claim may rest: at least `FEWEST_YEARS` known years."""
        return np.asarray(self.trained >= FEWEST_YEARS)


def backtest(
    panel: LogPanel,
    models: Sequence[str] = tuple(MODELS),
    horizons: Sequence[int] = HORIZONS,
    first_origin: int = FIRST_ORIGIN,
) -> Backtest:
    """Forecast all places of a panel from every origin that has a later year to compare with.

    At each origin a model is handed a panel that ends there; it is fitted anew.

    Parameters
    ----------
    panel
        Log values.
    models
        Ids of models.
    horizons
        Years ahead [a].
    first_origin
        First origin.
    """
    origins = [year for year in panel.years[:-1] if year >= first_origin]
    parts = [_at_origin(panel, year, models, horizons) for year in origins]
    return _joined(panel, parts, models)


def _at_origin(
    panel: LogPanel, origin: int, models: Sequence[str], horizons: Sequence[int]
) -> Backtest:
    column = origin - panel.years[0]
    ahead = np.array([h for h in horizons if column + h < len(panel.years)], dtype=np.int64)
    said = {model: forecast(panel, origin, model, ahead.tolist()) for model in models}
    came = panel.values[:, column + ahead]
    known = np.isfinite(came) & np.isfinite(panel.values[:, [column]])
    for table in said.values():
        known &= np.isfinite(table).all(axis=2)
    place, step = np.nonzero(known)
    return Backtest(
        panel,
        place.astype(np.int64),
        np.full(len(place), origin, dtype=np.int64),
        ahead[step],
        panel.until(origin).counts[place],
        came[place, step],
        {model: table[place, step] for model, table in said.items()},
    )


def _joined(panel: LogPanel, parts: Sequence[Backtest], models: Sequence[str]) -> Backtest:
    whole, none = np.empty(0, dtype=np.int64), np.empty((0, len(LEVELS)))
    return Backtest(
        panel,
        np.concatenate([whole, *(p.place for p in parts)]),
        np.concatenate([whole, *(p.origin for p in parts)]),
        np.concatenate([whole, *(p.horizon for p in parts)]),
        np.concatenate([whole, *(p.trained for p in parts)]),
        np.concatenate([np.empty(0), *(p.observed for p in parts)]),
        {m: np.concatenate([none, *(p.quantiles[m] for p in parts)]) for m in models},
    )
