"""Where lie the results of a version? Under content hash, seed and version of the program."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from django.conf import settings

from dafeng import __version__
from dafeng.desk.settings import SEED
from dafeng.language import Language
from dafeng.web.dossiers.models import Version

#: Pages by the kind of job that makes them.
PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "results": ("inventory", "history", "pathway"),
    "portfolio": ("portfolio",),
}
_PART: Final = ".part-"


def page(found: Version, name: str, language: Language) -> str | None:
    """Return a page of a version's results; None while it is not made."""
    return read(_folder("pages", found.snapshot) / f"{name}.{language}.html")


def comparison(before: Version, after: Version, language: Language) -> str | None:
    """Return the comparison of two versions' results; None while it is not made."""
    return read(_compared(before, after) / f"comparison.{language}.html")


def read(path: Path) -> str | None:
    """Return the text of a file; None if it is not there."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def keep_page(found: Version, name: str, language: Language, html: str) -> None:
    """Keep a page of a version's results."""
    _written(_folder("pages", found.snapshot) / f"{name}.{language}.html", html)


def keep_comparison(before: Version, after: Version, language: Language, html: str) -> None:
    """Keep the comparison of two versions' results."""
    _written(_compared(before, after) / f"comparison.{language}.html", html)


def documents_folder(found: Version) -> Path:
    """Return the folder of a version's documents, whether they are built or not."""
    return _folder("plans", found.snapshot)


def keep_documents(found: Version, build: Callable[[Path], Any]) -> None:
    """Build documents aside and put them in place as a whole."""
    target = documents_folder(found)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=_PART, dir=target.parent))
    try:
        build(aside)
        if not target.exists():
            aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _folder(kind: str, snapshot: str) -> Path:
    return Path(settings.SITE) / "files" / kind / f"{snapshot}-{__version__}-{SEED}"


def _compared(before: Version, after: Version) -> Path:
    return _folder("comparisons", f"{before.snapshot}-{after.snapshot}")


def _written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{_PART}{os.getpid()}-{path.name}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
