"""Is what a process keeps of pages never older than what they show?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from dafeng.web.published.filling import fill
from dafeng.web.published.models import Edition
from dafeng.web.published.releasing import Issued, release_plan

NOON: Final = datetime(2026, 1, 2, 12, tzinfo=UTC)
KEPT: Final = Template('{% kept mark %}{{ text }}{% t "甲" "A" %}{% endkept %}')


def _laid_out(mark: object, text: str) -> str:
    return KEPT.render(Context({"mark": mark, "text": text}))


def test_a_part_is_kept_for_its_values_and_its_language() -> None:
    with override("en"):
        assert _laid_out("one", "first ") == "first A"
        assert _laid_out("one", "later ") == "first A"
        assert _laid_out("two", "later ") == "later A"
    with override("zh-hans"):
        assert _laid_out("one", "另") == "另甲"


def test_nothing_is_kept_where_a_value_is_missing() -> None:
    with override("en"):
        assert _laid_out(None, "first ") == "first A"
        assert _laid_out(None, "later ") == "later A"


def test_values_are_escaped_and_wordings_are_as_they_stand() -> None:
    page = Template('{% t "甲<br>乙" "A<br>B" %}{% t "见{x}" " see {x}" x=name %}')
    with override("en"):
        assert page.render(Context({"name": "<b>"})) == "A<br>B see &lt;b&gt;"


@pytest.mark.django_db
def test_pages_show_what_was_published_a_moment_ago(client: Client) -> None:
    fill()
    before = Edition.now()
    addresses = ("/", "/places/", "/places/330500/", "/api/v1/places", "/search/?q=余热电站")
    shown = {a: client.get(a).content.decode() for a in addresses}
    assert "余热电站" not in shown["/places/330500/"]
    projects = [{"name_zh": "余热电站", "name_en": "Waste heat plant"}]
    release_plan(Issued("330500", "b1", "a" * 64, 7, NOON, {}, projects))
    assert Edition.now() != before
    after = {a: client.get(a).content.decode() for a in addresses}
    assert "余热电站" in after["/places/330500/"]
    assert "/places/330500/" in after["/search/?q=余热电站"]
    assert "#plans" in after["/places/"]
