"""What does a place's plan need, and which requests stand for it? The way between the two."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dafeng.desk.needs import needs_of
from dafeng.errors import NOWHERE, DafengError, Fault, InputError, Severity
from dafeng.exchange.drafting import Need, changed
from dafeng.exchange.records import Record
from dafeng.exchange.workflow import Listing, Status
from dafeng.language import Text
from dafeng.web.dossiers import versions
from dafeng.web.partners.models import ListingRow, PartRow
from dafeng.web.partners.scope import actor_of
from dafeng.web.programmes.places import may_edit

#: Plans whose needs a process keeps.
_KEPT = 64
_CHECK = Text("按提示补充或更正档案", "complete or correct the dossier as said")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a place's plan needs; nothing, and why, where its dossier cannot be read."""

    needs: tuple[Need, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from.

    Parameters
    ----------
    place, item
        Id of the place, and what in its plan: ``measure/industrial_heat_pump``.
    change
        What has become of it since; None if it is the same.
    """

    place: str
    item: str
    change: Text | None

    @property
    def anchor(self) -> str:
        """Return where on the page of the plan's needs it stands."""
        return self.item.replace("/", "-", 1)


def needs_of_place(place: str) -> Needs | None:
    """Return the needs of a place's dossier as it stands on the site; None if there is none."""
    found = versions.latest(place)
    return None if found is None else _needs(place, found.number, found.snapshot)


@lru_cache(maxsize=_KEPT)
def _needs(place: str, number: int, snapshot: str) -> Needs:
    found = versions.version(place, number)
    assert found is not None  # noqa: S101 - versions are added and never taken away
    assert found.snapshot == snapshot  # noqa: S101 - nor changed
    with tempfile.TemporaryDirectory() as folder:
        for name, data in versions.files_of(found).items():
            (Path(folder) / Path(name).name).write_bytes(data)
        try:
            return Needs(needs_of(Path(folder)))
        except InputError as error:
            return Needs((), tuple(error.faults))
        except DafengError as error:  # no baseline: figures that it needs, or a place abroad
            return Needs((), (Fault("plan.needs", Severity.ERROR, NOWHERE, error.text, _CHECK),))


def origin_of(user: Any, record: Record) -> Origin | None:
    """Return where in a plan a request comes from, for who may edit that plan; else None."""
    address = record.plan_ref.partition("#")[0]
    place, _, item = address.partition("/")
    if not item or not may_edit(user, place):
        return None
    known = needs_of_place(place)
    if known is None or known.faults:
        return Origin(place, item, None)
    return Origin(place, item, changed([record], known.needs, place).get(record.id))


def requests_of(user: Any, place: str) -> Mapping[str, Listing]:
    """Return a person's own requests from a place's plan that are not withdrawn, by its items.

    Of several for one item the newest counts.
    """
    mine = PartRow.objects.filter(organisation=actor_of(user).organisation)
    rows = ListingRow.objects.filter(
        plan_ref__startswith=f"{place}/", id__in=mine.values("subject")
    ).exclude(status=Status.WITHDRAWN)
    listings = (row.listing for row in rows.order_by("change"))
    return {listing.record.plan_ref.partition("#")[0]: listing for listing in listings}


def has_item(user: Any, item: str) -> bool:
    """Say whether an item stands in the plan of a place whose dossier a person may edit."""
    place = item.partition("/")[0]
    if not may_edit(user, place):
        return False
    known = needs_of_place(place)
    return known is not None and any(need.address == item for need in known.needs)
