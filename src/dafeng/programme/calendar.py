"""Which days are working days, and when does a period end?"""

from __future__ import annotations

import calendar as months
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from dafeng.errors import DafengError
from dafeng.language import Text, same

_SATURDAY = 5


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


class CalendarError(DafengError):
    """A day lies in a year whose holidays are not announced: nobody can count on it."""

    code = "calendar"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice on the holidays of a year: its title, number, date and how it is known."""

    year: int
    title: str
    number: str
    date: date
    mark: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days of a jurisdiction.

    Parameters
    ----------
    id, title
        Its names.
    years
        Years that are known; empty if weekends alone are free, in every year.
    holidays
        Days off, weekends among them where a notice names them.
    workdays
        Days at weekends on which work is made up (调休).
    notices
        Documents behind it.
    """

    id: str
    title: Text
    years: frozenset[int]
    holidays: frozenset[date]
    workdays: frozenset[date]
    notices: tuple[Notice, ...]

    def is_working(self, day: date) -> bool:
        """Say whether people work on a day.

        Raises
        ------
        CalendarError
            If the year is not known.
        """
        if self.years and day.year not in self.years:
            raise CalendarError(
                Text(
                    "{calendar}没有 {year} 年的放假安排：请由主管部门直接写明截止时刻",
                    "{calendar} has no holidays of {year}: the authority must state the instant",
                ).format(calendar=self.title, year=day.year)
            )
        if day in self.workdays:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def working_day_from(self, day: date) -> date:
        """Return the day itself if people work on it, else the next on which they do."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day


def period_end(calendar: Calendar, zone: str, start: datetime, amount: int, unit: Unit) -> datetime:
    """Return the instant at which a period is over: 24:00 of its last day.

    The day of the event is not counted; a month ends on the day of the same number, or on the
    last day of a shorter month; a period in calendar days or months whose last day is no working
    day ends on the next one (Civil Code of the PRC, art. 201-203).

    Parameters
    ----------
    calendar, zone
        Working days, and the time zone in which days begin.
    start
        Instant of the event.
    amount, unit
        Length, at least 1.

    Returns
    -------
    datetime
        First instant after the period, in UTC.

    Raises
    ------
    CalendarError
        If the count runs into a year whose holidays are not announced.
    """
    day = start.astimezone(ZoneInfo(zone)).date()
    match unit:
        case Unit.WORKING_DAYS:
            last = _working_days_on(calendar, day, amount)
        case Unit.CALENDAR_DAYS:
            last = calendar.working_day_from(day + timedelta(days=amount))
        case Unit.MONTHS:
            last = calendar.working_day_from(_months_on(day, amount))
    return day_end(last, zone)


def day_end(day: date, zone: str) -> datetime:
    """Return 24:00 of a day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC)


def _working_days_on(calendar: Calendar, day: date, amount: int) -> date:
    for _ in range(amount):
        day = calendar.working_day_from(day + timedelta(days=1))
    return day


def _months_on(day: date, amount: int) -> date:
    years, month = divmod(day.month - 1 + amount, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=1)
def calendars() -> Mapping[str, Calendar]:
    """Return the calendars that come with Dafeng, by id."""
    folder = files("dafeng.programme") / "calendars"
    found = [p for p in folder.iterdir() if p.name.endswith(".toml")]
    read = [_calendar(tomllib.loads(p.read_text(encoding="utf-8"))) for p in found]
    return {c.id: c for c in sorted(read, key=lambda c: c.id)}


def _calendar(value: Mapping[str, Any]) -> Calendar:
    years = value.get("year", {})
    off = [day for entry in years.values() for pair in entry["off"] for day in _days(*pair)]
    return Calendar(
        value["id"],
        Text(**value["title"]),
        frozenset(map(int, years)),
        frozenset(off),
        frozenset(day for entry in years.values() for day in entry["work"]),
        tuple(
            Notice(int(year), e["title"], e["number"], e["date"], e["mark"])
            for year, e in years.items()
        ),
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def local_text(instant: datetime, zone: str) -> Text:
    """Return an instant as people read it in a time zone; midnight is the 24:00 of the day before.

    Both wordings name the zone.
    """
    local = instant.astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M}" + (f":{local:%S}" if local.second else "")
    if local.time() == time.min:
        local, clock = local - timedelta(days=1), "24:00"
    names = _ZONES.get(zone, same(zone))
    return Text(
        f"{local.year}年{local.month}月{local.day}日{clock}（{names.zh}）",
        f"{local.year}-{local:%m-%d} {clock} ({names.en})",
    )


_ZONES = {
    "Asia/Shanghai": Text("北京时间", "Beijing time"),
    "Europe/Brussels": Text("布鲁塞尔时间", "Brussels time"),
}
