"""Who may open which version? The functions that fetch take whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest

from dafeng.programme import Permission
from dafeng.web.access import Access
from dafeng.web.dossiers.models import Job, Version
from dafeng.web.dossiers.versions import history
from dafeng.web.programmes.places import may_edit, may_read, place_name, places_with

__all__ = [
    "EDITS", "EDITS_SOME", "READS", "READS_SOME", "own_job", "own_places", "place_name",
    "places_read", "readable", "readable_version",
]  # fmt: skip


def _edits(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    return may_edit(request.user, parts["place"])


def _reads_some(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    place = parts["place"]
    user = request.user
    return may_edit(user, place) or may_read(user, place) or bool(readable(user, place))


def _reads(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    return any(v.number == parts["number"] for v in readable(request.user, parts["place"]))


def _edits_some(request: HttpRequest, _parts: Mapping[str, Any]) -> bool:
    return bool(places_with(request.user, Permission.EDIT))


EDITS_SOME: Final = Access("edits some dossier", _edits_some)
EDITS: Final = Access("edits the dossier", _edits)
READS_SOME: Final = Access("reads a version of the dossier", _reads_some)
READS: Final = Access("reads this version of the dossier", _reads)


def readable(user: Any, place: str) -> tuple[Version, ...]:
    """Return the versions of a place's dossier that a person may read, newest first."""
    found = history(place)
    if may_read(user, place) or may_edit(user, place):
        return found
    return tuple(v for v in found if may_read(user, place, v))


def readable_version(user: Any, place: str, number: int) -> Version:
    """Return one version that a person may read.

    Raises
    ------
    Http404
        If there is none.
    """
    found = next((v for v in readable(user, place) if v.number == number), None)
    if found is None:
        raise Http404
    return found


def own_places(user: Any) -> tuple[str, ...]:
    """Return the places whose dossier at work a person may read or change."""
    found = places_with(user, Permission.EDIT) | places_with(user, Permission.READ_DRAFT)
    return tuple(sorted(found))


def places_read(user: Any) -> tuple[str, ...]:
    """Return the places of which a person may read some version of the dossier."""
    known = Version.objects.order_by().values_list("place", flat=True).distinct()
    own = own_places(user)
    others = (p for p in sorted(known) if p not in own and readable(user, p))
    return (*own, *others)


def own_job(user: Any, place: str, number: int) -> Job:
    """Return a job of a place; who may change the dossier sees all, others their own.

    Raises
    ------
    Http404
        If there is none.
    """
    found = Job.objects.filter(pk=number, place=place)
    if not may_edit(user, place):
        found = found.filter(asked_by=user)
    job = found.select_related("version").first()
    if job is None:
        raise Http404
    return job
