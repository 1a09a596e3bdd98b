"""What does the site do by itself? A thread makes its rounds beside the pages."""

from __future__ import annotations

import logging
import threading
from typing import Final

from django.db import close_old_connections

from dafeng.web.ledger.store import moment
from dafeng.web.notices.mailing import send_waiting
from dafeng.web.notices.reminding import remind
from dafeng.web.partners.acting import run_clocks
from dafeng.web.programmes.publishing import publish
from dafeng.web.programmes.runs import standings

_LOG: Final = logging.getLogger(__name__)
#: Seconds between two rounds: so late at most does a list become public after its embargo.
_PAUSE: Final = 20.0
#: Rounds between two rounds of reminders: an hour.
_HOUR: Final = 180


def begin() -> threading.Event:
    """Begin the rounds; set the event that is returned to end them."""
    stop = threading.Event()
    threading.Thread(target=_rounds, args=(stop,), name="rounds", daemon=True).start()
    return stop


def make_round(number: int) -> None:
    """Publish what became public and send what waits; each hour remind and run clocks."""
    for found in standings():
        publish(found)
    if number % _HOUR == 0:
        remind(moment())
        run_clocks()
    send_waiting()


def _rounds(stop: threading.Event) -> None:
    number = 0
    while not stop.wait(_PAUSE if number else 1.0):
        try:
            make_round(number)
        except Exception:  # noqa: BLE001 - the next round begins anew, whatever it was
            _LOG.exception("a round was not finished; the next one begins anew")
        finally:
            close_old_connections()
        number += 1
