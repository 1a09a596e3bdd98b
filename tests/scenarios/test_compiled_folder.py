"""Compiled code is loaded only from a folder that no other user can write to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_TOLD = (
    "from dafeng.scenarios.engine import compiled; compiled.reductions();"
    "from numba import config; print(compiled.state(), config.CACHE_DIR)"
)


def _folder(temporary: Path) -> tuple[str, Path]:
    """Return state and folder of a user whose home cannot be written."""
    home = {"XDG_CACHE_HOME": os.devnull, "TMPDIR": str(temporary)}
    environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"} | home
    done = subprocess.run(
        [sys.executable, "-c", _TOLD], check=True, capture_output=True, text=True, env=environment
    )
    state, folder = done.stdout.split()
    return state, Path(folder)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="users of POSIX systems")
def test_without_a_home_code_lies_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    state, folder = _folder(tmp_path)
    assert folder == tmp_path / f"dafeng-compiled-{os.getuid()}-{state}"
    assert folder.stat().st_mode & 0o077 == 0
    folder.chmod(0o777)  # as if somebody else had made it first
    _, other = _folder(tmp_path)
    assert other != folder
    assert other.parent == tmp_path
    assert other.stat().st_mode & 0o077 == 0
