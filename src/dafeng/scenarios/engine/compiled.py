"""Where does the compiled code live, and how long did compiling take?"""

from __future__ import annotations

import os
import stat
import tempfile
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from dafeng.scenarios.kernel import FOSSIL_POWER_FACTOR, THERMAL_RATE
from dafeng.units import TJ_PER_MWH

#: Sources whose change makes compiled code stale.
_SOURCES = (
    *("lanes.py", "tables.py", "program.py", "terms.py", "sums.py", "stocked.py", "memory.py"),
    *("portfolio.py", "portfolio_use.py"),
    *("values.py", "state.py", "stock_use.py", "use.py", "supply.py", "writing.py", "fused.py"),
    *("bins.py", "reductions.py", "random.py"),
)

#: Modules whose constants are part of compiled code.
_CONSTANTS = ("base_demand.py", "kernel.py", "stocks/response.py")


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
    folder = root / "dafeng" / f"compiled-{state()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _of_this_user(Path(tempfile.gettempdir()))
    return folder


def _of_this_user(root: Path) -> Path:
    """Return a folder that nobody else can write to, a new one where another has made it first.

    Compiled code is loaded as it lies there, and everybody can make folders in `root`.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = root / f"dafeng-compiled-{user}-{state()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="dafeng-compiled-"))
    ours = found.st_uid == user and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if stat.S_ISDIR(found.st_mode) and (ours or not hasattr(os, "getuid")):
        return folder
    return Path(tempfile.mkdtemp(prefix="dafeng-compiled-"))


@cache
def state() -> str:
    """Return a hash of the sources, so that a changed file never meets old machine code."""
    engine = files(__package__)
    room = files("dafeng.scenarios")
    sources = [engine.joinpath(name) for name in _SOURCES]
    sources += [room.joinpath(name) for name in _CONSTANTS]
    constants = repr((FOSSIL_POWER_FACTOR, THERMAL_RATE, TJ_PER_MWH)).encode()
    written = b"".join(source.read_bytes() for source in sources)
    return sha256(written + constants).hexdigest()[:16]
