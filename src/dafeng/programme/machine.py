"""What follows from an event? ``apply(programme, run, event)`` gives the next state, or refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from dafeng.errors import Fault, RefusedError
from dafeng.programme import announcing, deciding, retracting, reviewing, starting
from dafeng.programme.contents import content_faults
from dafeng.programme.definition import Programme
from dafeng.programme.events import Event, Kind
from dafeng.programme.state import Run
from dafeng.programme.turn import Turn
from dafeng.programme.wording import refusal
from dafeng.record import instant_text

_Faults = Callable[[Turn], Iterator[Fault]]
_Change = Callable[[Turn], Run]

_RULES: Final[Mapping[Kind, tuple[_Faults, _Change]]] = {
    Kind.ANNOUNCE: (announcing.announce_faults, announcing.announced),
    Kind.APPOINT: (starting.appoint_faults, starting.appointed),
    Kind.DISMISS: (starting.dismiss_faults, starting.dismissed),
    Kind.RETRACT: (retracting.retract_faults, retracting.asked),
    Kind.SETTLE: (retracting.settle_faults, retracting.settled),
    Kind.BEGIN: (starting.begin_faults, starting.begun),
    Kind.PREPARE: (deciding.prepare_faults, deciding.prepared),
    Kind.DECIDE: (deciding.decide_faults, deciding.decided),
    Kind.DROP: (deciding.drop_faults, deciding.dropped),
    Kind.DECLARE: (reviewing.declare_faults, reviewing.declared),
    Kind.ASSIGN: (reviewing.assign_faults, reviewing.assigned),
    Kind.RELEASE: (reviewing.release_faults, reviewing.released),
    Kind.REVIEW: (reviewing.review_faults, reviewing.reviewed),
    Kind.COMMENT: (reviewing.comment_faults, reviewing.commented),
    Kind.ANSWER: (reviewing.answer_faults, reviewing.answered),
}


def refusals(programme: Programme, run: Run | None, event: Event) -> tuple[Fault, ...]:
    """Return every reason against an event; none if it may happen.

    Parameters
    ----------
    programme
        The rules.
    run
        Where the batch stands; None before it was started.
    event
        What somebody wants to do.
    """
    wrong = tuple(content_faults(event))
    if wrong:
        return wrong
    if run is None:
        if event.kind is not Kind.START:
            return (refusal("start.content", event.case),)
        return tuple(starting.start_faults(programme, event))
    general = tuple(_general(programme, run, event))
    if general:
        return general
    faults, _change = _RULES[event.kind]
    return tuple(faults(Turn(programme, run, event)))


def apply(programme: Programme, run: Run | None, event: Event) -> Run:
    """Return where the batch stands after an event.

    Parameters
    ----------
    programme, run, event
        As in `refusals`.

    Raises
    ------
    RefusedError
        If anything speaks against the event; the run stays as it was.
    """
    found = refusals(programme, run, event)
    if found:
        raise RefusedError(found)
    if run is None:
        return starting.started(programme, event)
    _faults, change = _RULES[event.kind]
    return replace(change(Turn(programme, run, event)), instant=event.instant)


def replay(programme: Programme, events: Iterable[Event]) -> Run:
    """Return where a batch stands after its events: the state is nothing but their result.

    Raises
    ------
    RefusedError
        If an event is one that the rules refuse, or there is none.
    """
    run: Run | None = None
    for event in events:
        run = apply(programme, run, event)
    if run is None:
        raise RefusedError([refusal("start.content", "")])
    return run


def _general(programme: Programme, run: Run, event: Event) -> Iterator[Fault]:
    if event.kind is Kind.START:
        yield refusal("start.twice", event.case)
        return
    if programme.version != run.version:
        version, given = run.version, programme.version
        yield refusal("version", event.case, version=version, given=given)
    if event.instant < run.instant:
        now, last = instant_text(event.instant), instant_text(run.instant)
        yield refusal("clock.behind", event.case, now=now, last=last)
    if event.actor not in run.people:
        yield refusal("person.unknown", event.case, person=event.actor)
    known = event.case in run.cases or event.kind is Kind.BEGIN
    if not known and (event.case or not deciding.is_batch_event(event.kind)):
        yield refusal("case.unknown", event.case, case=event.case or "—")
