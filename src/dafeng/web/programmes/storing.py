"""Where do files that were handed in lie? Under their hash, in the site's folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def keep(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write a file under its SHA-256; return hash and size.

    It is on the disk before its name is known to any table; the same bytes lie there once.
    """
    folder = Path(settings.SITE) / "files" / "attachments"
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder)
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
    return digest.hexdigest(), size


def path(sha256: str) -> Path:
    """Return where the file of a hash lies."""
    return Path(settings.SITE) / "files" / "attachments" / sha256[:2] / sha256
