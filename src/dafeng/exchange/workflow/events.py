"""What happened? One event, as the machine takes it and as it is stored."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final

from dafeng.errors import Fault, InputError, Place
from dafeng.exchange.faults import fault
from dafeng.exchange.workflow.actor import Actor, Role
from dafeng.exchange.workflow.outcome import outcome_errors
from dafeng.exchange.workflow.vocabulary import (
    DECLINE_REASONS,
    EXPORT_CONTROL,
    ORIGINS,
    Kind,
    Side,
)
from dafeng.language import Text

#: Days begin at midnight in Beijing, where there is no summer time.
ZONE: Final = timezone(timedelta(hours=8))
#: Longest note or message [characters].
LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did or tries to do.

    Parameters
    ----------
    instant
        Time of the server's clock when it is committed; with a time zone.
    kind
        What.
    actor
        Who.
    subject
        Id of the record, or of the introduction (``REQUEST~OFFER``).
    content
        What was said, as JSON has it; which keys there are, `KEYS` says.
    """

    instant: datetime
    kind: Kind
    actor: Actor
    subject: str
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """Return the day on which it happened."""
        return day_of(self.instant)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "instant": self.instant.astimezone(UTC).isoformat(),
            "kind": self.kind.value,
            "person": self.actor.person,
            "organisation": self.actor.organisation,
            "roles": sorted(role.value for role in self.actor.roles),
            "subject": self.subject,
            "content": dict(self.content),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Event:
        """Return the event that `to_dict` wrote.

        Raises
        ------
        InputError
            If it is no such event.
        """
        try:
            roles = frozenset(Role(role) for role in stored["roles"])
            actor = Actor(stored["person"], stored["organisation"], roles)
            instant = datetime.fromisoformat(stored["instant"])
            kind, content = Kind(stored["kind"]), dict(stored["content"])
            return cls(instant, kind, actor, stored["subject"], content)
        except (KeyError, TypeError, ValueError) as error:
            place = Place(field=str(stored.get("subject", "")))
            raise InputError([fault("step.event", place, found=repr(error))]) from error


def day_of(instant: datetime) -> date:
    """Return the day of an instant in Beijing."""
    return instant.astimezone(ZONE).date()


_Check = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _words(known: Mapping[str, Text]) -> _Check:
    return lambda v: (
        isinstance(v, list) and bool(v) and all(isinstance(w, str) and w in known for w in v)
    )


def _word(known: Mapping[str, Any]) -> _Check:
    return lambda v: isinstance(v, str) and v in known


def _finite(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and math.isfinite(value)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _mapping(each: _Check) -> _Check:
    return lambda v: (
        isinstance(v, Mapping)
        and all(isinstance(key, str) and each(value) for key, value in v.items())
    )


def _named(value: Any) -> bool:
    return _text(value) and bool(value.strip())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_text(one) for one in value)


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that an event says: its check, what it should be, and whether it must be there."""

    check: _Check
    wanted: Text
    needed: bool = False


_RECORD: Final = Key(
    lambda v: isinstance(v, Mapping), Text("记录的各字段", "the fields of a record"), needed=True
)
_NOTE: Final = Key(_text, Text("文字", "text"))
_OUTCOME: Final = Key(
    lambda v: isinstance(v, Mapping) and not list(outcome_errors(v)),
    Text("结果（见说明）", "an outcome"),
)
_SIDE: Final = Key(_word(dict.fromkeys(Side)), Text("哪一方", "a side"), needed=True)
_NUMBER: Final = Key(_finite, Text("数", "a number"))
_ORGANISATION: Final = Key(_named, Text("单位编号", "the id of an organisation"), needed=True)

#: What an event may say, by kind; kinds that are not named say nothing.
KEYS: Final[Mapping[Kind, Mapping[str, Key]]] = {
    Kind.CREATE: {"record": _RECORD},
    Kind.REVISE: {
        "record": _RECORD,
        "version": Key(_count, Text("所依据的版本号", "the version that was read")),
    },
    Kind.SUBMIT: {
        "export_control": Key(
            _word(EXPORT_CONTROL), Text("对出口管制问题的回答", "an answer on export control"),
            needed=True,
        ),
        "waived": Key(_mapping(_named), Text("未满足的条目及理由", "items not met, with reasons")),
        "duplicate_of": Key(_text, Text("几乎相同的记录", "the record that it nearly repeats")),
        "names": Key(_texts, Text("所属单位的名称", "names of the owner")),
    },
    Kind.PUBLISH: {
        "judged": Key(
            _mapping(lambda v: v is True), Text("逐条确认", "each item confirmed"), needed=True
        )
    },
    Kind.RETURN: {
        "reasons": Key(_texts, Text("清单中的条目", "items of the checklist"), needed=True),
        "note": _NOTE,
    },
    Kind.WITHDRAW: {"note": _NOTE},
    Kind.FULFIL: {"introduction": Key(_text, Text("对接编号", "the id of an introduction"))},
    Kind.SUGGEST: {
        "origin": Key(_word(ORIGINS), Text("来源", "an origin"), needed=True),
        "score": _NUMBER,
        "rank": Key(_count, Text("从 1 起的名次", "a place on a list, from 1")),
        "signs": Key(_mapping(_finite), Text("各项特征的数值", "signs of the match")),
        "weights": Key(_text, Text("权重版本", "a version of the weights")),
    },
    Kind.SHOW: {"side": _SIDE},
    Kind.INTEREST: {"message": _NOTE},
    Kind.AGREE: {"outcome": _OUTCOME},
    Kind.DELIVER: {"outcome": _OUTCOME},
    Kind.DECLINE: {
        "reasons": Key(
            _words(DECLINE_REASONS), Text("清单中的原因", "reasons of the list"), needed=True
        ),
        "note": _NOTE,
    },
    Kind.INVITE: {
        "organisation": _ORGANISATION,
        "role": Key(_named, Text("带来什么", "what it brings"), needed=True),
        "region": Key(_text, Text("所在地区", "where it sits")),
    },
    Kind.ADMIT: {"organisation": _ORGANISATION},
}  # fmt: skip


def content_faults(event: Event) -> Iterator[Fault]:
    """Yield what is wrong with what an event says, before anything else is looked at."""
    place = Place(field=event.subject)
    if event.instant.utcoffset() is None:
        yield fault("step.no_zone", place)
    keys = KEYS.get(event.kind, {})
    for name in event.content:
        if name not in keys:
            yield fault("step.key", place, key=name, known=", ".join(keys) or "-")
    for name, key in keys.items():
        if name not in event.content:
            if key.needed:
                yield fault("step.key_missing", place, key=name, wanted=key.wanted)
        elif not key.check(event.content[name]):
            yield from _wrong(event, name, key)


def _wrong(event: Event, name: str, key: Key) -> Iterator[Fault]:
    place, value = Place(field=event.subject), event.content[name]
    if key is _OUTCOME and isinstance(value, Mapping):
        for reason in outcome_errors(value):
            yield fault("step.outcome", place, reason=reason)
        return
    yield fault("step.key_form", place, key=name, wanted=key.wanted)
