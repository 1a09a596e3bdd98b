"""Of which type is a place, as far as its panel tells at the first origin?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from dafeng.axes import Booleans, Floats, Integers
from dafeng.language import Text
from dafeng.peak.backtest.rolling_origin import Backtest

REGIONS: Final[dict[str, Text]] = {
    "1": Text("华北", "North"),
    "2": Text("东北", "Northeast"),
    "3": Text("华东", "East"),
    "4": Text("中南", "Central and South"),
    "5": Text("西南", "Southwest"),
    "6": Text("西北", "Northwest"),
}
SIZES: Final = (
    Text("排放小的三分之一", "smallest third by emissions"),
    Text("排放居中的三分之一", "middle third by emissions"),
    Text("排放大的三分之一", "largest third by emissions"),
)
STAND: Final = (
    Text("处于历史最高", "at its maximum to date"),
    Text("低于历史最高", "below its maximum"),
)


def types_of(found: Backtest) -> Mapping[Text, Booleans]:
    """Return the cases of each type: by region, by size and by where the series stands.

    Size is that of the first known year among the places of the panel; region the first digit of
    the division code (GB/T 2260); the stand of the series is that at the origin of the case.
    """
    first = np.array([code[:1] for code in found.panel.places])
    kinds = {name: first[found.place] == digit for digit, name in REGIONS.items()}
    if len(found.panel.places) >= len(SIZES):
        thirds = _thirds(found.panel.values)
        kinds |= {name: thirds[found.place] == third for third, name in enumerate(SIZES)}
    below = _below(found)
    kinds |= {STAND[0]: ~below, STAND[1]: below}
    return {name: cases for name, cases in kinds.items() if cases.any()}


def _thirds(values: Floats) -> Integers:
    known = np.isfinite(values)
    start = values[np.arange(len(values)), known.argmax(axis=1)]
    rank = np.argsort(np.argsort(np.where(np.isfinite(start), start, -np.inf), kind="stable"))
    return np.asarray(rank * 3 // max(len(values), 1), dtype=np.int64)


def _below(found: Backtest) -> Booleans:
    filled = np.where(np.isfinite(found.panel.values), found.panel.values, -np.inf)
    column = found.origin - (found.panel.years[0] if found.panel.years else 0)
    highest = np.maximum.accumulate(filled, axis=1)
    return np.asarray(filled[found.place, column] < highest[found.place, column])
