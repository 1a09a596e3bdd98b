"""Who may open which page? Every route × role × relation × stage, against the table of rights.

What is expected follows from the programme's table alone; what is found is the answer of the
declared access of each route to a person who holds one role.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.programmes.cells import (
    BATCH_ROUTES,
    CASE_ROUTES,
    DOSSIER_ROUTES,
    Cell,
    relation_to,
)
from tests.web.programmes.conftest import version
from tests.web.programmes.demo_site import demo  # noqa: F401 - a fixture

from dafeng.programme import Case, Relation, Run, Scope
from dafeng.web.access import EVERYBODY, OPERATOR, SIGNED_IN, access_of
from dafeng.web.accounts.models import User
from dafeng.web.dossiers.versions import history
from dafeng.web.programmes import places, scope
from dafeng.web.programmes.runs import Standing, standing_of

pytestmark = pytest.mark.django_db(databases=["default", "published"])

#: Relations that the holders of roles meet, by scope.
_STANDINGS: Final = {
    Scope.PLACE: (Relation.OWN, Relation.NONE),
    Scope.PROVINCE: (Relation.OWN_PROVINCE, Relation.HOST_PROVINCE, Relation.NONE),
    Scope.WHOLE: (Relation.WHOLE,),
    Scope.ASSIGNED: (Relation.ASSIGNED, Relation.NONE),
    Scope.NONE: (Relation.NONE,),
}
#: A route of a dossier for each expectation.
_ONE_OF_EACH: Final = ("dossier", "dossier_table", "dossier_version")
#: The place whose dossier has gone on, and of which conflicts are declared.
_AT_WORK: Final = "330500"
#: Persons of each role; with 6 the matrix has some 40,000 cells and takes minutes.
PERSONS: Final = int(os.environ.get("DAFENG_MATRIX", "2"))


def _routes(resolver: URLResolver) -> Iterator[URLPattern]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from _routes(part)
        else:
            yield part


@lru_cache(maxsize=64)
def _named(name: str) -> URLPattern:
    return next(r for r in _routes(get_resolver()) if r.name == name)


def _opens(name: str, user: Any, parts: dict[str, Any]) -> bool:
    route = _named(name)
    access = access_of(route.callback, name)
    assert access is not None
    request = RequestFactory().get("/")
    request.user = user
    return access.test(request, parts)


@pytest.fixture
def found(demo: None, monkeypatch: pytest.MonkeyPatch) -> Standing:  # noqa: F811 - the fixture
    """Return where the demonstration stands; nothing happens meanwhile.

    One park reaches into another province, and somebody of each role has declared a conflict. One
    dossier has gone on after it was handed in.
    """
    del demo
    told = standing_of("demo")
    assert told is not None
    version(_AT_WORK, User.objects.get(email="huzhou@demo.invalid"))
    found = replace(told, run=_crossed(told))
    monkeypatch.setattr(scope, "standing_of", {"demo": found}.get)
    monkeypatch.setattr(places, "standings", lambda: [found])
    return found


def _crossed(told: Standing) -> Run:
    run, case = told.run, told.run.cases["P-320500-SIP"]
    hosts = (*case.applicant.hosts, "330500")
    run = run.with_case(replace(case, applicant=replace(case.applicant, hosts=hosts)))
    first: dict[str, str] = {}
    for known in run.people.values():
        first.setdefault(known.grants[0].role, known.id)
    declared = {(first[role], _AT_WORK) for role in told.programme.conflicts}
    return replace(run, conflicts=run.conflicts | declared)


def _people(found: Standing) -> Iterator[tuple[User, str, str]]:
    """Yield people with their one role, enough for each role to meet each relation."""
    users = {u.person: u for u in User.objects.select_related("organisation")}
    seen: dict[str, int] = {}
    met: set[tuple[str, Relation]] = set()
    for known in found.run.people.values():
        (grant,) = known.grants
        user, role, body = users[known.id], grant.role, grant.body
        fresh = {
            (role, relation_to(found, user, role, body, case)) for case in found.run.cases.values()
        }
        seen[role] = seen.get(role, 0) + 1
        if seen[role] <= PERSONS or fresh - met:
            met |= fresh
            yield user, role, body


def _parts(name: str, found: Standing, case: Case) -> Iterator[dict[str, Any]]:
    parts: dict[str, Any] = {"slug": "demo", "case": case.id}
    if name == "case_file":
        files = {d for s in case.submissions for d in s.attachments.values()}
        yield from (parts | {"sha256": digest} for digest in sorted(files))
    elif name.startswith("case_") and name != "case":
        steps = [t for t in found.programme.transitions.values() if t.subject == "case"]
        every = 1 if PERSONS > 2 else 5
        first = [*found.run.cases].index(case.id) % every
        yield from (parts | {"step": step.id} for step in steps[first::every])
    else:
        yield parts


def test_every_cell_of_the_matrix_is_as_the_table_of_rights_says(found: Standing) -> None:
    cells, met = 0, set()
    for user, role, body in _people(found):
        for case in found.run.cases.values():
            relation = relation_to(found, user, role, body, case)
            cell = Cell(found, user.person, role, relation, case)
            met.add((role, relation))
            for name, expected in CASE_ROUTES.items():
                for parts in _parts(name, found, case):
                    cells += 1
                    where = (name, role, relation.value, case.stage, parts)
                    assert _opens(name, user, parts) == expected(cell, parts), where
    assert cells >= 3000
    assert len({c.stage for c in found.run.cases.values()}) >= 11
    assert met == set(_to_meet(found))


def _to_meet(found: Standing) -> Iterator[tuple[str, Relation]]:
    """Yield the relations that each role has to meet somewhere."""
    for role in found.programme.roles.values():
        if role.id == "public":
            continue
        yield from ((role.id, r) for r in _STANDINGS[role.scope])
        if role.id in found.programme.conflicts:
            yield role.id, Relation.CONFLICTED


def test_dossiers_are_open_as_the_table_of_rights_says(found: Standing) -> None:
    versions = {c: {v.number: v.snapshot for v in history(c)} for c in found.run.cases}
    assert len(versions[_AT_WORK]) == max(map(len, versions.values())) > 2
    routes = DOSSIER_ROUTES if PERSONS > 2 else {n: DOSSIER_ROUTES[n] for n in _ONE_OF_EACH}
    for user, role, body in _people(found):
        for case in found.run.cases.values():
            relation = relation_to(found, user, role, body, case)
            cell = Cell(found, user.person, role, relation, case, versions[case.id])
            for number in cell.versions:
                parts = {"place": case.id, "number": number}
                for name, expected in routes.items():
                    where = (name, role, relation.value, case.stage, parts)
                    assert _opens(name, user, parts) == expected(cell, number), where


def test_routes_of_dossiers_with_one_expectation_have_one_access() -> None:
    """What holds of one of them so holds of all."""
    for name, expected in DOSSIER_ROUTES.items():
        one = next(n for n in _ONE_OF_EACH if DOSSIER_ROUTES[n] is expected)
        assert access_of(_named(name).callback, name) is access_of(_named(one).callback, one), name


def test_pages_of_the_batch_are_open_by_role(found: Standing) -> None:
    steps = [t.id for t in found.programme.transitions.values() if t.subject == "batch"]
    for user, role, _body in _people(found):
        for name, expected in BATCH_ROUTES.items():
            for step in steps if name.startswith("batch_") else [""]:
                parts = {"slug": "demo", "step": step}
                assert _opens(name, user, parts) == expected(found, role, parts), (name, role, step)


def test_archives_are_handed_in_by_editors_alone(found: Standing) -> None:
    for user, role, _body in _people(found):
        assert _opens("dossiers_take", user, {}) == (role == "city_editor")


def test_visitors_and_strangers_open_nothing_of_a_batch(found: Standing) -> None:
    stranger = User.objects.create_user("stranger@people.example", name="stranger")
    for name in (*CASE_ROUTES, *BATCH_ROUTES):
        for case in found.run.cases.values():
            for parts in _parts(name, found, case):
                given = {"step": "open-call", "sha256": "0" * 64} | parts
                assert not _opens(name, AnonymousUser(), given), name
                assert not _opens(name, stranger, given), name


def test_every_route_has_an_expectation() -> None:
    open_by_name = {EVERYBODY.name, SIGNED_IN.name, OPERATOR.name}
    for route in _routes(get_resolver()):
        access = access_of(route.callback, route.name or "")
        assert access is not None, route
        known = route.name in {**CASE_ROUTES, **BATCH_ROUTES, **DOSSIER_ROUTES}
        room = str(getattr(route.callback, "__module__", ""))
        elsewhere = access.name in open_by_name or route.name in ("receipt", "dossiers_take")
        assert known or elsewhere or room.startswith(OTHER_ROOMS), (route.name, access.name)


#: Rooms whose own tests say who opens what.
OTHER_ROOMS: Final = ("dafeng.web.partners", "dafeng.web.published")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("key", "case", "status"),
    [
        ("huzhou", "330500", 200),
        ("xiangtan", "430300", 200),
        ("huzhou", "341600", 404),
        ("huzhou", "no-such-case", 404),
        ("jiangsu", "330500", 200),
        ("observer", "341600", 404),
    ],
)
def test_pages_answer_as_declared(key: str, case: str, status: int) -> None:
    client = Client()
    client.force_login(User.objects.get(email=f"{key}@demo.invalid"))
    assert client.get(f"/programmes/demo/cases/{case}/").status_code == status


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", ["", "review/", "steps/submit-plan/", "steps/submit-plan/sign/"])
def test_what_is_foreign_is_not_there(path: str) -> None:
    client = Client()
    client.force_login(User.objects.get(email="huzhou@demo.invalid"))
    answer = client.get(f"/programmes/demo/cases/430300/{path}")
    assert answer.status_code == (200 if not path else 404)
    assert "湘潭编制" not in answer.content.decode()


def test_the_reverse_of_a_case_is_its_address() -> None:
    assert reverse("case", args=["demo", "330500"]) == "/programmes/demo/cases/330500/"
