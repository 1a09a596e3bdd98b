"""What can the plan promise? A portfolio that holds the peak, told with what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.desk.portfolio_tables import money_by_field
from dafeng.desk.posing import Question, Wish, pose
from dafeng.desk.project_effects import LEVELS, ProjectEffects, Runs
from dafeng.dossier.aims import is_past
from dafeng.dossier.records import Dossier
from dafeng.errors import DafengError
from dafeng.inventory.account import Inventory
from dafeng.language import Text
from dafeng.measures.portfolio.chance import Held as HeldPeak
from dafeng.measures.portfolio.chance import hold_peak
from dafeng.measures.portfolio.credit import credit
from dafeng.measures.portfolio.drawn import Hold
from dafeng.measures.portfolio.early import Judged
from dafeng.measures.portfolio.front import front
from dafeng.measures.portfolio.holdable import Holdable, holdable, without_parts
from dafeng.measures.portfolio.joint import JointRun, in_use
from dafeng.measures.portfolio.solve import GAP, InfeasibleError, Portfolio
from dafeng.measures.portfolio.targets import ReadTarget
from dafeng.plan.promise import (
    Deployed,
    EarlyTarget,
    FieldShare,
    FrontPoint,
    Gives,
    Held,
    NotHeld,
    OwnTarget,
    Promise,
)
from dafeng.plan.rules.rows import Target, peak_claim, targets_of
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
    can hold them all, only those that cannot be held are left out, each is named, and it is said
    what would have to give.

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
    put = pose(dossier, inventory, Wish(targets=True, probability=PROBABILITY))
    read = put.targets
    asked, doubts = hold_of(dossier, guide)
    put, held, kept = _with_targets(put, asked, seed)
    nearest = None
    if not held.reached and np.isfinite(asked.level):
        nearest = held.probability
        held = _held(put, Hold(asked.by, probability=asked.probability), seed)
    return replace(
        _told(put, held, guide, seed),
        unmet=_gives(kept),
        left_out=tuple(map(_own_target, kept.left_out)),
        kept=tuple(map(_own_target, kept.held)),
        given_up=kept.given_up,
        early=tuple(_early(found) for found in put.judged),
        level_given_up=None if nearest is None else float(asked.level),
        level_chance=nearest,
        not_held=(*doubts, *_not_held(read)),
    )


def hold_of(dossier: Dossier, guide: Guide) -> tuple[Hold, tuple[NotHeld, ...]]:
    """Return what the place's own targets ask of the peak, and what of them cannot be read."""
    targets = [t for t in targets_of(dossier.targets, guide) if not is_past(t.row)]
    claim = peak_claim(targets)
    level = next((t for t in targets if t.id == "peak_level"), None)
    by = BY if claim is None else claim.aim.latest
    most = None if level is None else level.value
    unread = [t for t, figure in ((claim, by), (level, most)) if t is not None and figure is None]
    hold = Hold(BY if by is None else by, np.inf if most is None else 1e4 * most, PROBABILITY)
    return hold, tuple(_unread(t) for t in unread)


def _unread(target: Target) -> NotHeld:
    row = target.row
    reason = Text("数值读不出", "the figure cannot be read")
    if target.id == "peak_year":
        reason = Text(f"年份读不出，按{BY}年", f"the year cannot be read; {BY} is taken")
    return NotHeld(row["indicator"], row["year"], f"{row['value']} {row['unit']}".strip(), reason)


def _not_held(read: tuple[ReadTarget, ...]) -> tuple[NotHeld, ...]:
    return tuple(
        NotHeld(t.indicator, t.years, t.value, t.reason)
        for t in read
        if t.wanted and t.reason is not None
    )


def _held(put: Question, hold: Hold, seed: int) -> HeldPeak:
    return hold_peak(put.asked, put.story, put.basis, hold, seed)


def _with_targets(put: Question, hold: Hold, seed: int) -> tuple[Question, HeldPeak, Holdable]:
    """Hold the peak with as many of the place's targets as can be held."""
    problem, path = put.asked.problem, put.asked.path
    targets = tuple(target for target in put.targets if target.limit)
    if not targets:
        return put, _held(put, hold, seed), Holdable((), ())
    found = holdable(problem, targets, path)
    while True:
        limited = put.limited(found.limits)
        try:
            return limited, _held(limited, hold, seed), found
        except InfeasibleError:  # held with parts of projects only
            if not found.held:
                raise
            found = without_parts(problem, targets, found, path)


def _gives(found: Holdable) -> tuple[Gives, ...]:
    """Return what comes nearest to the targets that are left out."""
    return tuple(
        Gives(_own_target(target), give.asked, give.nearest, give.raised)
        for target, give in zip(found.left_out, found.gives, strict=True)
        if give is not None
    )


def _own_target(read: ReadTarget) -> OwnTarget:
    return OwnTarget(read.indicator, read.year, read.value, read.limit)


def _early(found: Judged) -> EarlyTarget:
    own = _own_target(found.target)
    return EarlyTarget(own, float(found.target.bound), found.reached, found.met)


def _told(put: Question, held: HeldPeak, guide: Guide, seed: int) -> Promise:
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
        central=tuple(float(v) for v in joint.without[-len(years) :]),
        gap=_gap(found.gap),
    )


def _gap(reached: float) -> float | None:
    """Return how far the search may be from the optimum; none within what ends it by itself."""
    if not np.isfinite(reached):
        return None
    return 0.0 if reached <= GAP else float(reached)


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
