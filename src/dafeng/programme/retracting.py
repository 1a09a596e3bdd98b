"""Was an employer stated wrongly? One person asks, another decides; both stand in the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dafeng.errors import Fault
from dafeng.programme.definition import Programme
from dafeng.programme.people import Person
from dafeng.programme.rights import OPERATOR
from dafeng.programme.starting import reaches
from dafeng.programme.state import Retraction, Run
from dafeng.programme.turn import Turn


def retract_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against asking that an employer be taken back."""
    key = _key(turn)
    person, employer = turn.run.people.get(key[0]), key[1]
    if person is None:
        yield turn.refused("person.unknown", person=key[0] or "—")
        return
    if turn.event.actor != person.id and not may_settle(
        turn.programme, turn.run, turn.event.actor, person
    ):
        yield turn.refused("retract.right")
    if employer not in person.employers:
        yield turn.refused("retract.unstated", employer=employer or "—")
    if key in turn.run.retractions:
        yield turn.refused("retract.asked", employer=employer)
    yield from _reason_faults(turn)


def asked(turn: Turn) -> Run:
    """Return the run in which an employer waits to be taken back; it bars until that is decided."""
    event, key = turn.event, _key(turn)
    waits = Retraction(*key, event.actor, event.content["reason"], event.instant)
    return replace(turn.run, retractions={**turn.run.retractions, key: waits})


def settle_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against deciding whether an employer is taken back."""
    key, actor = _key(turn), turn.event.actor
    waiting, person = turn.run.retractions.get(key), turn.run.people.get(key[0])
    if waiting is None or person is None:
        yield turn.refused("retract.unasked", employer=key[1] or "—")
        return
    if not may_settle(turn.programme, turn.run, actor, person):
        yield turn.refused("retract.right")
    if actor in (waiting.asked_by, person.id):
        yield turn.refused("retract.same_person")
    if has_interest(turn.run.people[actor], key[1]):
        yield turn.refused("retract.interest", employer=key[1])
    if type(turn.event.content.get("agree")) is not bool:
        yield turn.refused("retract.answer")
    yield from _reason_faults(turn)


def settled(turn: Turn) -> Run:
    """Return the run after a decision: what was agreed to bars nobody from this event on."""
    key = _key(turn)
    run = replace(turn.run, retractions={k: r for k, r in turn.run.retractions.items() if k != key})
    if not turn.event.content["agree"]:
        return run
    person = run.people[key[0]]
    kept = tuple(e for e in person.employers if e != key[1])
    return run.with_person(replace(person, employers=kept))


def may_settle(programme: Programme, run: Run, actor: str, person: Person) -> bool:
    """Say whether somebody decides on the employers of a person.

    That is who runs the site, and who may give a judging role that the person holds; a place has
    no say in who reviews it.

    Parameters
    ----------
    programme, run
        The rules and where the batch stands.
    actor, person
        Who decides, on whose employers.
    """
    known = run.people.get(actor)
    judging = [g for g in person.grants if g.role in programme.conflicts]
    return known is not None and any(
        own.role == OPERATOR
        or any(
            own.role in programme.roles[g.role].appointed_by and reaches(programme, own, g.body)
            for g in judging
        )
        for own in known.grants
    )


def has_interest(person: Person, employer: str) -> bool:
    """Say whether a person belongs to an employer, or acts for it as a place."""
    bodies = {g.body for g in person.grants}
    beyond = person.elsewhere.employers | person.elsewhere.places
    return employer in {person.organisation, *person.employers, *beyond, *bodies}


def _key(turn: Turn) -> tuple[str, str]:
    content = turn.event.content
    return content.get("person", ""), content.get("employer", "")


def _reason_faults(turn: Turn) -> Iterator[Fault]:
    if not turn.event.content.get("reason", "").strip():
        yield turn.refused("reason.missing")
