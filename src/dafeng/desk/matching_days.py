"""Which days count where an answer is awaited?"""

from __future__ import annotations

from datetime import date, timedelta

from dafeng.exchange.workflow import weekdays
from dafeng.programme import Calendar, CalendarError, calendars

#: Calendar by the country in which somebody sits; elsewhere weekends alone are free.
CALENDARS = {"CN": "cn"}


def working_day(day: date, count: int, region: str) -> date:
    """Return the so-many-th working day after a day, where somebody sits.

    An answer clock is no legal deadline: in a year whose holidays are not announced yet, weekends
    alone are free.

    Parameters
    ----------
    day, count
        A day, and how many working days after it; the day itself is not counted.
    region
        Region code (``CN-ZJ``, ``DE``).
    """
    name = CALENDARS.get(region.partition("-")[0])
    if name is None:
        return weekdays(day, count, region)
    try:
        return _counted(calendars()[name], day, count)
    except CalendarError:
        return weekdays(day, count, region)


def _counted(calendar: Calendar, day: date, count: int) -> date:
    for _ in range(count):
        day = calendar.working_day_from(day + timedelta(days=1))
    return day
