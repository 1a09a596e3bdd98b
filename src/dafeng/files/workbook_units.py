"""In which unit, and in which number format, does a figure stand in the workbook of annexes?

One figure serves readers of both languages, so it stands neither in 万 nor in million but in the
plain unit, exact; money and what is per money are counted in ten thousand yuan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng.language import Text, same
from dafeng.plan.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Shown:
    """How figures of one canonical unit are shown.

    Parameters
    ----------
    unit
        Unit in the head; None for a bare number.
    factor
        What brings the canonical unit to the shown one. A percentage stays a share of one: its
        number format multiplies.
    form
        Number format of the spreadsheet.
    """

    unit: Text | None
    factor: float
    form: str


_BY_UNIT: Final[dict[str, Shown]] = {
    "t": Shown(Text("吨", "t"), 1.0, "#,##0"),
    "tce": Shown(Text("吨标准煤", "tce"), 1.0, "#,##0"),
    "MWh": Shown(Text("兆瓦时", "MWh"), 1.0, "#,##0"),
    "TJ": Shown(Text("太焦", "TJ"), 1.0, "#,##0"),
    "元": Shown(Text("万元", "10,000 yuan"), 1e-4, "#,##0"),
    "人": Shown(Text("人", "persons"), 1.0, "#,##0"),
    "t/元": Shown(Text("吨/万元", "t per 10,000 yuan"), 1e4, "0.0000"),
    "tce/元": Shown(Text("吨标准煤/万元", "tce per 10,000 yuan"), 1e4, "0.0000"),
    "t/人": Shown(Text("吨/人", "t per head"), 1.0, "0.00"),
    "t/tce": Shown(Text("吨/吨标准煤", "t/tce"), 1.0, "0.000"),
    "t/MWh": Shown(Text("吨/兆瓦时", "t/MWh"), 1.0, "0.0000"),
    "1/a": Shown(Text("%/年", "% a year"), 1.0, "0.0%"),
}
_BY_KIND: Final[dict[str, Shown]] = {
    "share": Shown(same("%"), 1.0, "0.0%"),
    "probability": Shown(same("%"), 1.0, "0%"),
    "year": Shown(None, 1.0, "0"),
    "duration": Shown(Text("年", "years"), 1.0, "0"),
    "count": Shown(None, 1.0, "#,##0"),
}


def shown(quantity: Quantity) -> Shown:
    """Return how a kind of figure is shown."""
    found = _BY_KIND.get(quantity.id) or _BY_UNIT.get(quantity.canonical)
    if found is not None:
        return found
    if quantity.canonical == "1":
        decimals = quantity.zh.decimals
        return Shown(None, 1.0, f"0.{'0' * decimals}" if decimals else "0")
    return Shown(same(quantity.canonical), 1.0, "General")
