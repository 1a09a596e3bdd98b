"""Which secrets does the site hold? Files in its folder that nobody else may read."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

from dafeng.record import SigningKey, signing_key

#: Name under which the site's log stands where its owner gives it none.
ORIGIN = os.environ.get("DAFENG_ORIGIN", "dafeng-site")


#: Rights of the owner, and of everybody else, on a folder.
_OWN: Final = 0o700
_OTHERS: Final = 0o077


def secret(site: Path, name: str, *, persists: bool = True) -> str:
    """Return a secret of the site; it is made when it is first asked for.

    Parameters
    ----------
    site
        Folder of the site.
    name
        Name of the secret.
    persists
        Whether it is kept; a test needs none.
    """
    if not persists:
        return secrets.token_urlsafe(48)
    path = site / "secrets" / name
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        return _written(path, secrets.token_urlsafe(48))


def private_folder(site: Path) -> None:
    """Make the site's folder, and leave it to its owner alone: drafts and sessions lie in it."""
    site.mkdir(parents=True, exist_ok=True, mode=_OWN)
    mode = site.stat().st_mode
    if os.name == "posix" and mode & _OTHERS:
        # Of another owner's folder, a mounted one say, the owner decides.
        with contextlib.suppress(PermissionError):
            site.chmod(mode & ~_OTHERS)


def log_key(site: Path) -> SigningKey:
    """Return the key that signs the heads of the site's log."""
    path = site / "secrets" / "log"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = _written(path, SigningKey(ORIGIN, secrets.token_bytes(32)).text())
    return signing_key(text)


def _written(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=_OWN)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return text
