"""Which notices still have to go out by e-mail?"""

from __future__ import annotations

import logging
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from dafeng.web.ledger.store import moment
from dafeng.web.notices.models import Notice

_LOG: Final = logging.getLogger(__name__)

#: Ends of addresses that no e-mail can reach (RFC 2606): fictional people have such.
_NOWHERE: Final = (".invalid", ".example")
#: Notices that go out in one round.
_ROUND: Final = 200


def send_waiting() -> int:
    """Send the notices that have not gone out; return how many went.

    A notice that cannot be sent stays and is tried again with the next round.
    """
    waiting = Notice.objects.filter(mailed=None, user__is_active=True).select_related("user")
    found = list(waiting.order_by("id")[:_ROUND])
    if not found:
        return 0
    sent = [n for n in found if n.user.email.endswith(_NOWHERE)]
    sent += _sent([n for n in found if n not in sent])
    Notice.objects.filter(pk__in=[n.pk for n in sent]).update(mailed=moment())
    return len(sent)


def message(notice: Notice) -> EmailMessage:
    """Return the e-mail of a notice, in both languages."""
    address = f"{settings.SITE_ADDRESS}{notice.link}"
    body = f"{notice.zh}\n\n{notice.en}\n\n{address}\n"
    subject = " ".join(f"{notice.zh} · {notice.en}".split())[:180]
    return EmailMessage(subject, body, to=[notice.user.email])


def _sent(notices: list[Notice]) -> list[Notice]:
    if not notices:
        return []
    done = []
    with get_connection() as connection:
        for notice in notices:
            try:
                connection.send_messages([message(notice)])
            except OSError:
                _LOG.exception("an e-mail could not be sent; it is tried again")
                break
            done.append(notice)
    return done
