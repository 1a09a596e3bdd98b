"""How are forecasts written so that anybody can score them again?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from dafeng.peak.backtest import FEWEST_YEARS, Backtest
from dafeng.scenarios.forecast import LEVELS

#: Headings of the quantiles: q05, q10, ... q95.
QUANTILE_HEADS = tuple(f"q{round(100 * level):02d}" for level in LEVELS.tolist())


def write_forecasts(found: Backtest, place_column: str, path: Path) -> int:
    """Write one row for each place, origin, target year and model; return the number of rows.

    Columns: place, ``origin``, ``target_year``, ``horizon``, ``model``, ``n_train`` (known years
    of the place up to the origin), ``claimed`` (1 where that is enough for a claim), ``observed``
    and the quantiles ``q05`` ... ``q95``, all in the unit of the series.

    Parameters
    ----------
    found
        The backtest.
    place_column
        Heading of the places, as in the panel.
    path
        File to write (UTF-8, comma).
    """
    import polars as pl

    tables = [_of_model(found, place_column, model) for model in found.quantiles]
    whole = pl.concat([pl.DataFrame(table) for table in tables])
    whole = whole.sort([place_column, "origin", "target_year"], maintain_order=True)
    path.write_bytes(whole.write_csv().encode())
    return whole.height


def _of_model(found: Backtest, place_column: str, model: str) -> dict[str, Any]:
    places = np.array(found.panel.places, dtype=object)
    values = np.exp(found.quantiles[model])
    return {
        place_column: [str(code) for code in places[found.place]],
        "origin": found.origin,
        "target_year": found.origin + found.horizon,
        "horizon": found.horizon,
        "model": [model] * len(found),
        "n_train": found.trained,
        "claimed": (found.trained >= FEWEST_YEARS).astype(np.int64),
        "observed": np.exp(found.observed),
        **{head: values[:, column] for column, head in enumerate(QUANTILE_HEADS)},
    }
