"""How are people told something? In the site at once, by e-mail with the next round of post."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dafeng.language import Text
from dafeng.web.ledger.store import moment
from dafeng.web.notices.models import Notice


def tell(users: Iterable[Any], text: Text, link: str, key: str = "") -> None:
    """Tell people something, within the transaction of what it is about.

    Parameters
    ----------
    users
        Whom.
    text
        What, in both languages.
    link
        Page of the site on which it stands.
    key
        Name of what is told to each person once alone; empty for what may be said again.
    """
    now = moment()
    Notice.objects.bulk_create(
        [Notice(user=u, zh=text.zh, en=text.en, link=link, key=key, made=now) for u in users],
        ignore_conflicts=bool(key),
    )
