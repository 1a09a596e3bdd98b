"""Which well-known mistake explains a figure that is off by a factor?"""

from __future__ import annotations

import math
from typing import Final

from dafeng.language import Text

#: How close a ratio must come to a known one [-].
_CLOSE: Final = 0.06

#: Ratios of conventions lie within, those of units without.
_CONVENTION: Final = (0.1, 10.0)

_KNOWN: Final = (
    (12 / 44, Text("像是把碳当作二氧化碳（12/44）", "as if carbon were taken for CO2 (12/44)")),
    (
        44 / 12,
        Text("像是乘了两次 44/12，或把二氧化碳当作碳", "as if 44/12 were applied twice"),
    ),
    (
        1e4,
        Text(
            "差一万倍（万与亿，或吨与万吨）",
            "ten thousand times (ten thousand against a hundred million, t against ten thousand t)",
        ),
    ),
    (
        1e-4,
        Text(
            "差一万倍（万与亿，或吨与万吨）",
            "a ten-thousandth (ten thousand against a hundred million, t against ten thousand t)",
        ),
    ),
    (1e3, Text("差一千倍（千克与吨）", "a thousand times (kg against t)")),
    (1e-3, Text("差一千倍（千克与吨）", "a thousandth (kg against t)")),
    (1e8, Text("差一亿倍", "a hundred million times")),
    (1e-8, Text("差一亿倍", "a hundred-millionth")),
    (4.1868, Text("像是把千卡当作千焦", "as if kcal were taken for kJ")),
    (1 / 4.1868, Text("像是把千焦当作千卡", "as if kJ were taken for kcal")),
)


def explain(
    ratio: float, tce_per_unit: float | None = None, tolerance: float = _CLOSE
) -> Text | None:
    """Return the well-known mistake whose factor a ratio comes close to, or None.

    Parameters
    ----------
    ratio
        Figure over what was expected [-].
    tce_per_unit
        Standard coal per unit of the carrier: a ratio near its inverse (or itself) is a figure for
        standard coal taken for tonnes (or the reverse).
    tolerance
        How close the ratio must come [-].
    """
    if ratio <= 0:
        return None
    for known, text in _KNOWN:
        wide = tolerance if _CONVENTION[0] < known < _CONVENTION[1] else 0.5
        if abs(math.log(ratio / known)) <= math.log1p(wide):
            return text
    if tce_per_unit and abs(math.log(tce_per_unit)) > 2 * tolerance:
        if abs(math.log(ratio * tce_per_unit)) <= math.log1p(tolerance):
            return Text(
                "像是把每吨标准煤的系数用于实物吨",
                "as if a factor per tonne of standard coal were applied to physical tonnes",
            )
        if abs(math.log(ratio / tce_per_unit)) <= math.log1p(tolerance):
            return Text(
                "像是把实物量当作标准量", "as if physical units were taken for standard coal"
            )
    return None
