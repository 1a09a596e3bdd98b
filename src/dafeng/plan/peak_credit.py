"""Why did the peak move? The change credited to the inputs that differ, from joint runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from dafeng.axes import Booleans, Floats, Integers
from dafeng.dossier.records import Dossier
from dafeng.drivers.shapley import averaged
from dafeng.errors import DafengError
from dafeng.language import Text
from dafeng.peak.futures import DrawPeaks
from dafeng.plan.input_groups import differing_groups, mixed

#: Gives the peaks of every scenario of a dossier, draw by draw, with common random numbers.
Peaks = Callable[[Dossier], Mapping[str, DrawPeaks]]

#: Year of the national goal, by which the probability of a peak is credited.
GOAL: Final = 2030

#: Resamples of the draws from which the noise is taken.
RESAMPLES: Final = 100


#: What is credited, with its unit.
OUTCOMES: Final[dict[str, tuple[Text, str]]] = {
    "year": (Text("达峰年份中位数", "median peak year"), "a"),
    "level": (Text("峰值中位数", "median peak level"), "t"),
    "by_goal": (Text(f"{GOAL}年及以前达峰的概率", f"P(peak by {GOAL})"), "1"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """How one outcome moved in one scenario, and to what that is due.

    Parameters
    ----------
    scenario, outcome
        What moved (`OUTCOMES`).
    before, after
        The outcome of each dossier; None where no draw has a peak.
    effects
        Credit of each player in the outcome's unit; they add up to the change. None where some
        joint run has no such outcome.
    noise
        Standard error of each effect over the draws; empty where it cannot be told.
    change_noise
        Standard error of the change; None where it cannot be told.
    """

    scenario: str
    outcome: str
    before: float | None
    after: float | None
    effects: tuple[float, ...] | None
    noise: tuple[float, ...] = ()
    change_noise: float | None = None


@dataclass(frozen=True, slots=True)
class PeakCredit:
    """The moves of the peak credited to inputs.

    Parameters
    ----------
    players
        Ids of the groups that differ; several in one player could only be swapped together.
    moves
        By scenario and outcome.
    draws, runs
        Draws of each run, and number of joint runs.
    joined
        Why groups had to be swapped together.
    """

    players: tuple[tuple[str, ...], ...]
    moves: tuple[Move, ...]
    draws: int
    runs: int
    joined: Text | None = None


def peak_credit(before: Dossier, after: Dossier, peaks: Peaks, seed: int) -> PeakCredit | None:
    """Credit the moves of median peak year, median level and P(peak by 2030) to the inputs.

    ``phi_g = sum_S |S|! (n - |S| - 1)! / n! (v(S + g) - v(S))`` over all sets S of differing
    groups, where ``v(S)`` is the outcome with the groups of S from the second dossier and the rest
    from the first: no order of changes is preferred, and the credits add up to the whole change.
    A draw without a peak inside the horizon counts with its last year. Groups that cannot be
    swapped alone (figures of a year that the other account does not have) are joined.

    Parameters
    ----------
    before, after
        What was handed in.
    peaks
        Runs a dossier; the draws must be the same random numbers in every run.
    seed
        Of the resampling from which the noise is taken.

    Returns
    -------
    PeakCredit or None
        None if no group differs.

    Raises
    ------
    DafengError
        If one of the two dossiers itself cannot be run.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games 2,
    307-317, doi:10.1515/9781400881970-018.
    """
    groups = differing_groups(before, after)
    if not groups:
        return None
    runs = _Runs(before, after, peaks, groups)
    players, reason = _joined(runs, tuple((group,) for group in groups))
    found = [runs.of(players, mask) for mask in range(1 << len(players))]
    scenarios = [key for key in found[0] if all(key in run for run in found)]
    moves = [
        move
        for key in scenarios
        for move in _moves(key, [run[key] for run in found], len(players), seed)
    ]
    draws = len(found[0][scenarios[0]].found) if scenarios else 0
    return PeakCredit(players, tuple(moves), draws, len(found), reason)


class _Runs:
    """Every joint run, made once; a mix that cannot be run is known with its reason."""

    def __init__(
        self, before: Dossier, after: Dossier, peaks: Peaks, groups: Sequence[str]
    ) -> None:
        self.done: dict[frozenset[str], Mapping[str, DrawPeaks]] = {}
        self.failed: dict[frozenset[str], Text] = {}
        for size in (0, len(groups), *range(1, len(groups))):
            for taken in map(frozenset, combinations(groups, size)):
                try:
                    self.done[taken] = peaks(mixed(before, after, taken))
                except DafengError as error:
                    if size in (0, len(groups)):
                        raise
                    self.failed[taken] = error.text

    def of(self, players: Sequence[tuple[str, ...]], mask: int) -> Mapping[str, DrawPeaks]:
        """Return the run in which the players of a bit mask come from the second dossier."""
        return self.done[_taken(players, mask)]

    def lost(self, players: Sequence[tuple[str, ...]]) -> list[Text]:
        """Return why some of the runs that these players need cannot be made."""
        masks = range(1 << len(players))
        wanted = (_taken(players, mask) for mask in masks)
        return [self.failed[taken] for taken in wanted if taken in self.failed]


def _taken(players: Sequence[tuple[str, ...]], mask: int) -> frozenset[str]:
    return frozenset(g for k, groups in enumerate(players) if mask >> k & 1 for g in groups)


def _joined(
    runs: _Runs, players: tuple[tuple[str, ...], ...]
) -> tuple[tuple[tuple[str, ...], ...], Text | None]:
    """Join players, pair by pair, until every mix that they need can be run."""
    reason = None
    while lost := runs.lost(players):
        reason = reason or lost[0]
        players = min(_with_a_pair_joined(players), key=lambda p: len(runs.lost(p)))
    return players, reason


def _with_a_pair_joined(
    players: tuple[tuple[str, ...], ...],
) -> list[tuple[tuple[str, ...], ...]]:
    return [
        (*players[:a], players[a] + players[b], *players[a + 1 : b], *players[b + 1 :])
        for a, b in combinations(range(len(players)), 2)
    ]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Peaks of all runs in one scenario (run, draw)."""

    year: Floats
    level: Floats
    found: Booleans

    def at(self, draws: Integers) -> _Drawn:
        """Return some of the draws, the same of every run."""
        return _Drawn(self.year[:, draws], self.level[:, draws], self.found[:, draws])

    def outcomes(self) -> dict[str, Floats]:
        """Return every outcome as `dafeng.peak.outlook` reads it (run); NaN where there is none."""
        middle = (self.year.shape[1] + 1) // 2 - 1
        median = np.partition(self.year, middle, axis=1)[:, middle]
        levels = [
            float(np.median(level[found])) if found.any() else float("nan")
            for level, found in zip(self.level, self.found, strict=True)
        ]
        reached = (self.found & (self.year <= GOAL)).mean(axis=1)
        return {"year": median, "level": np.array(levels), "by_goal": reached}


