"""Does one invitation end once, when it is accepted, declined and withdrawn at the same moment?

On PostgreSQL, whose writers do not wait for one another by themselves; SQLite's do.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections
from tests.web.programmes.conftest import PASSWORD, Walk, people

from dafeng.web.accounts import inviting
from dafeng.web.accounts.models import Invitation, Organisation
from dafeng.web.ledger import store
from dafeng.web.programmes.models import RunningBatch

pytestmark = [
    pytest.mark.django_db(databases=["default", "published"], transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
    ),
]
_ENDS = ("people.decline", "people.withdraw", "programme.appoint")


def _come(_walk: Walk, _invitation: int) -> Any:
    return inviting.accept("the-token", "New", PASSWORD)


def _taken(walk: Walk, invitation: int) -> bool:
    return inviting.take_on(walk.user("expert-a"), invitation, {})


def _declined(_walk: Walk, invitation: int) -> bool:
    return inviting.decline(invitation)


def _withdrawn(walk: Walk, invitation: int) -> bool:
    return inviting.withdraw(walk.user("no"), RunningBatch.objects.get(), invitation)


def _together(steps: list[Callable[[], Any]]) -> list[bool]:
    """Let each step run in a thread of its own, all from the same moment."""
    start, done = Barrier(len(steps)), []

    def run(step: Callable[[], Any]) -> None:
        try:
            start.wait(20)
            done.append(bool(step()))
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return done


@pytest.mark.parametrize("known", [False, True])
def test_of_all_answers_at_once_one_counts(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    people(walk)
    monkeypatch.setattr("secrets.token_urlsafe", lambda _length: "the-token")
    row, no = RunningBatch.objects.get(), walk.user("no")
    work = Organisation.objects.get(code="institute-a")
    key = "expert-a" if known else "new"
    wanted = inviting.Wanted(f"{key}@people.example", "New", work, "observer", "", {})
    for _attempt in range(4 if known else 1):
        before = sum(e.kind in _ENDS for e in store.entries())
        Invitation.objects.all().delete()
        made = inviting.invite(no, row, wanted)
        steps = (_taken if known else _come, _taken if known else _come, _declined, _declined)
        answered = _together([partial(step, walk, made.pk) for step in (*steps, _withdrawn)])
        assert sorted(answered) == [False, False, False, False, True]
        assert sum(e.kind in _ENDS for e in store.entries()) == before + 1
        made.refresh_from_db()
        last = [e.kind for e in store.entries() if e.kind in _ENDS][-1]
        assert made.accepted is (last == "programme.appoint")
