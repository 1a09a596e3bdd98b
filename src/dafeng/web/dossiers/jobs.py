"""What is being worked on? Jobs are asked for in the transaction of what they follow from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from dafeng.errors import DafengError
from dafeng.language import Text
from dafeng.web.dossiers.models import Job, Kept, Kind, State, Version
from dafeng.web.ledger.store import moment
from dafeng.web.worker import LONG, SHORT

#: Most jobs of one person for one place that wait or run at a time; others are refused.
QUOTA: Final = 3
#: How long a worker is believed to be at work without a sign of life, and a job to be queued.
LEASE: Final = timedelta(seconds=30)
QUEUED: Final = timedelta(minutes=2)
#: How often a job is begun before it is given up.
ATTEMPTS: Final = 3

#: What takes seconds and never waits behind documents.
_BRIEF: Final = (Kind.UPLOAD, Kind.IMPORT)
#: Priorities: what is brief first, what the site asks for by itself last.
_FIRST, _THEN, _LAST = 10, 0, -10

_OPEN: Final = (State.WAITING, State.RUNNING)
_GIVEN_UP: Final = Text(
    "多次中断，已停止；请联系网站管理员",
    "it broke off several times and was given up; please tell whoever runs the site",
)


class QuotaError(DafengError):
    """Somebody has asked for too much at once."""

    code = "quota"


class CancelledError(Exception):
    """The job was cancelled, or another worker has taken it up."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Parameters
    ----------
    kind, place, user
        What, for which place, by whom; the site itself is nobody and has no quota.
    version
        Version of the dossier.
    details
        What the work needs to know beside it.
    handed
        File that was handed in.
    """

    kind: Kind
    place: str
    user: Any
    version: Version | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    handed: Kept | None = None


@transaction.atomic
def ask(wanted: Wanted) -> Job:
    """Ask for a job; one that is under way for the same thing is returned instead.

    Raises
    ------
    QuotaError
        If the person has too many jobs for this place.
    """
    under_way = Job.objects.filter(place=wanted.place, state__in=_OPEN)
    if not wanted.place:  # what is for no place is its asker's alone
        under_way = under_way.filter(asked_by=wanted.user)
    same = under_way.filter(
        kind=wanted.kind,
        version=wanted.version,
        handed=wanted.handed,
        wanted=dict(wanted.details),
    ).first()
    if same is not None:
        return same
    require_room(wanted.place, wanted.user)
    now = moment()
    job = Job.objects.create(
        place=wanted.place,
        kind=wanted.kind,
        version=wanted.version,
        wanted=dict(wanted.details),
        handed=wanted.handed,
        asked_by=wanted.user,
        asked=now,
        lease=now + QUEUED,
    )
    _queue(job)
    return job


def _queue(job: Job) -> None:
    from dafeng.web.dossiers.working import work

    brief = job.kind in _BRIEF
    lane = SHORT if brief else LONG
    priority = _LAST if job.asked_by_id is None else _FIRST if brief else _THEN
    work.using(queue_name=lane, priority=priority).enqueue(job.pk)


def ahead_of(job: Job) -> int:
    """Return how many jobs run or wait before one that waits: those of its lane, people's first."""
    lane = Job.objects.filter(state__in=_OPEN)
    lane = lane.filter(kind__in=_BRIEF) if job.kind in _BRIEF else lane.exclude(kind__in=_BRIEF)
    before = Q(state=State.RUNNING) | Q(pk__lt=job.pk)
    if job.asked_by_id is None:
        before |= Q(asked_by__isnull=False)
    else:
        before &= Q(state=State.RUNNING) | Q(asked_by__isnull=False)
    return lane.filter(before).exclude(pk=job.pk).count()


def require_room(place: str, user: Any) -> None:
    """Refuse what a person asks for a place beside too many jobs of the same person.

    Raises
    ------
    QuotaError
        If so many wait or run; the site itself is nobody and has no quota.
    """
    own = Job.objects.filter(place=place, asked_by=user, state__in=_OPEN)
    if user is not None and own.count() >= QUOTA:
        raise QuotaError(
            Text(
                f"您已有 {QUOTA} 项任务在排队或进行，请等其中一项完成或取消一项",
                f"{QUOTA} of your jobs wait or run already; wait for one of them or cancel one",
            )
        )


def begin(number: int, worker: str) -> Job | None:
    """Take a waiting job up; None if it waits no longer."""
    now = moment()
    taken = Job.objects.filter(pk=number, state=State.WAITING).update(
        state=State.RUNNING, worker=worker, begun=now, lease=now + LEASE
    )
    if not taken:
        return None
    job = Job.objects.select_related("version", "handed", "asked_by").get(pk=number)
    job.attempts += 1
    job.save(update_fields=["attempts"])
    return job


def tell(job: Job, step: str) -> None:
    """Say what a job is doing.

    Raises
    ------
    CancelledError
        If it is no longer this worker's to do.
    """
    mine = _mine(job).update(step=step, lease=moment() + LEASE)
    if not mine:
        raise CancelledError


def end(job: Job, state: State, outcome: Mapping[str, Any]) -> bool:
    """Lay down what came of a job; False where it was cancelled meanwhile."""
    fields = {"state": state, "ended": moment(), "outcome": dict(outcome), "step": ""}
    return bool(_mine(job).update(**fields))


def cancel(job: Job) -> bool:
    """Cancel a job; its worker stops at its next step and keeps nothing."""
    open_one = Job.objects.filter(pk=job.pk, state__in=_OPEN)
    return bool(open_one.update(state=State.CANCELLED, ended=moment(), step=""))


def sign_of_life(worker: str) -> None:
    """Say that a worker is still at its jobs."""
    running = Job.objects.filter(worker=worker, state=State.RUNNING)
    running.update(lease=moment() + LEASE)


def take_up_again() -> int:
    """Queue the jobs anew whose worker has died or whose place in the queue was lost.

    Returns
    -------
    int
        How many.
    """
    now, found = moment(), 0
    for job in Job.objects.filter(Q(state__in=_OPEN), lease__lt=now):
        if job.attempts >= ATTEMPTS:
            given_up = {"error": [_GIVEN_UP.zh, _GIVEN_UP.en]}
            fields: dict[str, Any] = {"state": State.FAILED, "ended": now, "outcome": given_up}
        else:
            fields = {"state": State.WAITING, "worker": "", "lease": now + QUEUED}
        with transaction.atomic():
            late = Job.objects.filter(pk=job.pk, state=job.state, lease=job.lease)
            if late.update(**fields):
                found += 1
                if fields["state"] == State.WAITING:
                    _queue(job)
    return found


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker)
