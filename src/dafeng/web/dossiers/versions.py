"""Which versions of a place's dossier are there? They are added and never changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from dafeng import __version__
from dafeng.desk.examining import Findings
from dafeng.errors import DafengError, Severity
from dafeng.files.dossier_archive import Folder, pack, unpack_own
from dafeng.language import Text
from dafeng.web.dossiers.findings import laid_down
from dafeng.web.dossiers.models import Kept, Origin, Version
from dafeng.web.ledger import store

__all__ = ["Change", "StaleError", "Version", "add", "history", "latest", "version"]


class StaleError(DafengError):
    """Another version came in between."""

    code = "stale"

    def __init__(self, place: str, number: int) -> None:
        super().__init__(
            Text(
                f"{place} 的档案在此期间已有第 {number} 版",
                f"version {number} of the dossier of {place} has come in between",
            )
        )
        self.number = number


@dataclass(frozen=True, slots=True)
class Change:
    """What the next version is to be.

    Parameters
    ----------
    files
        The dossier's folder.
    findings
        What its checks found.
    origin
        How it came about.
    author
        Who made it; None for the site itself.
    after
        Number of the version on which it builds; 0 for the first.
    original, original_name
        The file as it was uploaded.
    remark
        Why, in the author's words.
    """

    files: Folder
    findings: Findings
    origin: Origin
    author: Any
    after: int
    original: bytes | None = None
    original_name: str = ""
    remark: str = ""


def latest(place: str) -> Version | None:
    """Return the newest version of a place's dossier."""
    return Version.objects.filter(place=place).order_by("-number").first()


def history(place: str) -> tuple[Version, ...]:
    """Return all versions of a place's dossier, newest first."""
    found = Version.objects.filter(place=place).select_related("author").defer("findings")
    return tuple(found.order_by("-number"))


def version(place: str, number: int) -> Version | None:
    """Return one version of a place's dossier."""
    return Version.objects.filter(place=place, number=number).select_related("author").first()


def files_of(found: Version) -> dict[str, bytes]:
    """Return the files of a version's folder."""
    return unpack_own(bytes(found.folder.data))


def add(place: str, change: Change) -> Version:
    """Keep the next version of a place's dossier, with its entry in the log.

    Raises
    ------
    StaleError
        If the version on which it builds is no longer the newest.
    """
    try:
        with transaction.atomic():
            store.hold()  # the moment is taken under the lock: entries come in the order of time
            made = _add(place, change)
            store.append(_entry(made))
    except IntegrityError as error:
        raise _stale(place, change) from error
    return made


def _add(place: str, change: Change) -> Version:
    newest = latest(place)
    if (newest.number if newest else 0) != change.after:
        raise _stale(place, change)
    archive = pack(change.files)
    found = change.findings
    original = keep(change.original) if change.original is not None else None
    return Version.objects.create(
        place=place,
        number=change.after + 1,
        snapshot=found.snapshot or digest(archive),
        folder=keep(archive),
        original=original,
        original_name=change.original_name,
        author=change.author,
        created=store.moment(),
        origin=change.origin,
        remark=change.remark,
        errors=found.count(Severity.ERROR),
        warnings=found.count(Severity.WARNING),
        notes=found.count(Severity.NOTE),
        gate_errors=found.gate_errors,
        findings=laid_down(found.faults),
        checked_with=__version__,
    )


def _stale(place: str, change: Change) -> StaleError:
    newest = latest(place)
    return StaleError(place, newest.number if newest else change.after)


def keep(data: bytes) -> Kept:
    """Keep bytes under their hash."""
    fields = {"data": data, "size": len(data)}
    return Kept.objects.get_or_create(digest=digest(data), defaults=fields)[0]


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _entry(made: Version) -> dict[str, Any]:
    return {
        "instant": made.created,
        "kind": "dossier.version",
        "subject": f"dossier/{made.place}",
        "actor": made.author.person if made.author else "site",
        "content": {
            "number": made.number,
            "snapshot": made.snapshot,
            "folder": made.folder_id,
            "origin": made.origin,
            "errors": made.errors,
            "gate_errors": made.gate_errors,
        },
    }
