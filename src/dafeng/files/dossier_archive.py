"""A dossier's folder as one zip archive: packed the same each time, unpacked with limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Final

from dafeng.dossier.rules import fault
from dafeng.errors import InputError, Place
from dafeng.files.workbook_guard import MEMBERS, RefusedError, guard_members
from dafeng.language import Text

#: Files of a folder by name.
Folder = Mapping[str, bytes]

_DATE: Final = (2000, 1, 1, 0, 0, 0)
_ENTRY: Final = b"PK\x01\x02"
_UTF8: Final = 0x800
#: Most bytes of a file's name.
_LONGEST: Final = 200
#: Folder of results that a build leaves beside the tables.
_RESULTS: Final = "results"
_BROKEN: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(OSError, EOFError, NotImplementedError, ValueError, MemoryError),
)
#: What systems add to an archive unasked.
_ADDED: Final = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def pack(folder: Folder) -> bytes:
    """Return the archive of a folder; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(folder):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, folder[name])
    return buffer.getvalue()


def unpack_own(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive that `pack` made.

    No limit holds: what was let in once must come out again, however well it was compressed.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {entry.filename: opened.read(entry) for entry in opened.infolist()}


def unpack(data: bytes, name: str = "") -> dict[str, bytes]:
    """Return the files of an archive, without a folder around them all.

    Parameters
    ----------
    data
        The archive.
    name
        Name under which the user knows it.

    Raises
    ------
    InputError
        If it is damaged, has a password, points outside itself, unpacks to too much or holds
        folders.
    """
    with _refusing(name):
        return _flat(_without_outer(_files(data)))


def unpack_folders(data: bytes, name: str = "") -> dict[str, dict[str, bytes]]:
    """Return the folders of an archive of several dossiers, each with its files.

    Raises
    ------
    InputError
        As in `unpack`; a file beside the folders is passed over.
    """
    folders: dict[str, dict[PurePosixPath, bytes]] = {}
    with _refusing(name):
        for path, content in _files(data).items():
            if len(path.parts) > 1:
                inside = PurePosixPath(*path.parts[1:])
                folders.setdefault(path.parts[0], {})[inside] = content
        return {folder: _flat(files) for folder, files in folders.items()}


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    try:
        yield
    except RefusedError as error:
        rule = "archive.encrypted" if error.kind == "encrypted" else "archive.refused"
        detail = Text(error.zh, error.en)
        raise InputError([fault(rule, Place(file=name), detail=detail)]) from error
    except _BROKEN as error:
        detail = Text("不是完整的压缩包", "it is no whole archive")
        raise InputError([fault("archive.refused", Place(file=name), detail=detail)]) from error


def _files(data: bytes) -> dict[PurePosixPath, bytes]:
    if data.count(_ENTRY) > MEMBERS:  # before a list of its entries is made
        raise RefusedError("limit", f"超过 {MEMBERS} 个文件", f"more than {MEMBERS} files")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        guard_members(archive)
        entries = [e for e in archive.infolist() if not e.is_dir()]
        found = {PurePosixPath(_name(entry)): archive.read(entry) for entry in entries}
    for path in found:
        _guard_name(str(path))
    return {p: d for p, d in found.items() if not any(part in _ADDED for part in p.parts)}


def _guard_name(name: str) -> None:
    """Refuse names that a file system or a page may take for something else."""
    odd = any(ord(c) < 32 or c in '\\:*?"<>|\x7f' for c in name)  # noqa: PLR2004 - control characters
    if odd or len(name.encode()) > _LONGEST or PurePosixPath(name).is_absolute():
        shown = name[:60].encode("ascii", "replace").decode()
        raise RefusedError(
            "limit", f"文件名不能使用：{shown}", f"a file name that cannot be used: {shown}"
        )


def _name(entry: zipfile.ZipInfo) -> str:
    """Return a name; one that is not marked as UTF-8 may be as Chinese Windows writes it."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _without_outer(files: dict[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    """Take a folder away that holds all files."""
    tops = {path.parts[0] for path in files}
    if len(tops) != 1 or any(len(path.parts) == 1 for path in files):
        return files
    return {PurePosixPath(*path.parts[1:]): data for path, data in files.items()}


def _flat(files: dict[PurePosixPath, bytes]) -> dict[str, bytes]:
    """Return files by name; those in deeper folders are refused, results of a build left out."""
    kept = {p: d for p, d in files.items() if p.parts[0] != _RESULTS}
    deep = sorted(str(path) for path in kept if len(path.parts) > 1)
    if deep:
        raise RefusedError(
            "limit", f"文件夹内还有文件夹：{deep[0]}", f"a folder within the folder: {deep[0]}"
        )
    return {path.name: data for path, data in kept.items()}
