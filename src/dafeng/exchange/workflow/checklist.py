"""Is a record ready to be published? What machines find, what people judge."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from typing import Final

from dafeng.errors import Fault, Place
from dafeng.exchange.records import Record
from dafeng.exchange.review import review
from dafeng.exchange.workflow.vocabulary import EXPORT_CONTROL
from dafeng.language import Text

#: The last item of every list of reasons.
OTHER: Final = "other"


class Verdict(StrEnum):
    """What is known of an item."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    WAIVED = "waived"
    TO_JUDGE = "to_judge"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _VERDICTS[self]


_VERDICTS: Final = {
    Verdict.PASS: Text("符合", "pass"),
    Verdict.FAIL: Text("不符合", "fail"),
    Verdict.WAIVED: Text("已说明理由", "not met, with a reason"),
    Verdict.TO_JUDGE: Text("待人工判断", "for a person to judge"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """An item of the checklist.

    Parameters
    ----------
    id, text
        Its id and what it asks.
    kinds
        Kinds of records of which it is asked.
    rule
        Rule of `dafeng.exchange.review` that judges it; "" if a person does.
    waivable
        Whether the owner may hand in without it, with a reason that the reviewer reads.
    """

    id: str
    text: Text
    kinds: tuple[str, ...]
    rule: str
    waivable: bool


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the checklist, judged as far as a machine can.

    Parameters
    ----------
    question
        The item.
    verdict
        What is known.
    fault
        What the machine found wrong; None if nothing.
    reason
        The owner's reason for handing in without it; "" if none.
    answer
        What the owner answers to it, for a person to judge; None if the owner was not asked.
    """

    question: Question
    verdict: Verdict
    fault: Fault | None = None
    reason: str = ""
    answer: Text | None = None


def checklist(
    record: Record,
    waived: Mapping[str, str] | None = None,
    duplicate_of: str = "",
    names: Sequence[str] = (),
    export_control: str = "",
) -> tuple[Item, ...]:
    """Return the checklist of a record.

    Parameters
    ----------
    record
        The record.
    waived
        Items that it does not meet, with the owner's reason.
    duplicate_of
        Record of the same owner that it nearly repeats (`dafeng.exchange.repeats`); "" if none.
    names
        Names by which its owner is known.
    export_control
        The owner's answer to the question of sanctions and export control; "" before it.
    """
    found = {f.rule: f for f in review(record, Place(field=record.id), duplicate_of, names)}
    answers = {"export_control": EXPORT_CONTROL.get(export_control)}
    items = (_item(question, found, waived or {}) for question in questions(record.kind))
    return tuple(replace(item, answer=answers.get(item.question.id)) for item in items)


def questions(kind: str) -> tuple[Question, ...]:
    """Return the questions that are asked of a kind of record."""
    return tuple(one for one in _questions() if kind in one.kinds)


def for_people(kind: str) -> tuple[str, ...]:
    """Return the ids of the questions that a reviewer must answer."""
    return tuple(one.id for one in questions(kind) if not one.rule)


def _item(question: Question, found: Mapping[str, Fault], waived: Mapping[str, str]) -> Item:
    if not question.rule:
        return Item(question, Verdict.TO_JUDGE)
    fault = found.get(question.rule)
    if fault is None:
        return Item(question, Verdict.PASS)
    reason = waived.get(question.id, "") if question.waivable else ""
    return Item(question, Verdict.WAIVED if reason else Verdict.FAIL, fault, reason)


@lru_cache(maxsize=1)
def _questions() -> tuple[Question, ...]:
    path = files("dafeng.exchange") / "tables" / "checklist.csv"
    table = csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline=""))
    return tuple(
        Question(
            row["item"],
            Text(row["question_zh"], row["question_en"]),
            tuple(row["kinds"].split("|")),
            row["rule"],
            row["waivable"] == "yes",
        )
        for row in table
    )
