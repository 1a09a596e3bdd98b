"""Which roles may a person give, and to people of which organisations?"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from dafeng.programme import Scope
from dafeng.programme.definition import Role
from dafeng.programme.people import Grant, Person
from dafeng.programme.starting import reaches
from dafeng.web.accounts.models import Organisation
from dafeng.web.programmes.runs import Standing


def roles_to_give(found: Standing, person: str) -> list[Role]:
    """Return the roles that a person may give and take."""
    held = {g.role for g in _grants(found, person)}
    return [r for r in found.programme.roles.values() if held & set(r.appointed_by)]


def suggested_body(found: Standing, person: str) -> str:
    """Return the place or province for which a person acts; empty for those who act for all."""
    return next((g.body for g in _grants(found, person) if g.body), "")


def organisations_for(found: Standing, user: Any) -> QuerySet[Organisation]:
    """Return the organisations whose people a person may invite: their own, those of the province.

    Who acts for the whole programme, or runs the site, may invite people of any organisation.
    """
    roles = found.programme.roles
    scopes = {roles[g.role].scope for g in _grants(found, user.person)}
    own = Q(pk=user.organisation_id or 0)
    if scopes <= {Scope.PLACE}:
        return Organisation.objects.filter(own)
    if scopes <= {Scope.PLACE, Scope.PROVINCE}:
        province = user.organisation.province if user.organisation else ""
        return Organisation.objects.filter(own | Q(province=province, province__gt=""))
    return Organisation.objects.all()


def may_describe(found: Standing, user: Any) -> bool:
    """Say whether a person may enter an organisation that the site does not know yet."""
    roles = found.programme.roles
    return any(roles[g.role].scope is not Scope.PLACE for g in _grants(found, user.person))


def within_reach(found: Standing, person: str) -> list[tuple[Person, Grant]]:
    """Return the people and the roles that a person may take from them."""
    return [
        (known, grant)
        for known in found.run.people.values()
        for grant in known.grants
        if known.id != person and gives(found, person, grant.role, grant.body)
    ]


def gives(found: Standing, person: str, role: str, body: str) -> bool:
    """Say whether a person may give and take a role for a body.

    Parameters
    ----------
    found
        The batch.
    person, role, body
        Ids.
    """
    known = found.programme.roles.get(role)
    return known is not None and any(
        g.role in known.appointed_by and reaches(found.programme, g, body)
        for g in _grants(found, person)
    )


def _grants(found: Standing, person: str) -> tuple[Grant, ...]:
    known = found.run.people.get(person)
    return known.grants if known is not None else ()
