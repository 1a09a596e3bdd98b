"""How does the path stand to targets for years before anything can be decided?

A portfolio acts from its first year on. A target for an earlier year is no limit to it: the path
has met it or has not, and that is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dafeng.axes import year_axis
from dafeng.language import Text
from dafeng.measures.limit_names import FLOOR, in_words
from dafeng.measures.portfolio.effects import QUANTITIES, totals
from dafeng.measures.portfolio.targets import ReadTarget
from dafeng.scenarios.central import CentralPath
from dafeng.scenarios.simulation import BASES


@dataclass(frozen=True, slots=True)
class Judged:
    """A target for a year in which nothing can be decided yet.

    Parameters
    ----------
    target
        The target as it was read, with its limit and bound.
    reached
        What the central path has in its year [unit of the bound].
    met
        Whether that meets the bound.
    """

    target: ReadTarget
    reached: float
    met: bool


def judged(
    targets: Sequence[ReadTarget], first: int, path: CentralPath, basis: str
) -> tuple[tuple[ReadTarget, ...], tuple[Judged, ...]]:
    """Return targets with those before the first year set free, and how the path stands to them.

    Parameters
    ----------
    targets
        Targets as they were read.
    first
        First year of decision.
    path
        Central path of the scenario.
    basis
        Basis of the account.
    """
    kept, found = [], []
    for target in targets:
        if not target.limit or target.year >= first:
            kept.append(target)
            continue
        judgement = _judge(target, path, basis)
        found.append(judgement)
        kept.append(replace(target, limit="", wanted=False, reason=_said(judgement, first)))
    return tuple(kept), tuple(found)


def _judge(target: ReadTarget, path: CentralPath, basis: str) -> Judged:
    now = totals(path, year_axis(target.year, target.year), BASES[basis])[:, 0]
    kind, quantity = target.limit.split(":")
    reached = float(now[QUANTITIES.index(quantity)])
    if kind == "share":
        whole = float(now[QUANTITIES.index("energy")])
        reached = reached / whole if whole else 0.0
        met = reached >= target.bound if target.limit == FLOOR else reached <= target.bound
        return Judged(target, reached, met)
    if kind == "intensity":
        reached /= float(path.gdp[path.years.index(target.year)])
    return Judged(target, reached, reached <= target.bound)


def _said(found: Judged, first: int) -> Text:
    met = Text("已达到", "it is met") if found.met else Text("未达到", "it is not met")
    reached, asked = (
        in_words(found.target.limit, value) for value in (found.reached, found.target.bound)
    )
    return Text(
        f"早于组合可行动的第一年（{first}年），只判断、不作约束：中心路径 {reached.zh}，"
        f"要求 {asked.zh}，{met.zh}",
        f"before {first}, the first year in which a portfolio can act: judged, not held; the "
        f"central path has {reached.en}, asked is {asked.en}: {met.en}",
    )
