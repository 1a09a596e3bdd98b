"""When does a period end? The same question answered with whole numbers alone, to compare.

Days are counted from 1970-01-01 by the civil-day algorithm; holidays are typed anew from the
notices of the State Council; Beijing is eight hours ahead of UTC, Brussels one, or two from the
last Sunday of March to that of October, 01:00 UTC. No date or time library is used.
"""

from __future__ import annotations

#: Breaks and made-up workdays by year, as month and day.
NOTICES = {
    2023: ("0101-0102 0121-0127 0405-0405 0429-0503 0622-0624 0929-1006 1230-1231",
           "0128 0129 0423 0506 0625 1007 1008"),
    2024: ("0101-0101 0210-0217 0404-0406 0501-0505 0608-0610 0915-0917 1001-1007",
           "0204 0218 0407 0428 0511 0914 0929 1012"),
    2025: ("0101-0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
           "0126 0208 0427 0928 1011"),
    2026: ("0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
           "0104 0214 0228 0509 0920 1010"),
}  # fmt: skip
DAY = 86_400_000
HOUR = 3_600_000


def civil_day(year: int, month: int, day: int) -> int:
    """Return the number of a day from 1970-01-01."""
    year -= month <= 2
    era, of_era = year // 400, year % 400
    of_year = (153 * (month + (9 if month <= 2 else -3)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def civil_date(number: int) -> tuple[int, int, int]:
    """Return year, month and day of a day's number."""
    number += 719_468
    era, of_era = number // 146_097, number % 146_097
    years = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * years + years // 4 - years // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return years + era * 400 + (month <= 2), month, day


def _tables() -> tuple[set[int], set[int]]:
    off, work = set(), set()
    for year, (breaks, made_up) in NOTICES.items():
        for part in breaks.split():
            first, last = (civil_day(year, int(t[:2]), int(t[2:])) for t in part.split("-"))
            off |= set(range(first, last + 1))
        work |= {civil_day(year, int(t[:2]), int(t[2:])) for t in made_up.split()}
    return off, work


OFF, WORK = _tables()


def works(day: int, calendar: str) -> bool:
    """Say whether people work on a day; 1970-01-01 was a Thursday."""
    weekend = (day + 3) % 7 >= 5
    if calendar == "weekends":
        return not weekend
    if civil_date(day)[0] not in NOTICES:
        raise LookupError(civil_date(day)[0])
    return day in WORK or not (weekend or day in OFF)


def offset(zone: str, instant: int) -> int:
    """Return the milliseconds by which a zone is ahead of UTC at an instant."""
    if zone == "Asia/Shanghai":
        return 8 * HOUR
    year = civil_date(instant // DAY)[0]
    summer = _last_sunday(year, 3) * DAY + HOUR <= instant < _last_sunday(year, 10) * DAY + HOUR
    return (2 if summer else 1) * HOUR


def _last_sunday(year: int, month: int) -> int:
    last = civil_day(year, month, 31)
    return last - (last + 4) % 7


def end(start: int, amount: int, unit: str, calendar: str, zone: str) -> int:
    """Return the end of a period in milliseconds from 1970-01-01 UTC."""
    day = (start + offset(zone, start)) // DAY
    if unit == "working_days":
        left = amount
        while left:
            day += 1
            left -= works(day, calendar)
    else:
        if unit == "calendar_days":
            day += amount
        else:
            year, month, number = civil_date(day)
            months = year * 12 + month - 1 + amount
            following = civil_day((months + 1) // 12, (months + 1) % 12 + 1, 1)
            first = civil_day(months // 12, months % 12 + 1, 1)
            day = min(first + number - 1, following - 1)
        while not works(day, calendar):
            day += 1
    midnight = (day + 1) * DAY
    return midnight - offset(zone, midnight - offset(zone, midnight - 2 * HOUR))
