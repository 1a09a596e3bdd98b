"""What happens where the holidays of a year are not announced yet?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.programme.acting import FIRST, HUZHOU, Acting, filled, until

from dafeng.programme import Kind

YEAR: dict[str, Any] = {
    "year": 2027,
    "notice": "虚构的通知 a made-up notice",
    "off": ["2026-12-31/2027-01-03", "2027-02-06"],
    "work": ["2027-01-09"],
}
REVISION = {"revision": "2027-03-01T00:00:00+08:00"}
APPEAL = {"appeal": "2027-01-20T00:00:00+08:00"}


@pytest.fixture
def late() -> Acting:
    """A plan that comes back when its limits run into a year without holidays."""
    return Acting(until(FIRST, HUZHOU, "submitted")).at("2026-12-18T09:00:00")


def _returned(late: Acting, clocks: dict[str, str]) -> set[str]:
    content = filled(late.rules.transitions["return-by-province"], "x", clocks)
    return late.refused(Kind.PREPARE, "zj-reviewer", HUZHOU, "return-by-province", **content)


def test_the_authority_states_the_instant_that_cannot_be_counted(late: Acting) -> None:
    assert _returned(late, REVISION) == {"clock.uncounted"}
    late.both("zj-reviewer", "zj-signatory", HUZHOU, "return-by-province", REVISION | APPEAL)
    ends = late.run.cases[HUZHOU].clocks["appeal"].instant
    assert ends == datetime.fromisoformat(APPEAL["appeal"])


def test_a_year_that_is_announced_is_counted_from_then_on(late: Acting) -> None:
    late.do(Kind.ANNOUNCE, "nat-signatory", **YEAR)
    assert _returned(late, REVISION | APPEAL) == {"clock.set"}
    late.both("zj-reviewer", "zj-signatory", HUZHOU, "return-by-province", REVISION)
    # 21-25 and 28-30 December are eight days; 4 and 5 January the ninth and tenth.
    ends = late.run.cases[HUZHOU].clocks["appeal"].instant
    assert ends == datetime.fromisoformat("2027-01-06T00:00:00+08:00")


@pytest.mark.parametrize(
    ("actor", "changes", "refused"),
    [
        ("nat-signatory", {}, set()),
        ("nat-officer", {}, {"calendar.right"}),
        ("huzhou-editor", {}, {"calendar.right"}),
        ("nat-signatory", {"year": 2026}, {"calendar.known", "calendar.content"}),
        ("nat-signatory", {"notice": " "}, {"calendar.content"}),
        ("nat-signatory", {"off": []}, {"calendar.content"}),
        ("nat-signatory", {"off": ["2027-01-03/2027-01-01"]}, {"calendar.content"}),
        ("nat-signatory", {"off": ["2028-01-01"]}, {"calendar.content"}),
        ("nat-signatory", {"work": ["9 January"]}, {"calendar.content"}),
        ("nat-signatory", {"work": "2027-01-09"}, {"content.kind"}),
    ],
)
def test_a_year_is_added_once_by_who_signs_for_the_whole(
    late: Acting, actor: str, changes: dict[str, Any], refused: set[str]
) -> None:
    assert late.refused(Kind.ANNOUNCE, actor, **{**YEAR, **changes}) == refused


def test_a_known_year_is_not_changed(late: Acting) -> None:
    late.do(Kind.ANNOUNCE, "nat-signatory", **YEAR)
    again = {**YEAR, "off": ["2027-01-01"]}
    assert late.refused(Kind.ANNOUNCE, "nat-signatory", **again) == {"calendar.known"}
