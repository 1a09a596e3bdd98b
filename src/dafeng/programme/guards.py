"""Under which conditions may a step be taken? The closed list of guards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from dafeng import reference
from dafeng.errors import Fault
from dafeng.language import Text
from dafeng.programme.admission import LEVELS, description_faults
from dafeng.programme.calendar import local_text
from dafeng.programme.people import body_name, home_province
from dafeng.programme.state import Case, Deadline, places_taken, places_vacated, replacements
from dafeng.programme.turn import Turn
from dafeng.programme.vocabulary import Subject
from dafeng.reference.own_places import is_code

#: A guard yields its reasons against the event; its second argument stands in the programme.
Guard = Callable[[Turn, Any], Iterator[Fault]]


def _before(turn: Turn, clocks: list[str]) -> Iterator[Fault]:
    for clock in clocks:
        deadline = turn.clock(clock)
        title = turn.programme.clocks[clock].title
        if deadline is None:
            yield turn.refused("clock.idle", clock=title)
        elif deadline.has_run_out(turn.event.instant):
            yield turn.refused("clock.late", clock=title, **_instants(turn, deadline))


def _after(turn: Turn, clocks: list[str]) -> Iterator[Fault]:
    for clock in clocks:
        deadline = turn.clock(clock)
        title = turn.programme.clocks[clock].title
        if deadline is None:
            yield turn.refused("clock.idle", clock=title)
        elif not deadline.has_run_out(turn.event.instant):
            yield turn.refused("clock.early", clock=title, **_instants(turn, deadline))


def _within(turn: Turn, clocks: list[str]) -> Iterator[Fault]:
    """Yield a reason where a clock still runs and has run out; one that was stopped was met."""
    for clock in clocks:
        if clock not in {**turn.run.clocks, **turn.subject.clocks} or turn.clock(clock):
            yield from _before(turn, [clock])


def _instants(turn: Turn, deadline: Deadline) -> dict[str, Text]:
    zone = turn.programme.zone
    return {
        "limit": local_text(deadline.instant, zone),
        "now": local_text(turn.event.instant, zone),
    }


def _batch_stage(turn: Turn, stages: list[str]) -> Iterator[Fault]:
    if turn.run.stage not in stages:
        now = turn.programme.stages[turn.run.stage].title
        yield turn.refused("batch.stage", stage=now)


def _eligible(turn: Turn, wanted: bool) -> Iterator[Fault]:  # noqa: ARG001 - a switch
    applicant = turn.known_case.applicant
    kind = turn.programme.eligibility.get(applicant.kind)
    if kind is None:
        known = _listed(e.title for e in turn.programme.eligibility.values())
        yield turn.refused("eligible.kind", kind=applicant.kind, known=known)
    elif applicant.level not in kind.levels:
        known = _listed(kind.levels.values())
        yield turn.refused("eligible.level", level=applicant.level, known=known)
    yield from _level_faults(turn)
    shared_out = _has_quota(turn) and bool(turn.run.quota)
    if shared_out and applicant.province not in turn.run.quota:
        yield turn.refused("eligible.body", body=body_name(turn.programme, applicant.province))
    home = home_province(applicant.id) or applicant.province
    if applicant.province != home and applicant.province not in turn.programme.bodies:
        yield turn.refused("eligible.home", home=body_name(turn.programme, home))


def _described(turn: Turn, wanted: bool) -> Iterator[Fault]:  # noqa: ARG001 - a switch
    yield from description_faults(turn, turn.known_case.applicant)


def _level_faults(turn: Turn) -> Iterator[Fault]:
    """Yield a reason where a place states a level that a division of its code does not have."""
    applicant = turn.known_case.applicant
    due = LEVELS.get(applicant.level)
    known = reference.divisions().get(applicant.id)
    if is_code(applicant.id) and due is not None and (known is None or known.level != due):
        yield turn.refused("eligible.place", code=applicant.id, level=applicant.level)


def _has_quota(turn: Turn) -> bool:
    return turn.programme.batches[turn.run.batch].quota_rule != "none"


def _listed(texts: Any) -> Text:
    found = list(texts)
    return Text("、".join(t.zh for t in found) or "—", ", ".join(t.en for t in found) or "-")


def _quota(turn: Turn, wanted: bool) -> Iterator[Fault]:  # noqa: ARG001 - a switch
    programme, run, body = turn.programme, turn.run, turn.known_case.applicant.province
    limit = run.quota.get(body, 0)
    if _has_quota(turn) and places_taken(programme, run, body) >= limit:
        yield turn.refused("quota.body", body=body_name(programme, body), limit=limit)
    places = programme.batches[run.batch].places
    if places is not None and places_taken(programme, run) >= places:
        yield turn.refused("quota.all", limit=places)


def _vacancy(turn: Turn, wanted: bool) -> Iterator[Fault]:  # noqa: ARG001 - a switch
    programme, run, body = turn.programme, turn.run, turn.known_case.applicant.province
    if places_vacated(programme, run, body) <= replacements(programme, run, body):
        yield turn.refused("quota.vacancy", body=body_name(programme, body))


def _snapshot(turn: Turn, which: str) -> Iterator[Fault]:
    snapshot, errors = turn.content.get("snapshot"), turn.content.get("errors")
    if not is_digest(snapshot):
        yield turn.refused("snapshot.missing")
    if type(errors) is not int:
        yield turn.refused("snapshot.unchecked")
    elif errors > 0 and which != "open":
        yield turn.refused("snapshot.errors", count=errors)
    elif errors > 0 and not turn.content.get("open_points"):
        yield turn.refused("snapshot.unnamed", count=errors)
    earlier = [s.snapshot for s in turn.known_case.submissions]
    if which == "new" and snapshot in earlier:
        yield turn.refused("snapshot.same")


def _gate(turn: Turn, wanted: bool) -> Iterator[Fault]:  # noqa: ARG001 - a switch
    """Yield a reason where the checks of the gate were not run on the snapshot, or found errors."""
    errors = turn.content.get("gate_errors")
    if type(errors) is not int:
        yield turn.refused("gate.unchecked")
    elif errors > 0:
        yield turn.refused("gate.errors", count=errors)


def is_digest(value: object) -> bool:
    """Say whether a value is a SHA-256 in hexadecimal digits."""
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")  # noqa: PLR2004


def _answered(turn: Turn, wanted: bool) -> Iterator[Fault]:  # noqa: ARG001 - a switch
    open_ones = [str(c.number) for c in turn.known_case.demands()]
    if open_ones:
        yield turn.refused("comments.open", numbers=", ".join(open_ones))


def _assigned(turn: Turn, least: int) -> Iterator[Fault]:
    found = len(turn.known_case.experts)
    if found < least:
        yield turn.refused("experts.few", found=found, least=least)


def _reviews(turn: Turn, least: int) -> Iterator[Fault]:
    found = len(turn.known_case.current_reviews())
    if found < least:
        yield turn.refused("reviews.few", found=found, least=least)


def _other_persons(turn: Turn, transitions: list[str]) -> Iterator[Fault]:
    decided = [d for d in turn.subject.decisions if d.transition in transitions][-1:]
    barred = {p for d in decided for p in (d.prepared_by, d.decided_by)}
    if turn.event.actor in barred:
        yield turn.refused("person.decided_before")


def _settled(turn: Turn, stages: list[str]) -> Iterator[Fault]:
    waiting: list[Case] = [c for c in turn.run.cases.values() if c.stage in stages]
    if waiting:
        names = _listed(c.applicant.name for c in waiting)
        yield turn.refused("batch.unsettled", cases=names)


_CASE: Final = (Subject.CASE,)
_ANY: Final = tuple(Subject)
#: Every guard by name, with the kind of its argument and whose steps may have it, for the check of
#: a programme.
GUARDS: Final[Mapping[str, tuple[Guard, str, tuple[Subject, ...]]]] = {
    "before": (_before, "clocks", _ANY),
    "after": (_after, "clocks", _ANY),
    "within": (_within, "clocks", _ANY),
    "batch_stage": (_batch_stage, "stages", _ANY),
    "eligible": (_eligible, "switch", _CASE),
    "described": (_described, "switch", _CASE),
    "quota": (_quota, "switch", _CASE),
    "vacancy": (_vacancy, "switch", _CASE),
    "snapshot": (_snapshot, "snapshot", _CASE),
    "gate": (_gate, "switch", _CASE),
    "answered": (_answered, "switch", _CASE),
    "assigned": (_assigned, "count", _CASE),
    "reviews": (_reviews, "count", _CASE),
    "other_persons": (_other_persons, "transitions", _ANY),
    "settled": (_settled, "stages", _ANY),
}


def guard_faults(turn: Turn, guards: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield every reason that the guards of a step have against the event."""
    for name, argument in guards.items():
        guard, kind, _subjects = GUARDS[name]
        if kind != "switch" or argument:
            yield from guard(turn, argument)
