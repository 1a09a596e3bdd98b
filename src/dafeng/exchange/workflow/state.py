"""Where do records and introductions stand? The state that follows from events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dafeng.exchange.records import Member, Record
from dafeng.exchange.workflow.outcome import Outcome
from dafeng.exchange.workflow.vocabulary import Kind, Side, Stage, Status

#: Between the ids of a request and an offer in the id of their introduction.
TO = "~"
#: What an adviser is to a record, as `Member.role` says it.
ADVISER = "adviser"


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken: what, by whom, for which side, when, and what was said."""

    kind: Kind
    person: str
    organisation: str
    instant: datetime
    reasons: tuple[str, ...] = ()
    note: str = ""
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A record on its way.

    Parameters
    ----------
    record
        The record; its status, days and owner are kept by the workflow.
    since
        When it came into its status.
    version
        From 1; each revision counts one.
    export_control
        The owner's answer to the question of sanctions and export control; "" before it.
    waived
        Items of the checklist that it does not meet, with the owner's reason.
    duplicate_of
        Record of the same owner that it nearly repeats; "" if none.
    reminded
        Whether its owner was reminded that it is about to expire.
    fulfilled_by
        Introduction that fulfilled it; "" if none, or not said.
    done
        Steps taken, oldest first.
    agreed
        Members of the team, and the adviser, who have agreed themselves to be named as such.
    engaged
        The adviser whom the owner has accepted; "" if none.
    """

    record: Record
    since: datetime
    version: int = 1
    export_control: str = ""
    waived: Mapping[str, str] = field(default_factory=dict)
    duplicate_of: str = ""
    reminded: bool = False
    fulfilled_by: str = ""
    done: tuple[Done, ...] = ()
    agreed: tuple[Member, ...] = ()
    engaged: str = ""

    @property
    def id(self) -> str:
        """Return the id of the record."""
        return self.record.id

    @property
    def as_agreed(self) -> Record:
        """Return the record with those members and that adviser alone who have agreed to it.

        An adviser must be accepted by the owner too, once the owner has put a hand to the record;
        until then an adviser sees nothing but its own draft.
        """
        record = self.record
        opened = any(done.organisation == record.owner for done in self.done)
        advises = Member(record.adviser, ADVISER) in self.agreed
        accepted = self.engaged == record.adviser or not opened
        team = tuple(member for member in record.team if member in self.agreed)
        return replace(record, team=team, adviser=record.adviser if advises and accepted else "")

    @property
    def pending(self) -> tuple[str, ...]:
        """Return who is named in the record without an agreement that holds."""
        record, holds = self.record, self.as_agreed
        team = [member.organisation for member in record.team if member not in holds.team]
        adviser = [record.adviser] if record.adviser != holds.adviser else []
        return tuple(dict.fromkeys([*team, *adviser]))

    @property
    def status(self) -> Status:
        """Return where it stands."""
        return Status(self.record.status)

    def stands(self, day: date) -> bool:
        """Return whether others may find it on a day: published, and not expired by then."""
        until = self.record.expires
        return self.status is Status.PUBLISHED and (until is None or day <= until)

    def last(self, kind: Kind) -> Done | None:
        """Return the last step of a kind; None if it was never taken."""
        return next((one for one in reversed(self.done) if one.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in an introduction.

    Parameters
    ----------
    organisation, side
        Who, and on which side.
    role
        What it brings (``owner`` for the one that owns the record and speaks for its side).
    region
        Where it sits: whose working days count.
    """

    organisation: str
    side: Side
    role: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A further party that was invited; it takes part once both sides and itself have agreed."""

    party: Party
    admitted: frozenset[Side]
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """What one side has agreed to, with the outcome it states where the step has one."""

    step: Kind
    side: Side
    person: str
    organisation: str
    instant: datetime
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What of a record was opened, to whom and when.

    Parameters
    ----------
    record, fields
        What: the record, and those of its fields that were not open before.
    content
        SHA-256 of their values: what is changed later is not opened by this.
    organisation
        To whom.
    instant
        When.
    step
        The step that opened it.
    """

    record: str
    fields: tuple[str, ...]
    content: str
    organisation: str
    instant: datetime
    step: Kind


@dataclass(frozen=True, slots=True)
class Introduction:
    """A request and an offer that are brought together.

    Parameters
    ----------
    request, offer
        Their ids.
    stage, since
        Where it stands, and since when.
    parties, invitations
        Who takes part, and who may yet.
    origin
        Where it came from, see `dafeng.exchange.workflow.vocabulary.ORIGINS`.
    score, rank, signs, weights
        What the ranking said when it was suggested: score, place on the list, the signs of the
        match (`dafeng.exchange.ranking.signs`), and the version of the weights.
    shown
        Sides that were shown it.
    consents
        What each side has agreed to, in the order in which they did.
    reminders
        How often the side that is asked was reminded.
    disclosures
        Every disclosure, oldest first.
    outcome
        What both sides say came of it.
    done
        Steps taken, oldest first.
    looked_over
        The outcome whose tonnes the operator has looked over; None if none.
    """

    request: str
    offer: str
    stage: Stage
    since: datetime
    parties: tuple[Party, ...]
    invitations: tuple[Invitation, ...] = ()
    origin: str = "ranking"
    score: float | None = None
    rank: int | None = None
    signs: Mapping[str, float] = field(default_factory=dict)
    weights: str = ""
    shown: frozenset[Side] = frozenset()
    consents: tuple[Consent, ...] = ()
    reminders: int = 0
    disclosures: tuple[Disclosure, ...] = ()
    outcome: Outcome | None = None
    done: tuple[Done, ...] = ()
    looked_over: Outcome | None = None

    @property
    def id(self) -> str:
        """Return its id: the ids of request and offer."""
        return introduction_id(self.request, self.offer)

    def record_of(self, side: Side) -> str:
        """Return the id of the record of a side."""
        return self.request if side is Side.REQUESTER else self.offer

    def owner(self, side: Side) -> Party:
        """Return who speaks for a side."""
        return next(p for p in self.parties if p.side is side and p.role == "owner")

    def consented(self, step: Kind) -> frozenset[Side]:
        """Return the sides that have agreed to a step."""
        return frozenset(one.side for one in self.consents if one.step is step)

    @property
    def awaited(self) -> Side | None:
        """Return the side whose answer to an interest is awaited; None if none is."""
        asking = {Stage.INTEREST_REQUESTER: Side.REQUESTER, Stage.INTEREST_PROVIDER: Side.PROVIDER}
        side = asking.get(self.stage)
        return side.other if side else None

    @property
    def organisations(self) -> frozenset[str]:
        """Return all organisations that take part."""
        return frozenset(party.organisation for party in self.parties)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Records and introductions by id: all, or those that an event and its subject name.

    Parameters
    ----------
    listings, introductions
        By id.
    """

    listings: Mapping[str, Listing] = field(default_factory=dict)
    introductions: Mapping[str, Introduction] = field(default_factory=dict)

    def with_listing(self, listing: Listing) -> Exchange:
        """Return the exchange with one listing put in or changed."""
        return replace(self, listings={**self.listings, listing.id: listing})

    def with_introduction(self, introduction: Introduction) -> Exchange:
        """Return the exchange with one introduction put in or changed."""
        changed = {**self.introductions, introduction.id: introduction}
        return replace(self, introductions=changed)


def introduction_id(request: str, offer: str) -> str:
    """Return the id of the introduction of a request to an offer."""
    return f"{request}{TO}{offer}"
