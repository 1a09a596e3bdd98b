"""Answers are awaited on working days of the place where the answer comes from."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from dafeng.desk.matching_days import working_day
from dafeng.exchange.workflow import weekdays
from dafeng.programme import calendars


def test_holidays_of_china_count_for_those_who_sit_there() -> None:
    year = max(calendars()["cn"].years)
    day = date(year, 9, 28)
    assert working_day(day, 5, "CN-ZJ") > working_day(day, 5, "DE")
    assert working_day(day, 5, "DE") == weekdays(day, 5, "DE")


def test_a_year_without_announced_holidays_has_weekends_alone() -> None:
    day = date(max(calendars()["cn"].years) + 3, 5, 1)
    assert working_day(day, 5, "CN-ZJ") == weekdays(day, 5, "")


def test_one_more_day_is_later() -> None:
    day = date(2026, 1, 1)
    found = [working_day(day, count, "CN-BJ") for count in range(30)]
    assert all(b - a >= timedelta(days=1) for a, b in pairwise(found))
