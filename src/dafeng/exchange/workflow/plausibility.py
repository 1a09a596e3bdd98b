"""Which stated tonnes are hard to believe, so that somebody looks a second time?"""

from __future__ import annotations

import math
from typing import Final

from dafeng.exchange.scales import Scale, distance
from dafeng.exchange.workflow.outcome import Outcome
from dafeng.exchange.workflow.state import Introduction
from dafeng.language import Text, number

#: Factor between both ends of a range from which on it says next to nothing.
SPREAD: Final = 10.0
#: More than any single project is known to avoid [t/a]: a large steelworks emits about as much.
LARGEST: Final = 10e6
#: Least money for one tonne a year, in any currency [1/(t/a)]: the cheapest cuts, of nitrous oxide
#: and of methane, cost more.
LEAST_MONEY: Final = 1.0
#: Tonnes avoided a year that exceed a size, by its unit, ten times and more above what
#: coal or methane from waste would give: per MW, per TJ, and per tonne or m3 of throughput.
_MOST: Final = {"MW": 100_000.0, "TJ/a": 1_000.0, "t/a": 100.0, "m3/a": 100.0}


def doubts(outcome: Outcome, scale: Scale | None) -> tuple[Text, ...]:
    """Return what makes the tonnes of an outcome hard to believe; () if nothing, or none stated.

    Orders of magnitude alone are looked at: nobody is told what a project should bring.

    Parameters
    ----------
    outcome
        What the two sides state.
    scale
        Size of what was asked for; None if it was not stated.
    """
    low, high = outcome.tonnes_low, outcome.tonnes_high
    if low is None or high is None or not high:
        return ()
    found = []
    if high > SPREAD * low:
        found.append(
            Text("吨数两端相差超过十倍", "both ends of the tonnes differ by more than ten times")
        )
    if high > LARGEST:
        most = number(LARGEST, 0)
        found.append(
            Text(f"吨数超过每年{most}吨", f"the tonnes exceed {most} t a year")
        )  # fmt: skip
    if outcome.amount and outcome.amount < LEAST_MONEY * high:
        found.append(
            Text(
                "每年减排一吨的金额不到一个货币单位",
                "the money is less than one unit of the currency for a tonne a year",
            )
        )
    if scale is not None and _beyond(high, scale):
        found.append(Text(f"吨数与规模{scale}不相称", f"the tonnes are out of scale with {scale}"))
    return tuple(found)


def held(introduction: Introduction, scale: Scale | None) -> bool:
    """Say whether the tonnes of an agreed outcome wait for the operator's second look.

    Until then the public figures leave them out.
    """
    outcome = introduction.outcome
    if outcome is None or introduction.looked_over == outcome:
        return False
    return bool(doubts(outcome, scale))


def _beyond(tonnes: float, scale: Scale) -> bool:
    """Say whether tonnes are out of proportion to a size; of a size in other units nothing."""
    needed = (Scale(tonnes / most, math.inf, unit) for unit, most in _MOST.items())
    found = (distance(each, scale) for each in needed)
    return any(factor is not None and factor > 1 for factor in found)
