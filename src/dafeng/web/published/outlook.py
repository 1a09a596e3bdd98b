"""What does an issued plan say of the peak? Year and level as ranges, never one alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dafeng.language import Text
from dafeng.plan import facts

#: Year of the national goal, by which the chance of the peak is told.
GOAL: Final = 2030


@dataclass(frozen=True, slots=True)
class Peak:
    """The peak of one scenario.

    Parameters
    ----------
    scenario
        Its name.
    years
        Years at the 5, 50 and 95 % quantiles; None beyond the horizon.
    levels
        Levels at the same quantiles [万t], of the draws that peak.
    by_goal
        Probability of a peak in or before the goal's year.
    none
        Probability of no peak within the horizon.
    """

    scenario: Text
    years: tuple[int | None, ...]
    levels: tuple[float | None, ...]
    by_goal: float | None
    none: float

    @property
    def none_percent(self) -> str:
        """Return the share of draws without a peak [%], never rounded away to none or all."""
        share = 100 * self.none
        if 0 < share < 1:
            return "< 1"
        return "> 99" if 99 < share < 100 else f"{share:.0f}"  # noqa: PLR2004 - per cent


def peaks(results: Mapping[str, Any]) -> Iterator[Peak]:
    """Yield the peak of every scenario that ``results.json`` holds, in its order."""
    levels = list(results.get("levels", ()))
    wanted = [levels.index(q) for q in (0.05, 0.5, 0.95) if q in levels]
    for key, found in results.get("peak", {}).items():
        years, tonnes = found["year"]["quantiles"], found["level"]["quantiles"]
        chances = dict(zip(found["years"], found["by_year"], strict=True))
        yield Peak(
            facts.scenario(key),
            tuple(None if years[i] is None else round(years[i]) for i in wanted),
            tuple(None if tonnes[i] is None else tonnes[i] / 1e4 for i in wanted),
            chances.get(GOAL),
            found["none"],
        )
