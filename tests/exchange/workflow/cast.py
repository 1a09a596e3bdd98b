"""The people of the tests of the workflow, their records, and what they do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from dafeng.exchange.workflow import ANYBODY, Actor, Event, Exchange, Kind, Role, apply, for_people

START = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday, 10:00 in Beijing

CITY = Actor("li", "huzhou")
FIRM = Actor("anna", "acme")
BANK = Actor("wang", "bank")
THIRD = Actor("eve", "nosy")
ADVISER = Actor("kim", "advice")
OPERATOR = Actor("op", "platform", frozenset({Role.OPERATOR}))
CLOCK = Actor("job", "", frozenset({Role.CLOCK}))
EVERYBODY = (CITY, FIRM, BANK, THIRD, ADVISER, OPERATOR, CLOCK, ANYBODY)

WORDS = "We throw away warm water of the dyehouse and look for a way to use it. " * 4
#: Values that nobody outside may ever read.
SECRETS = ("flow-sheet-4711", "li@huzhou.example", "price-list-0815", "anna@acme.example", "987654")

REQUEST: dict[str, Any] = {
    "kind": "request", "lang": "en", "title": "Heat of a dyehouse", "text": f"{WORDS} By 2028.",
    "regions_served": ["CN-ZJ"], "region_from": "CN-ZJ", "scale": "5 MW",
    "cooperation_types": ["EMC"], "details": SECRETS[0], "contact": SECRETS[1],
    "budget_max": 987654, "currency": "CNY", "adviser": "advice",
}  # fmt: skip
OFFER: dict[str, Any] = {
    "kind": "offer", "lang": "en", "title": "Heat pumps", "text": WORDS,
    "regions_served": ["CN"], "region_from": "DE", "scale": "1-9 MW",
    "cooperation_types": ["EMC"], "details": SECRETS[2], "contact": SECRETS[3],
}  # fmt: skip
PAIR = "r1~o1"
OUTCOME: dict[str, Any] = {
    "kind": "contract", "amount": 1e6, "currency": "CNY", "price_base": 2026,
    "tonnes_low": 900.0, "tonnes_high": 1300.0, "tonnes_basis": "design",
    "project": "330500/project/P1", "checked": True,
}  # fmt: skip

Said = tuple[Kind, Actor, str, dict[str, Any]]

PUBLISHED: tuple[Said, ...] = (
    (Kind.CREATE, CITY, "r1", {"record": REQUEST}),
    (Kind.CREATE, FIRM, "o1", {"record": OFFER}),
    (Kind.SUBMIT, CITY, "r1", {"export_control": "not concerned"}),
    (Kind.SUBMIT, FIRM, "o1", {"export_control": "licence held"}),
    (Kind.PUBLISH, OPERATOR, "r1", {"judged": dict.fromkeys(for_people("request"), True)}),
    (Kind.PUBLISH, OPERATOR, "o1", {"judged": dict.fromkeys(for_people("offer"), True)}),
    (Kind.TAKE_PART, ADVISER, "r1", {}),
)
SUGGESTED: tuple[Said, ...] = (
    *PUBLISHED,
    (Kind.SUGGEST, CLOCK, PAIR, {"origin": "ranking", "rank": 1, "signs": {"words": 3.0}}),
    (Kind.SHOW, CLOCK, PAIR, {"side": "requester"}),
)
MUTUAL: tuple[Said, ...] = (
    *SUGGESTED,
    (Kind.INTEREST, CITY, PAIR, {"message": "Would you come and see it?"}),
    (Kind.INTEREST, FIRM, PAIR, {}),
)
CONTACT: tuple[Said, ...] = (
    *MUTUAL,
    (Kind.CONTACT, FIRM, PAIR, {}),
    (Kind.CONTACT, CITY, PAIR, {}),
)


def event(said: Said, hours: float = 0.0) -> Event:
    """Return what somebody does, so many hours after the start."""
    kind, actor, subject, content = said
    return Event(START + timedelta(hours=hours), kind, actor, subject, content)


def events(*said: Said) -> list[Event]:
    """Return what people do, one thing an hour."""
    return [event(one, hours) for hours, one in enumerate(said)]


def after(*said: Said) -> Exchange:
    """Return where the exchange stands after what people do, one thing an hour."""
    exchange = Exchange()
    for one in events(*said):
        exchange = apply(exchange, one)
    return exchange


def later(days: float) -> float:
    """Return the hours of so many days."""
    return 24.0 * days
