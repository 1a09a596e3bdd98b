"""Who does the jobs? A process beside the server, which takes up again what a dead one has left."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Final

#: Seconds between two signs of life, and between two looks for jobs that were left.
_BEAT: Final = 5.0
#: Seconds after which a worker that has died is replaced.
_PAUSE: Final = 2.0


def main() -> int:
    """Do jobs until stopped, or until the server that started this process is gone."""
    import django

    django.setup()
    from django.core.management import call_command

    from dafeng.web.dossiers.working import known_as

    name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
    known_as(name)
    os.nice(5)  # pages go first
    threading.Thread(target=_beat, args=(name, os.getppid()), daemon=True).start()
    call_command("prune_db_task_results", verbosity=0)
    call_command("db_worker", interval=0.5, startup_delay=False, worker_id=name, verbosity=0)
    return 0


def _beat(name: str, parent: int) -> None:
    """Give signs of life, take jobs up again that were left, and end with the server."""
    from django.db import Error, close_old_connections

    from dafeng.web.dossiers.jobs import sign_of_life, take_up_again

    while True:
        with contextlib.suppress(Error):  # a database that is busy now is not so later
            close_old_connections()
            sign_of_life(name)
            take_up_again()
        if os.getppid() != parent:
            os._exit(0)
        time.sleep(_BEAT)


@contextlib.contextmanager
def at_work() -> Iterator[None]:
    """Keep a worker going for as long as the server runs."""
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(ended,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(timeout=10)


def _keep(ended: threading.Event) -> None:
    while not ended.is_set():
        process = subprocess.Popen([sys.executable, "-m", "dafeng.web.worker"])
        while process.poll() is None and not ended.wait(_PAUSE):
            pass
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
