"""What can the plan promise? A portfolio that holds the peak, told with what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.desk.portfolio_tables import money_by_field
from dafeng.desk.posing import Question, Wish, pose
from dafeng.desk.project_effects import LEVELS, ProjectEffects, Runs
from dafeng.dossier.records import Dossier
from dafeng.errors import DafengError
from dafeng.inventory.account import Inventory
from dafeng.language import Text
from dafeng.measures.portfolio.chance import Held as HeldPeak
from dafeng.measures.portfolio.chance import hold_peak
from dafeng.measures.portfolio.credit import credit
from dafeng.measures.portfolio.drawn import Hold
from dafeng.measures.portfolio.explain import Explanation, explain
from dafeng.measures.portfolio.front import front
from dafeng.measures.portfolio.joint import JointRun, in_use
from dafeng.measures.portfolio.solve import InfeasibleError, Portfolio
from dafeng.plan.promise import (
    Deployed,
    FieldShare,
    FrontPoint,
    Held,
    Promise,
)
from dafeng.plan.rules.rows import targets_of
from dafeng.reference.guides import Guide
from dafeng.reference.measures import FIELDS

#: What every pilot has said: the peak lies by 2030.
BY: Final = 2030
PROBABILITY: Final = 0.8
#: Points of the front.
POINTS: Final = 8

#: A promise, or why there is none.
Promised = tuple[Promise | None, Text | None]


def promise_of(dossier: Dossier, inventory: Inventory, guide: Guide, seed: int) -> Promised:
    """Choose the portfolio of a plan and tell it, or say why there is none.

    The peak is held by the year that the place has set, 2030 otherwise, at the level that it has
    set, with a probability of 80 %. The place's other targets are held as well; where no portfolio
    can, they are left out and it is said what would have to give.

    Parameters
    ----------
    dossier, inventory
        The place and its account.
    guide
        Guide of the plan: classes of projects, and for which year their effects are told.
    seed
        Seed of the draws.
    """
    try:
        return _promise(dossier, inventory, guide, seed), None
    except DafengError as error:
        return None, error.text


def _promise(dossier: Dossier, inventory: Inventory, guide: Guide, seed: int) -> Promise:
    unmet: list[Text] = []
    put = pose(dossier, inventory, Wish(targets=True, probability=PROBABILITY))
    asked = hold_of(dossier, guide)
    try:
        held = _held(put, asked, seed)
    except InfeasibleError:
        if not any(target.limit for target in put.targets):
            raise
        unmet += _gives(explain(put.asked.problem))
        put = pose(dossier, inventory, Wish(probability=PROBABILITY))
        held = _held(put, asked, seed)
    if not held.reached and np.isfinite(asked.level):
        unmet.append(_out_of_reach(held))
        held = _held(put, Hold(asked.by, probability=asked.probability), seed)
    return _told(put, held, guide, seed, tuple(unmet))


def hold_of(dossier: Dossier, guide: Guide) -> Hold:
    """Return what the place's own targets ask of the peak."""
    targets = targets_of(dossier.targets, guide)
    known = {t.id: t.value for t in targets if t.value is not None}
    by, level = known.get("peak_year"), known.get("peak_level")
    return Hold(
        BY if by is None else int(by), np.inf if level is None else 1e4 * level, PROBABILITY
    )


def _held(put: Question, hold: Hold, seed: int) -> HeldPeak:
    return hold_peak(put.asked, put.story, put.basis, hold, seed)


def _gives(found: Explanation) -> list[Text]:
    return [give.text for give in found.together]


def _out_of_reach(held: HeldPeak) -> Text:
    level = f"{held.hold.level / 1e4:,.0f}"
    return Text(
        f"峰值不超过 {level} 万吨：最接近的组合也只在 {held.probability:.0%} 的抽样中守住",
        f"a peak of at most {level} x 10 kt: the portfolio that comes nearest holds it in "
        f"{held.probability:.0%} of the draws",
    )


def _told(
    put: Question, held: HeldPeak, guide: Guide, seed: int, unmet: tuple[Text, ...]
) -> Promise:
    found, asked = held.portfolio, put.asked
    runs = Runs(put, seed + 3)
    years = asked.problem.years.labels
    joint = JointRun(asked, found.operation, put.basis)
    projects = ProjectEffects(put, found, guide, runs)
    return Promise(
        scenario=put.story.id,
        held=_hold_told(held),
        cost=found.cost,
        private_cost=found.private_cost,
        rates=(found.problem.rates.private, found.problem.rates.social),
        years=years,
        investment=tuple(float(v) for v in found.investment),
        avoided=tuple(float(v) for v in joint.avoided(in_use(found.operation).tolist())),
        path=asked.path.years.labels,
        without=np.quantile(runs.totals(None), LEVELS, axis=1),
        achieved=np.quantile(runs.totals(found.operation), LEVELS, axis=1),
        fields=_fields(put, found, joint),
        measures=_measures(put, found),
        year=projects.year,
        projects=projects.effects(),
        classes=projects.classes(),
        together=projects.together(),
        front=_front(put),
        unmet=unmet,
        central=tuple(float(v) for v in joint.without[-len(years) :]),
    )


def _hold_told(held: HeldPeak) -> Held:
    hold = held.hold
    return Held(
        by=hold.by,
        level=float(hold.level) if np.isfinite(hold.level) else None,
        asked=hold.probability,
        before=held.before,
        probability=held.probability,
        half_width=held.half_width,
        draws=held.draws,
        reached=held.reached,
    )


def _front(put: Question) -> tuple[FrontPoint, ...]:
    found = front(put.asked.problem, POINTS)
    columns = (found.avoided, found.cost, found.private_cost, found.investment)
    return tuple(FrontPoint(*map(float, point)) for point in zip(*columns, strict=True))


def _measures(put: Question, found: Portfolio) -> tuple[Deployed, ...]:
    problem = found.problem
    invested = (problem.investment * found.building).sum(axis=0)
    return tuple(
        Deployed(
            id=of.measure.id,
            name=of.measure.name,
            field=of.measure.field,
            unit=of.measure.effect_unit,
            amounts=tuple(float(v) for v in found.operation[:, m]),
            investment=float(invested[m]),
            quality=of.measure.quality,
            projects=of.projects,
        )
        for m in in_use(found.operation).tolist()
        for of in (put.asked.measures[m],)
    )


def _fields(put: Question, found: Portfolio, joint: JointRun) -> tuple[FieldShare, ...]:
    """Return what the fields are credited with, year by year."""
    used = in_use(found.operation).tolist()
    member = [put.asked.measures[m].measure.field for m in used]
    fields = [f for f in FIELDS if f in member]
    if not fields:
        return ()
    runs: dict[frozenset[int], Floats] = {}

    def avoided(coalition: frozenset[int]) -> Floats:
        if coalition not in runs:
            names = {fields[i] for i in coalition}
            chosen = [m for m, name in zip(used, member, strict=True) if name in names]
            runs[coalition] = joint.avoided(chosen)
        return runs[coalition]

    def of_year(at: int) -> Callable[[frozenset[int]], float]:
        return lambda coalition: float(avoided(coalition)[at])

    years = len(put.asked.problem.years)
    generator = np.random.default_rng(0)
    shares = [credit(of_year(at), len(fields), generator).shapley for at in range(years)]
    invested, saved = money_by_field(found, used, member, fields)
    return tuple(
        FieldShare(f, FIELDS[f], tuple(float(s[i]) for s in shares), invested[i], saved[i])
        for i, f in enumerate(fields)
    )
