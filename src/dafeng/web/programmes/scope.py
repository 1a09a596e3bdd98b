"""What of a running batch may a person see? The only doors through which pages fetch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from dafeng.language import Text
from dafeng.programme import (
    Case,
    Permission,
    Relation,
    Subject,
    announcers,
    permissions,
    readable_documents,
)
from dafeng.programme.definition import Transition
from dafeng.programme.people import Person
from dafeng.programme.rights import cell, may_act
from dafeng.programme.starting import may_begin_again
from dafeng.programme.state import Pending
from dafeng.web.ledger.store import moment
from dafeng.web.programmes.models import AttachedFile
from dafeng.web.programmes.runs import Standing, standing_of, standings


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed in: its kind in words, its row, when."""

    title: Text
    row: AttachedFile
    at: datetime


def batches_for(user: Any) -> list[Standing]:
    """Return the running batches in which a person holds a role."""
    return [s for s in standings() if takes_part(s, user)]


def batch_for(user: Any, slug: str) -> Standing | None:
    """Return a running batch to those who hold a role in it."""
    found = standing_of(slug)
    return found if found is not None and takes_part(found, user) else None


def open_batch(user: Any, slug: str) -> Standing:
    """Return a running batch for a page.

    Raises
    ------
    Http404
        If there is none for this person.
    """
    found = batch_for(user, slug)
    if found is None:
        raise Http404
    return found


def open_case(user: Any, slug: str, case: str) -> tuple[Standing, Case]:
    """Return a case with its batch for a page.

    Raises
    ------
    Http404
        If there is none for this person.
    """
    found = case_for(user, slug, case)
    if found is None:
        raise Http404
    return found


def takes_part(found: Standing, user: Any) -> bool:
    """Say whether a person who is signed in holds a role in a batch."""
    if not user.is_authenticated or not user.is_active:
        return False
    known = found.run.people.get(user.person)
    return known is not None and bool(known.grants)


def case_for(user: Any, slug: str, case: str) -> tuple[Standing, Case] | None:
    """Return a case with its batch to those who may see it."""
    found = batch_for(user, slug)
    held = held_on(found, user, case) if found is not None else frozenset()
    if found is None or Permission.SEE not in held:
        return None
    return found, found.run.cases[case]


def held_on(found: Standing, user: Any, case: str) -> frozenset[Permission]:
    """Return what a person may do with a case at this moment; nothing if there is no such case."""
    known = found.run.cases.get(case)
    if known is None:
        return frozenset()
    return permissions(found.programme, found.run, user.person, known, moment())


def step_of(found: Standing, user: Any, case: Case | None, step: str) -> Transition | None:
    """Return a step to those who may prepare, sign or take it at some time."""
    transition = found.programme.transitions.get(step)
    if transition is None:
        return None
    roles = (*transition.prepared_by, *transition.decided_by)
    allowed = may_act(found.programme, found.run, user.person, roles, case)
    return transition if allowed else None


def pending_for(
    found: Standing, user: Any, case: Case | None, step: str
) -> tuple[Transition, Pending] | None:
    """Return what was prepared for a step to those who may prepare or sign it."""
    transition = step_of(found, user, case, step)
    pending = (case or found.run).pending.get(step)
    return (transition, pending) if transition is not None and pending is not None else None


def files_for(user: Any, found: Standing, case: Case | None) -> dict[str, AttachedFile]:
    """Return the files of a case, or of the batch as a whole, that a person may read, by hash."""
    subject = case or found.run
    hashes = {
        file["sha256"]
        for step in subject.pending
        if (held := pending_for(found, user, case, step)) is not None
        for file in held[1].content.get("attachments", {}).values()
    }
    if case is not None:
        documents = readable_documents(found.programme, found.run, user.person, case, moment())
        hashes |= {d.sha256 for d in documents}
    rows = AttachedFile.objects.filter(batch=found.row, case=case.id if case else "")
    return {r.sha256: r for r in rows.filter(sha256__in=hashes)}


def documents_for(user: Any, found: Standing, case: Case) -> list[Handed]:
    """Return the files that were handed in and that a person may read, in order."""
    files = files_for(user, found, case)
    documents = readable_documents(found.programme, found.run, user.person, case, moment())
    kinds = found.programme.attachments
    return [
        Handed(kinds[d.attachment].title, files[d.sha256], d.submission.instant)
        for d in documents
        if d.sha256 in files
    ]


def person_of(found: Standing, user: Any) -> Person:
    """Return the person as the rules of the batch know them."""
    return found.run.people[user.person]


def places_to_begin(found: Standing, user: Any) -> list[str]:
    """Return the places whose case a person may begin, or put right by beginning it again."""
    programme, cases = found.programme, found.run.cases
    phase = programme.initial(Subject.CASE).phase
    return sorted(
        {
            g.body
            for g in person_of(found, user).grants
            if Permission.BEGIN in cell(programme, g.role, Relation.OWN, phase)
            and g.body
            and (g.body not in cases or may_begin_again(programme, cases[g.body]))
        }
    )


def new_places(found: Standing, user: Any) -> list[str]:
    """Return the places whose case a person may begin and which have none."""
    return [p for p in places_to_begin(found, user) if p not in found.run.cases]


def assigns(found: Standing, user: Any) -> bool:
    """Say whether a person may assign experts to some case."""
    cases = found.run.cases
    return any(Permission.ASSIGN in held_on(found, user, case) for case in cases)


def announces(found: Standing, user: Any) -> bool:
    """Say whether a person may add a year to the calendar of a batch that counts by one."""
    programme = found.programme
    roles = announcers(programme)
    counts = bool(programme.calendar.years)
    return counts and may_act(programme, found.run, user.person, roles, None)


def gives_roles(found: Standing, user: Any) -> bool:
    """Say whether a person holds a role that gives others."""
    held = {g.role for g in person_of(found, user).grants}
    return any(held & set(role.appointed_by) for role in found.programme.roles.values())
