"""Which requests follow from a plan, what do they still lack, and which no longer agree with it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dafeng.desk.matching import Matched, MatchWish, imported, match_records
from dafeng.desk.needs import needs_of
from dafeng.desk.opening import open_dossier
from dafeng.errors import Fault, Place
from dafeng.exchange.drafting import Need, changed, draft
from dafeng.exchange.faults import fault
from dafeng.exchange.records import Record
from dafeng.exchange.review import review
from dafeng.exchange.thesaurus import load_thesaurus
from dafeng.files.exchange_records import Imported, write_records
from dafeng.language import Language, Text
from dafeng.reference.catalogue import unknown


@dataclass(frozen=True, slots=True)
class Drafted:
    """The requests that follow from a plan, and what a person must still say in each."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...]


def drafts(dossier: Path, language: Language, day: date, only: str = "") -> Drafted:
    """Draft the requests of a dossier's plan.

    Parameters
    ----------
    dossier
        Folder or workbook.
    language
        Language of the drafts.
    day
        Today.
    only
        Id of the one project, task or measure that is wanted; "" for all.

    Raises
    ------
    UnknownNameError
        If the plan has nothing of that id.
    """
    needs = _chosen(needs_of(dossier), only)
    thesaurus = load_thesaurus()
    place, idle = Place(file=str(dossier)), [need for need in needs if need.idle and not only]
    wanted = [need for need in needs if need not in idle]
    records = tuple(draft(need, language, day, thesaurus) for need in wanted)
    left = [fault("draft.idle", replace(place, field=need.id), name=need.name) for need in idle]
    names = {need.address: need.places for need in wanted}
    lacking = [f for r in records for f in review(r, place, names=names[r.id])]
    return Drafted(records, (*left, *lacking))


def match_drafts(made: Drafted, offers: Path, wish: MatchWish) -> Matched:
    """Match drafts with the offers of a file."""
    places = {record.id: Place(field=record.id) for record in made.records}
    return match_records(Imported(made.records, places, ()), imported(offers, "offer"), wish)


def keep(made: Drafted, path: Path) -> None:
    """Write drafts as a file of requests, to be completed by a person."""
    write_records(made.records, path)


@dataclass(frozen=True, slots=True)
class Outdated:
    """What has become of the plan's items, by request, and what is wrong with the requests."""

    why: Mapping[str, Text]
    faults: tuple[Fault, ...]


def outdated(dossier: Path, requests: Path) -> Outdated:
    """Return what has become of the plan's items from which requests were drafted.

    Requests of other places are passed over; rows that cannot be read are told.
    """
    read, code = imported(requests, "request"), open_dossier(dossier).dossier.identity.code
    return Outdated(changed(read.records, needs_of(dossier), code), read.faults)


def _chosen(needs: tuple[Need, ...], only: str) -> tuple[Need, ...]:
    found = tuple(need for need in needs if only in ("", need.id, f"{need.origin}/{need.id}"))
    if found:
        return found
    raise unknown("方案条目", "item of the plan", only, [need.id for need in needs])
