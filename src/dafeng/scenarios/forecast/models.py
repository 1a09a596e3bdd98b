"""Which forecasts are there, and which one is the default?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng.axes import Floats
from dafeng.errors import UnknownNameError
from dafeng.language import Text
from dafeng.scenarios.forecast.drift import drift
from dafeng.scenarios.forecast.last_value import last_value
from dafeng.scenarios.forecast.levels import HORIZONS
from dafeng.scenarios.forecast.log_linear import log_linear
from dafeng.scenarios.forecast.log_panel import LogPanel
from dafeng.scenarios.forecast.pooled import pooled


@dataclass(frozen=True, slots=True)
class Model:
    """A forecast of every place of a panel.

    Parameters
    ----------
    id
        Name in tables and files.
    name
        Name for readers.
    quantiles
        From what was known and the horizons to quantiles (place, horizon, level) of log values.
    naive
        Whether it is a benchmark that any model must beat.
    """

    id: str
    name: Text
    quantiles: Callable[[LogPanel, Sequence[int]], Floats]
    naive: bool = True


#: Every model by id; the default first.
MODELS: Final[Mapping[str, Model]] = {
    model.id: model
    for model in (
        Model("pooled", Text("汇集模型（默认）", "pooled (default)"), pooled, naive=False),
        Model("last_value", Text("末值", "last value"), last_value),
        Model("drift", Text("漂移", "drift"), drift),
        Model("log_linear", Text("对数线性", "log-linear"), log_linear),
    )
}

#: The model that the backtest supports.
DEFAULT: Final = "pooled"


def forecast(
    panel: LogPanel, origin: int, model: str = DEFAULT, horizons: Sequence[int] = HORIZONS
) -> Floats:
    """Forecast all places of a panel from what was known at the end of a year.

    Parameters
    ----------
    panel
        Log values; years after the origin are cut off first.
    origin
        Last year that the model sees.
    model
        Id of a model.
    horizons
        Years ahead [a].

    Returns
    -------
    Floats
        Quantiles of log values (place, horizon, level); NaN where the past is too short.

    Raises
    ------
    UnknownNameError
        If there is no such model.
    """
    if model not in MODELS:
        known = ", ".join(MODELS)
        raise UnknownNameError(
            Text(f"没有模型 {model}；可用：{known}", f"no model {model}; known: {known}")
        )
    return MODELS[model].quantiles(panel.until(origin), horizons)
