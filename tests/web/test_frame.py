"""Does every page say who may open it, and in which language it is?"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dafeng.web.access import access_of


def _routes(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for part in resolver.url_patterns:
        found += _routes(part) if isinstance(part, URLResolver) else [part]
    return found


@pytest.mark.parametrize("route", _routes(get_resolver()), ids=lambda r: r.name or str(r.pattern))
def test_every_route_declares_who_may_open_it(route: URLPattern) -> None:
    assert access_of(route.callback, route.name or "") is not None


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("zh-hans", "试点"), ("en", "Pilots")])
def test_pages_speak_the_chosen_language(client: Client, language: str, word: str) -> None:
    client.post("/language/", {"language": language, "back": "/"})
    page = client.get("/")
    assert word in page.content.decode()


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/desk/").headers["Location"].startswith("/account/login/")


def test_a_foreign_address_is_no_way_back(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "back": "//elsewhere.example/"})
    assert answer.headers["Location"] == "/"
