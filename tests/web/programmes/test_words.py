"""Is every text of the pages behind the sign-in there in both languages, for people of each role?

``make pages`` walks as every role; the suite as two of them.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from tests.web.crawling import crawl, untranslated
from tests.web.programmes.demo_site import demo  # noqa: F401 - a fixture

from dafeng.web.accounts.models import User
from dafeng.web.ledger import store
from dafeng.web.partners.models import EventRow

pytestmark = pytest.mark.django_db(databases=["default", "published"])

ALL = "DAFENG_PAGES" in os.environ
WALKERS = (
    "operator", "nation", "nation-sign", "zhejiang", "zhejiang-sign", "zhejiang-gov",
    "zhejiang-gov-sign", "huzhou", "changsha", "hangzhou-sign", "expert-a", "observer",
)  # fmt: skip
#: Pages of one route that are opened.
MOST = 3 if ALL else 1


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("key", "language"),
    [*product(WALKERS, ("zh", "en"))] if ALL else [("nation", "zh"), ("changsha", "en")],
)
def test_nobody_finds_an_untranslated_text(settings: Any, key: str, language: str) -> None:
    settings.MARK_WORDS = True
    client = Client()
    client.force_login(User.objects.get(email=f"{key}@demo.invalid"))
    client.cookies["django_language"] = {"zh": "zh-hans", "en": "en"}[language]
    written = set(_written())
    found, pages = {}, 0
    for address, reader in crawl(client, "/desk/", wanted=FirstOfEach(MOST)):
        pages += 1
        wrong = untranslated(reader, language, written)
        if wrong:
            found[address] = wrong
    assert pages > 10
    assert not found, "\n".join(f"{k}: {v}" for k, v in found.items())


def _written() -> Iterator[str]:
    """Yield what people of the demonstration have written: names, texts, names of files."""
    for user in User.objects.all():
        yield from (user.name, user.email)
    said: list[Any] = [e.content for e in store.entries()]
    said += EventRow.objects.values_list("event", flat=True)
    while said:
        one = said.pop()
        if isinstance(one, str) and re.search(r"[^a-z_]", one):
            yield one
        elif isinstance(one, dict | list):
            said += one.values() if isinstance(one, dict) else one


class FirstOfEach:
    """Says whether a page behind the sign-in is one of the first of its route."""

    def __init__(self, most: int) -> None:
        self.most, self.met = most, Counter[str]()

    def __call__(self, address: str) -> bool:
        route = _route(address)
        self.met[route] += 1
        return bool(route) and self.met[route] <= self.most


def _route(address: str) -> str:
    """Return the name of the route of a page behind the sign-in; "" for any other."""
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    room = str(getattr(match.func, "__module__", ""))
    public = room.startswith(("dafeng.web.published", "ninja"))
    return "" if public else f"{match.url_name}"
