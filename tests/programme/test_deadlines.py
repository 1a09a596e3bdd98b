"""Deadlines: published cases, the whole-number twin, and the instant at the boundary."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.programme import deadline_cases as cases

from dafeng.programme import CalendarError, Unit, calendars, local_text, period_end

CN = calendars()["cn"]
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati")
#: 100,000 by ``make deadlines``.
CASES = int(os.environ.get("DAFENG_DEADLINES", "1500"))


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        # Civil Code, art. 201: the first day is not counted; art. 203: to 24:00 of the last one.
        ("2025-04-21T08:00", 4, Unit.CALENDAR_DAYS, "2025-04-26T00:00"),
        # Art. 203: a last day on a holiday moves to the next working day (May 2025 holidays).
        ("2025-04-21T08:00", 10, Unit.CALENDAR_DAYS, "2025-05-07T00:00"),
        # 27 April 2025, a Sunday, is a workday: it counts.
        ("2025-04-25T23:59", 1, Unit.WORKING_DAYS, "2025-04-28T00:00"),
        ("2025-04-25T23:59", 4, Unit.WORKING_DAYS, "2025-05-01T00:00"),
        ("2025-04-25T23:59", 5, Unit.WORKING_DAYS, "2025-05-07T00:00"),
        # A month without such a day ends with its last one (leap year).
        ("2024-01-31T10:00", 1, Unit.MONTHS, "2024-03-01T00:00"),
        ("2023-11-30T10:00", 3, Unit.MONTHS, "2024-03-01T00:00"),
        # National Day of 2024: 1 to 7 October off, 12 October worked.
        ("2024-09-30T10:00", 5, Unit.WORKING_DAYS, "2024-10-13T00:00"),
        # 00:30 in Beijing is the day before in UTC: the day in Beijing counts.
        ("2025-03-11T00:30", 1, Unit.WORKING_DAYS, "2025-03-13T00:00"),
    ],
)
def test_periods_end_as_the_law_and_the_notices_say(
    start: str, amount: int, unit: Unit, end: str
) -> None:
    assert period_end(CN, "Asia/Shanghai", beijing(start), amount, unit) == beijing(end)


def test_a_year_without_notice_cannot_be_counted_on() -> None:
    with pytest.raises(CalendarError, match="2027"):
        period_end(CN, "Asia/Shanghai", beijing("2026-12-30T10:00"), 10, Unit.WORKING_DAYS)


def test_days_by_year_are_those_of_the_notices() -> None:
    # Working days of a year = weekdays off - weekends worked; 2024 had 251, 2025 248 (M).
    def days(year: int) -> int:
        first = date(year, 1, 1)
        year_days = (date(year + 1, 1, 1) - first).days
        return sum(CN.is_working(first + timedelta(days=n)) for n in range(year_days))

    assert [days(year) for year in (2023, 2024, 2025, 2026)] == [249, 251, 248, 248]
    assert {n.year for n in CN.notices} == CN.years


def test_every_made_up_workday_is_at_a_weekend_and_every_notice_precedes_its_year() -> None:
    assert all(day.weekday() >= 5 for day in CN.workdays)
    assert not CN.workdays & CN.holidays
    assert all(n.date.year == n.year - 1 for n in CN.notices)


def test_random_deadlines_equal_the_twin_in_every_time_zone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = Path(__file__).resolve().parents[2]
    started = [
        subprocess.Popen(
            [sys.executable, str(root / "tests/programme/deadline_cases.py"), str(CASES)],
            env={**os.environ, "TZ": zone, "PYTHONPATH": str(root)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for zone in ZONES
    ]
    due = cases.fingerprint(CASES, cases.end_by_oracle)
    found = {zone: run.communicate()[0] for zone, run in zip(ZONES, started, strict=True)}
    with capsys.disabled():
        if CASES >= 100_000:
            print(f"\n{CASES} deadlines in {', '.join(ZONES)}: {found}, due {due}")  # noqa: T201
    assert found == dict.fromkeys(ZONES, due)


def test_the_random_cases_cover_what_they_should() -> None:
    kinds = Counter(
        cases.asked(cases.question(n), cases.end_by_oracle).split(maxsplit=1)[-1]
        for n in range(600)
    )
    assert min(kinds["in time"], kinds["late"]) > 200
    assert kinds["such year"] > 3


STARTS = st.integers(0, 115_000_000).map(
    lambda seconds: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(STARTS, st.integers(1, 30), st.sampled_from(Unit), st.integers(0, 10**9))
def test_a_later_start_never_ends_earlier(
    start: datetime, amount: int, unit: Unit, later: int
) -> None:
    if unit is Unit.MONTHS:
        amount = min(amount, 2)
    first = period_end(CN, "Asia/Shanghai", start, amount, unit)
    then = start + timedelta(milliseconds=later)
    assert period_end(CN, "Asia/Shanghai", then, amount, unit) >= first
    assert first > start
    shown = (first - timedelta(hours=16)).date()
    assert CN.is_working(shown)


def test_an_instant_is_shown_as_officials_write_it() -> None:
    shown = local_text(beijing("2025-04-26T00:00"), "Asia/Shanghai")
    assert shown.zh == "2025年4月25日24:00（北京时间）"
    assert shown.en == "2025-04-25 24:00 (Beijing time)"
    assert local_text(beijing("2025-04-25T18:00:01"), "Asia/Shanghai").zh.endswith(
        "25日18:00:01（北京时间）"
    )
