"""Does a hostile value ever break a page? Random routes, with values that no browser sends."""

from __future__ import annotations

import logging
import os
import random
import re
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

pytestmark = pytest.mark.django_db(databases=["default", "published"])

#: Requests; with 3,000 it takes minutes.
ASKED: Final = int(os.environ.get("DAFENG_HOSTILE", "120"))
_PEOPLE: Final = ("hz-e", "hz-s", "pr", "ps", "no", "ns", "expert-a", "observer", "operator")
_VALUES: Final = (
    "\x00", "9" * 5000, "-1", "1e999", "NaN", "9223372036854775808", "२", "½", "x" * 100_000,
    "\r\nBcc: all@people.example", "<script>", "../../etc/passwd", "=cmd|' /C calc'!A0",
    '"\\ud800"', '{"rows":"\\ud800","begun":{}}', '[[1,2],{"a":null}]', "{}", "[]", "null",
    "2024-02-30T25:61", "0001-01-01T00:00", "9999-12-31T23:59", "2023-10-20T00:00", "", " ", "1",
    "\u202e", "'; DROP TABLE accounts_user; --", "//evil.example/", "javascript:alert(1)",
    "330500", "330100", "a" * 64, "agree", "ask", "accept", "expert", "city_editor",
)  # fmt: skip
_FIELDS: Final = (
    "after", "answer", "back", "batch", "before", "begun", "body", "capacity", "clock.plan",
    "consultants", "digest", "email", "employer", "employers", "expert", "experts", "file.plan",
    "form.reason", "from", "hosts", "kind", "language", "level", "login", "name", "name_en",
    "new_code", "new_province", "next", "notice", "number", "off", "organisation", "page",
    "password", "person", "place", "province", "q", "quota.330000", "reason", "role", "row",
    "rows", "scenario", "subjects", "text", "version", "work", "year",
)  # fmt: skip


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for part in resolver.url_patterns:
        begun = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from _routes(part, begun)
        else:
            yield begun, part


class _Hostile:
    """Addresses and forms at random, from one seed."""

    def __init__(self, walk: Walk, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a test
        self.last: tuple[str, str, object] = ("", "", None)
        self.known = {
            "slug": [walk.slug, walk.slug, "x"],
            "case": ["330500", "330100", "x"],
            "place": ["330500", "330500", "330100", "P-x"],
            "step": ["open-call", "apply", "recommend", "submit-plan", "withdraw"],
            "number": ["0", "1", "2", "99999999999999999999"],
            "table": ["energy", "activity", "sources", "x"],
            "form": ["folder", "workbook", "original", "x"],
        }
        leave = ("account_logout", "dossier_start")  # the latter builds a dossier for seconds
        every = _routes(get_resolver())
        self.routes = [(p, r) for p, r in every if r.name not in leave and "^" not in p]

    def value(self) -> str:
        return self.random.choice(_VALUES)

    def address(self) -> str:
        path, route = self.random.choice(self.routes)
        for name, converter in route.pattern.converters.items():
            numbers = ["1", "9" * 30]
            made_up = numbers if isinstance(converter, IntConverter) else ["x", "\0", "é/..;"]
            value = quote(self.random.choice(self.known.get(name, made_up)))
            path = re.sub(rf"<(\w+:)?{name}>", value, path)
        return "/" + path.lstrip("/")

    def data(self) -> dict[str, Any]:
        names = self.random.sample(_FIELDS, self.random.randint(0, 12))
        data: dict[str, Any] = {name: self.value() for name in names}
        data |= {name: [self.value(), self.value()] for name in names[:2]}
        if self.random.random() < 0.2:
            data["file"] = SimpleUploadedFile("../\u202ex\r\n.zip", self.value().encode())
        return data

    def ask(self, client: Client) -> Any:
        address, data = self.address(), self.data()
        way = self.random.choice(("get", "post", "post", "post", "json", "head", "options", "put"))
        self.last = (way, address, data)
        match way:
            case "get" | "post":
                return getattr(client, way)(address, data)
            case "json":
                return client.post(address, self.value().encode(), "application/json")
        return getattr(client, way)(address)


def test_no_hostile_value_breaks_a_page(walk: Walk) -> None:
    """An error of the site comes out of the test's browser as it is; what was asked stands by."""
    people(walk)
    with at("2023-10-12T09:00:00"):
        version("330500", walk.user("hz-e"))
        asking = _Hostile(walk, seed=1)
        clients = [*map(walk.client, _PEOPLE), Client()]
        logging.disable(logging.CRITICAL)
        try:
            for _ in range(ASKED):
                with transaction.atomic(), transaction.atomic("published"):
                    answer = asking.ask(asking.random.choice(clients))
                    assert answer.status_code < 500, asking.last
                    transaction.set_rollback(True)
        finally:
            logging.disable(logging.NOTSET)
