"""Who may see what of a record? Beside the public words, what was disclosed and logged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any, Final

from dafeng.exchange.records import CONFIDENTIAL, Record
from dafeng.exchange.workflow.actor import Actor
from dafeng.exchange.workflow.events import Event
from dafeng.exchange.workflow.relations import OWN, Relation, to_record
from dafeng.exchange.workflow.state import Disclosure, Exchange, Introduction
from dafeng.exchange.workflow.vocabulary import OPEN, Kind, Side, Stage, Status
from dafeng.language import Text


class Level(IntEnum):
    """How far a record is open to somebody."""

    PUBLIC = 0
    DETAILS = 1
    CONTACT = 2
    OWN = 3

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _WORDS[self]


_WORDS: Final = {
    Level.PUBLIC: Text("公开摘要", "public summary"),
    Level.DETAILS: Text("摘要与详情", "summary and details"),
    Level.CONTACT: Text("摘要、详情与联系方式", "summary, details and contact"),
    Level.OWN: Text("本单位的记录", "own record"),
}

#: Fields that say who stands behind a record; open to all only if it wants to be named.
NAMING: Final = ("owner", "adviser", "team", "plan_ref")
#: Level of each field that is not public.
LEVELS: Final[Mapping[str, Level]] = {
    **dict.fromkeys((*NAMING, *CONFIDENTIAL), Level.DETAILS),
    "contact": Level.CONTACT,
}
#: Level that a stage opens to the other side.
_OPENED: Final[Mapping[Stage, Level]] = {
    stage: Level.DETAILS if stage is Stage.MUTUAL else Level.CONTACT for stage in OPEN
}
#: In which status those see a record who were introduced to it but have not agreed yet.
_INTRODUCED_IN: Final = (Status.PUBLISHED, Status.PAUSED, Status.EXPIRED, Status.FULFILLED)


@dataclass(frozen=True, slots=True)
class View:
    """A record as somebody sees it.

    Parameters
    ----------
    record
        The record; what is withheld is blank.
    level
        How far it is open.
    withheld
        Names of the fields that hold something which is not shown.
    """

    record: Record
    level: Level
    withheld: tuple[str, ...]


def visible(exchange: Exchange, record: str, actor: Actor) -> View | None:
    """Return a record as somebody sees it; None if they may not know that it is there.

    Owner, team and adviser see everything, the operator all but the contact. Who is named and has
    not agreed yet sees the public fields and who names them. Others see the public
    fields of what is published, and what was disclosed to their organisation as long as the
    introduction is open and the content is the one that was disclosed.

    Parameters
    ----------
    exchange
        The record, and the introductions in which it stands.
    record
        Its id.
    actor
        Who looks.
    """
    listing = exchange.listings.get(record)
    if listing is None:
        return None
    relations, agreed = to_record(actor, listing), listing.as_agreed
    if relations & OWN:
        return View(listing.record, Level.OWN, ())
    if actor.operates:
        return _view(agreed, confidential(agreed, Level.DETAILS))
    introduced = [
        i
        for i in _introduced(exchange, record)
        if actor.organisation and actor.organisation in i.organisations
    ]
    opened = frozenset(_opened(introduced, agreed, actor.organisation))
    if Relation.NAMED in relations and listing.status is not Status.WITHDRAWN:
        seen = _view(agreed, opened | (frozenset({"owner"}) & frozenset(_levels(agreed))))
        return seen if opened else replace(seen, level=Level.PUBLIC)
    return _view(agreed, opened) if _shows(listing.status, introduced) else None


def confidential(record: Record, level: Level) -> frozenset[str]:
    """Return the fields of a record that a level opens beside the public ones."""
    return frozenset(f for f, least in _levels(record).items() if least <= level)


def public_view(record: Record) -> View:
    """Return what anybody sees of a published record."""
    return _view(record, frozenset())


def disclosed(introduction: Introduction, exchange: Exchange, event: Event) -> Introduction:
    """Return an introduction with what its stage opens to its parties, each disclosure logged.

    Nothing is logged twice: what a party has seen already, in the same wording, is passed over.
    """
    level = _OPENED.get(introduction.stage)
    if level is None:
        return introduction
    made = tuple(
        one
        for side in Side
        for one in _to_others(introduction, exchange, introduction.record_of(side), level, event)
    )
    return replace(introduction, disclosures=(*introduction.disclosures, *made))


def disclosures(before: Exchange, after: Exchange) -> tuple[Disclosure, ...]:
    """Return what a step has disclosed: what the log of one state has more than the other."""
    return tuple(
        one
        for name, introduction in after.introductions.items()
        for one in introduction.disclosures[_logged(before, name) :]
    )


def content_hash(record: Record, names: Iterable[str]) -> str:
    """Return the SHA-256 of the values of some fields, in hexadecimal digits."""
    values = "\0".join(f"{name}={getattr(record, name)!r}" for name in sorted(names))
    return hashlib.sha256(values.encode()).hexdigest()


def _to_others(
    introduction: Introduction, exchange: Exchange, record: str, level: Level, event: Event
) -> Iterator[Disclosure]:
    """Yield what is newly opened of a record to each party that does not own it."""
    content = exchange.listings[record].as_agreed
    names = _stated(content) & confidential(content, level)
    for organisation in sorted(introduction.organisations - _own(content) - {""}):
        seen = frozenset(_opened([introduction], content, organisation))
        new = tuple(sorted(names - seen))
        if new:
            digest = content_hash(content, new)
            yield Disclosure(record, new, digest, organisation, event.instant, event.kind)


def _opened(
    introductions: Iterable[Introduction], record: Record, organisation: str
) -> Iterator[str]:
    for introduction in introductions:
        if introduction.stage not in OPEN:
            continue
        for one in introduction.disclosures:
            to_them = one.record == record.id and one.organisation == organisation
            if to_them and one.content == content_hash(record, one.fields):
                yield from one.fields


def _introduced(exchange: Exchange, record: str) -> list[Introduction]:
    closed = (Stage.DECLINED, Stage.LAPSED)
    return [
        i
        for i in exchange.introductions.values()
        if record in (i.request, i.offer) and i.stage not in closed
    ]


def _shows(status: Status, introduced: Iterable[Introduction]) -> bool:
    """Say whether a record is there at all for somebody who takes part in introductions to it."""
    stages = {one.stage for one in introduced}
    if stages & set(OPEN):
        return status is not Status.WITHDRAWN
    return status is Status.PUBLISHED or (bool(stages) and status in _INTRODUCED_IN)


def _stated(record: Record) -> frozenset[str]:
    """Return the fields that hold something."""
    return frozenset(f.name for f in fields(Record) if getattr(record, f.name) != f.default)


def _own(record: Record) -> frozenset[str]:
    members = (member.organisation for member in record.team)
    return frozenset({record.owner, record.adviser, *members} - {""})


def _levels(record: Record) -> dict[str, Level]:
    named = record.visibility == "named"
    return {f: v for f, v in LEVELS.items() if not (named and f in NAMING)}


def _view(record: Record, opened: frozenset[str]) -> View:
    levels = _levels(record)
    blank: dict[str, Any] = {f.name: f.default for f in fields(Record) if f.name in levels}
    hidden = {name: value for name, value in blank.items() if name not in opened}
    withheld = tuple(name for name, value in hidden.items() if getattr(record, name) != value)
    # what was opened once may be public by now: a record can become named
    level = max((levels[name] for name in opened & levels.keys()), default=Level.PUBLIC)
    return View(replace(record, **hidden), level, withheld)


def _logged(exchange: Exchange, name: str) -> int:
    known = exchange.introductions.get(name)
    return len(known.disclosures) if known else 0


#: Steps after which disclosures may be due.
DISCLOSING: Final = frozenset(
    {
        Kind.INTEREST,
        Kind.CONTACT,
        Kind.ADMIT,
        Kind.JOIN,
        Kind.REVISE,
        Kind.TAKE_PART,
        Kind.ENGAGE,
        Kind.STEP_DOWN,
    }
)
