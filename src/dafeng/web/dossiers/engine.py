"""Where is computed what a page waits for? In processes of their own, each answer within bounds.

The server's threads stay free for pages: reading, checking and drawing a dossier takes a processor
for a part of a second. What is not there in time is not waited for.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as LateError
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from threading import Lock
from typing import Any, Final, TypeVar

from dafeng.errors import DafengError
from dafeng.language import Text
from dafeng.web.answering import SHARED_BY
from dafeng.web.processes import ends_with_parent

R = TypeVar("R")

#: Seconds for which a page waits, and for which one does that keeps what was computed.
PATIENCE: Final = 2.0
LONG: Final = 15.0
#: Answers one process gives before a fresh one takes its place.
_LIFE: Final = 500

#: Answers that are kept for whoever went away before they were there.
_KEPT: Final = 16

_lock: Final = Lock()
_pending: Final[dict[bytes, Future[Any]]] = {}
_pools: Final[list[ProcessPoolExecutor]] = []


class LateAnswerError(DafengError):
    """The answer was not there in time."""

    code = "late"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "服务器正忙，计算没有及时完成；请稍后再试",
                "the server is busy and the answer was not there in time; try again in a moment",
            )
        )


def computed(work: Callable[..., R], *given: Any, patience: float = PATIENCE) -> R:
    """Compute something in another process.

    Whoever asks for the same again while it is computed waits for the same answer.

    Parameters
    ----------
    work, given
        A function that another process can load, and what it takes.
    patience
        Longest wait [s].

    Raises
    ------
    LateAnswerError
        If it takes longer.
    """
    try:
        return _waited_for(work, given, patience)
    except BrokenProcessPool:
        put_away()
        return _waited_for(work, given, patience)


def _waited_for(work: Callable[..., R], given: tuple[Any, ...], patience: float) -> R:
    key = sha256(pickle.dumps((work, given))).digest()
    answer: Future[R] = _asked(key, work, given)
    try:
        found = answer.result(patience)
    except LateError as error:
        raise LateAnswerError from error
    except BaseException:
        _pending.pop(key, None)
        raise
    _pending.pop(key, None)
    return found


def _asked(key: bytes, work: Callable[..., R], given: tuple[Any, ...]) -> Future[R]:
    pool = _pool()
    with _lock:
        for old in [k for k, f in _pending.items() if f.done()][:-_KEPT]:
            _pending.pop(old)
        if key not in _pending:
            _pending[key] = pool.submit(work, *given)
        return _pending[key]


def warm_up() -> None:
    """Start the processes and let them load what they will need."""
    for _ in range(_workers()):
        _pool().submit(_loaded)


def _pool() -> ProcessPoolExecutor:
    with _lock:
        if not _pools:
            _pools.append(
                ProcessPoolExecutor(
                    _workers(),
                    mp_context=multiprocessing.get_context("spawn"),
                    max_tasks_per_child=_LIFE,
                    initializer=ends_with_parent,
                )
            )
        return _pools[0]


def put_away() -> None:
    """End the processes; what is asked for next starts others."""
    with _lock:
        _pending.clear()
        while _pools:
            _pools.pop().shutdown(wait=False, cancel_futures=True)


def _workers() -> int:
    """Return half the cores' number of processes, shared by all that answer for the site."""
    sharing = int(os.environ.get(SHARED_BY, "1"))
    return max(1, min(4, (os.cpu_count() or 2) // 2) // sharing)


def _loaded() -> None:
    from dafeng.desk.examining import examine_files
    from dafeng.desk.trying import tried

    del examine_files, tried
