"""Does the environment set the site as the manual says?"""

from __future__ import annotations

import runpy
from typing import Any

import pytest
from django.conf import settings as given
from django.test import Client

from dafeng.web import settings
from dafeng.web.answering import processes

PROVIDER = {"provider_id": "work", "settings": {"server_url": "https://login.example.org/realms/a"}}


def _settings(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, Any]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(settings.__file__)


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp+tls://me%40here:p%2Fw@mail.example.org", 587, True, False),
        ("smtps://me%40here:p%2Fw@mail.example.org:4650", 4650, False, True),
    ],
)
def test_one_address_says_how_mail_goes_out(
    monkeypatch: pytest.MonkeyPatch, address: str, port: int, tls: bool, ssl: bool
) -> None:
    found = _settings(monkeypatch, DAFENG_EMAIL_URL=address)
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)
    named = "@" in address
    assert found["EMAIL_HOST_USER"] == ("me@here" if named else "")
    assert found["EMAIL_HOST_PASSWORD"] == ("p/w" if named else "")


def test_mail_is_printed_where_no_address_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _settings(monkeypatch, DAFENG_EMAIL_URL="")
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


@pytest.mark.django_db
def test_forms_lead_to_identity_providers_from_the_pages_of_accounts_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "SOCIALACCOUNT_PROVIDERS", {"openid_connect": {"APPS": [PROVIDER]}})
    signing_in = client.get("/account/password/reset/").headers["Content-Security-Policy"]
    reading = client.get("/help/").headers["Content-Security-Policy"]
    assert "form-action 'self' https://login.example.org;" in signing_in
    assert "form-action 'self';" in reading


def test_as_many_processes_answer_as_are_wanted_or_as_there_are_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: set(range(12)), raising=False)
    assert processes(7) == 7
    assert processes(None) == 4
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: {0}, raising=False)
    assert processes(None) == 1
    monkeypatch.setattr("os.name", "nt")
    assert processes(7) == 1
