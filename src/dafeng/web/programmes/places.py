"""Who may work on a place's dossier, and who may read it? By the roles held in running batches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dafeng.language import Text, same
from dafeng.programme import Permission, Relation, permissions
from dafeng.programme.people import Applicant
from dafeng.reference import Division, Pilot, divisions, pilots
from dafeng.web.dossiers.models import Version
from dafeng.web.ledger.store import moment
from dafeng.web.programmes.handing_in import is_of
from dafeng.web.programmes.holding import holders
from dafeng.web.programmes.runs import Standing, standings


def place_name(place: str) -> Text:
    """Return the name of a place: of the tables, else of its case, else its id."""
    found = known_place(place) or applicant_of(place)
    return found.name if found is not None else same(place)


def granted_body(found: Standing, body: str) -> Text | None:
    """Return the name of the body for which a role is held; None for a role of the whole."""
    if not body:
        return None
    return found.programme.bodies.get(body) or place_name(body)


def known_place(place: str) -> Pilot | Division | None:
    """Return the division or pilot that the reference tables know by this id."""
    pilot = next((p for p in pilots() if p.id == place), None)
    return pilot or divisions().get(place)


def applicant_of(place: str) -> Applicant | None:
    """Return what a place says of itself in its newest case; None where it has none."""
    cases = (s.run.cases.get(place) for s in reversed([*standings()]))
    return next((c.applicant for c in cases if c is not None), None)


def may_edit(user: Any, place: str) -> bool:
    """Say whether a person may change a place's dossier.

    That is who holds, for this place itself, a role that edits in some phase: a dossier goes on
    after a snapshot of it was submitted, and the snapshot stays as it is.
    """
    return place in places_with(user, Permission.EDIT)


def may_read(user: Any, place: str, version: Version | None = None) -> bool:
    """Say whether a person may read a place's dossier.

    Parameters
    ----------
    user
        Who is signed in.
    place
        Id of the place.
    version
        A version of it. One that was handed in may be read by whoever may read what was handed in;
        every other version, and the dossier at work, by the place alone.
    """
    if place in places_with(user, Permission.READ_DRAFT):
        return True
    return version is not None and any(_reads(s, user, version) for s in standings())


def places_with(user: Any, permission: Permission) -> frozenset[str]:
    """Return the places for which a person holds a role of their own with a permission.

    A role opens the dossier to people of the organisation that holds it and to nobody else: no
    batch gives away what belongs to a place.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held = holders()
    return frozenset().union(*(_own(s, user.person, permission, held) for s in standings()))


def _own(
    found: Standing, person: str, permission: Permission, held: Mapping[str, str]
) -> frozenset[str]:
    known = found.run.people.get(person)
    roles = {
        role
        for (role, relation, _phase), allowed in found.programme.rights.items()
        if relation is Relation.OWN and permission in allowed
    }
    bodies = {g.body for g in known.grants if g.role in roles} if known else set()
    return frozenset(b for b in bodies if known and held.get(b) == known.organisation)


def _reads(found: Standing, user: Any, version: Version) -> bool:
    case = found.run.cases.get(version.place)
    if case is None or not user.is_authenticated or not user.is_active:
        return False
    if not any(is_of(s, version) for s in case.submissions):
        return False
    held = permissions(found.programme, found.run, user.person, case, moment())
    return Permission.READ in held
