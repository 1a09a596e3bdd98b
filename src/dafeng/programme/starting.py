"""How does a batch begin, who takes part, and which places?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dafeng.errors import Fault
from dafeng.language import Text
from dafeng.programme.definition import Programme
from dafeng.programme.events import Event
from dafeng.programme.guards import guard_faults
from dafeng.programme.people import (
    ACTING,
    Grant,
    Person,
    applicant_of,
    home_province,
    person_of,
    relation,
)
from dafeng.programme.rights import OPERATOR, cell
from dafeng.programme.state import Case, Run
from dafeng.programme.turn import Turn
from dafeng.programme.vocabulary import Permission, Relation, Scope, Subject
from dafeng.programme.wording import refusal


def start_faults(programme: Programme, event: Event) -> Iterator[Fault]:
    """Yield every reason against starting a batch."""
    content = event.content
    if content.get("batch") not in programme.batches or not isinstance(
        content.get("operator"), Mapping
    ):
        yield refusal("start.content", "")
        return
    if content.get("version") != programme.version:
        given = content.get("version") or "—"
        yield refusal("version", "", version=programme.version, given=given)
    yield from _person_faults(content["operator"])
    if content["operator"].get("id") != event.actor:
        yield refusal("person.unknown", "", person=event.actor)


def started(programme: Programme, event: Event) -> Run:
    """Return the run with which a batch starts: no quota beyond the file's, one operator."""
    content = event.content
    operator = replace(person_of(content["operator"]), grants=(Grant(OPERATOR, ""),))
    return Run(
        programme.id,
        programme.version,
        content["batch"],
        event.instant,
        programme.initial(Subject.BATCH).id,
        quota=dict(programme.batches[content["batch"]].quota),
        people={operator.id: operator},
    )


def appoint_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against giving a role."""
    described = turn.event.content.get("person")
    yield from _person_faults(described)
    yield from _appointment_faults(turn)
    if isinstance(described, Mapping) and described.get("id") == turn.event.actor:
        yield turn.refused("person.self")


def appointed(turn: Turn) -> Run:
    """Return the run after a role was given; what is known of a person only grows."""
    content = turn.event.content
    person = person_of(content["person"])
    old = turn.run.people.get(person.id)
    grants = {*(old.grants if old else ()), Grant(content["role"], content.get("body", ""))}
    if old is not None:
        person = _known_more(old, person, says="capacity" in content["person"])
    return turn.run.with_person(replace(person, grants=tuple(sorted(grants))))


def _known_more(old: Person, new: Person, *, says: bool) -> Person:
    """Return a person with what was known before: nobody loses a conflict by being named anew."""
    employers = dict.fromkeys((*old.employers, old.organisation, *new.employers))
    provinces = dict.fromkeys((*old.former_provinces, old.province))
    province = new.province or old.province
    return replace(
        new,
        province=province,
        former_provinces=tuple(p for p in provinces if p not in ("", province)),
        employers=tuple(e for e in employers if e != new.organisation),
        subjects=tuple(dict.fromkeys((*old.subjects, *new.subjects))),
        capacity=new.capacity if says else old.capacity,
    )


def dismiss_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against taking a role."""
    content = turn.event.content
    person = turn.run.people.get(str(content.get("person", "")))
    yield from _appointment_faults(turn)
    if person is None:
        yield turn.refused("person.unknown", person=str(content.get("person") or "—"))
    elif person.id == turn.event.actor:
        yield turn.refused("person.self")
    elif Grant(str(content.get("role")), str(content.get("body", ""))) not in person.grants:
        yield turn.refused("person.not_granted", person=person.id)


def dismissed(turn: Turn) -> Run:
    """Return the run after a role was taken."""
    content = turn.event.content
    person = turn.run.people[content["person"]]
    gone = Grant(content["role"], content.get("body", ""))
    kept = tuple(g for g in person.grants if g != gone)
    return turn.run.with_person(replace(person, grants=kept))


