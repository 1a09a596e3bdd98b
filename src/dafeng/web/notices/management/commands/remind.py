"""``remind``: reminders of clocks that run out soon, and the e-mails that wait."""

from __future__ import annotations

from typing import Any

from dafeng.web.ledger.store import moment
from dafeng.web.notices.mailing import send_waiting
from dafeng.web.notices.reminding import remind
from dafeng.web.site_command import SiteCommand


class Command(SiteCommand):
    """Remind people and send what waits; run it each hour where `dafeng serve` does not run."""

    help = "Remind people of clocks that run out soon, and send the e-mails that wait."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Remind and send."""
        told = remind(moment())
        sent = 0
        while more := send_waiting():
            sent += more
        self.stdout.write(f"{told} reminders, {sent} e-mails")
