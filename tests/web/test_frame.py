"""Does every page say who may open it, and in which language it is?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import dafeng.web
from dafeng.web.access import access_of

TEMPLATES = sorted(Path(dafeng.web.__path__[0]).glob("*/templates/**/*.html"))


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


@pytest.mark.django_db
def test_an_address_that_only_takes_forms_leads_a_reader_to_the_page_above(client: Client) -> None:
    answer = client.get("/language/", HTTP_ACCEPT="text/html,*/*")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/language/", HTTP_ACCEPT="application/json").status_code == 405


def test_every_table_scrolls_by_itself_on_a_narrow_screen() -> None:
    texts = [(path, path.read_text(encoding="utf-8")) for path in TEMPLATES]
    wide = [
        f"{path.parent.name}/{path.name}"
        for path, text in texts
        for found in re.finditer("<table", text)
        if not re.search(r'<div class="scroll[^>]*>$', text[: found.start()].rstrip())
    ]
    assert len(TEMPLATES) > 60
    assert not wide
