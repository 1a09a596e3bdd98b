"""Has any page a barrier that axe finds, or more width than a phone, for any role and language?

Takes minutes: ``make pages`` runs it. The walk through batch 1 holds the main pages to axe too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser
from tests.browser.walking import Clock, barriers, beyond_a_phone
from tests.web.crawling import crawl
from tests.web.programmes import demo_site
from tests.web.programmes.test_words import WALKERS, FirstOfEach

from dafeng.web.accounts.models import User
from dafeng.web.demo import filling
from dafeng.web.ledger import store

pytestmark = pytest.mark.skipif(
    "DAFENG_PAGES" not in os.environ, reason="takes minutes: make pages runs it"
)


@pytest.fixture
def filled(clock: Clock, transactional_db: None, live_server: Any) -> Iterator[str]:
    """The demonstration at its own time, its dossiers made small."""
    del clock, transactional_db
    with ExitStack() as held:
        patch = held.enter_context(pytest.MonkeyPatch.context())
        for name in ("_dossier", "_revised"):
            patch.setattr(filling, name, demo_site.small)
        filling.fill(demo_site.NOW)
        held.enter_context(store.told_at(demo_site.NOW))
        yield live_server.url


def test_no_page_has_a_barrier_or_is_wider_than_a_phone(
    filled: str, browser: Browser, locale: str
) -> None:
    found: dict[str, str] = {}
    for key in WALKERS:
        client = Client(HTTP_ACCEPT_LANGUAGE=locale)
        client.force_login(User.objects.get(email=f"{key}@demo.invalid"))
        context = browser.new_context(base_url=filled, locale=locale)
        value = str(client.cookies["sessionid"].value)
        context.add_cookies([{"name": "sessionid", "value": value, "url": filled}])
        page = context.new_page()
        addresses = [a for a, _page in crawl(client, "/desk/", wanted=FirstOfEach(1))]
        assert len(addresses) > 10
        for address in addresses:
            page.goto(address)
            report, wider = barriers(page), beyond_a_phone(page)
            if report or wider:
                found[f"{key} {address}"] = f"{report}\n{wider} px beyond a phone"
        context.close()
    assert not found, "\n".join(f"{k}\n{v}" for k, v in found.items())
