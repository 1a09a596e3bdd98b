"""Which processes make the site up? One that keeps the others going, and ends them with itself."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

#: Seconds after which a process that has died is replaced.
_PAUSE: Final = 2.0
#: Seconds within which a process ends when it is told to.
_GRACE: Final = 10.0
#: Seconds between two looks for the process that started this one.
_BEAT: Final = 2.0


@contextmanager
def kept_going(*modules: Sequence[str], handles: Sequence[int] = ()) -> Iterator[None]:
    """Keep processes going that run Python modules; end them all at the end.

    Parameters
    ----------
    modules
        A module with its arguments for each process.
    handles
        Open files, sockets among them, that the processes share with this one.
    """
    ended = threading.Event()
    keepers = [
        threading.Thread(target=_keep, args=(ended, module, handles), daemon=True)
        for module in modules
    ]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        ended.set()
        for keeper in keepers:
            keeper.join(_GRACE + _PAUSE)


def _keep(ended: threading.Event, module: Sequence[str], handles: Sequence[int]) -> None:
    while not ended.is_set():
        # A session of its own: Ctrl-C is for the first process, which ends the others in order.
        process = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", *module], pass_fds=handles, start_new_session=True
        )
        while process.poll() is None and not ended.wait(_PAUSE):
            pass
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
            process.kill()
            process.wait()
        ended.wait(0 if ended.is_set() else _PAUSE)


def ends_with_parent() -> None:
    """End this process when the one that started it is gone, however that came."""
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_BEAT)
    end_computing()
    os._exit(0)


def end_computing() -> None:
    """End the processes that compute for this one, whatever they are at."""
    for child in multiprocessing.active_children():
        child.kill()
