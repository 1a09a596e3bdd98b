"""Which clocks run out soon, and whom does it concern? Each is reminded once at each distance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from dafeng.language import Text
from dafeng.programme import Case, Deadline, Transition, local_text, open_steps
from dafeng.web.accounts.models import User
from dafeng.web.notices.models import Notice
from dafeng.web.notices.telling import tell
from dafeng.web.programmes.consequences import address, batch_title
from dafeng.web.programmes.runs import Standing, standings

#: Days before the end at which people are reminded.
DISTANCES: Final = (1, 3, 7, 14)
#: Guards by which a step has to come before a clock runs out.
_GUARDS: Final = ("before", "within")

_SOON: Final = Text("{name}：“{clock}”将于{limit}到期", "{name}: “{clock}” runs out at {limit}")


def remind(now: datetime) -> int:
    """Remind those who have a step to take before a clock runs out; return the new notices."""
    before = Notice.objects.count()
    for found in standings():
        for case, deadline, persons in _due(found, now):
            name = found.run.cases[case.id].applicant.name if case else batch_title(found)
            limit = local_text(deadline.instant, found.programme.zone)
            clock = found.programme.clocks[deadline.clock].title
            tell(
                User.objects.filter(person__in=persons, is_active=True),
                _SOON.format(name=name, clock=clock, limit=limit),
                address(found, case.id if case else ""),
                _key(found, case, deadline, now),
            )
    return Notice.objects.count() - before


def _due(found: Standing, now: datetime) -> Iterator[tuple[Case | None, Deadline, set[str]]]:
    """Yield the clocks that run out soon with those who still have a step that depends on them."""
    for case in (None, *found.run.cases.values()):
        running = {**found.run.clocks, **(case.clocks if case else {})}
        for deadline in running.values():
            if deadline.stopped is not None or not _is_near(deadline, now):
                continue
            persons = {p for p in found.run.people if _depends(found, case, p, deadline, now)}
            if persons:
                yield case, deadline, persons


def _depends(
    found: Standing, case: Case | None, person: str, deadline: Deadline, now: datetime
) -> bool:
    steps = open_steps(found.programme, found.run, person, case, now)
    return any(_bound(s.transition, deadline.clock) for s in steps if not s.blocked)


def _bound(step: Transition, clock: str) -> bool:
    return any(clock in step.guards.get(guard, ()) for guard in _GUARDS)


def _is_near(deadline: Deadline, now: datetime) -> bool:
    return now < deadline.instant <= now + timedelta(days=DISTANCES[-1])


def _key(found: Standing, case: Case | None, deadline: Deadline, now: datetime) -> str:
    left = (deadline.instant - now) / timedelta(days=1)
    distance = next(d for d in DISTANCES if left <= d)
    where = f"{found.slug}/{case.id if case else ''}/{deadline.clock}"
    return f"{where}/{deadline.instant.isoformat()}/{distance}"
