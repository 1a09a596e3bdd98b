"""What does somebody see of an introduction?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from dafeng.exchange.workflow.actor import Actor
from dafeng.exchange.workflow.outcome import Outcome
from dafeng.exchange.workflow.plausibility import doubts
from dafeng.exchange.workflow.relations import Relation, side_of, to_introduction
from dafeng.exchange.workflow.state import (
    Disclosure,
    Done,
    Exchange,
    Introduction,
    Invitation,
    Party,
)
from dafeng.exchange.workflow.vocabulary import OPEN, Kind, Side, Stage
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class IntroductionView:
    """An introduction as somebody sees it.

    Parameters
    ----------
    request, offer, stage, since
        What it is, and where it stands.
    side
        The side of who looks; None for the operator.
    parties, invitations
        Who takes part; those of the other side only once both have agreed to talk, unless their
        record names them.
    agreed
        Which sides have agreed to which step.
    proposals
        What each side states as the outcome.
    done
        Steps taken; persons are named on one's own side alone, and who is invited and does not
        take part yet reads no message.
    outcome
        What both say came of it.
    disclosures
        What was opened to this organisation, and what of its own record was opened to others.
    doubts
        What is hard to believe in the tonnes that are stated, until the operator has looked.
    """

    request: str
    offer: str
    stage: Stage
    since: datetime
    side: Side | None
    parties: tuple[Party, ...]
    invitations: tuple[Invitation, ...]
    agreed: Mapping[Kind, frozenset[Side]]
    proposals: Mapping[Side, Outcome]
    done: tuple[Done, ...]
    outcome: Outcome | None
    disclosures: tuple[Disclosure, ...]
    doubts: tuple[Text, ...] = ()


def visible_introduction(
    exchange: Exchange, introduction: str, actor: Actor
) -> IntroductionView | None:
    """Return an introduction as somebody sees it; None if they may not know that it is there.

    Parameters
    ----------
    exchange
        The introduction, and its two records.
    introduction
        Its id.
    actor
        Who looks.
    """
    found = exchange.introductions.get(introduction)
    if found is None:
        return None
    relations = to_introduction(actor, exchange, found) - {Relation.CLOCK}
    if not relations:
        return None
    side = _side(exchange, found, actor)
    known = _known(exchange, found, actor, side)
    kinds = {consent.step for consent in found.consents}
    last = {c.side: c.outcome for c in found.consents if c.outcome is not None}
    return IntroductionView(
        found.request, found.offer, found.stage, found.since, side,
        tuple(p for p in found.parties if p.organisation in known),
        tuple(i for i in found.invitations if known >= {i.party.organisation}),
        {kind: found.consented(kind) for kind in Kind if kind in kinds},
        last if known >= found.organisations else {},
        tuple(
            replace(_shown(d, known, actor, inside=relations != _INVITED), side=_taken(found, d))
            for d in found.done
        ),
        found.outcome if known >= found.organisations else None,
        tuple(d for d in found.disclosures if _concerns(exchange, d, actor)),
        _doubts(exchange, found) if known >= found.organisations else (),
    )  # fmt: skip


def _doubts(exchange: Exchange, found: Introduction) -> tuple[Text, ...]:
    """Return what is hard to believe in stated tonnes until they had a second look."""
    request = exchange.listings.get(found.request)
    scale = None if request is None else request.record.scale
    stated = [*(c.outcome for c in found.consents), found.outcome]
    said = (o for o in stated if o is not None and o != found.looked_over)
    return tuple(dict.fromkeys(doubt for one in said for doubt in doubts(one, scale)))


_INVITED: Final = frozenset({Relation.INVITED})


def _side(exchange: Exchange, found: Introduction, actor: Actor) -> Side | None:
    own = side_of(actor, found)
    if own is not None or not actor.organisation:
        return own
    joined = {p.organisation: p.side for p in found.parties}
    advised = {
        listing.as_agreed.adviser: side
        for side in Side
        if (listing := exchange.listings.get(found.record_of(side))) is not None
    }
    return joined.get(actor.organisation, advised.get(actor.organisation))


def _known(
    exchange: Exchange, found: Introduction, actor: Actor, side: Side | None
) -> frozenset[str]:
    """Return the organisations that somebody knows by name."""
    waiting = frozenset(one.party.organisation for one in found.invitations)
    taking_part = actor.organisation in found.organisations
    if actor.operates or (taking_part and found.stage in OPEN):
        return found.organisations | waiting
    own = frozenset(p.organisation for p in found.parties if p.side is side)
    return own | {actor.organisation} | _named(exchange, found)


def _named(exchange: Exchange, found: Introduction) -> frozenset[str]:
    listings = (exchange.listings.get(found.record_of(side)) for side in Side)
    found_records = [x.as_agreed for x in listings if x is not None]
    named = [record for record in found_records if record.visibility == "named"]
    teams = (member.organisation for record in named for member in record.team)
    return frozenset({*(record.owner for record in named), *teams})


def _taken(found: Introduction, done: Done) -> Side | None:
    """Return the side that took a step; None if neither owner did."""
    sides = (s for s in Side if found.owner(s).organisation == done.organisation)
    return next(sides, None) if done.organisation else None


def _shown(done: Done, known: frozenset[str], actor: Actor, *, inside: bool) -> Done:
    """Return a step as somebody sees it; who is merely invited reads no word of the two."""
    own = done.organisation == actor.organisation and bool(actor.organisation)
    return replace(
        done if inside else replace(done, note="", reasons=()),
        person=done.person if own or actor.operates else "",
        organisation=done.organisation if done.organisation in known else "",
    )


def _concerns(exchange: Exchange, one: Disclosure, actor: Actor) -> bool:
    listing = exchange.listings.get(one.record)
    owns = listing is not None and listing.record.owner == actor.organisation
    return actor.operates or one.organisation == actor.organisation or owns
