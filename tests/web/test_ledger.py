"""Does the log in the database stand as the record knows it?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from dafeng.record import ClockError, Receipt, audit_receipt, head_of, receipt_of
from dafeng.web.keys import log_key
from dafeng.web.ledger import store
from dafeng.web.ledger.models import EntryRow

START = datetime(2026, 1, 1, tzinfo=UTC)


def _append(number: int) -> Receipt:
    return store.append(
        {
            "instant": START + timedelta(seconds=number),
            "kind": "note",
            "subject": f"case/{number % 3}",
            "actor": "somebody",
            "content": {"number": number},
        }
    )


@pytest.mark.django_db
def test_receipts_hold_under_the_head_and_the_log_in_memory() -> None:
    receipts = [_append(n) for n in range(13)]
    log = store.whole_log()
    head = store.newest_head()
    assert head is not None
    assert head_of(head.text) == log.head()
    key = log_key(settings.SITE).verifier
    for found in (*receipts, store.receipt(4)):
        again = receipt_of(found.as_json())
        assert not audit_receipt(again, [key])
    assert [e.number for e in store.entries("case/1")] == [1, 4, 7, 10]
    assert [e.number for e in store.entries("case", after=10)] == [11, 12]


@pytest.mark.django_db
def test_nothing_is_written_behind_the_last_entry_or_changed() -> None:
    _append(5)
    with pytest.raises(ClockError):
        _append(4)
    row = EntryRow.objects.get()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
