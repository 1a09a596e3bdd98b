"""Which notices still have to go out by e-mail?"""

from __future__ import annotations

import logging
from smtplib import (
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from dafeng.language import Text
from dafeng.web.ledger.store import moment, newest_head
from dafeng.web.notices.models import Notice

_LOG: Final = logging.getLogger(__name__)

_WITNESS: Final = Text(
    "以下是本站日志此刻的签名头；保存它即可作证（dafeng verify）：",
    "The signed head of this site's record at this moment; who keeps it is a witness "
    "(dafeng verify):",
)
#: Ends of addresses that no e-mail can reach (RFC 2606): fictional people have such.
_NOWHERE: Final = (".invalid", ".example")
#: Notices that go out in one round.
_ROUND: Final = 200
#: What a server answers that refuses one e-mail and takes the next.
_REFUSED: Final = (SMTPRecipientsRefused, SMTPDataError, SMTPSenderRefused, SMTPNotSupportedError)
#: Refusals after which an e-mail is given up; the notice stands in the site.
_PATIENCE: Final = 8


def send_waiting() -> int:
    """Send the notices that have not gone out; return how many went.

    A notice that cannot be sent stays and is tried again with the next round; one whose address is
    refused stands behind the others and is given up after some rounds.
    """
    waiting = Notice.objects.filter(mailed=None, user__is_active=True, refused__lt=_PATIENCE)
    found = list(waiting.select_related("user").order_by("refused", "id")[:_ROUND])
    if not found:
        return 0
    sent = [n for n in found if n.user.email.endswith(_NOWHERE)]
    sent += _sent([n for n in found if n not in sent])
    Notice.objects.filter(pk__in=[n.pk for n in sent]).update(mailed=moment())
    return len(sent)


def message(notice: Notice) -> EmailMessage:
    """Return the e-mail of a notice, in both languages."""
    address = f"{settings.SITE_ADDRESS}{notice.link}"
    body = f"{notice.zh}\n\n{notice.en}\n\n{address}\n\n{_head()}"
    subject = " ".join(f"{notice.zh} · {notice.en}".split())[:180]
    return EmailMessage(subject, body, to=[notice.user.email])


def _head() -> str:
    """Return the signed head of the record: who keeps the e-mail is a witness of the log."""
    head = newest_head()
    return f"{_WITNESS.zh}\n{_WITNESS.en}\n\n{head}" if head is not None else ""


def _sent(notices: list[Notice]) -> list[Notice]:
    if not notices:
        return []
    done = []
    with get_connection() as connection:
        for notice in notices:
            try:
                connection.send_messages([message(notice)])
            except _REFUSED:
                _LOG.warning("an e-mail was refused (notice %s)", notice.pk, exc_info=True)
                Notice.objects.filter(pk=notice.pk).update(refused=notice.refused + 1)
            except OSError:
                _LOG.exception("an e-mail could not be sent; it is tried again")
                break
            else:
                done.append(notice)
    return done
