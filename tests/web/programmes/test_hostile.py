"""Does a hostile value ever break a page? Every route, with texts that no browser sends."""

from __future__ import annotations

import logging
import os
import random
import re
import traceback
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from tests.web.programmes.conftest import Walk, at, people, version

from dafeng.programme import Kind

pytestmark = pytest.mark.django_db(databases=["default", "published"])

ASKED: Final = int(os.environ.get("DAFENG_HOSTILE", "400"))
PEOPLE: Final = ("hz-e", "hz-s", "pr", "ps", "no", "ns", "expert-a", "observer", "operator")
VALUES: Final = (
    "\x00", "a\x00b", "9" * 5000, "-1", "1e999", "NaN", "9223372036854775808", "२", "½", "x" * 100_000,
    "\r\nBcc: all@people.example", "<script>", "../../etc/passwd", "=cmd|' /C calc'!A0", "\"\\ud800\"", "{\"rows\":\"\\ud800\",\"begun\":{}}",
    "2024-02-30T25:61", "0001-01-01T00:00", "9999-12-31T23:59", "{}", "[]", "[[1,2],{\"a\":null}]",
    "null", "true", "1", "", " ", "\u202e", "'; DROP TABLE accounts_user; --", "//evil.example/",
    "https://evil.example/", "javascript:alert(1)", "330500", "330100", "a" * 64, "agree", "ask",
    "accept", "expert", "city_editor", "2023-10-20T00:00",
)  # fmt: skip
FIELDS: Final = (
    "adviser",
    "after",
    "again",
    "answer",
    "back",
    "batch",
    "before",
    "begun",
    "blank",
    "body",
    "capacity",
    "case",
    "client",
    "clock.plan",
    "consultants",
    "digest",
    "email",
    "employer",
    "employers",
    "expert",
    "experts",
    "faults",
    "file",
    "file.plan",
    "form.reason",
    "from",
    "hosts",
    "kind",
    "language",
    "leave_out",
    "level",
    "login",
    "name",
    "name_en",
    "name_zh",
    "need",
    "new_code",
    "new_en",
    "new_province",
    "new_zh",
    "notice",
    "number",
    "off",
    "organisation",
    "owner",
    "page",
    "password",
    "place",
    "province",
    "q",
    "quota.330000",
    "reason",
    "remark",
    "role",
    "row",
    "rows",
    "scenario",
    "sector",
    "subject",
    "subjects",
    "team",
    "text",
    "version",
    "work",
    "year",
)


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for part in resolver.url_patterns:
        begun = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from _routes(part, begun)
        else:
            yield begun, part


class Hostile:
    """Addresses and forms at random, from one seed."""

    def __init__(self, walk: Walk, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a test
        self.known = {
            "slug": [walk.slug, walk.slug, "x"],
            "case": ["330500", "330100", "x"],
            "place": ["330500", "330500", "330100", "P-x"],
            "step": ["open-call", "apply", "recommend", "submit-plan", "withdraw"],
            "sha256": ["0" * 64],
            "number": ["0", "1", "2", "99999999999999999999"],
            "table": ["energy", "activity", "sources", "x"],
            "page": ["inventory", "x"],
            "tongue": ["zh", "xx"],
            "form": ["folder", "workbook", "original", "x"],
        }
        leave = ("account_logout", "dossier_start")
        self.routes = [
            (p, r) for p, r in _routes(get_resolver()) if r.name not in leave and "^" not in p
        ]

    def value(self) -> str:
        return self.random.choice(VALUES)

    def address(self) -> str:
        path, route = self.random.choice(self.routes)
        for name, converter in route.pattern.converters.items():
            whole = isinstance(converter, IntConverter)
            known = self.known.get(
                name, ["1", "9" * 30] if whole else ["x", "\x00", "a" * 300, "é/..;"]
            )
            value = quote(self.random.choice(known))
            path = re.sub(rf"<(\w+:)?{name}>", value, path)
        return "/" + path.lstrip("/")

    def data(self) -> dict[str, Any]:
        names = self.random.sample(FIELDS, self.random.randint(0, min(12, len(FIELDS))))
        data: dict[str, Any] = {n: self.value() for n in names}
        for name in names[:2]:
            data[name] = [self.value(), self.value()]
        if self.random.random() < 0.2:
            data["file"] = SimpleUploadedFile(
                "../\u202ex\r\n.zip", self.value().encode("utf-8", "replace")
            )
        return data

    def ask(self, client: Client) -> Any:
        address, data = self.address(), self.data()
        way = self.random.choice(("get", "post", "post", "post", "json", "head", "options", "put"))
        self.last = (way, address, {k: str(v)[:40] for k, v in data.items()})
        if way == "get":
            return client.get(address, data)
        if way == "post":
            return client.post(address, data)
        if way == "json":
            return client.post(address, self.value().encode("utf-8", "replace"), "application/json")
        return getattr(client, way)(address)


def test_no_hostile_value_breaks_a_page(walk: Walk) -> None:
    people(walk)
    logging.disable(logging.CRITICAL)
    with at("2023-10-12T09:00:00"):
        version("330500", walk.user("hz-e"))
        asking, found = Hostile(walk, int(os.environ.get("SEED", "1"))), {}
        clients = [walk.client(k) for k in PEOPLE] + [Client()]
        for _ in range(ASKED):
            client = asking.random.choice(clients)
            try:
                with transaction.atomic(), transaction.atomic("published"):
                    answer = asking.ask(client)
                    assert answer.status_code < 500, answer.status_code
                    transaction.set_rollback(True)
            except Exception as e:  # noqa: BLE001
                tb = traceback.extract_tb(e.__traceback__)
                at_ = next(
                    (
                        f"{f.filename.split('src/')[-1]}:{f.lineno}"
                        for f in reversed(tb)
                        if "dafeng" in f.filename and "tests" not in f.filename
                    ),
                    "?",
                )
                found.setdefault((type(e).__name__, str(e)[:80], at_), asking.last)
    for k, v in found.items():
        print(k, v)
    assert not found
