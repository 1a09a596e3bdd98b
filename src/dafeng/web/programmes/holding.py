"""What do all batches together know: whose is a dossier, for whom does a person act, who pays them?

The dossier is that of the organisation that first came to act for the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db import transaction

from dafeng.programme import Event, Kind, Scope, event_of
from dafeng.programme.people import Elsewhere
from dafeng.record import Entry, Receipt
from dafeng.web.ledger import store
from dafeng.web.ledger.models import EntryRow
from dafeng.web.programmes.rulebook import rules

#: Kind of the entry by which who runs the site names the organisation.
NAMED: Final = "people.holder"
_KINDS: Final = ("programme.appoint", "programme.settle", "programme.declare", NAMED)
_UNHEARD: Final = Elsewhere()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What follows from the log up to an entry; it counts while the log holds that very entry.

    Parameters
    ----------
    last
        That entry.
    held
        Organisation that holds the dossier of each place.
    people
        What is known of each person.
    stated
        Employers of each person by the batch that names them.
    """

    last: Entry | None = None
    held: dict[str, str] = field(default_factory=dict)
    people: dict[str, Elsewhere] = field(default_factory=dict)
    stated: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)


_KEPT: Final = [_Kept()]


def holders() -> Mapping[str, str]:
    """Return the code of the organisation that holds the dossier of each place.

    It is the one of the first person to whom a role of the place was given, in whatever batch,
    or the one that who runs the site has named since.
    """
    return _known().held


def known_elsewhere() -> Mapping[str, Elsewhere]:
    """Return what bars each person in every batch, in whichever it was said."""
    return _known().people


def _known() -> _Kept:
    """Return what follows from the log by now."""
    kept = _KEPT[0]
    last = kept.last
    rows = EntryRow.objects.filter(kind__in=_KINDS).order_by("number")
    found = [r.entry for r in rows.filter(number__gte=last.number if last else 0)]
    if last is not None:
        if not found or found[0].data != last.data:  # transactions are undone
            _KEPT[0] = _Kept()
            return _known()
        found = found[1:]
    if found:
        after = _Kept(found[-1], dict(kept.held), dict(kept.people), dict(kept.stated))
        for entry in found:
            _take(after, entry)
        _KEPT[0] = after
    return _KEPT[0]


def _take(known: _Kept, entry: Entry) -> None:
    if entry.kind == NAMED:
        known.held[entry.content["place"]] = entry.content["organisation"]
        return
    event, batch = event_of(entry), "/".join(entry.subject.split("/")[:2])
    match event.kind:
        case Kind.APPOINT:
            _appointed(known, entry.content["version"], event)
            person = event.content["person"]
            named = {person["organisation"], *person.get("employers", ())}
            _state(known, person["id"], batch, frozenset(named), frozenset())
        case Kind.SETTLE if event.content["agree"]:
            gone = frozenset({event.content["employer"]})
            _state(known, event.content["person"], batch, frozenset(), gone)
        case Kind.DECLARE:
            person = event.content.get("person", event.actor)
            _add(known, person, declared={event.case})


def _appointed(known: _Kept, version: str, event: Event) -> None:
    body, person = event.content.get("body", ""), event.content["person"]
    role = rules(version).roles.get(event.content["role"])
    _add(known, person["id"], provinces={person.get("province", "")} - {""})
    if body and role is not None and role.scope is Scope.PLACE:
        known.held.setdefault(body, person["organisation"])
        _add(known, person["id"], places={body})


def _state(
    known: _Kept, person: str, batch: str, named: frozenset[str], gone: frozenset[str]
) -> None:
    """Keep what a batch says of a person's employers: what is taken back in it, others may say."""
    stated = known.stated.get(person, {})
    stated = known.stated[person] = {**stated, batch: stated.get(batch, frozenset()) | named}
    stated[batch] -= gone
    old = known.people.get(person, _UNHEARD)
    known.people[person] = replace(old, employers=frozenset().union(*stated.values()))


def _add(known: _Kept, person: str, **more: Any) -> None:
    old = known.people.get(person, _UNHEARD)
    grown = {name: getattr(old, name) | said for name, said in more.items()}
    known.people[person] = replace(old, **grown)


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
