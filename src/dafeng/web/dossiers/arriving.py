"""What may be handed in, and how does it become a version?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, Final

from dafeng.desk.examining import Findings, examine_files
from dafeng.dossier.rules import fault
from dafeng.errors import DafengError, InputError, Place
from dafeng.files.dossier_archive import Folder, pack, unpack, unpack_folders
from dafeng.language import Text
from dafeng.web.dossiers.models import Job, Origin, Version
from dafeng.web.dossiers.versions import Change, add, digest, latest, version
from dafeng.web.programmes.places import may_edit

#: Largest file that may be handed in [bytes].
LARGEST: Final = 20 << 20

_ZIPPED: Final = b"PK\x03\x04"
#: Of workbooks of before 2007, and of those with a password.
_OLD: Final = b"\xd0\xcf\x11\xe0"
_MACROS: Final = b"xl/vbaProject.bin"
_WORKBOOK: Final = b"[Content_Types].xml"
_KINDS: Final = (".xlsx", ".zip")

_NOT_ALLOWED: Final = Text("没有修改这份档案的权限", "no right to change this dossier")


class NotAllowedError(DafengError):
    """Whoever handed the file in may no longer change the dossier."""

    code = "not-allowed"


def require_takeable(name: str, size: int, start: bytes) -> None:
    """Refuse what is too large or of a wrong kind, before it is kept.

    Parameters
    ----------
    name, size
        As the browser tells them.
    start
        First bytes.

    Raises
    ------
    InputError
        With the reason and what to do.
    """
    place = Place(file=name)
    if size > LARGEST:
        detail = {"size": size >> 20, "limit": LARGEST >> 20}
        raise InputError([fault("file.large", place, **detail)])
    ending = PurePath(name).suffix.lower()
    if ending not in _KINDS or start.startswith(_OLD):
        raise InputError([fault("upload.kind", place, kind=ending or name)])
    if not start.startswith(_ZIPPED):
        raise InputError([fault("upload.damaged", place, name=name)])


def folder_of(data: bytes, name: str) -> Folder:
    """Return the dossier's folder that a file makes: a zipped folder, or one with a workbook.

    Raises
    ------
    InputError
        If it is an archive that cannot be used, or a workbook with macros.
    """
    macros = InputError([fault("upload.kind", Place(file=name), kind=".xlsm")])
    if _WORKBOOK in data and name.lower().endswith(".xlsx"):
        if _MACROS in data:
            raise macros
        return {"dossier.xlsx": data}
    files = unpack(data, name)
    if any(n.lower().endswith(".xlsm") or _MACROS in d for n, d in files.items()):
        raise macros
    return files


def take_in(job: Job, tell: Callable[[str], None]) -> Version:
    """Make the uploaded file of a job the next version.

    Raises
    ------
    InputError
        If it is no dossier, or that of another place; all faults are listed.
    StaleError
        If somebody has saved another version meanwhile.
    """
    data, name = _handed(job), job.wanted["name"]
    tell("reading")
    files = folder_of(data, name)
    tell("checking")
    findings = examine_files(files)
    _require_place(findings, job.place, name)
    newest = latest(job.place)
    if newest is not None and newest.folder_id == digest(pack(files)):
        return newest  # as an import does: the same files make no further version
    tell("keeping")
    return _kept(job, Change(
        files, findings, Origin.UPLOAD, job.asked_by, job.wanted["after"], data, name
    ))  # fmt: skip


def import_archive(job: Job, tell: Callable[[str], None]) -> Mapping[str, Any]:
    """Make each dossier of an archive the next version of its place, where it differs.

    Returns
    -------
    Mapping
        ``made``: place and number; ``same``: places whose dossier is the same already;
        ``refused``: place and reason in both languages.
    """
    tell("reading")
    made, same, refused = [], [], []
    for place, files in sorted(unpack_folders(_handed(job), job.wanted["name"]).items()):
        tell(place[:40])
        try:
            number = _imported(job, place, files)
        except InputError as error:
            first = error.faults[0].message if error.faults else error.text
            refused.append([place, [first.zh, first.en]])
        except DafengError as error:
            refused.append([place, [error.text.zh, error.text.en]])
        else:
            if number is None:
                same.append(place)
            else:
                made.append([place, number])
    return {"made": made, "same": same, "refused": refused}


def _imported(job: Job, place: str, files: Folder) -> int | None:
    """Return the number of the version that was made; None where nothing differs.

    Whether anything differs is told to those alone who may change the dossier: to others it would
    confirm a guess at a draft.
    """
    if not may_edit(job.asked_by, place):
        raise NotAllowedError(_NOT_ALLOWED)
    findings = examine_files(files)
    _require_place(findings, place, place)
    newest = latest(place)
    if newest is not None and newest.snapshot == findings.snapshot:
        return None
    after = newest.number if newest else 0
    return _kept(job, Change(files, findings, Origin.IMPORT, job.asked_by, after), place).number


def _kept(job: Job, change: Change, place: str = "") -> Version:
    """Keep a version once, also where its worker died just after it had kept it."""
    where = place or job.place
    if not may_edit(job.asked_by, where):
        raise NotAllowedError(_NOT_ALLOWED)
    there = version(where, change.after + 1)
    if there is not None and there.author == change.author and _same(there, change):
        return there
    return add(where, change)


def _same(there: Version, change: Change) -> bool:
    return (
        there.origin == change.origin
        and there.snapshot == change.findings.snapshot
        and there.original_id == (digest(change.original) if change.original else None)
    )


def _require_place(findings: Findings, place: str, name: str) -> None:
    if not findings.code:
        raise InputError(findings.faults)
    if findings.code != place:
        where = Place(file=name)
        raise InputError([fault("upload.place", where, code=findings.code, place=place)])


def _handed(job: Job) -> bytes:
    if job.handed is None:
        raise TypeError(f"job {job.pk} has no file")
    return bytes(job.handed.data)
