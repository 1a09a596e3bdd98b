"""Random deadline cases, and what the rules say to each; run as a program it prints one hash.

The program is started under several process time zones: nothing may depend on them.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Answer = Callable[["Question"], str]


@dataclass(frozen=True)
class Question:
    """From an instant a period runs; it may be extended; somebody acts around its end."""

    start: int
    amount: int
    unit: str
    calendar: str
    zone: str
    extension: int
    decided: int
    act: int


def question(number: int) -> Question:
    """Return a case by its number."""
    rng = random.Random(number)  # noqa: S311 - not a secret
    calendar, zone = rng.choice([("cn", "Asia/Shanghai"), ("weekends", "Europe/Brussels")])
    first = int(datetime(2023, 1, 3, tzinfo=UTC).timestamp() * 1000)
    last = int(datetime(2026, 12, 20, tzinfo=UTC).timestamp() * 1000)
    unit = rng.choice(["working_days", "calendar_days", "months"])
    amount = rng.randint(1, 4 if unit == "months" else 40)
    return Question(
        rng.randint(first, last), amount, unit, calendar, zone,
        rng.choice([0, 0, rng.randint(1, 30 * 86_400_000)]),
        rng.choice([-1, 1, rng.randint(-5 * 86_400_000, 5 * 86_400_000)]),
        rng.choice([-1, 0, 1, -1000, 1000, rng.randint(-3 * 86_400_000, 3 * 86_400_000)]),
    )  # fmt: skip


def asked(question: Question, ends: Callable[[Question], int | None]) -> str:
    """Return the answer of an implementation: the end, and whether the act is in time.

    An extension counts from the instant of its own decision on.
    """
    end = ends(question)
    if end is None:
        return "no such year"
    decided, moved = end + question.decided, end + question.extension
    act = (moved if question.extension else end) + question.act
    limit = moved if question.extension and act >= decided else end
    return f"{end} {'in time' if act < limit else 'late'}"


def end_by_rules(question: Question) -> int | None:
    """Return the end as `dafeng.programme` counts it."""
    from dafeng.programme import CalendarError, Unit, calendars, period_end

    start = EPOCH + timedelta(milliseconds=question.start)
    calendar, unit = calendars()[question.calendar], Unit(question.unit)
    try:
        end = period_end(calendar, question.zone, start, question.amount, unit)
    except CalendarError:
        return None
    return (end - EPOCH) // timedelta(milliseconds=1)


def end_by_oracle(question: Question) -> int | None:
    """Return the end as the whole-number twin counts it."""
    from tests.programme import deadline_oracle as oracle

    try:
        return oracle.end(
            question.start, question.amount, question.unit, question.calendar, question.zone
        )
    except LookupError:
        return None


def fingerprint(count: int, ends: Callable[[Question], int | None]) -> str:
    """Return the hash over all answers."""
    found = hashlib.sha256()
    for number in range(count):
        found.update(asked(question(number), ends).encode() + b"\n")
    return found.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(fingerprint(int(sys.argv[1]), end_by_rules))
