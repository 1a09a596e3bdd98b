"""What happened in a batch? One event, as the machine takes it and as the record keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from dafeng.language import Text, same
from dafeng.programme.definition import Programme
from dafeng.programme.state import Run
from dafeng.record import Entry, canonical, instant_of

#: Prefix of the kinds of the record's entries that are events of a programme.
PREFIX: Final = "programme."


class Kind(StrEnum):
    """What people can do."""

    START = "start"
    ANNOUNCE = "announce"
    APPOINT = "appoint"
    DISMISS = "dismiss"
    RETRACT = "retract"
    SETTLE = "settle"
    BEGIN = "begin"
    PREPARE = "prepare"
    DECIDE = "decide"
    DROP = "drop"
    DECLARE = "declare"
    ASSIGN = "assign"
    RELEASE = "release"
    REVIEW = "review"
    COMMENT = "comment"
    ANSWER = "answer"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _WORDS[self]


_WORDS: Final = {
    Kind.START: Text("启动批次", "start a batch"),
    Kind.ANNOUNCE: Text("补充放假安排", "add a year of holidays"),
    Kind.APPOINT: Text("授予角色", "give a role"),
    Kind.DISMISS: Text("收回角色", "take a role"),
    Kind.RETRACT: Text("申请撤销误填的任职单位", "ask that an employer be taken back"),
    Kind.SETTLE: Text("审定任职单位的撤销", "decide whether an employer is taken back"),
    Kind.BEGIN: Text("新建申报", "begin a case"),
    Kind.PREPARE: Text("拟稿", "prepare"),
    Kind.DECIDE: Text("签发", "sign"),
    Kind.DROP: Text("撤回拟稿", "drop what was prepared"),
    Kind.DECLARE: Text("申报利益冲突", "declare a conflict of interest"),
    Kind.ASSIGN: Text("分派专家", "assign experts"),
    Kind.RELEASE: Text("解除分派", "release an expert"),
    Kind.REVIEW: Text("评分", "give points"),
    Kind.COMMENT: Text("提意见", "comment"),
    Kind.ANSWER: Text("答复意见", "answer a comment"),
}

#: Kinds of entries of the record that are no events of a batch.
_OTHERS: Final = {
    "dossier.version": Text("档案新版本", "version of a dossier"),
    "people.invite": Text("邀请人员", "invite a person"),
    "people.decline": Text("谢绝邀请", "decline an invitation"),
    "people.withdraw": Text("撤回邀请", "withdraw an invitation"),
    "people.holder": Text("指定档案所属单位", "name the holder of a dossier"),
    "people.operator": Text("设定网站管理员", "name the operator of the site"),
    "demo.begin": Text("示范说明", "remark on the demonstration"),
}


def kind_text(kind: str) -> Text:
    """Return the word for a kind of entries of the record; the kind itself where there is none."""
    if kind in _OTHERS:
        return _OTHERS[kind]
    known = {PREFIX + k.value: k.text for k in Kind}
    return known.get(kind, same(kind))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a person did or tries to do.

    Parameters
    ----------
    instant
        Time of the server's clock when it is committed; with a time zone.
    kind
        What.
    actor
        Id of the person.
    case
        Id of the case; empty for the batch as a whole.
    name
        Id of the transition, for `Kind.PREPARE`, `Kind.DECIDE` and `Kind.DROP`.
    content
        What was said: form, attachments, snapshot, instants, points; canonical JSON values alone.
    """

    instant: datetime
    kind: Kind
    actor: str
    case: str = ""
    name: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content, in hexadecimal digits: what a second person signs."""
    return hashlib.sha256(canonical(content)).hexdigest()


def entry_fields(programme: Programme, run: Run | None, event: Event) -> dict[str, Any]:
    """Return the fields of the record's entry for an event, for `dafeng.record.next_entry`.

    What a second person signs stands in the entry of the signature too, so that its receipt says
    which snapshot and which files were handed in.

    Parameters
    ----------
    programme
        The rules under which it happened.
    run
        Where the batch stood before; None for its start.
    event
        The event.
    """
    subject = run.cases.get(event.case, run) if run is not None else None
    pending = subject.pending.get(event.name) if subject is not None else None
    signed = event.kind is Kind.DECIDE and pending is not None
    batch = run.batch if run is not None else event.content["batch"]
    return {
        "instant": event.instant,
        "kind": PREFIX + event.kind.value,
        "subject": "/".join(filter(None, (programme.id, batch, event.case))),
        "actor": event.actor,
        "content": {
            "version": programme.version,
            "name": event.name,
            "content": event.content,
            **({"prepared": pending.content} if signed and pending is not None else {}),
        },
    }


def event_of(entry: Entry) -> Event:
    """Return the event that an entry of the record holds.

    Raises
    ------
    ValueError
        If the entry is of another kind.
    """
    if not entry.kind.startswith(PREFIX):
        raise ValueError(entry.kind)
    _programme, _batch, *case = entry.subject.split("/", 2)
    return Event(
        instant_of(entry.instant),
        Kind(entry.kind.removeprefix(PREFIX)),
        entry.actor,
        case[0] if case else "",
        entry.content["name"],
        entry.content["content"],
    )
