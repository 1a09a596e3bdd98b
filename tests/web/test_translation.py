"""Is every text of every page there in both languages?"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.web.crawling import crawl, untranslated

from dafeng.web.published.filling import fill
from dafeng.web.published.models import Place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_visitor_finds_no_untranslated_text(client: Client, settings: Any, language: str) -> None:
    settings.MARK_WORDS = True
    fill()
    Place.objects.exclude(id__in=["330500", "P-340100-HTZ"]).delete()
    client.cookies["django_language"] = {"zh": "zh-hans", "en": "en"}[language]
    found = {}
    pages = 0
    for address, reader in crawl(client):
        pages += 1
        wrong = untranslated(reader, language)
        if wrong:
            found[address] = wrong
    assert pages > 10
    assert not found
