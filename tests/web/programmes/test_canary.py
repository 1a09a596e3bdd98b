"""Does a string of one city ever show to another? Random requests, in every page and file.

Xiangtan's people write a planted string wherever the site takes text; Huzhou's editor then asks
for addresses at random, with ids that are right, foreign and made up, and posts at random.
"""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from tests.web.programmes.conftest import version
from tests.web.programmes.demo_site import NOW, demo  # noqa: F401 - a fixture

from dafeng.programme import Kind
from dafeng.web.accounts.models import Invitation, Organisation, User
from dafeng.web.dossiers.models import Version
from dafeng.web.ledger import store
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.models import AttachedFile, RunningBatch
from dafeng.web.programmes.runs import standing_of

pytestmark = pytest.mark.django_db(databases=["default", "published"])

SEQUENCES: Final = int(os.environ.get("DAFENG_CANARY", "150"))
PLANTED: Final = "zaunkoenig7391"
_CASE: Final = "430300"


@pytest.fixture
def planted(demo: None) -> None:  # noqa: F811 - the fixture
    """Let Xiangtan write the string in forms, names of files, files, comments and the dossier."""
    del demo
    editor = _client("xiangtan")
    page = f"/programmes/demo/cases/{_CASE}/steps"
    User.objects.filter(email="xiangtan-sign@demo.invalid").update(name=f"{PLANTED} signs")
    version(_CASE, _user("xiangtan"))
    newest = Version.objects.filter(place=_CASE).order_by("-number").first()
    assert newest is not None
    sent = {
        "version": str(newest.number),
        "file.plan": SimpleUploadedFile(f"{PLANTED}.docx", f"plan {PLANTED}".encode()),
        "file.tables": SimpleUploadedFile("tables.xlsx", f"tables {PLANTED}".encode()),
        "consultants": PLANTED,
    }
    assert editor.post(f"{page}/submit-plan/", sent).status_code == 302
    drawn = editor.post(f"{page}/withdraw/", {"form.reason": f"because of {PLANTED}"})
    assert drawn.status_code == 302
    _comments()
    row = RunningBatch.objects.get(slug="demo")
    signatory = _user("xiangtan-sign")
    Invitation.objects.create(
        batch=row,
        email=f"{PLANTED}@people.example",
        name=PLANTED,
        organisation=Organisation.objects.get(code="430300"),
        role="city_editor",
        body=_CASE,
        inviter=signatory,
        token="0" * 64,
        made=NOW,
        expires=NOW.replace(year=2027),
    )


def _comments() -> None:
    """Let an expert comment on another foreign plan, and its place answer."""
    row = RunningBatch.objects.get(slug="demo")
    content = {"level": "shared", "chapter": PLANTED, "line": "1", "text": f"why {PLANTED}?"}
    found = standing_of("demo")
    assert found is not None
    act(_user("jiangsu").person, row, Kind.DECLARE, case="320900", content={"reason": PLANTED})
    answer = {"number": 1, "text": f"so {PLANTED}"}
    act(_user("yancheng").person, row, Kind.ANSWER, case="320900", content=answer)
    expert = _user("expert-b").person
    waiting = [c.id for c in found.run.cases.values() if c.stage == "under-review"]
    assert waiting == ["330500"]
    act(expert, row, Kind.COMMENT, case="330500", content=content | {"level": "team"})


def _user(key: str) -> User:
    return User.objects.get(email=f"{key}@demo.invalid")


def _client(key: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(_user(key))
    return client


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for part in resolver.url_patterns:
        begun = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from _routes(part, begun)
        else:
            yield begun, part


class Asking:
    """Random addresses and forms, ids of others among them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a test
        found = standing_of("demo")
        assert found is not None
        cases = ["430300", "320900", "341600", "330500", "nowhere"]
        files = [*AttachedFile.objects.values_list("sha256", flat=True), "0" * 64]
        self.values: dict[str, list[str]] = {
            "slug": ["demo", "demo", "demo", "other"],
            "case": cases,
            "place": cases,
            "step": [*found.programme.transitions],
            "sha256": files,
            "number": [str(n) for n in (0, 1, 2, store.size() - 1, store.size() - 3)],
            "invitation": [str(i.pk) for i in Invitation.objects.all()] or ["1"],
            "table": ["energy", "projects"],
            "page": ["pathway", "plan"],
            "tongue": ["zh", "en"],
            "token": ["0" * 64],
        }
        leave = ("account_logout", "dossier_start")  # the latter builds a dossier for seconds
        self.routes = [
            (path, route) for path, route in _routes(get_resolver()) if route.name not in leave
        ]

    def address(self) -> str:
        """Return an address of a random route, its parts filled at random."""
        path, route = self.random.choice(self.routes)
        for name, converter in route.pattern.converters.items():
            known = self.values.get(name)
            whole = isinstance(converter, IntConverter)
            value = self.random.choice(known) if known else str(self.random.randint(1, 9))
            if whole and not value.isdecimal():
                value = "1"
            for written in (f"<{_kind(path, name)}{name}>", f"<{name}>"):
                path = path.replace(written, value)
        asked = self.random.choice(
            ["", f"?q={PLANTED[:4]}", "?case=430300", "?kind=prepare", "?page=2"]
        )
        return f"/{path.replace('$', '').replace('^', '')}{asked}"

    def form(self) -> dict[str, Any]:
        """Return a form with fields of many pages."""
        pick = self.random.choice
        return {
            "form.reason": "because",
            "text": "a comment",
            "level": pick(["team", "reviewers", "shared"]),
            "number": pick(["1", "2"]),
            "reason": pick(["", "mine"]),
            "digest": "0" * 64,
            "expert": _user("expert-a").person,
            "name": "somebody",
            "email": f"somebody{self.random.randint(1, 99)}@people.example",
            "role": pick(["city_editor", "expert", "national_signatory"]),
            "body": pick(["330500", "430300"]),
            "version": pick(["1", "2"]),
            "q": PLANTED[:5],
        }


def _kind(path: str, name: str) -> str:
    for kind in ("slug", "int", "str", "path", "uuid"):
        if f"<{kind}:{name}>" in path:
            return f"{kind}:"
    return ""


@pytest.mark.usefixtures("planted")
def test_no_request_of_one_city_shows_what_another_wrote(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    mail.outbox.clear()
    asked = 0
    opened: set[int] = set()
    for sequence in range(SEQUENCES):
        asking = Asking(sequence)
        with transaction.atomic(), transaction.atomic(using="published"):
            client = _client("huzhou")
            for _ in range(asking.random.randint(2, 6)):
                address = asking.address()
                posts = asking.random.random() < 0.3
                answer = client.post(address, asking.form()) if posts else client.get(address)
                asked += 1
                opened.add(answer.status_code)
                _holds_nothing(answer, address)
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="published")
    assert asked > 2 * SEQUENCES
    assert {200, 302, 404} <= opened
    assert not any(PLANTED in f"{m.body}{m.subject}" for m in mail.outbox)
    assert PLANTED not in caplog.text.replace(f"q={PLANTED[:4]}", "")


def _holds_nothing(answer: Any, address: str) -> None:
    assert answer.status_code < 500, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert PLANTED.encode() not in body, address
    assert PLANTED not in str(answer.headers), address


@pytest.mark.usefixtures("planted")
def test_the_owner_does_see_it() -> None:
    page = _client("xiangtan").get(f"/programmes/demo/cases/{_CASE}/steps/submit-plan/sign/")
    assert PLANTED in page.content.decode()
    assert "yancheng" not in page.content.decode()
