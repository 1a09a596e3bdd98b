"""How is a plan read? Experts assigned and released, conflicts, points, comments, answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from dafeng.errors import Fault
from dafeng.language import Text
from dafeng.programme.definition import Programme
from dafeng.programme.people import derived_conflicts
from dafeng.programme.state import Case, Comment, Review, Run
from dafeng.programme.turn import Turn
from dafeng.programme.vocabulary import Permission, Scope

#: Who reads a comment: colleagues of its author, all reviewers and authorities, the place too.
LEVELS: Final = ("team", "reviewers", "shared")


def assign_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against assigning experts."""
    yield from _permission(turn, Permission.ASSIGN)
    experts = turn.event.content.get("experts")
    if not isinstance(experts, list | tuple) or not experts:
        yield turn.refused("experts.few", found=0, least=1)
        return
    for person in experts:
        yield from _expert_faults(turn, str(person))


def assigned(turn: Turn) -> Run:
    """Return the run after experts were assigned."""
    case = turn.known_case
    experts = dict.fromkeys((*case.experts, *turn.event.content["experts"]))
    return turn.run.with_case(replace(case, experts=tuple(experts)))


def release_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against releasing an expert."""
    yield from _permission(turn, Permission.ASSIGN)
    expert = turn.event.content.get("expert")
    if expert not in turn.known_case.experts:
        yield turn.refused("expert.unassigned", person=str(expert or "—"))
    yield from _reason(turn)


def released(turn: Turn) -> Run:
    """Return the run after an expert was released; points given before count no more."""
    return turn.run.with_case(_without(turn.known_case, turn.event.content["expert"]))


def declare_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against declaring a conflict: of one's own, or of an expert's."""
    person = turn.event.content.get("person", turn.event.actor)
    if person not in turn.run.people:
        yield turn.refused("person.unknown", person=str(person or "—"))
    elif person != turn.event.actor:
        yield from _permission(turn, Permission.ASSIGN)
    yield from _reason(turn)


def declared(turn: Turn) -> Run:
    """Return the run after a conflict was declared: it bars from this event on."""
    person = turn.event.content.get("person", turn.event.actor)
    run = turn.run.with_case(_without(turn.known_case, person))
    return replace(run, conflicts=run.conflicts | {(person, turn.event.case)})


def review_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against giving points."""
    yield from _permission(turn, Permission.REVIEW)
    content, rubric = turn.event.content, turn.programme.rubric
    points = content.get("points")
    given: Mapping[str, Any] = points if isinstance(points, Mapping) else {}
    if points is None:
        yield turn.refused("review.missing")
    titles = {c.id: c.title for c in rubric.criteria}
    for criterion, value in given.items():
        if criterion not in titles:
            yield turn.refused("review.unknown", criterion=criterion)
        elif type(value) is not int or not 0 <= value <= rubric.highest:
            title = titles[criterion]
            yield turn.refused("review.points", criterion=title, highest=rubric.highest)
    missing = [t for c, t in titles.items() if c not in given]
    if content.get("complete") is True and missing:
        named = Text("、".join(t.zh for t in missing), ", ".join(t.en for t in missing))
        yield turn.refused("review.incomplete", criteria=named)
    if any(r.complete for r in _own(turn)):
        yield turn.refused("review.complete")


def reviewed(turn: Turn) -> Run:
    """Return the run after an expert gave points; an open review is replaced."""
    event, case = turn.event, turn.known_case
    own = _own(turn)
    kept = tuple(r for r in case.reviews if r not in own)
    complete = event.content.get("complete") is True
    points = dict(event.content["points"])
    review = Review(event.actor, case.round, points, complete, event.instant)
    return turn.run.with_case(replace(case, reviews=(*kept, review)))


def comment_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against a comment."""
    yield from _permission(turn, Permission.COMMENT)
    content = turn.event.content
    wrong = [k for k in ("chapter", "line", "text") if not isinstance(content.get(k, ""), str)]
    if content.get("level") not in LEVELS:
        wrong.append("level")
    if not str(content.get("text", "")).strip():
        wrong.append("text")
    if wrong:
        yield turn.refused("comment.content", reason=", ".join(wrong))


def commented(turn: Turn) -> Run:
    """Return the run with a comment."""
    event, case, content = turn.event, turn.known_case, turn.event.content
    comment = Comment(
        len(case.comments) + 1,
        event.actor,
        event.instant,
        case.round,
        content["level"],
        content.get("chapter", ""),
        content.get("line", ""),
        content["text"],
        content.get("demand") is True,
    )
    return turn.run.with_case(replace(case, comments=(*case.comments, comment)))


def answer_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against an answer."""
    yield from _permission(turn, Permission.ANSWER)
    content = turn.event.content
    shared = {c.number for c in turn.known_case.comments if c.level == "shared"}
    if content.get("number") not in shared:
        yield turn.refused("comment.unknown", number=str(content.get("number") or "—"))
    if not isinstance(content.get("text"), str) or not content["text"].strip():
        yield turn.refused("comment.content", reason="text")


def answered(turn: Turn) -> Run:
    """Return the run with an answer of the place."""
    case, content = turn.known_case, turn.event.content
    comments = tuple(
        replace(c, answer=content["text"]) if c.number == content["number"] else c
        for c in case.comments
    )
    return turn.run.with_case(replace(case, comments=comments))


def load(programme: Programme, run: Run, expert: str) -> int:
    """Return how many cases an expert has that have not come to an end."""
    living = [c for c in run.cases.values() if not programme.stages[c.stage].final]
    return sum(expert in c.experts for c in living)


def _expert_faults(turn: Turn, expert: str) -> Iterator[Fault]:
    person, case = turn.run.people.get(expert), turn.known_case
    roles = {r.id for r in turn.programme.roles.values() if r.scope is Scope.ASSIGNED}
    held = sorted({g.role for g in person.grants} & roles) if person is not None else []
    if person is None or not held:
        yield turn.refused("expert.role", person=expert)
        return
    found = (derived_conflicts(turn.programme, person, r, case.applicant) for r in held)
    grounds = list(dict.fromkeys(ground for one in found for ground in one))
    if turn.run.has_declared(expert, case.id):
        grounds.append(Text("已申报", "declared"))
    if grounds:
        named = Text("、".join(g.zh for g in grounds), ", ".join(g.en for g in grounds))
        yield turn.refused("expert.conflict", person=expert, grounds=named)
    if expert in case.experts:
        yield turn.refused("expert.assigned", person=expert)
    if load(turn.programme, turn.run, expert) >= person.capacity:
        yield turn.refused("expert.load", person=expert, capacity=person.capacity)


def _own(turn: Turn) -> list[Review]:
    case = turn.known_case
    mine = [r for r in case.reviews if r.person == turn.event.actor]
    return [r for r in mine if r.round == case.round]


def _without(case: Case, person: str) -> Case:
    experts = tuple(e for e in case.experts if e != person)
    pending = {k: p for k, p in case.pending.items() if p.person != person}
    return replace(case, experts=experts, pending=pending)


def _permission(turn: Turn, permission: Permission) -> Iterator[Fault]:
    if not turn.may(permission):
        yield turn.refused("right.permission", permission=permission.value)


def _reason(turn: Turn) -> Iterator[Fault]:
    if not turn.event.content.get("reason"):
        yield turn.refused("reason.missing")
