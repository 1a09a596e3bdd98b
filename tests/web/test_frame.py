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


@pytest.mark.django_db(databases=["default", "published"])
def test_head_is_answered_where_get_is_and_has_no_body(client: Client) -> None:
    for path in ("/help/", "/record/heads/", "/api/v1/places"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b""), path
        assert head.headers["Content-Type"] == whole.headers["Content-Type"]


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


#: A form in which something is filled in, and a part that a template takes in.
FORM = re.compile(r'<form[^>]*method="post"[^>]*>.*?</form>', re.DOTALL)
FILLED_IN = re.compile(r'<input(?![^>]*type="hidden")|<select|<textarea|field\.html|form\.as_')
PART = re.compile(r'{% include "([^"]+)"')


def _whole(text: str, known: dict[str, str]) -> str:
    """Return a template with the parts that it takes in."""
    return text + "".join(_whole(known.get(name, ""), known) for name in PART.findall(text))


def test_every_page_with_a_form_leads_to_its_help() -> None:
    known = {f"{p.parent.name}/{p.name}": p.read_text(encoding="utf-8") for p in TEMPLATES}
    pages = {n: _whole(text, known) for n, text in known.items() if "{% extends" in text}
    filled = {n: t for n, t in pages.items() if any(map(FILLED_IN.search, FORM.findall(t)))}
    assert len(filled) > 15
    assert [n for n, text in filled.items() if "help_link" not in text] == []
