"""How does a site that is new come to its first batch?"""

from __future__ import annotations

import os
import re
from io import StringIO
from typing import Any

import click
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from tests.web.programmes.conftest import PASSWORD, at

from dafeng.web import answering, serve
from dafeng.web.accounts.first import make_operator
from dafeng.web.accounts.models import User
from dafeng.web.ledger import store
from dafeng.web.programmes.models import RunningBatch

pytestmark = pytest.mark.django_db(databases=["default", "published"])


def _choose(client: Client, link: str) -> Any:
    """Open the link, choose a password; return the answer."""
    page = client.get(link.removeprefix(settings.SITE_ADDRESS), follow=True)
    way = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(way, {"password1": PASSWORD, "password2": PASSWORD})


def test_the_first_person_chooses_a_password_and_starts_a_batch() -> None:
    link = make_operator("First@People.example")
    assert link is not None
    assert _choose(Client(), link).status_code == 302
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    entered = client.post(
        "/account/login/", {"login": "first@people.example", "password": PASSWORD}
    )
    assert entered.status_code == 302
    with at("2026-12-01T09:00:00"):
        started = client.post("/programmes/start/", {"batch": "cn-carbon-peaking-2023/1"})
    assert started.status_code == 302
    row = RunningBatch.objects.get()
    assert client.get(f"/people/{row.slug}/").status_code == 200
    kinds = [e.kind for e in store.entries()]
    assert kinds == ["people.operator", "programme.start"]


def test_the_link_serves_once_and_names_nobody_twice() -> None:
    link = make_operator("first@people.example")
    assert link is not None
    _choose(Client(), link)
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    _choose(Client(), link)
    assert make_operator("first@people.example") is None
    assert User.objects.get().password == user.password
    assert store.size() == 1


def test_serve_prints_the_link(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    for name in ("DAFENG_SITE", "DJANGO_SETTINGS_MODULE", "DAFENG_ADDRESS"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.setattr(answering, "ends_by_signal", lambda: None)
    monkeypatch.setattr(serve, "_set_up", lambda **_given: None)
    monkeypatch.setattr(answering, "bound", lambda *_given: [])
    monkeypatch.setattr(serve, "_serve", lambda *_given: None)
    command = ["--site", str(tmp_path), "--operator", "first@people.example"]
    said = CliRunner().invoke(serve.command, command)
    assert said.exit_code == 0, said.output
    assert "/account/password/reset/key/" in said.output
    assert User.objects.get().is_operator
    wrong = CliRunner().invoke(serve.command, ["--site", str(tmp_path), "--operator", "first"])
    assert wrong.exit_code == 2


def test_nothing_is_served_while_the_clock_is_behind_the_log() -> None:
    with at("2026-12-01T09:00:00"):
        make_operator("first@people.example")
        serve._require_clock()  # noqa: SLF001 - a part of the command
    with at("2026-12-01T08:59:59"), pytest.raises(click.UsageError, match="2026-12-01"):
        serve._require_clock()  # noqa: SLF001 - a part of the command


def test_a_site_that_runs_gets_its_first_person_by_a_command() -> None:
    told = StringIO()
    call_command("operator", "first@people.example", stdout=told)
    (link,) = re.findall(r"http\S+", told.getvalue())
    assert _choose(Client(), link).status_code == 302
    assert User.objects.get().is_operator
    with pytest.raises(CommandError, match="no-address"):
        call_command("operator", "no-address")
