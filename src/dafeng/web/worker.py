"""Who does the jobs? A process beside the server, which takes up again what a dead one has left."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
import uuid
from contextlib import AbstractContextManager
from typing import Final

from dafeng.web.processes import ends_with_parent, kept_going

#: Seconds between two signs of life, and between two looks for jobs that were left.
_BEAT: Final = 5.0
#: Lanes of the queue: short jobs never wait behind documents.
SHORT: Final = "short"
LONG: Final = "default"


def main() -> int:
    """Do jobs until stopped, or until the server that started this process is gone."""
    import django

    django.setup()
    from django.core.management import call_command

    from dafeng.web.dossiers.working import known_as

    name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
    known_as(name)
    os.nice(5)  # pages go first
    ends_with_parent()
    threading.Thread(target=_beat, args=(name,), daemon=True).start()
    call_command("prune_db_task_results", verbosity=0)
    lanes = ",".join(sys.argv[1:]) or f"{SHORT},{LONG}"
    call_command(
        "db_worker",
        queue_name=lanes,
        interval=0.5,
        startup_delay=False,
        worker_id=name,
        verbosity=0,
    )
    return 0


def _beat(name: str) -> None:
    """Give signs of life, and take jobs up again that were left."""
    from django.db import Error, close_old_connections

    from dafeng.web.dossiers.jobs import sign_of_life, take_up_again

    while True:
        with contextlib.suppress(Error):  # a database that is busy now is not so later
            close_old_connections()
            sign_of_life(name)
            take_up_again()
        time.sleep(_BEAT)


def at_work() -> AbstractContextManager[None]:
    """Keep a worker for each lane going for as long as the server runs."""
    return kept_going(["dafeng.web.worker", SHORT], ["dafeng.web.worker", LONG])


if __name__ == "__main__":
    sys.exit(main())
