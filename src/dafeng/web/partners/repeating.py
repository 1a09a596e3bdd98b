"""Does a record say what another of the same owner says already?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dafeng.exchange.records import Record
from dafeng.exchange.repeats import Repeat, repeats
from dafeng.exchange.workflow import Status
from dafeng.web.partners import finding
from dafeng.web.partners.models import ListingRow

#: Records that stand for nothing any more.
_OVER: Final = (Status.WITHDRAWN, Status.FULFILLED)


def near(record: Record) -> str:
    """Return a record of the same owner that one nearly repeats; empty if none."""
    found = among([*standing(record.owner, record.kind, record.id), record])
    return next((one.other for one in found if one.record == record.id), "")


def standing(owner: str, kind: str, but: str = "") -> list[Record]:
    """Return the records of an owner that stand, or are to."""
    rows = ListingRow.objects.filter(owner=owner, kind=kind).exclude(id=but)
    return [row.listing.record for row in rows.exclude(status__in=_OVER).order_by("change")]


def among(records: Sequence[Record]) -> tuple[Repeat, ...]:
    """Return which records nearly repeat an earlier one of the same owner."""
    return repeats(records, finding.readings(records), finding.alike()) if len(records) > 1 else ()
