"""When is an answer due, when is a record to be renewed, and when is it over?"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from dafeng.exchange.workflow.events import day_of
from dafeng.exchange.workflow.state import Introduction
from dafeng.exchange.workflow.vocabulary import Kind

#: Which day is the so-many-th working day after a day, where somebody sits: (day, count, region).
WorkingDay = Callable[[date, int, str], date]

#: Working days after which the side that is asked is reminded, and then again.
REMINDED_AFTER: Final = (5, 10)
#: Working days after which an interest without an answer lapses.
LAPSES_AFTER: Final = 15
#: Months that a record stands, and after which its owner is asked whether it still does.
STANDS_MONTHS: Final = 12
ASKED_MONTHS_BEFORE: Final = 1
_SATURDAY: Final = 5


def weekdays(day: date, count: int, region: str) -> date:
    """Return the so-many-th day from Monday to Friday after a day; holidays are not known."""
    del region
    for _ in range(count):
        day += timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
    return day


def months_on(day: date, months: int) -> date:
    """Return the same day of a later or earlier month; the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def answer_days(introduction: Introduction, after: WorkingDay) -> tuple[date, ...]:
    """Return the last days before the first reminder, the second, and the lapse.

    The day of the question is not counted; none if no answer is awaited.
    """
    side = introduction.awaited
    asked = [one.instant for one in introduction.consents if one.step is Kind.INTEREST]
    if side is None or not asked:
        return ()
    day, region = day_of(asked[-1]), introduction.owner(side).region
    return tuple(after(day, count, region) for count in (*REMINDED_AFTER, LAPSES_AFTER))


def reminders_due(introduction: Introduction, day: date, after: WorkingDay) -> int:
    """Return how many reminders should have been sent by a day."""
    return sum(day > last for last in answer_days(introduction, after)[: len(REMINDED_AFTER)])


def has_lapsed(introduction: Introduction, day: date, after: WorkingDay) -> bool:
    """Return whether it is too late to answer."""
    days = answer_days(introduction, after)
    return bool(days) and day > days[-1]


def asked_on(expires: date) -> date:
    """Return the day from which on the owner is asked whether a record still stands."""
    return months_on(expires, -ASKED_MONTHS_BEFORE)
