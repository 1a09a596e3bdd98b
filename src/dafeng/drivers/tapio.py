"""Does the economy grow away from its emissions? Tapio's elasticity and its eight states."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dafeng.errors import MethodError
from dafeng.language import Text


class State(StrEnum):
    """Tapio's eight states, and none where GDP did not change."""

    STRONG_DECOUPLING = "strong_decoupling"
    WEAK_DECOUPLING = "weak_decoupling"
    EXPANSIVE_COUPLING = "expansive_coupling"
    EXPANSIVE_NEGATIVE_DECOUPLING = "expansive_negative_decoupling"
    RECESSIVE_DECOUPLING = "recessive_decoupling"
    RECESSIVE_COUPLING = "recessive_coupling"
    WEAK_NEGATIVE_DECOUPLING = "weak_negative_decoupling"
    STRONG_NEGATIVE_DECOUPLING = "strong_negative_decoupling"
    UNDEFINED = "undefined"


NAMES: Final[dict[State, Text]] = {
    State.STRONG_DECOUPLING: Text("强脱钩", "strong decoupling"),
    State.WEAK_DECOUPLING: Text("弱脱钩", "weak decoupling"),
    State.EXPANSIVE_COUPLING: Text("扩张连结", "expansive coupling"),
    State.EXPANSIVE_NEGATIVE_DECOUPLING: Text("扩张负脱钩", "expansive negative decoupling"),
    State.RECESSIVE_DECOUPLING: Text("衰退脱钩", "recessive decoupling"),
    State.RECESSIVE_COUPLING: Text("衰退连结", "recessive coupling"),
    State.WEAK_NEGATIVE_DECOUPLING: Text("弱负脱钩", "weak negative decoupling"),
    State.STRONG_NEGATIVE_DECOUPLING: Text("强负脱钩", "strong negative decoupling"),
    State.UNDEFINED: Text("无定义（GDP 无变化）", "undefined (GDP did not change)"),
}

#: Tapio's cuts: coupling is an elasticity of 0.8 to 1.2, both included.
LOWER: Final = 0.8
UPPER: Final = 1.2
#: A quotient of decimals misses a cut by rounding alone (0.04 / 0.05 < 0.8).
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Decoupling:
    """Elasticity and state of one window.

    Parameters
    ----------
    first, last
        Years between which the change is taken.
    emissions, economy
        Relative change of emissions and of GDP at constant prices [-].
    elasticity
        Their quotient [-]; None where GDP did not change.
    state
        Tapio's state.
    """

    first: int
    last: int
    emissions: float
    economy: float
    elasticity: float | None
    state: State


def elasticity(emissions: float, economy: float) -> float | None:
    """Return ``e = (dC / C_0) / (dG / G_0)``; None where GDP did not change.

    Parameters
    ----------
    emissions, economy
        Relative changes [-].
    """
    return None if economy == 0 else emissions / economy


def state(emissions: float, economy: float, lower: float = LOWER, upper: float = UPPER) -> State:
    """Return Tapio's state of two relative changes.

    Parameters
    ----------
    emissions, economy
        Relative changes of emissions and GDP [-].
    lower, upper
        Cuts of the elasticity between decoupling, coupling and negative decoupling [-].

    Raises
    ------
    MethodError
        If a change is missing.

    References
    ----------
    Tapio, P. (2005). Towards a theory of decoupling: degrees of decoupling in the EU and the case
    of road traffic in Finland between 1970 and 2001. Transport Policy 12, 137-151,
    doi:10.1016/j.tranpol.2005.01.001.
    """
    if not math.isfinite(emissions) or not math.isfinite(economy):
        raise MethodError(
            Text("排放或 GDP 变化缺失，无法判断脱钩", "a change is missing: there is no state")
        )
    ratio = elasticity(emissions, economy)
    if ratio is None:
        return State.UNDEFINED
    grows = economy > 0
    if ratio < 0:
        return State.STRONG_DECOUPLING if grows else State.STRONG_NEGATIVE_DECOUPLING
    if ratio < lower - _ROUNDING:
        return State.WEAK_DECOUPLING if grows else State.WEAK_NEGATIVE_DECOUPLING
    if ratio <= upper + _ROUNDING:
        return State.EXPANSIVE_COUPLING if grows else State.RECESSIVE_COUPLING
    return State.EXPANSIVE_NEGATIVE_DECOUPLING if grows else State.RECESSIVE_DECOUPLING


def between(
    emissions: Mapping[int, float], economy: Mapping[int, float], first: int, last: int
) -> Decoupling:
    """Return elasticity and state between two years.

    Parameters
    ----------
    emissions
        Emissions by year [any unit].
    economy
        GDP at constant prices by year [any unit].
    first, last
        The two years.

    Raises
    ------
    MethodError
        If a figure of either year is missing, or a first-year figure is not positive.
    """
    changes = []
    for name, series in (
        (Text("排放", "emissions"), emissions),
        (Text("地区生产总值", "GDP"), economy),
    ):
        if first not in series or last not in series or not series[first] > 0:
            raise MethodError(
                Text(
                    f"脱钩分析缺少 {first} 或 {last} 年的{name.zh}（且基年须为正）",
                    f"decoupling needs {name.en} of {first} (positive) and {last}",
                )
            )
        changes.append((series[last] - series[first]) / series[first])
    return Decoupling(first, last, changes[0], changes[1], elasticity(*changes), state(*changes))


def windows(
    emissions: Mapping[int, float],
    economy: Mapping[int, float],
    length: int = 5,
    step: int | None = None,
) -> tuple[Decoupling, ...]:
    """Return the states of windows of one length, counted back from the last common year.

    A window stands only where both series have its first and its last year; years in between are
    not needed. Windows of 3 to 5 years are steadier than single years.

    Parameters
    ----------
    emissions
        Emissions by year [any unit].
    economy
        GDP at constant prices by year [any unit].
    length
        Years from first to last [a].
    step
        Years from window to window [a]; windows touch by default, ``1`` gives rolling windows.

    Raises
    ------
    MethodError
        If the length or step is below one year, or no window fits.
    """
    step = length if step is None else step
    common = sorted(set(emissions) & set(economy))
    if length < 1 or step < 1:
        raise MethodError(Text("窗口长度和步长至少一年", "length and step are at least one year"))
    ends = range(common[-1], common[0], -step) if common else ()
    found = [
        between(emissions, economy, end - length, end)
        for end in ends
        if end in common and end - length in common
    ]
    if not found:
        raise MethodError(
            Text(
                f"排放与 GDP 没有相隔 {length} 年的共同年份",
                f"emissions and GDP have no common years {length} years apart",
            )
        )
    return tuple(reversed(found))
