"""Where do files that were handed in lie? Under their hash, in the site's folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from dafeng.errors import DafengError
from dafeng.language import Text


def keep(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write a file under its SHA-256; return hash and size.

    It is on the disk before its name is known to any table; the same bytes lie there once.
    """
    folder = Path(settings.SITE) / "files" / "attachments"
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = path(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for changed in (target.parent, folder):
        _settle(changed)
    return digest.hexdigest(), size


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system lets a folder be opened."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class AlteredFileError(DafengError):
    """A stored file is not what was handed in."""

    code = "altered-file"


def contents(sha256: str) -> bytes:
    """Return a stored file.

    Raises
    ------
    AlteredFileError
        If it is gone, or its content no longer has the hash under which it was signed.
    """
    try:
        data = path(sha256).read_bytes()
    except FileNotFoundError:
        data = None
    if data is None or hashlib.sha256(data).hexdigest() != sha256:
        raise AlteredFileError(
            Text(
                f"文件 {sha256[:16]}… 已丢失或被改动，不能交出；请联系网站管理员",
                f"the file {sha256[:16]}… is gone or was altered and is not handed out; "
                "tell whoever runs the site",
            )
        )
    return data


def path(sha256: str) -> Path:
    """Return where the file of a hash lies."""
    return Path(settings.SITE) / "files" / "attachments" / sha256[:2] / sha256
