"""Which steps has an introduction, from a suggestion to what was delivered?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dafeng.errors import Fault
from dafeng.exchange.review import holds_contact
from dafeng.exchange.workflow.clocks import answer_days, has_lapsed, reminders_due
from dafeng.exchange.workflow.disclosure import disclosed
from dafeng.exchange.workflow.outcome import outcome_of, restated
from dafeng.exchange.workflow.parties import PARTY_STEPS
from dafeng.exchange.workflow.plausibility import held
from dafeng.exchange.workflow.relations import Relation
from dafeng.exchange.workflow.state import Consent, Exchange, Introduction, Listing, Party
from dafeng.exchange.workflow.turn import Step, Turn
from dafeng.exchange.workflow.vocabulary import ASKED, Kind, Side, Stage

#: The stage that a step leads to once both sides have taken it.
BOTH: Final[Mapping[Kind, Stage]] = {
    Kind.INTEREST: Stage.MUTUAL,
    Kind.CONTACT: Stage.CONTACT_OPENED,
    Kind.NDA: Stage.NDA,
    Kind.AGREE: Stage.AGREED,
    Kind.DELIVER: Stage.DELIVERED,
}
_INTEREST_OF: Final = {
    Side.REQUESTER: Stage.INTEREST_REQUESTER,
    Side.PROVIDER: Stage.INTEREST_PROVIDER,
}


def _suggest_unless(turn: Turn) -> Iterator[Fault]:
    request, offer = turn.pair
    if request is None or offer is None or not all(map(turn.sees, (request, offer))):
        yield turn.refused("unknown")
        return
    if (request.record.kind, offer.record.kind) != ("request", "offer"):
        yield turn.refused("pair")
    if request.record.owner == offer.record.owner:
        yield turn.refused("own_pair")
    yield from _standing(turn)


def _standing(turn: Turn) -> Iterator[Fault]:
    """Yield a reason for each record that does not stand on the day."""
    for listing in turn.pair:
        if listing is None or not listing.stands(turn.day):
            yield turn.refused("not_published", record=listing.id if listing else "-")


def _suggested(turn: Turn) -> Exchange:
    request, offer = turn.pair
    assert request is not None  # noqa: S101 - looked at before
    assert offer is not None  # noqa: S101
    said = turn.event.content
    parties = (*_parties(request, Side.REQUESTER), *_parties(offer, Side.PROVIDER))
    made = Introduction(
        request.id, offer.id, Stage.SUGGESTED, turn.event.instant, parties,
        origin=said["origin"], score=said.get("score"), rank=said.get("rank"),
        signs=dict(said.get("signs", {})), weights=said.get("weights", ""), done=(turn.done(),),
    )  # fmt: skip
    return turn.exchange.with_introduction(made)


def _parties(listing: Listing, side: Side) -> Iterator[Party]:
    record = listing.as_agreed
    yield Party(record.owner, side, "owner", record.region_from)
    for member in record.team:
        if member.organisation not in ("", record.owner):
            yield Party(member.organisation, side, member.role)


def _shown(turn: Turn) -> Exchange:
    shown = turn.introduction.shown | {Side(turn.event.content["side"])}
    return turn.with_introduction(Stage.SHOWN, shown=shown)


def _interest_unless(turn: Turn) -> Iterator[Fault]:
    yield from _standing(turn)
    yield from _again_unless(turn)


def _again_unless(turn: Turn) -> Iterator[Fault]:
    """Yield a reason if the side has agreed already; with an outcome it may change its mind."""
    kind = turn.event.kind
    states_outcome = kind in (Kind.AGREE, Kind.DELIVER)
    if turn.side in turn.introduction.consented(kind) and not states_outcome:
        yield turn.refused("agreed_already")


def _message_says(turn: Turn) -> Iterator[Fault]:
    said = turn.event.content
    if any(holds_contact(said.get(key, "")) for key in ("message", "note")):
        yield turn.refused("message")


def _both(turn: Turn) -> Exchange:
    """Return what follows when a side takes a step that takes both."""
    introduction, kind = turn.introduction, turn.event.kind
    own = _consent(turn)
    before = [c for c in introduction.consents if c.step is kind]
    if introduction.stage is Stage.LAPSED:  # a late answer: the other side is asked anew
        return _asked(turn, [c for c in introduction.consents if c not in before], own)
    theirs = next((c for c in before if c.side is not own.side), None)
    if theirs is None or not _alike(theirs, own):
        kept = [c for c in introduction.consents if c not in before]
        return _asked(turn, kept, own)
    consents = (*(c for c in introduction.consents if c not in before), theirs, own)
    outcome = theirs.outcome or own.outcome or introduction.outcome
    moved = turn.with_introduction(BOTH[kind], consents=consents, outcome=outcome)
    again = disclosed(moved.introductions[introduction.id], moved, turn.event)
    return moved.with_introduction(again)


def _asked(turn: Turn, kept: list[Consent], own: Consent) -> Exchange:
    """Return an introduction in which one side waits for the other."""
    stage = _INTEREST_OF[own.side] if own.step is Kind.INTEREST else None
    reminders = 0 if stage else turn.introduction.reminders
    return turn.with_introduction(stage, consents=(*kept, own), reminders=reminders)


def _consent(turn: Turn) -> Consent:
    actor, event = turn.event.actor, turn.event
    stated = event.content.get("outcome")
    whole = None if stated is None else restated(stated, turn.introduction.outcome)
    outcome = None if whole is None else outcome_of(whole)
    side = turn.side
    assert side is not None  # noqa: S101 - owners alone take these steps
    return Consent(event.kind, side, actor.person, actor.organisation, event.instant, outcome)


def _alike(theirs: Consent, own: Consent) -> bool:
    """Say whether a side agrees to what the other states; another outcome is a proposal."""
    return own.outcome is None or own.outcome == theirs.outcome


def _look_over_unless(turn: Turn) -> Iterator[Fault]:
    """Yield a reason if there are no tonnes that need a second look, or they had it."""
    known, (request, _offer) = turn.introduction, turn.pair
    if not held(known, None if request is None else request.record.scale):
        yield turn.refused("not_held")


def _looked_over(turn: Turn) -> Exchange:
    return turn.with_introduction(looked_over=turn.introduction.outcome)


def _outcome_says(turn: Turn) -> Iterator[Fault]:
    """Yield a reason if a side agrees to an outcome that nobody has stated."""
    kind, known = turn.event.kind, turn.introduction
    theirs = any(c.outcome for c in known.consents if c.step is kind and c.side is not turn.side)
    if "outcome" not in turn.event.content and not theirs and known.outcome is None:
        yield turn.refused("no_outcome")


def _lapse_unless(turn: Turn) -> Iterator[Fault]:
    if not has_lapsed(turn.introduction, turn.day, turn.after):
        yield turn.refused("not_yet", day=answer_days(turn.introduction, turn.after)[-1])


def _remind_unless(turn: Turn) -> Iterator[Fault]:
    due = reminders_due(turn.introduction, turn.day, turn.after)
    if due <= turn.introduction.reminders:
        yield turn.refused("reminded")


def _reminded(turn: Turn) -> Exchange:
    due = reminders_due(turn.introduction, turn.day, turn.after)
    return turn.with_introduction(reminders=due)


_OWNERS: Final = frozenset({Relation.OWNER})
_CLOCK: Final = frozenset({Relation.CLOCK})
_BROKERS: Final = frozenset({Relation.OWNER, Relation.ADVISER, Relation.OPERATOR, Relation.CLOCK})
_FREE: Final = frozenset({Stage.SUGGESTED, Stage.SHOWN})
_ASKED: Final = frozenset(ASKED)
_TALKING: Final = frozenset({Stage.CONTACT_OPENED, Stage.NDA, Stage.NEGOTIATING})

STEPS: Final[Mapping[Kind, Step]] = {
    Kind.SUGGEST: Step(frozenset[Stage](), _BROKERS, _suggested, _suggest_unless),
    Kind.SHOW: Step(_FREE, frozenset({Relation.OPERATOR, Relation.CLOCK}), _shown),
    Kind.INTEREST: Step(
        _FREE | _ASKED | {Stage.LAPSED}, _OWNERS, _both, _interest_unless, _message_says
    ),
    Kind.REMIND_ANSWER: Step(_ASKED, _CLOCK, _reminded, _remind_unless),
    Kind.LAPSE: Step(
        _ASKED, _CLOCK, lambda turn: turn.with_introduction(Stage.LAPSED), _lapse_unless
    ),
    Kind.CONTACT: Step(frozenset({Stage.MUTUAL}), _OWNERS, _both, _again_unless),
    Kind.NDA: Step(frozenset({Stage.CONTACT_OPENED}), _OWNERS, _both, _again_unless),
    Kind.NEGOTIATE: Step(
        frozenset({Stage.CONTACT_OPENED, Stage.NDA}), _OWNERS,
        lambda turn: turn.with_introduction(Stage.NEGOTIATING),
    ),
    Kind.AGREE: Step(_TALKING, _OWNERS, _both, _again_unless, _outcome_says),
    Kind.DELIVER: Step(
        frozenset({Stage.AGREED}), _OWNERS, _both, _again_unless, _outcome_says
    ),
    Kind.LOOK_OVER: Step(
        frozenset({Stage.AGREED, Stage.DELIVERED}), frozenset({Relation.OPERATOR}), _looked_over,
        _look_over_unless,
    ),
    Kind.DECLINE: Step(
        frozenset(Stage) - {Stage.DECLINED, Stage.DELIVERED},
        _OWNERS,
        lambda turn: turn.with_introduction(Stage.DECLINED), says=_message_says,
    ),
    **PARTY_STEPS,
}  # fmt: skip
