"""What does the site ask where a clock cannot be counted, and how does a year come in?"""

from __future__ import annotations

import pytest
from tests.web.programmes.conftest import Walk, at, version, words
from tests.web.programmes.test_path import HUZHOU, to_the_list

pytestmark = pytest.mark.django_db(databases=["default", "published"])

LATE = "2026-12-18T09:00:00"
RETURN = f"cases/{HUZHOU}/steps/return-by-province/"
YEAR = {
    "year": "2027",
    "notice": "虚构的通知 a made-up notice",
    "off": "2027-01-01/2027-01-03\n2027-02-06",
    "work": "2027-01-09",
}


@pytest.fixture
def late(walk: Walk) -> Walk:
    """A plan that waits for its province when a limit would run into 2027."""
    to_the_list(walk)
    with at("2024-01-31T09:00:00"):
        version(HUZHOU, walk.user("hz-e"))
        walk.take("submit-plan", HUZHOU, "hz-e", "hz-s")
    return walk


def test_the_form_asks_for_the_instant_that_cannot_be_counted(late: Walk) -> None:
    clocks = {"clock.revision": "2027-03-01T00:00", "clock.appeal": "2027-01-20T00:00"}
    with at(LATE):
        page = late.get("pr", RETURN)
        assert 'name="clock.appeal"' in page.content.decode()
        assert "has no holidays of 2027" in words(page)
        late.take("return-by-province", HUZHOU, "pr", "ps", **clocks)
        assert late.stage(HUZHOU) == "returned"


def test_who_signs_for_the_whole_adds_the_year(late: Walk) -> None:
    with at(LATE):
        assert late.get("pr", "calendar/").status_code == 404
        assert "calendar/" not in late.get("pr", "").content.decode()
        assert late.post("ns", "calendar/", YEAR | {"off": "soon"}).status_code == 422
        assert late.post("ns", "calendar/", YEAR).status_code == 302
        assert late.post("ns", "calendar/", YEAR).status_code == 422
        assert "2027" in words(late.get("ns", "calendar/"))
        assert 'name="clock.appeal"' not in late.get("pr", RETURN).content.decode()
        late.take(
            "return-by-province", HUZHOU, "pr", "ps", **{"clock.revision": "2027-03-01T00:00"}
        )
        assert late.stage(HUZHOU) == "returned"
        assert "add a year of holidays" in words(late.get("pr", "/record/"))
