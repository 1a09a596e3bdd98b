"""Which scales of an amount has a planner mixed up, by the ratio of two figures?"""

from __future__ import annotations

from typing import Final

from dafeng.language import Text
from dafeng.plan.rules.rows import Target

#: What amounts are mistaken for: factor, what the unit then holds ("" for any), words.
_SCALES: Final = (
    (1e8, "", "单位与亿", "units and hundred millions"),
    (
        1e4,
        "",
        "万与亿（或个与万）",
        "ten thousands and hundred millions, or units and ten thousands",
    ),
    (1e3, "", "千与百万", "thousands and millions"),
    (1e2, "吨", "万吨与百万吨", "ten thousand t and Mt"),
    (30.0, "标准煤", "焦耳与吨标准煤", "joules and tce"),
)
#: What shares and changes are mistaken for.
_SHARES: Final = ((1e2, "", "百分数与小数", "per cent and fractions"),)
_OF_ONE: Final = ("share", "fall", "growth")
#: How far a ratio may lie off the factor: figures of two years differ besides [-].
_NEAR: Final = 0.5


def mixed_up(ratio: float, target: Target) -> Text:
    """Say what may have been mixed up: scales of amounts, joules of energy, fractions of shares.

    Parameters
    ----------
    ratio
        Of two figures of one indicator.
    target
        One of them.
    """
    of = target.indicator
    unit = of.unit if of is not None else target.unit
    for factor, needed, zh, en in _SHARES if of is not None and of.kind in _OF_ONE else _SCALES:
        if needed in unit and abs(ratio / factor - 1) < _NEAR:
            return Text(f"（似为{zh}混淆）", f" (like {en} mixed up)")
    return Text("。", ".")
