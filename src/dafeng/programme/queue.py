"""What waits for whom? Steps that a person may take now, and the queue by province and clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dafeng.programme.definition import Programme, Transition
from dafeng.programme.events import Event, Kind
from dafeng.programme.guards import GUARDS, guard_faults
from dafeng.programme.people import ACTING
from dafeng.programme.reviewing import LEVELS
from dafeng.programme.rights import is_conflicted, may_act, permissions, standings
from dafeng.programme.state import Case, Comment, Deadline, Run
from dafeng.programme.turn import Turn
from dafeng.programme.vocabulary import Permission, Subject

#: Guards that look at what is filled in with the step; and those that its person meets beforehand.
FILLED_IN: Final = frozenset({"snapshot", "gate"})
MET: Final = frozenset({"answered"})
_LACKING: Final = "programme.experts.few"
STANDING: Final = frozenset(GUARDS) - FILLED_IN - MET


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is open to a person.

    Parameters
    ----------
    transition
        The step.
    kind
        Whether the person would prepare it, or sign or take it.
    blocked
        Rules that speak against it at this moment whatever is filled in (a clock, a quota).
    unmet
        Rules that whoever takes it can still meet first (demands without an answer).
    """

    transition: Transition
    kind: Kind
    blocked: tuple[str, ...]
    unmet: tuple[str, ...] = ()

    @property
    def is_due(self) -> bool:
        """Say whether it waits for the person, and is not merely open to whoever wants it."""
        signs = self.kind is Kind.DECIDE and self.transition.is_decision
        return not self.blocked and (signs or not self.transition.optional)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case in somebody's queue.

    Parameters
    ----------
    case
        The case.
    steps
        What the person may do now.
    to_review
        Whether the person's own review of this round is still open.
    to_assign
        Whether a step lacks experts whom the person assigns.
    deadline
        The running clock that runs out first; None if none runs.
    """

    case: Case
    steps: tuple[Step, ...]
    to_review: bool
    to_assign: bool
    deadline: Deadline | None

    @property
    def due(self) -> tuple[Step, ...]:
        """Return the steps that wait for the person."""
        return tuple(s for s in self.steps if s.is_due)


def open_steps(
    programme: Programme, run: Run, person: str, case: Case | None, now: datetime
) -> tuple[Step, ...]:
    """Return the steps that a person may prepare, sign or take; the page shows these and no others.

    Parameters
    ----------
    programme, run
        The rules and where the batch stands.
    person
        Id.
    case
        The case; None for the batch as a whole.
    now
        Time of the server's clock.
    """
    subject = case or run
    found = []
    for step in programme.transitions.values():
        if (step.subject is Subject.CASE) != (
            case is not None
        ) or subject.stage not in step.sources:
            continue
        kind = _kind(programme, run, person, case, step)
        if kind is not None:
            event = Event(now, kind, person, case.id if case else "", step.id)
            turn = Turn(programme, run, event)
            found.append(
                Step(step, kind, _against(turn, step, STANDING), _against(turn, step, MET))
            )
    return tuple(found)


def _kind(
    programme: Programme, run: Run, person: str, case: Case | None, step: Transition
) -> Kind | None:
    pending = (case or run).pending.get(step.id)
    prepares = step.is_decision and pending is None
    roles = step.prepared_by if prepares else step.decided_by
    own = pending is not None and pending.person == person
    if own or not may_act(programme, run, person, roles, case):
        return None
    return Kind.PREPARE if prepares else Kind.DECIDE


def _against(turn: Turn, step: Transition, guards: frozenset[str]) -> tuple[str, ...]:
    asked = {k: v for k, v in step.guards.items() if k in guards}
    return tuple(f.rule for f in guard_faults(turn, asked))


def queue(programme: Programme, run: Run, person: str, now: datetime) -> tuple[Waiting, ...]:
    """Return the cases that wait for a person, by recommending body, then by the nearest clock."""
    found = []
    for case in run.cases.values():
        steps = open_steps(programme, run, person, case, now)
        to_review = _to_review(programme, run, person, case, now)
        lacking = any(_LACKING in s.blocked for s in steps)
        held = permissions(programme, run, person, case, now) if lacking else frozenset()
        item = Waiting(case, steps, to_review, Permission.ASSIGN in held, nearest(case))
        if item.due or to_review or item.to_assign:
            found.append(item)
    return tuple(sorted(found, key=_order))


def nearest(case: Case) -> Deadline | None:
    """Return the running clock of a case that runs out first."""
    running = [d for d in case.clocks.values() if d.stopped is None]
    return min(running, key=lambda d: (d.instant, d.clock), default=None)


def _order(item: Waiting) -> tuple[str, bool, float, str]:
    limit = item.deadline.instant.timestamp() if item.deadline else 0.0
    return item.case.applicant.province, item.deadline is None, limit, item.case.id


def _to_review(programme: Programme, run: Run, person: str, case: Case, now: datetime) -> bool:
    done = any(r.person == person and r.round == case.round and r.complete for r in case.reviews)
    return not done and Permission.REVIEW in permissions(programme, run, person, case, now)


def readable_comments(
    programme: Programme, run: Run, person: str, case: Case, now: datetime
) -> tuple[Comment, ...]:
    """Return the comments that a person may read: own ones, the team's, by level and stage."""
    held = permissions(programme, run, person, case, now)
    team = _team(run, person)
    acts = not is_conflicted(programme, run, person, case.applicant) and any(
        standing is ACTING.get(programme.roles[grant.role].scope)
        for grant, standing in standings(programme, run, person, case.applicant)
    )
    levels = dict(zip(LEVELS, (acts, Permission.READ_REVIEWERS in held, False), strict=True))
    levels["shared"] = Permission.READ_SHARED in held
    return tuple(
        c
        for c in case.comments
        if (levels[c.level] and (c.level != "team" or _team(run, c.person) == team))
        or (c.person == person and acts)
    )


def _team(run: Run, person: str) -> str:
    known = run.people.get(person)
    return known.organisation if known is not None else ""
