"""Which entries of the log may a person read? Those of their own, and what their rights open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from dafeng.programme import Case, Comment, Event, Kind, Permission, event_of, readable_comments
from dafeng.programme.retracting import may_settle
from dafeng.programme.starting import reaches
from dafeng.record import Entry
from dafeng.web.ledger.models import EntryRow
from dafeng.web.ledger.store import moment
from dafeng.web.programmes import scope
from dafeng.web.programmes.places import places_with
from dafeng.web.programmes.runs import Standing


@dataclass(frozen=True, slots=True)
class Reader:
    """A person with the batches in which they hold a role, by subject of the log."""

    user: Any
    batches: Mapping[str, Standing]
    places: frozenset[str]


def reader(user: Any) -> Reader:
    """Return a person as a reader of the log."""
    batches = {s.row.subject: s for s in scope.batches_for(user)}
    return Reader(user, batches, places_with(user, Permission.READ_DRAFT))


def readable_entries(who: Reader, narrowed: Q, limit: int, before: int | None) -> list[Entry]:
    """Return the newest entries that a person may read.

    Parameters
    ----------
    who
        The reader.
    narrowed
        What the reader looks for.
    limit
        How many at most.
    before
        Number below which they are sought; None for the newest.
    """
    rows = EntryRow.objects.filter(_reach(who) & narrowed).order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found: list[Entry] = []
    for row in rows.iterator(chunk_size=200):
        if may_read(who, row.entry):
            found.append(row.entry)
        if len(found) == limit:
            break
    return found


def may_read(who: Reader, entry: Entry) -> bool:
    """Say whether a person may read an entry."""
    if entry.actor == who.user.person:
        return True
    if entry.subject.startswith("dossier/"):
        return entry.subject.split("/")[1] in who.places
    found = who.batches.get("/".join(entry.subject.split("/")[:2]))
    if found is None or not entry.kind.startswith("programme."):
        return False
    event = event_of(entry)
    case = found.run.cases.get(event.case)
    if event.case and case is None:
        return False
    return _of_case(who, found, case, event) if case else _of_batch(who, found, event)


def _reach(who: Reader) -> Q:
    own = Q(actor=who.user.person)
    for subject in who.batches:
        own |= Q(subject=subject) | Q(subject__startswith=f"{subject}/")
    for place in who.places:
        own |= Q(subject=f"dossier/{place}")
    return own


def _of_batch(who: Reader, found: Standing, event: Event) -> bool:
    match event.kind:
        case Kind.START | Kind.DECIDE | Kind.ANNOUNCE:
            return True
        case Kind.APPOINT | Kind.DISMISS:
            person = event.content["person"]
            concerned = person["id"] if isinstance(person, Mapping) else person
            return concerned == who.user.person or _appoints(who, found, event)
        case Kind.RETRACT | Kind.SETTLE:
            person = found.run.people[event.content["person"]]
            own = person.id == who.user.person
            return own or may_settle(found.programme, found.run, who.user.person, person)
    return scope.step_of(found, who.user, None, event.name) is not None


def _appoints(who: Reader, found: Standing, event: Event) -> bool:
    """Say whether a reader gives this role for this body: who acts for another place is not told.

    That somebody acts for a place says that it takes part, before any list is public.
    """
    known = found.programme.roles.get(event.content["role"])
    body = event.content.get("body", "")
    grants = found.run.people[who.user.person].grants
    return known is not None and any(
        g.role in known.appointed_by and reaches(found.programme, g, body) for g in grants
    )


def _of_case(who: Reader, found: Standing, case: Case, event: Event) -> bool:
    held = scope.held_on(found, who.user, case.id)
    needed = _NEEDED.get(event.kind)
    if needed is not None:
        return needed in held or who.user.person in _concerned(event)
    if event.kind is Kind.COMMENT:
        return any(_is_of(c, event) for c in _comments(who, found, case))
    return scope.step_of(found, who.user, case, event.name) is not None


#: Permission that opens the entries of a kind; prepared steps are read by who may take them.
_NEEDED: Final[Mapping[Kind, Permission]] = {
    Kind.BEGIN: Permission.READ,
    Kind.DECIDE: Permission.READ,
    Kind.DECLARE: Permission.ASSIGN,
    Kind.ASSIGN: Permission.ASSIGN,
    Kind.RELEASE: Permission.ASSIGN,
    Kind.REVIEW: Permission.READ_REVIEWERS,
    Kind.ANSWER: Permission.READ_SHARED,
}


def _concerned(event: Event) -> tuple[str, ...]:
    """Return the experts whom an assignment names."""
    return (*event.content.get("experts", ()), *filter(None, [event.content.get("expert")]))


def _comments(who: Reader, found: Standing, case: Case) -> tuple[Comment, ...]:
    return readable_comments(found.programme, found.run, who.user.person, case, moment())


def _is_of(comment: Comment, event: Event) -> bool:
    return comment.person == event.actor and comment.instant == event.instant
