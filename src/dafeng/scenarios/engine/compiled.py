"""Where does the compiled code live, and how long did compiling take?"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import ModuleType

#: Sources whose change makes compiled code stale.
_SOURCES = ("lanes.py", "tables.py", "program.py", "fused.py", "reductions.py", "random.py")


@cache
def fused() -> ModuleType:
    """Return the compiled kernel; the first use of a new version compiles for some seconds."""
    _settle()
    from dafeng.scenarios.engine import fused as module

    return module


@cache
def reductions() -> ModuleType:
    """Return compiled quantiles and peak facts."""
    _settle()
    from dafeng.scenarios.engine import reductions as module

    return module


@cache
def random() -> ModuleType:
    """Return compiled random numbers."""
    _settle()
    from dafeng.scenarios.engine import random as module

    return module


@cache
def _settle() -> None:
    """Keep compiled code under the user's cache, one folder for each state of the sources."""
    from numba import config

    if not config.CACHE_DIR:
        config.CACHE_DIR = str(_folder())


def _folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    root = Path(home) if home else Path.home() / ".cache"
    folder = root / "dafeng" / f"compiled-{_state()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / f"dafeng-compiled-{os.getuid()}-{_state()}"
    return folder


def _state() -> str:
    """Return a hash of the sources, so that a changed file never meets old machine code."""
    package = files(__package__)
    text = b"".join(
        package.joinpath(name).read_bytes() for name in _SOURCES if package.joinpath(name).is_file()
    )
    return sha256(text).hexdigest()[:16]
