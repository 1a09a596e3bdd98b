"""Which holidays were announced after the batch began? A year is added once, and never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final

from dafeng.errors import Fault
from dafeng.language import Text
from dafeng.programme.calendar import Calendar
from dafeng.programme.definition import Programme
from dafeng.programme.rights import may_act
from dafeng.programme.state import Announced, Run
from dafeng.programme.turn import Turn
from dafeng.programme.vocabulary import Subject

_DECEMBER: Final = 12
#: Longest break that anybody has announced, with room [days].
_LONGEST: Final = 20


def announcers(programme: Programme) -> tuple[str, ...]:
    """Return the roles that may add a year: those that sign steps of the batch as a whole."""
    steps = (t for t in programme.transitions.values() if t.subject is Subject.BATCH)
    return tuple(dict.fromkeys(chain.from_iterable(t.decided_by for t in steps)))


def calendar_of(programme: Programme, run: Run) -> Calendar:
    """Return the working days of a batch: its programme's, and the years announced since."""
    known = programme.calendar
    if not run.announced:
        return known
    return replace(
        known,
        years=known.years | {y.year for y in run.announced},
        holidays=known.holidays.union(*(y.holidays for y in run.announced)),
        workdays=known.workdays.union(*(y.workdays for y in run.announced)),
    )


def announce_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against adding a year."""
    programme, content = turn.programme, turn.event.content
    roles = announcers(programme)
    if not may_act(programme, turn.run, turn.event.actor, roles, None):
        titles = [programme.roles[r].title for r in roles]
        named = Text("、".join(t.zh for t in titles), " or ".join(t.en for t in titles))
        yield turn.refused("calendar.right", roles=named)
    known = calendar_of(programme, turn.run).years
    year = content.get("year")
    if not known or year in known:
        yield turn.refused("calendar.known", year=str(year or "—"))
    wrong = [name for name, fits in _fitting(content).items() if not fits]
    if wrong:
        yield turn.refused("calendar.content", names=", ".join(wrong))


def announced(turn: Turn) -> Run:
    """Return the run with the year; clocks that run already keep their instants."""
    content = turn.event.content
    days = frozenset(day for text in content["off"] for day in _span(text) or ())
    worked = frozenset(map(date.fromisoformat, content.get("work", ())))
    year = Announced(content["year"], days, worked, content["notice"])
    return replace(turn.run, announced=(*turn.run.announced, year))


def _fitting(content: Mapping[str, Any]) -> dict[str, bool]:
    """Say of each part of an announcement whether it can be read and belongs to its year."""
    year, off, work = content.get("year"), content.get("off", []), content.get("work", [])
    spans = [_span(text) for text in off]
    days = [_day(text) for text in work]
    return {
        "year": type(year) is int,
        "notice": bool(str(content.get("notice", "")).strip()),
        "off": bool(spans) and all(s is not None and _is_near(s, year) for s in spans),
        "work": all(d is not None and _is_near([d], year) for d in days),
    }


def _is_near(days: Sequence[date], year: object) -> bool:
    """Say whether a break touches a year, or the last days before it."""
    return type(year) is int and all(
        d.year == year or (d.year == year - 1 and d.month == _DECEMBER) for d in days
    )


def _span(text: str) -> list[date] | None:
    """Return the days from the first to the last, written ``2027-01-01/2027-01-03``."""
    ends = [_day(part) for part in text.split("/", 1)]
    first, last = ends[0], ends[-1]
    if first is None or last is None or not 0 <= (last - first).days <= _LONGEST:
        return None
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None
