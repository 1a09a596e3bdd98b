"""Who acts for a place, in whatever batch, and whose is its dossier?

The dossier is that of the organisation that first came to act for the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from dafeng.programme import Scope
from dafeng.record import Entry, Receipt
from dafeng.web.ledger import store
from dafeng.web.ledger.models import EntryRow
from dafeng.web.programmes.rulebook import rules

#: Kind of the entry by which who runs the site names the organisation.
NAMED: Final = "people.holder"
_KINDS: Final = ("programme.appoint", NAMED)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What follows from the log up to an entry; it counts while the log holds that very entry."""

    last: Entry | None = None
    held: Mapping[str, str] = field(default_factory=dict)
    acted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_KEPT: Final = [_Kept()]


def holders() -> Mapping[str, str]:
    """Return the code of the organisation that holds the dossier of each place.

    It is the one of the first person to whom a role of the place was given, in whatever batch,
    or the one that who runs the site has named since.
    """
    return _known().held


def acted_for() -> Mapping[str, tuple[str, ...]]:
    """Return the places for which each person holds a role or once held one, in whatever batch."""
    return _known().acted


def _known() -> _Kept:
    """Return what follows from the log by now."""
    kept = _KEPT[0]
    last, held, acted = kept.last, dict(kept.held), dict(kept.acted)
    rows = EntryRow.objects.filter(kind__in=_KINDS).order_by("number")
    found = [r.entry for r in rows.filter(number__gte=last.number if last else 0)]
    if last is not None:
        if not found or found[0].data != last.data:  # transactions are undone
            _KEPT[0] = _Kept()
            return _known()
        found = found[1:]
    for entry in found:
        _take(held, acted, entry)
    _KEPT[0] = _Kept(found[-1] if found else last, held, acted)
    return _KEPT[0]


def _take(held: dict[str, str], acted: dict[str, tuple[str, ...]], entry: Entry) -> None:
    if entry.kind == NAMED:
        held[entry.content["place"]] = entry.content["organisation"]
        return
    said = entry.content["content"]
    body, person = said.get("body", ""), said["person"]
    role = rules(entry.content["version"]).roles.get(said["role"])
    if body and role is not None and role.scope is Scope.PLACE:
        held.setdefault(body, person["organisation"])
        known = acted.get(person["id"], ())
        acted[person["id"]] = known if body in known else (*known, body)


@transaction.atomic
def name_holder(operator: str, place: str, organisation: str) -> Receipt:
    """Let who runs the site say to which organisation the dossier of a place belongs."""
    return store.append(
        {
            "instant": store.moment(),
            "kind": NAMED,
            "subject": f"holder/{place}",
            "actor": operator,
            "content": {"place": place, "organisation": organisation},
        }
    )
