"""When does a clock run out? Started once, frozen as an instant, moved by decision alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from dafeng.errors import Fault
from dafeng.language import same
from dafeng.programme.announcing import calendar_of
from dafeng.programme.calendar import CalendarError, local_text, period_end
from dafeng.programme.definition import ClockRule, SetClock, Transition
from dafeng.programme.state import Deadline, Extension
from dafeng.programme.turn import Turn

#: Farthest instant that may be stated for a clock: what lies beyond is a slip of the pen.
FARTHEST: Final = timedelta(days=20 * 365)


def started(turn: Turn, clock: str) -> Deadline:
    """Return the deadline of a clock that this event starts.

    The instant is the batch's own, else the one that the decision states, else it is counted.
    """
    known = _set(turn, clock)
    now = turn.event.instant
    if known is not None:
        return Deadline(clock, known.instant, now, known.wording)
    stated = _stated(turn, clock)
    return Deadline(clock, stated or _counted(turn, turn.programme.clocks[clock]), now)


def extended(turn: Turn, deadline: Deadline) -> Deadline:
    """Return a deadline moved to the instant that the decision states."""
    moved = Extension(turn.event.instant, turn.event.actor, deadline.instant)
    instant = _stated(turn, deadline.clock) or deadline.instant
    return replace(deadline, instant=instant, extensions=(*deadline.extensions, moved))


def starting_faults(turn: Turn, step: Transition) -> Iterator[Fault]:
    """Yield every reason against the clocks that a step starts and moves."""
    given = turn.content.get("clocks", {})
    named = given if isinstance(given, Mapping) else {}
    moved = (*step.starts, *step.starts_each, *step.extends)
    for clock in named:
        if clock not in moved:
            yield turn.refused("content.key", key=f"clocks.{clock}", known=", ".join(moved) or "-")
    for clock in (*step.starts, *step.starts_each):
        yield from _start_faults(turn, clock, named.get(clock))
    for clock in () if step.target else step.starts:
        if (running := turn.subject.clocks.get(clock)) and running.stopped is None:
            yield turn.refused("clock.running", clock=turn.programme.clocks[clock].title)
    for clock in step.extends:
        yield from _extension_faults(turn, clock, named.get(clock))


def _start_faults(turn: Turn, clock: str, given: object) -> Iterator[Fault]:
    rule = turn.programme.clocks[clock]
    if _set(turn, clock) is not None:
        if given is not None:
            yield turn.refused("clock.set", clock=rule.title)
        return
    if given is not None:
        yield from _instant_faults(turn, rule, given)
        if rule.amount and _countable(turn, rule) is None:
            yield turn.refused("clock.set", clock=rule.title)
    elif not rule.amount:
        yield turn.refused("clock.unstated", clock=rule.title)
    else:
        error = _countable(turn, rule)
        if error is not None:
            yield turn.refused("clock.uncounted", reason=error.text)


def _extension_faults(turn: Turn, clock: str, given: object) -> Iterator[Fault]:
    rule, deadline = turn.programme.clocks[clock], turn.clock(clock)
    if deadline is None:
        yield turn.refused("clock.idle", clock=rule.title)
        return
    if given is None:
        yield turn.refused("clock.unstated", clock=rule.title)
        return
    yield from _instant_faults(turn, rule, given)
    stated = _stated(turn, clock)
    if stated is not None and stated <= deadline.instant:
        limit = local_text(deadline.instant, turn.programme.zone)
        yield turn.refused("clock.shorter", clock=rule.title, limit=limit)


def _instant_faults(turn: Turn, rule: ClockRule, given: object) -> Iterator[Fault]:
    stated = _stated(turn, rule.id)
    if stated is None:
        yield turn.refused("clock.form", clock=rule.title, value=same(str(given) or "—"))
    elif stated <= turn.event.instant:
        value = local_text(stated, turn.programme.zone)
        yield turn.refused("clock.past", clock=rule.title, value=value)
    elif stated - turn.event.instant > FARTHEST:
        value = local_text(stated, turn.programme.zone)
        years = FARTHEST.days // 365
        yield turn.refused("clock.far", clock=rule.title, value=value, years=years)


def _stated(turn: Turn, clock: str) -> datetime | None:
    given = turn.content.get("clocks", {})
    text = given.get(clock) if isinstance(given, Mapping) else None
    try:
        instant = datetime.fromisoformat(text) if isinstance(text, str) else None
        usable = instant is not None and 1900 < instant.year < 9999  # noqa: PLR2004 - a slip else
        if instant is None or instant.utcoffset() is None or not usable:
            return None
        return instant.astimezone(UTC)
    except (ValueError, OverflowError):  # the first and the last day of the calendar have no UTC
        return None


def _set(turn: Turn, clock: str) -> SetClock | None:
    return turn.programme.batches[turn.run.batch].clocks.get(clock)


def _counted(turn: Turn, rule: ClockRule) -> datetime:
    programme = turn.programme
    start = turn.event.instant
    days = calendar_of(programme, turn.run)
    return period_end(days, programme.zone, start, rule.amount, rule.unit)


def _countable(turn: Turn, rule: ClockRule) -> CalendarError | None:
    try:
        _counted(turn, rule)
    except CalendarError as error:
        return error
    return None
