"""How does a further party come into an introduction, and leave it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dafeng.errors import Fault
from dafeng.exchange.regions import region_code
from dafeng.exchange.workflow.disclosure import disclosed
from dafeng.exchange.workflow.relations import Relation
from dafeng.exchange.workflow.state import Exchange, Introduction, Invitation, Party
from dafeng.exchange.workflow.turn import Step, Turn
from dafeng.exchange.workflow.vocabulary import OPEN, Kind, Side


def _invite_says(turn: Turn) -> Iterator[Fault]:
    organisation = turn.event.content["organisation"]
    known = turn.introduction.organisations
    invited = {one.party.organisation for one in turn.introduction.invitations}
    if organisation in known | invited:
        yield turn.refused("party_known", organisation=organisation)
    if turn.event.content["role"] == "owner":
        yield turn.refused("party_owner")


def _invited(turn: Turn) -> Exchange:
    said, side = turn.event.content, turn.side
    assert side is not None  # noqa: S101 - owners alone invite
    region = said.get("region", "")
    party = Party(said["organisation"], side, said["role"], region_code(region) or region)
    invitations = (*turn.introduction.invitations, Invitation(party, frozenset({side})))
    return turn.with_introduction(invitations=invitations)


def _admit_says(turn: Turn) -> Iterator[Fault]:
    found = _invitation(turn.introduction, turn.event.content["organisation"])
    if found is None:
        yield turn.refused("not_invited", organisation=turn.event.content["organisation"])
    elif turn.side in found.admitted:
        yield turn.refused("agreed_already")


def _admit_unless(turn: Turn) -> Iterator[Fault]:
    if all(turn.side in one.admitted for one in turn.introduction.invitations):
        yield turn.refused("nobody_waits")


def _admitted(turn: Turn) -> Exchange:
    found, side = _invitation(turn.introduction, turn.event.content["organisation"]), turn.side
    assert found is not None  # noqa: S101 - looked at before
    assert side is not None  # noqa: S101 - owners alone admit
    return _settled(turn, found, replace(found, admitted=found.admitted | {side}))


def _join_unless(turn: Turn) -> Iterator[Fault]:
    found = _invitation(turn.introduction, turn.event.actor.organisation)
    if found is not None and found.joined:
        yield turn.refused("agreed_already")


def _joined(turn: Turn) -> Exchange:
    found = _invitation(turn.introduction, turn.event.actor.organisation)
    assert found is not None  # noqa: S101 - only who was invited joins
    return _settled(turn, found, replace(found, joined=True))


def _settled(turn: Turn, before: Invitation, now: Invitation) -> Exchange:
    """Return what follows from one more consent: with all of them the party takes part."""
    others = tuple(one for one in turn.introduction.invitations if one != before)
    if not (now.joined and now.admitted == frozenset(Side)):
        return turn.with_introduction(invitations=(*others, now))
    parties = (*turn.introduction.parties, now.party)
    moved = turn.with_introduction(invitations=others, parties=parties)
    again = disclosed(moved.introductions[turn.introduction.id], moved, turn.event)
    return moved.with_introduction(again)


def _leave_unless(turn: Turn) -> Iterator[Fault]:
    if turn.side is not None:
        yield turn.refused("owner_leaves")


def _left(turn: Turn) -> Exchange:
    gone, known = turn.event.actor.organisation, turn.introduction
    return turn.with_introduction(
        parties=tuple(p for p in known.parties if p.organisation != gone),
        invitations=tuple(i for i in known.invitations if i.party.organisation != gone),
    )


def _invitation(introduction: Introduction, organisation: str) -> Invitation | None:
    waiting = introduction.invitations
    return next((one for one in waiting if one.party.organisation == organisation), None)


_OPEN: Final = frozenset(OPEN)
_OWNERS: Final = frozenset({Relation.OWNER})

PARTY_STEPS: Final[Mapping[Kind, Step]] = {
    Kind.INVITE: Step(_OPEN, _OWNERS, _invited, says=_invite_says),
    Kind.ADMIT: Step(_OPEN, _OWNERS, _admitted, _admit_unless, _admit_says),
    Kind.JOIN: Step(_OPEN, frozenset({Relation.INVITED}), _joined, _join_unless),
    Kind.LEAVE: Step(
        _OPEN, frozenset({Relation.PARTY, Relation.INVITED}), _left, _leave_unless
    ),
}  # fmt: skip
