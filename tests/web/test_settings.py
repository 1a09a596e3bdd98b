"""Does the environment set the site as the manual says?"""

from __future__ import annotations

import io
import logging
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as given
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.test import Client

from dafeng.errors import DafengError
from dafeng.web import environment, settings
from dafeng.web.answering import processes
from dafeng.web.keys import private_folder

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


@pytest.mark.parametrize(
    "text",
    [
        "[{", "{}", "[1]", "[" * 3000,
        '[{"provider_id": "a", "client_id": "b"}]',
        '[{"provider_id": "a", "client_id": "b", "settings": {"server_url": "login.example.org"}}]',
        '[{"client_id": "b", "settings": {"server_url": "https://login.example.org"}}]',
    ],
)  # fmt: skip
def test_an_identity_provider_that_nobody_could_reach_is_told_before_the_site_serves(
    text: str,
) -> None:
    with pytest.raises(DafengError) as caught:
        environment.providers(text)
    assert "DAFENG_OIDC" in caught.value.text.zh
    assert "DAFENG_OIDC" in caught.value.text.en


def test_what_an_identity_provider_needs_is_taken() -> None:
    entry = (
        '{"provider_id": "a", "client_id": "b", "settings": {"server_url": "https://x.example"}}'
    )
    assert environment.providers(f"[{entry}]")[0]["provider_id"] == "a"
    assert environment.providers("") == []
    with pytest.raises(DafengError, match="twice"):
        environment.providers(f"[{entry}, {entry}]")


def test_an_address_that_is_none_is_told_by_the_name_of_its_variable(tmp_path: Path) -> None:
    for refused in (
        lambda: environment.store("DATABASE_URL", "foo", tmp_path),
        lambda: environment.mail("smtp://mail.example.org:99999"),
        lambda: environment.mail("mail.example.org"),
        lambda: environment.proxies("a"),
    ):
        with pytest.raises(environment.SettingError, match="variable D"):
            refused()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of another kind")
def test_the_folder_of_the_site_is_its_owners_alone(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir(mode=0o755)
    for folder in (old, tmp_path / "new"):
        private_folder(folder)
        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("command", "given_to_it"),
    [("backup", ["copy.zip"]), ("verify_files", []), ("remind", []), ("judgements", ["a"])],
)
@pytest.mark.django_db
def test_a_command_without_a_site_says_so(
    monkeypatch: pytest.MonkeyPatch, command: str, given_to_it: list[str]
) -> None:
    monkeypatch.setattr(connections["default"].introspection, "table_names", lambda _=None: [])
    with pytest.raises(CommandError, match=r"没有网站.*there is no site"):
        call_command(command, *given_to_it, stdout=io.StringIO())


@pytest.mark.parametrize(("tls", "seconds"), [("1", 365 * 24 * 3600), ("", 0)])
def test_browsers_are_held_to_tls_where_the_site_stands_behind_it(
    monkeypatch: pytest.MonkeyPatch, tls: str, seconds: int
) -> None:
    made = _settings(monkeypatch, DAFENG_TLS=tls)
    assert (made["SECURE_HSTS_SECONDS"], made["SESSION_COOKIE_SECURE"]) == (seconds, tls == "1")


def test_a_site_answers_to_this_machine_alone_where_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DAFENG_HOSTS", raising=False)
    assert _settings(monkeypatch)["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize("host", ["evil.example", "a b", "127.0.0.1@evil.example", ""])
def test_a_wrong_name_of_the_host_writes_nothing_to_the_console(
    monkeypatch: pytest.MonkeyPatch, client: Client, host: str
) -> None:
    told: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.getLogger(), "handlers", [_Keeping(told)])
    assert client.get("/help/", HTTP_HOST=host).status_code == 400
    assert not [r for r in told if r.exc_info or "HTTP_HOST" in r.getMessage()]


class _Keeping(logging.Handler):
    """Keeps what would be written to the console."""

    def __init__(self, told: list[logging.LogRecord]) -> None:
        super().__init__()
        self.told = told

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record)
