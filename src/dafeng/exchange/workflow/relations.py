"""What is somebody to a record or to an introduction?"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from dafeng.exchange.workflow.actor import Actor
from dafeng.exchange.workflow.state import Exchange, Introduction, Listing
from dafeng.exchange.workflow.vocabulary import Side
from dafeng.language import Text


class Relation(StrEnum):
    """What somebody is to what an event is about."""

    OWNER = "owner"
    NAMED = "named"
    TEAM = "team"
    ADVISER = "adviser"
    PARTY = "party"
    INVITED = "invited"
    OPERATOR = "operator"
    CLOCK = "clock"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _WORDS[self]


_WORDS: Final = {
    Relation.OWNER: Text("所属单位", "the owning organisation"),
    Relation.NAMED: Text("被列名的单位", "who is named in it"),
    Relation.TEAM: Text("联合体成员", "a member of the team"),
    Relation.ADVISER: Text("顾问", "the adviser"),
    Relation.PARTY: Text("参与单位", "a party"),
    Relation.INVITED: Text("受邀单位", "who was invited"),
    Relation.OPERATOR: Text("平台运营方", "the operator"),
    Relation.CLOCK: Text("时钟", "the clock"),
}

#: Relations that show somebody a record as its owner sees it.
OWN: Final = frozenset({Relation.OWNER, Relation.TEAM, Relation.ADVISER})


def concerned_by(subject: Listing | Introduction) -> frozenset[str]:
    """Return the organisations that have a part in a record or an introduction, or may have."""
    if isinstance(subject, Listing):
        record = subject.record
        team = (member.organisation for member in record.team)
        return frozenset({record.owner, record.adviser, *team} - {""})
    invited = (one.party.organisation for one in subject.invitations)
    return frozenset({*subject.organisations, *invited} - {""})


def general(actor: Actor) -> frozenset[Relation]:
    """Return what somebody is to everything: the operator, or the clock."""
    found = {Relation.OPERATOR} if actor.operates else set()
    return frozenset(found | ({Relation.CLOCK} if actor.is_clock else set()))


def to_record(actor: Actor, listing: Listing) -> frozenset[Relation]:
    """Return what somebody is to a record; who is named and has not agreed is that alone."""
    organisation, record = actor.organisation, listing.as_agreed
    if not organisation:
        return general(actor)
    found = {
        Relation.NAMED: organisation in listing.pending and organisation != record.owner,
        Relation.OWNER: organisation == record.owner,
        Relation.TEAM: any(organisation == member.organisation for member in record.team),
        Relation.ADVISER: organisation == record.adviser,
    }
    return general(actor) | {relation for relation, holds in found.items() if holds}


def to_introduction(
    actor: Actor, exchange: Exchange, introduction: Introduction
) -> frozenset[Relation]:
    """Return what somebody is to an introduction; its owners are those of both records."""
    organisation = actor.organisation
    if not organisation:
        return general(actor)
    records = [
        exchange.listings[record].as_agreed
        for record in (introduction.request, introduction.offer)
        if record in exchange.listings
    ]
    found = {
        Relation.OWNER: side_of(actor, introduction) is not None,
        Relation.PARTY: organisation in introduction.organisations,
        Relation.ADVISER: any(organisation == record.adviser for record in records),
        Relation.INVITED: any(
            organisation == one.party.organisation for one in introduction.invitations
        ),
    }
    return general(actor) | {relation for relation, holds in found.items() if holds}


def side_of(actor: Actor, introduction: Introduction) -> Side | None:
    """Return the side for which somebody speaks; None if for neither."""
    if not actor.organisation:
        return None
    sides = (s for s in Side if introduction.owner(s).organisation == actor.organisation)
    return next(sides, None)
