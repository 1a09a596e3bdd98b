"""What follows from an event beside the log? People are told; what became public is released."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from django.urls import reverse

from dafeng.language import Text
from dafeng.programme import Event, Kind, Permission, open_steps, permissions
from dafeng.programme.people import ACTING
from dafeng.programme.retracting import may_settle
from dafeng.programme.rights import standings as relations_of
from dafeng.programme.vocabulary import Relation
from dafeng.web.accounts.models import User
from dafeng.web.notices.telling import tell
from dafeng.web.programmes.approved import build_soon
from dafeng.web.programmes.publishing import publish_soon
from dafeng.web.programmes.runs import Standing

#: Kinds of events after which a step may be open that was not.
_OPENING: Final = frozenset(
    {Kind.BEGIN, Kind.PREPARE, Kind.DECIDE, Kind.DROP, Kind.ASSIGN, Kind.REVIEW, Kind.ANSWER}
)


def follow(before: Standing, after: Standing, event: Event) -> None:
    """Tell those whom an event concerns and publish what it made public, its author left out.

    Parameters
    ----------
    before, after
        Where the batch stood and stands.
    event
        What happened in between.
    """
    link = _link(after, event)
    for persons, text in _told(before, after, event):
        others = {p for p in persons if p != event.actor}
        tell(User.objects.filter(person__in=others, is_active=True), text, link)
    if event.kind is Kind.DECIDE:
        _build(after, event)
        publish_soon(after.row)


def _link(after: Standing, event: Event) -> str:
    if event.kind in (Kind.RETRACT, Kind.SETTLE):
        return reverse("employers", args=[after.slug])
    return address(after, event.case)


def _build(after: Standing, event: Event) -> None:
    """Ask for the documents of a plan that was handed in: those who review read them."""
    step = after.programme.transitions[event.name]
    if event.case and step.guards.get("gate"):
        build_soon(event.case, after.run.cases[event.case].submissions[-1].snapshot)


def address(found: Standing, case: str = "") -> str:
    """Return the page of a case, or of the batch."""
    if case:
        return reverse("case", args=[found.slug, case])
    return reverse("batch", args=[found.slug])


def batch_title(found: Standing) -> Text:
    """Return what a batch is called beside others: its programme's name with its own."""
    programme, batch = found.programme.title, found.programme.batches[found.run.batch].title
    return Text(f"{programme.zh} · {batch.zh}", f"{programme.en}, {batch.en}")


def _told(
    before: Standing, after: Standing, event: Event
) -> Iterator[tuple[Collection[str], Text]]:
    name = _name(after, event.case)
    for step, persons in _opened(before, after, event).items():
        title = after.programme.transitions[step].title
        told = Text("{name}：待您办理“{step}”", "{name}: “{step}” waits for you")
        yield persons, told.format(name=name, step=title)
    match event.kind:
        case Kind.DECIDE:
            yield from _decided(after, event, name)
        case Kind.ASSIGN:
            told = Text("{name}：已请您评审", "{name}: you are asked to review it")
            yield event.content["experts"], told.format(name=name)
        case Kind.RELEASE:
            told = Text("{name}：不再请您评审", "{name}: you are no longer asked to review it")
            yield [event.content["expert"]], told.format(name=name)
        case Kind.DECLARE:
            told = Text("{name}：有人申报利益冲突", "{name}: a conflict of interest was declared")
            yield _holding(after, event, Permission.ASSIGN), told.format(name=name)
        case Kind.APPOINT:
            role = after.programme.roles[event.content["role"]].title
            told = Text("{name}：授予您角色“{role}”", "{name}: you were given the role “{role}”")
            yield [event.content["person"]["id"]], told.format(name=name, role=role)
        case Kind.RETRACT:
            told = Text(
                "{name}：有撤销任职单位的申请", "{name}: an employer is asked to be taken back"
            )
            yield _settling(after, event), told.format(name=name)
        case Kind.SETTLE:
            told = Text(
                "{name}：任职单位的撤销已审定", "{name}: it is decided whether an employer goes"
            )
            yield _asking(before, event), told.format(name=name)
        case Kind.DISMISS:
            role = after.programme.roles[event.content["role"]].title
            told = Text("{name}：收回您的角色“{role}”", "{name}: the role “{role}” was taken back")
            yield [event.content["person"]], told.format(name=name, role=role)


def _settling(at: Standing, event: Event) -> list[str]:
    """Return the person concerned and those who decide on their employers."""
    person = at.run.people[event.content["person"]]
    deciding = (p for p in at.run.people if may_settle(at.programme, at.run, p, person))
    return [person.id, *deciding]


def _asking(at: Standing, event: Event) -> list[str]:
    person, employer = event.content["person"], event.content["employer"]
    return [person, at.run.retractions[person, employer].asked_by]


def _decided(after: Standing, event: Event, name: Text) -> Iterator[tuple[Collection[str], Text]]:
    step = after.programme.transitions[event.name]
    told = Text("{name}：“{step}”已办结", "{name}: “{step}” is done").format(
        name=name, step=step.title
    )
    yield (_own(after, event.case) if event.case else list(after.run.people)), told


def _opened(before: Standing, after: Standing, event: Event) -> dict[str, set[str]]:
    """Return the steps that are open to persons now and were not before, with these persons."""
    found: dict[str, set[str]] = {}
    if event.kind not in _OPENING:
        return found
    for person in after.run.people:
        steps = _steps(after, person, event)
        for step, _kind in steps and steps - _steps(before, person, event):
            found.setdefault(step, set()).add(person)
    return found


def _steps(at: Standing, person: str, event: Event) -> set[tuple[str, Kind]]:
    case = at.run.cases.get(event.case)
    if event.case and case is None:
        return set()
    steps = open_steps(at.programme, at.run, person, case, event.instant)
    return {(s.transition.id, s.kind) for s in steps if s.is_due}


def _own(at: Standing, case: str) -> list[str]:
    """Return those who act for a place."""
    applicant = at.run.cases[case].applicant
    return [
        person
        for person in at.run.people
        for grant, standing in relations_of(at.programme, at.run, person, applicant)
        if standing is Relation.OWN is ACTING.get(at.programme.roles[grant.role].scope)
    ]


def _holding(at: Standing, event: Event, permission: Permission) -> list[str]:
    case = at.run.cases[event.case]
    return [
        p
        for p in at.run.people
        if permission in permissions(at.programme, at.run, p, case, event.instant)
    ]


def _name(at: Standing, case: str) -> Text:
    if case:
        return at.run.cases[case].applicant.name
    return batch_title(at)
