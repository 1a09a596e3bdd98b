"""Where results may be written, and what is removed there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dafeng.desk.output_folder import STAGED, require_no_dossier, sweep
from dafeng.errors import FormatError


def _left_behind(folder: Path, age: float) -> Path:
    left = folder / f"{STAGED}{age:g}"
    left.mkdir()
    (left / "plan.zh.pdf").write_bytes(b"half")
    then = time.time() - age
    os.utime(left, (then, then))
    return left


def test_what_a_killed_build_left_goes_and_a_build_at_work_stays(tmp_path: Path) -> None:
    old, young = _left_behind(tmp_path, 3600.0), _left_behind(tmp_path, 5.0)
    own = tmp_path / "notes.txt"
    own.write_text("ours", encoding="utf-8")
    sweep(tmp_path)
    assert not old.exists()
    assert young.exists()
    assert own.exists()


def test_tables_are_not_written_among_those_of_a_dossier(tmp_path: Path) -> None:
    require_no_dossier(tmp_path)
    (tmp_path / "dossier.toml").write_text("", encoding="utf-8")
    with pytest.raises(FormatError) as error:
        require_no_dossier(tmp_path)
    assert str(tmp_path / "results") in error.value.text.zh