def begin_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against beginning a case."""
    event, programme = turn.event, turn.programme
    yield from _again_faults(turn)
    try:
        applicant = applicant_of(event.content.get("applicant") or {})
    except ValueError as error:
        yield turn.refused("case.content", reason=str(error))
        return
    if applicant.id != event.case:
        yield turn.refused("case.content", reason=f"id {applicant.id}")
        return
    phase = programme.initial(Subject.CASE).phase
    person = turn.run.people[event.actor]
    held = (
        (g.role, relation(programme, person, g, applicant, assigned=False, declared=False))
        for g in person.grants
    )
    if not any(Permission.BEGIN in cell(programme, role, at, phase) for role, at in held):
        yield turn.refused("right.permission", permission=Permission.BEGIN.value)
    proposed = Case(applicant, programme.initial(Subject.CASE).id)
    yield from guard_faults(replace(turn, run=turn.run.with_case(proposed)), programme.begin)


def begun(turn: Turn) -> Run:
    """Return the run with a new case, a draft of its place, or with one that is put right."""
    stage = turn.programme.initial(Subject.CASE).id
    applicant = applicant_of(turn.event.content["applicant"])
    if (old := turn.case) is None:
        return turn.run.with_case(Case(applicant, stage))
    clocks = old.clocks if old.stage == stage else {}
    return turn.run.with_case(replace(old, applicant=applicant, stage=stage, clocks=clocks))


def may_begin_again(programme: Programme, case: Case) -> bool:
    """Say whether what a case says of its place can still be put right, by beginning it again.

    That is so while it is a draft, and after a draft was withdrawn: nothing was handed in yet.
    """
    stage = programme.stages[case.stage]
    withdrawn = stage.final and bool(case.decisions)
    return not case.submissions and (stage.initial or withdrawn)


def _again_faults(turn: Turn) -> Iterator[Fault]:
    case = turn.case
    if case is None:
        return
    stage = turn.programme.stages[case.stage]
    if not may_begin_again(turn.programme, case):
        yield turn.refused("case.begun", case=case.id, stage=stage.title)
    if case.pending:
        yield turn.refused("case.waiting", case=case.id)


def _person_faults(value: Any) -> Iterator[Fault]:
    try:
        person: Person | None = person_of(value) if isinstance(value, Mapping) else None
        missing = person is None or not person.id or not person.organisation
    except (KeyError, ValueError) as error:
        yield refusal("person.content", "", reason=str(error))
        return
    if missing:
        yield refusal("person.content", "", reason="id, organisation")


def _appointment_faults(turn: Turn) -> Iterator[Fault]:
    content, programme = turn.event.content, turn.programme
    role = programme.roles.get(str(content.get("role", "")))
    if role is None:
        known = ", ".join(programme.roles)
        yield turn.refused("role.unknown", role=str(content.get("role") or "—"), known=known)
        return
    body = content.get("body", "")
    if not _is_body(role.scope, body):
        yield turn.refused("role.body", role=role.title, body=str(body) or "—")
        return
    actor = turn.run.people[turn.event.actor]
    if not any(reaches(programme, g, body) for g in actor.grants if g.role in role.appointed_by):
        titles = [programme.roles[r].title for r in role.appointed_by]
        named = Text("、".join(t.zh for t in titles) or "—", ", ".join(t.en for t in titles) or "-")
        yield turn.refused("right.appoint", role=role.title, known=named)


def reaches(programme: Programme, grant: Grant, body: str) -> bool:
    """Say whether an appointer's power reaches a body: its own, or a place in its province.

    Parameters
    ----------
    programme, grant
        The rules; the role by which somebody appoints.
    body
        For which a role is given.
    """
    standing = ACTING.get(programme.roles[grant.role].scope)
    if standing is Relation.OWN:
        return grant.body == body
    if standing is Relation.OWN_PROVINCE:
        return grant.body in (body, home_province(body))
    return True


def _is_body(scope: Scope, body: object) -> bool:
    if not isinstance(body, str):
        return False
    return bool(body) == (scope in (Scope.PLACE, Scope.PROVINCE))
