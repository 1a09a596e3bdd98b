"""How may one place's emissions grow? Growth, scale, tails and common shock for an ensemble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Floats
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.scenarios.forecast.levels import HORIZONS, LEVELS
from dafeng.scenarios.forecast.log_panel import log_panel
from dafeng.scenarios.forecast.paths import paths
from dafeng.scenarios.forecast.pooled import spreads, tails
from dafeng.scenarios.forecast.pooled_settings import DEFAULT_SETTINGS, PooledSettings
from dafeng.scenarios.forecast.shared_growth import centre, signals


@dataclass(frozen=True, slots=True)
class GrowthOutlook:
    """Predictive distribution of the log change of one place since its last known year.

    Parameters
    ----------
    origin
        Last known year.
    horizons
        Years ahead [a].
    centre
        Expected log change (horizon).
    scale
        Own mean absolute yearly change, shrunk to the panel's [log].
    common_shock
        Standard deviation of what all places share [log/a^0.5].
    errors
        Quantile grid of the scaled own error (horizon, node) [-].
    quantiles
        Quantiles of the log change at `LEVELS` (horizon, level).
    """

    origin: int
    horizons: tuple[int, ...]
    centre: Floats
    scale: float
    common_shock: float
    errors: Floats
    quantiles: Floats

    def draws(self, uniforms: Floats) -> Floats:
        """Return paths of the log change, one for each row of independent uniforms.

        Parameters
        ----------
        uniforms
            Numbers in (0, 1) (draw, horizon), from the ensemble's own streams.

        Returns
        -------
        Floats
            Log change since the origin (draw, horizon).
        """
        return np.asarray(paths(self.quantiles[None], self.horizons, uniforms)[0])


def growth_outlook(
    history: Mapping[int, float],
    panel: Mapping[str, Mapping[int, float]] | None = None,
    horizons: Sequence[int] = HORIZONS,
    settings: PooledSettings = DEFAULT_SETTINGS,
) -> GrowthOutlook:
    """Return how the emissions of one place may go on after its last known year.

    Parameters
    ----------
    history
        Emissions by year [any unit].
    panel
        Emissions of other places by year and place, to lean on; without it the place leans on the
        settings alone. Years after the last one of the history are not looked at.
    horizons
        Years ahead [a].
    settings
        Strength of pooling.

    Raises
    ------
    MethodError
        If fewer than four years are known, or a figure is not positive.
    """
    own = "\0own"
    known = log_panel({own: history, **(panel or {})})
    past = known.until(max(history, default=0))
    found = [signals(past.until(year), settings) for year in past.years]
    if not found or not found[-1].usable[0]:
        raise MethodError(Text("至少需要四年数据", "at least four years are needed"))
    scale = found[-1].scale[:1]
    errors = np.array([tails(past, found, h, settings) for h in horizons])
    middle = np.array([centre(found[-1], h, settings)[0] for h in horizons])
    about = [spreads(scale, e, h, settings)[0] for h, e in zip(horizons, errors, strict=True)]
    return GrowthOutlook(
        past.years[-1],
        tuple(horizons),
        middle,
        float(scale[0]),
        settings.common_shock,
        errors,
        middle[:, None] + np.array(about).reshape(-1, len(LEVELS)),
    )