def _moves(scenario: str, runs: Sequence[DrawPeaks], players: int, seed: int) -> list[Move]:
    drawn = _Drawn(
        np.array([run.year for run in runs], dtype=np.float64),
        np.array([run.level for run in runs]),
        np.array([run.found for run in runs]),
    )
    values, count = drawn.outcomes(), drawn.year.shape[1]
    generator = np.random.Generator(np.random.Philox(seed))
    samples = [
        drawn.at(generator.integers(count, size=(count,))).outcomes() for _ in range(RESAMPLES)
    ]
    return [
        _move(scenario, outcome, values[outcome], [s[outcome] for s in samples], players)
        for outcome in OUTCOMES
    ]


def _move(
    scenario: str, outcome: str, values: Floats, samples: Sequence[Floats], players: int
) -> Move:
    before, after = (float(v) if np.isfinite(v) else None for v in (values[0], values[-1]))
    if not np.isfinite(values).all():
        return Move(scenario, outcome, before, after, None)
    effects = tuple(averaged(values, players).tolist())
    whole = [s for s in samples if np.isfinite(s).all()]
    if not whole:
        return Move(scenario, outcome, before, after, effects)
    noise = np.std([averaged(s, players) for s in whole], axis=0)
    change_noise = float(np.std([s[-1] - s[0] for s in whole]))
    return Move(scenario, outcome, before, after, effects, tuple(noise.tolist()), change_noise)
