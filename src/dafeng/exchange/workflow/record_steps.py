"""Which steps has a record, from the first draft to its end?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, Final

from dafeng.errors import Fault, Place, Severity
from dafeng.exchange.entry import entry
from dafeng.exchange.records import KINDS, Member, Record
from dafeng.exchange.records import Kind as Of
from dafeng.exchange.workflow import checklist as review
from dafeng.exchange.workflow.clocks import STANDS_MONTHS, asked_on, months_on
from dafeng.exchange.workflow.disclosure import LEVELS, NAMING, disclosed
from dafeng.exchange.workflow.relations import Relation
from dafeng.exchange.workflow.state import ADVISER, TO, Exchange, Listing
from dafeng.exchange.workflow.turn import Step, Turn
from dafeng.exchange.workflow.vocabulary import Kind, Stage, Status
from dafeng.language import Text

#: Fields that the workflow keeps itself.
KEPT: Final = ("status", "created", "updated", "expires")
_LIVE: Final = frozenset(Status) - {Status.WITHDRAWN, Status.FULFILLED}
_CLOSED: Final = frozenset({Stage.AGREED, Stage.DELIVERED})


def _stated(turn: Turn) -> tuple[Record | None, tuple[Fault, ...]]:
    """Return the record that an event states, owned by who states it unless it says otherwise."""
    said: Mapping[str, Any] = turn.event.content["record"]
    row = {key: value for key, value in said.items() if key not in KEPT}
    kind: Of = next((k for k in KINDS if k == row.get("kind")), "request")
    actor = turn.event.actor
    place = Place(field=turn.event.subject)
    whole = {"owner": actor.organisation, **row, "id": turn.event.subject}
    read = entry(whole, kind, place, asked_back=True)
    return read.record, tuple(f for f in read.faults if f.severity is Severity.ERROR)


def _record(turn: Turn) -> Record:
    found, _faults = _stated(turn)
    assert found is not None  # noqa: S101 - looked at before
    return found


def _create_says(turn: Turn) -> Iterator[Fault]:
    record, faults = _stated(turn)
    yield from faults
    if TO in turn.event.subject:
        yield turn.refused("id", sign=TO)
    yield from _team_says(turn, record)
    own = {record.owner, record.adviser} - {""} if record else set()
    if record is not None and turn.event.actor.organisation not in own:
        yield turn.refused("not_own")


def _team_says(turn: Turn, record: Record | None) -> Iterator[Fault]:
    """Yield a reason if a member of the team is said to own the record."""
    if record is not None and any(member.role.casefold() == "owner" for member in record.team):
        yield turn.refused("party_owner")


def _created(turn: Turn) -> Exchange:
    record = replace(_record(turn), status=Status.DRAFT.value, created=turn.day)
    actor = turn.event.actor.organisation
    engaged = record.adviser if actor == record.owner else ""
    agreed = (Member(record.adviser, ADVISER),) if actor == record.adviser else ()
    return turn.with_listing(Listing(record, turn.event.instant, agreed=agreed, engaged=engaged))


def _revise_says(turn: Turn) -> Iterator[Fault]:
    record, faults = _stated(turn)
    yield from faults
    now = turn.listing.record
    yield from _team_says(turn, record)
    if record is not None and (record.kind, record.owner) != (now.kind, now.owner):
        yield turn.refused("owner_changed")
    owns = turn.event.actor.organisation == now.owner
    if record is not None and not owns and (record.adviser, record.team) != (now.adviser, now.team):
        yield turn.refused("adviser_changed")
    read = turn.event.content.get("version", turn.listing.version)
    if read != turn.listing.version:
        yield turn.refused("version", read=read, now=turn.listing.version)


def _revised(turn: Turn) -> Exchange:
    """Return a record with new content; what the public reads goes through review again."""
    listing = turn.listing
    kept = {name: getattr(listing.record, name) for name in KEPT}
    record = replace(_record(turn), **kept)
    seen = [f.name for f in fields(Record) if f.name not in KEPT and f.name not in _AFTER_REVIEW]
    same = all(getattr(record, name) == getattr(listing.record, name) for name in seen)
    status = None if same or listing.status is Status.RETURNED else Status.DRAFT
    engaged = listing.engaged
    if turn.event.actor.organisation == record.owner and record.adviser != listing.record.adviser:
        engaged = record.adviser
    version = listing.version + 1
    agreed = _still_named(listing, record)
    changed = replace(listing, record=record, version=version, engaged=engaged, agreed=agreed)
    return _anew(turn, changed, status)


def _still_named(listing: Listing, record: Record) -> tuple[Member, ...]:
    """Return the consents that hold: each ends with the naming it was given to."""
    named = (*record.team, Member(record.adviser, ADVISER))
    return tuple(member for member in listing.agreed if member in named)


def _anew(turn: Turn, listing: Listing, status: Status | None = None) -> Exchange:
    """Return the exchange with a record changed, disclosed again to those who had seen it."""
    exchange = turn.with_listing(listing, status)
    for introduction in turn.exchange.introductions.values():
        if listing.id in (introduction.request, introduction.offer):
            again = disclosed(introduction, exchange, turn.event)
            exchange = exchange.with_introduction(again)
    return exchange


def _named_as(turn: Turn) -> tuple[Member, ...]:
    """Return as what the organisation of the actor is named in the record."""
    record, own = turn.listing.record, turn.event.actor.organisation
    adviser = (Member(own, ADVISER),) if own == record.adviser else ()
    return (*(member for member in record.team if member.organisation == own), *adviser)


def _take_part_unless(turn: Turn) -> Iterator[Fault]:
    if set(_named_as(turn)) <= set(turn.listing.agreed):
        yield turn.refused("agreed_already")


def _taking_part(turn: Turn) -> Exchange:
    agreed = tuple(dict.fromkeys((*turn.listing.agreed, *_named_as(turn))))
    return _anew(turn, replace(turn.listing, agreed=agreed))


def _engage_unless(turn: Turn) -> Iterator[Fault]:
    if turn.listing.record.adviser in ("", turn.listing.engaged):
        yield turn.refused("nobody_waits")


def _engaged(turn: Turn) -> Exchange:
    return _anew(turn, replace(turn.listing, engaged=turn.listing.record.adviser))


def _stepped_down(turn: Turn) -> Exchange:
    listing, gone = turn.listing, _named_as(turn)
    record = listing.record
    adviser = "" if turn.event.actor.organisation == record.adviser else record.adviser
    kept = replace(record, team=tuple(m for m in record.team if m not in gone), adviser=adviser)
    return _anew(turn, replace(listing, record=kept, agreed=_still_named(listing, kept)))


def _submit_says(turn: Turn) -> Iterator[Fault]:
    said, owner = turn.event.content, turn.listing.record.owner
    hands = {turn.event.actor.organisation, *(done.organisation for done in turn.listing.done)}
    if owner not in hands:
        yield turn.refused("owner_unseen")
    waived: Mapping[str, str] = said.get("waived", {})
    record, repeats = turn.listing.record, said.get("duplicate_of", "")
    items = review.checklist(record, waived, repeats, said.get("names", ()))
    known = {item.question.id for item in items if item.question.waivable}
    for name in waived:
        if name not in known:
            yield turn.refused("not_waivable", item=name, known=", ".join(sorted(known)))
    for item in items:
        if item.verdict is review.Verdict.FAIL and item.fault is not None:
            yield turn.refused("checklist", item=item.question.text, found=item.fault.message)


def _submitted(turn: Turn) -> Exchange:
    said = turn.event.content
    return turn.with_listing(
        replace(
            turn.listing,
            export_control=said["export_control"],
            waived=dict(said.get("waived", {})),
            duplicate_of=said.get("duplicate_of", ""),
        ),
        Status.IN_REVIEW,
    )


def _four_eyes(turn: Turn) -> Iterator[Fault]:
    """Yield a reason if who reviews has drafted, or belongs to the owner."""
    submitted = turn.listing.last(Kind.SUBMIT)
    actor, record = turn.event.actor, turn.listing.record
    itself = submitted is not None and submitted.person == actor.person
    if itself or (actor.organisation and actor.organisation in (record.owner, record.adviser)):
        yield turn.refused("four_eyes")


def _publish_says(turn: Turn) -> Iterator[Fault]:
    wanted = set(review.for_people(turn.listing.record.kind))
    judged = set(turn.event.content["judged"])
    if judged != wanted:
        asked = review.for_people(turn.listing.record.kind)
        missing = _asked(item for item in asked if item not in judged)
        yield turn.refused(
            "judged", missing=missing, more=", ".join(sorted(judged - wanted)) or "-"
        )


def _asked(items: Iterable[str]) -> Text:
    """Return questions of the checklist as they are put, one after the other."""
    texts = {one.id: one.text for kind in KINDS for one in review.questions(kind)}
    asked = [texts[item] for item in items]
    return Text("".join(t.zh for t in asked) or "-", " ".join(t.en for t in asked) or "-")


def _published(turn: Turn) -> Exchange:
    return turn.with_listing(_renewed_listing(turn), Status.PUBLISHED)


def _renewed_listing(turn: Turn) -> Listing:
    expires = months_on(turn.day, STANDS_MONTHS)
    record = replace(turn.listing.record, expires=expires)
    return replace(turn.listing, record=record, reminded=False)


def _return_says(turn: Turn) -> Iterator[Fault]:
    known = [question.id for question in review.questions(turn.listing.record.kind)]
    for reason in turn.event.content["reasons"]:
        if reason not in (*known, review.OTHER):
            yield turn.refused("return_reason", found=reason, known=", ".join(known))


def _resume_unless(turn: Turn) -> Iterator[Fault]:
    expires = turn.listing.record.expires
    if expires is not None and turn.day > expires:
        yield turn.refused("over", day=expires)


def _expire_unless(turn: Turn) -> Iterator[Fault]:
    expires = turn.listing.record.expires
    if expires is None or turn.day <= expires:
        yield turn.refused("not_yet", day=expires or "-")


def _remind_unless(turn: Turn) -> Iterator[Fault]:
    expires = turn.listing.record.expires
    if expires is None or turn.day < asked_on(expires):
        yield turn.refused("not_yet", day=asked_on(expires) if expires else "-")
    elif turn.listing.reminded:
        yield turn.refused("reminded")


def _fulfil_says(turn: Turn) -> Iterator[Fault]:
    name = turn.event.content.get("introduction", "")
    found = turn.exchange.introductions.get(name)
    if not name:
        return
    if found is None or turn.listing.id not in (found.request, found.offer):
        yield turn.refused("unknown")
    elif found.stage not in _CLOSED:
        yield turn.refused("not_agreed")


def _to(status: Status) -> Any:
    return lambda turn: turn.with_listing(turn.listing, status)


def _fulfilled(turn: Turn) -> Exchange:
    by = turn.event.content.get("introduction", "")
    return turn.with_listing(replace(turn.listing, fulfilled_by=by), Status.FULFILLED)


#: Fields whose change needs no new review: those that the public does not read.
_AFTER_REVIEW: Final = frozenset(LEVELS) - set(NAMING)
_OWN: Final = frozenset({Relation.OWNER, Relation.ADVISER})
_NAMED: Final = frozenset({Relation.NAMED})
_ANY: Final = _OWN | {Relation.OPERATOR}
_CLOCK: Final = frozenset({Relation.CLOCK})
_REVIEWER: Final = frozenset({Relation.OPERATOR})


def _of(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


STEPS: Final[Mapping[Kind, Step]] = {
    Kind.CREATE: Step(_of(), _OWN, _created, says=_create_says),
    Kind.REVISE: Step(_LIVE - {Status.IN_REVIEW}, _OWN, _revised, says=_revise_says),
    Kind.SUBMIT: Step(
        _of(Status.DRAFT, Status.RETURNED), _OWN, _submitted, says=_submit_says
    ),
    Kind.PUBLISH: Step(
        _of(Status.IN_REVIEW), _REVIEWER, _published, _four_eyes, _publish_says
    ),
    Kind.RETURN: Step(
        _of(Status.IN_REVIEW), _REVIEWER, _to(Status.RETURNED), _four_eyes, _return_says
    ),
    Kind.PAUSE: Step(_of(Status.PUBLISHED), _ANY, _to(Status.PAUSED)),
    Kind.RESUME: Step(_of(Status.PAUSED), _OWN, _to(Status.PUBLISHED), _resume_unless),
    Kind.RENEW: Step(
        _of(Status.PUBLISHED, Status.EXPIRED), _OWN, _published
    ),
    Kind.EXPIRE: Step(
        _of(Status.PUBLISHED, Status.PAUSED), _CLOCK, _to(Status.EXPIRED), _expire_unless
    ),
    Kind.REMIND_EXPIRY: Step(
        _of(Status.PUBLISHED, Status.PAUSED), _CLOCK,
        lambda turn: turn.with_listing(replace(turn.listing, reminded=True)), _remind_unless,
    ),
    Kind.WITHDRAW: Step(_LIVE, _ANY, _to(Status.WITHDRAWN)),
    Kind.TAKE_PART: Step(_LIVE, _NAMED, _taking_part, _take_part_unless),
    Kind.ENGAGE: Step(_LIVE, frozenset({Relation.OWNER}), _engaged, _engage_unless),
    Kind.STEP_DOWN: Step(
        _LIVE, _NAMED | {Relation.TEAM, Relation.ADVISER}, _stepped_down
    ),
    Kind.FULFIL: Step(
        _of(Status.PUBLISHED, Status.PAUSED, Status.EXPIRED), _OWN, _fulfilled, says=_fulfil_says
    ),
}  # fmt: skip
