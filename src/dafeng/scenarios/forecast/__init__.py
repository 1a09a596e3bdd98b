"""How may a series of emissions go on in the next years, and how far can that be known?

Each module is one model or one part of one. A model takes the panel as it stood at an origin and
returns the quantiles of log emissions one to five years on; it cannot see anything later.
"""

from __future__ import annotations

from dafeng.scenarios.forecast.levels import HORIZONS, LEVELS
from dafeng.scenarios.forecast.log_panel import LogPanel
from dafeng.scenarios.forecast.models import DEFAULT, MODELS, Model, forecast
from dafeng.scenarios.forecast.outlook_of_place import GrowthOutlook, growth_outlook
from dafeng.scenarios.forecast.pooled import PooledSettings, pooled

__all__ = [
    "DEFAULT",
    "HORIZONS",
    "LEVELS",
    "MODELS",
    "GrowthOutlook",
    "LogPanel",
    "Model",
    "PooledSettings",
    "forecast",
    "growth_outlook",
    "pooled",
]
