"""How strongly do places lean on one another, and how long is the past remembered?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PooledSettings:
    """Settings of the pooled forecast, one set for all series and panels.

    They were chosen on `city_panel.csv` (both CO2 series together) and tried on places left out;
    decisions/0005 says how much of the skill rests on that choice.

    Parameters
    ----------
    memory_growth, memory_scale, memory_restless, memory_drift, memory_tails
        Half-lives of common growth, the panel's scale, a place's scale beside it, own drift and
        past errors [a].
    growth_kept
        Share of the common growth taken into the first year [-].
    drift_kept
        Share of the shrunken own drift taken into the first year [-].
    damping
        Share of the growth of one year that is left in the next [-].
    reversal_of_falls, reversal_of_rises
        Share of the last own change expected back [-].
    pull
        Share of the distance to a companion series that closes in a year [-].
    lean_follow
        Weight of not following the companion [-].
    lean_growth
        Weight of no growth beside the remembered years [a].
    lean_places
        Places' worth of no common movement, and of the prior scale, beside those of the panel.
    lean_scale, lean_drift
        Years' worth of the median place's scale, and of no drift, beside a place's own [a].
    clip
        Own changes count up to so many times the own scale.
    common_shock
        Standard deviation of the shock that all places share [log/a^0.5].
    prior_error, prior_weight
        Scale of the errors assumed before any are known, and how many known ones they weigh.
    prior_scale
        Mean absolute own change where the panel has none to show [log].
    nodes
        Nodes of the distribution of errors.
    """

    memory_growth: float = 8.0
    memory_scale: float = 1.5
    memory_restless: float = 12.0
    memory_drift: float = 20.0
    memory_tails: float = 2.0
    growth_kept: float = 0.25
    drift_kept: float = 0.6
    damping: float = 0.7
    reversal_of_falls: float = 0.2
    reversal_of_rises: float = 0.05
    pull: float = 0.01
    lean_follow: float = 2.5
    lean_growth: float = 0.3
    lean_places: float = 3.0
    lean_scale: float = 12.0
    lean_drift: float = 6.0
    clip: float = 4.0
    common_shock: float = 0.018
    prior_error: float = 1.1
    prior_weight: float = 30.0
    prior_scale: float = 0.05
    nodes: int = 60


#: The settings that the test supports.
DEFAULT_SETTINGS: Final = PooledSettings()
