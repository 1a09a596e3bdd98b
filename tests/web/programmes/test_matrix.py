"""Who may open which page? Every route × role × relation × stage, against the table of rights.

What is expected follows from the programme's table alone; what is found is the answer of the
declared access of each route to a person who holds one role.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.programmes.demo_site import demo  # noqa: F401 - a fixture

from dafeng.programme import Case, Relation, Scope, matrix
from dafeng.web.access import EVERYBODY, OPERATOR, SIGNED_IN, access_of
from dafeng.web.accounts.models import User
from dafeng.web.programmes import scope
from dafeng.web.programmes.runs import Standing, rules, standing_of

pytestmark = pytest.mark.django_db(databases=["default", "published"])

#: Relation in which a role acts, by its scope.
_ACTING: Final = {
    Scope.PLACE: Relation.OWN,
    Scope.PROVINCE: Relation.OWN_PROVINCE,
    Scope.WHOLE: Relation.WHOLE,
    Scope.ASSIGNED: Relation.ASSIGNED,
}
#: Persons of each role; with 6 the matrix has some 40,000 cells and takes minutes.
PERSONS: Final = int(os.environ.get("DAFENG_MATRIX", "2"))
_REVIEWING: Final = {"review", "comment", "read_reviewers", "assign"}


@dataclass(frozen=True)
class Cell:
    """A person in one role before a case."""

    found: Standing
    person: str
    role: str
    relation: Relation
    case: Case

    @property
    def held(self) -> set[str]:
        """Return what the table of rights opens, with what everybody may."""
        table = _table(self.found.programme.version)
        public = table["public", Relation.NONE, self.case.stage]
        own = (
            ()
            if self.relation is Relation.CONFLICTED
            else table[self.role, self.relation, self.case.stage]
        )
        return {str(p) for p in (*public, *own)}

    def acts(self, step: str) -> bool:
        """Say whether the role takes part in a step of this case, whatever the stage."""
        transition = self.found.programme.transitions[step]
        scope = self.found.programme.roles[self.role].scope
        named = self.role in (*transition.prepared_by, *transition.decided_by)
        return named and _ACTING.get(scope) is self.relation


@lru_cache(maxsize=1)
def _table(version: str) -> Any:
    return matrix(rules(version))


def _relation(  # noqa: PLR0911 - one return a relation
    found: Standing, user: User, role: str, body: str, case: Case
) -> Relation:
    """Return how a person stands to a case, worked out from bodies and codes alone."""
    programme, applicant = found.programme, case.applicant
    known = found.run.people[user.person]
    grounds = programme.conflicts.get(role, ())
    homes = {applicant.province, *(h[:2] + "0000" for h in applicant.hosts)}
    if "employer" in grounds and known.organisation in {applicant.id, *applicant.hosts}:
        return Relation.CONFLICTED
    if "province" in grounds and known.province in homes:
        return Relation.CONFLICTED
    if (user.person, case.id) in found.run.conflicts and role in programme.conflicts:
        return Relation.CONFLICTED
    match programme.roles[role].scope:
        case Scope.PLACE:
            return Relation.OWN if body == applicant.id else Relation.NONE
        case Scope.PROVINCE:
            if body == applicant.province:
                return Relation.OWN_PROVINCE
            return Relation.HOST_PROVINCE if body in homes else Relation.NONE
        case Scope.WHOLE:
            return Relation.WHOLE
        case Scope.ASSIGNED:
            return Relation.ASSIGNED if user.person in case.experts else Relation.NONE
    return Relation.NONE


def _sees(cell: Cell) -> bool:
    return "see" in cell.held


def _needs(*wanted: str) -> Callable[[Cell, dict[str, Any]], bool]:
    return lambda cell, _parts: _sees(cell) and bool(cell.held & set(wanted))


def _step(cell: Cell, parts: dict[str, Any]) -> bool:
    return _sees(cell) and cell.acts(parts["step"])


def _file(cell: Cell, parts: dict[str, Any]) -> bool:
    kinds = cell.found.programme.attachments
    opens = {
        "public": {"read_public", "read"},
        "review": {"read"},
        "restricted": {"read_restricted"},
    }
    kind = next(
        k for s in cell.case.submissions for k, d in s.attachments.items() if d == parts["sha256"]
    )
    return _sees(cell) and bool(cell.held & opens[kinds[kind].access])


#: What is expected of each route of a case.
CASE_ROUTES: Final[dict[str, Callable[[Cell, dict[str, Any]], bool]]] = {
    "case": lambda cell, _parts: _sees(cell),
    "declare": lambda cell, _parts: _sees(cell),
    "desk_of_case": _needs(*_REVIEWING),
    "comment": _needs("comment"),
    "answer": _needs("answer"),
    "score": _needs("review"),
    "assign": _needs("assign"),
    "release": _needs("assign"),
    "case_file": _file,
    "case_step": _step,
    "case_sign": _step,
    "case_drop": _step,
}

#: What is expected of each route of a batch, by role.
BATCH_ROUTES: Final[dict[str, Callable[[Standing, str, dict[str, Any]], bool]]] = {
    "batch": lambda _found, _role, _parts: True,
    "queue": lambda _found, _role, _parts: True,
    "list_xlsx": lambda _found, _role, _parts: True,
    "list_docx": lambda _found, _role, _parts: True,
    "begin": lambda _found, _role, _parts: False,
    "experts": lambda _found, role, _parts: role == "national_officer",
    "batch_step": lambda found, role, parts: _of_batch(found, role, parts["step"]),
    "batch_sign": lambda found, role, parts: _of_batch(found, role, parts["step"]),
    "batch_drop": lambda found, role, parts: _of_batch(found, role, parts["step"]),
    "people": lambda found, role, _parts: _appoints(found, role),
    "dismiss": lambda found, role, _parts: _appoints(found, role),
    "withdraw": lambda found, role, _parts: _appoints(found, role),
}


def _of_batch(found: Standing, role: str, step: str) -> bool:
    transition = found.programme.transitions[step]
    whole = found.programme.roles[role].scope is Scope.WHOLE
    return whole and role in (*transition.prepared_by, *transition.decided_by)


def _appoints(found: Standing, role: str) -> bool:
    return any(role in r.appointed_by for r in found.programme.roles.values())


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
    """Return where the demonstration stands; nothing happens meanwhile."""
    del demo
    found = standing_of("demo")
    assert found is not None
    monkeypatch.setattr(scope, "standing_of", {"demo": found}.get)
    return found


def _people(found: Standing) -> Iterator[tuple[User, str, str]]:
    """Yield people with their one role, enough for each role to meet each relation."""
    users = {u.person: u for u in User.objects.select_related("organisation")}
    seen: dict[str, int] = {}
    for known in found.run.people.values():
        (grant,) = known.grants
        seen[grant.role] = seen.get(grant.role, 0) + 1
        if seen[grant.role] <= PERSONS:
            yield users[known.id], grant.role, grant.body


def _parts(name: str, found: Standing, case: Case) -> Iterator[dict[str, Any]]:
    parts: dict[str, Any] = {"slug": "demo", "case": case.id}
    if name == "case_file":
        files = {d for s in case.submissions for d in s.attachments.values()}
        yield from (parts | {"sha256": digest} for digest in sorted(files))
    elif name.startswith("case_") and name != "case":
        steps = [t for t in found.programme.transitions.values() if t.subject == "case"]
        every = 1 if PERSONS > 2 else 5
        yield from (parts | {"step": step.id} for step in steps[::every])
    else:
        yield parts


def test_every_cell_of_the_matrix_is_as_the_table_of_rights_says(found: Standing) -> None:
    cells, met = 0, set()
    for user, role, body in _people(found):
        for case in found.run.cases.values():
            relation = _relation(found, user, role, body, case)
            cell = Cell(found, user.person, role, relation, case)
            met.add((role, relation))
            for name, expected in CASE_ROUTES.items():
                for parts in _parts(name, found, case):
                    cells += 1
                    where = (name, role, relation.value, case.stage, parts)
                    assert _opens(name, user, parts) == expected(cell, parts), where
    assert cells >= 3000
    assert len({c.stage for c in found.run.cases.values()}) >= 11
    roles = set(found.programme.roles) - {"public"}
    assert {role for role, _relation in met} == roles


def test_pages_of_the_batch_are_open_by_role(found: Standing) -> None:
    steps = [t.id for t in found.programme.transitions.values() if t.subject == "batch"]
    for user, role, _body in _people(found):
        for name, expected in BATCH_ROUTES.items():
            for step in steps if name.startswith("batch_") else [""]:
                parts = {"slug": "demo", "step": step}
                assert _opens(name, user, parts) == expected(found, role, parts), (name, role, step)


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
        known = route.name in CASE_ROUTES or route.name in BATCH_ROUTES
        room = str(getattr(route.callback, "__module__", ""))
        elsewhere = access.name in open_by_name or route.name == "receipt"
        assert known or elsewhere or room.startswith(OTHER_ROOMS), (route.name, access.name)


#: Rooms whose own tests say who opens what.
OTHER_ROOMS: Final = ("dafeng.web.partners", "dafeng.web.dossiers", "dafeng.web.published")


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
