"""Where may results be written, without harm to what people have there?"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dafeng.dossier.parse import IDENTITY_FILE
from dafeng.errors import DafengError, FormatError
from dafeng.language import Text

#: Start of the name of the folder in which a build is finished before it is put in place.
STAGED: Final = ".building-"
#: After so long without a new file in it, a folder of a build is taken for left behind [s].
_ABANDONED: Final = 600.0


class OverwriteError(DafengError):
    """A folder holds files that a build would overwrite and that are not its own work."""

    code = "output.occupied"

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        listed = ", ".join(names)
        super().__init__(
            Text(
                f"{folder} 中有改动过的或不是本程序写出的文件：{listed}。"
                "请另选 --out 文件夹、移走它们，或加 --force 覆盖",
                f"{folder} has files that were edited or that Dafeng did not write: {listed}; name "
                "another folder with --out, move them away, or overwrite them with --force",
            )
        )


def results_folder(path: Path) -> Path:
    """Return where the results of a dossier lie unless the user says otherwise."""
    return path / "results" if path.is_dir() else path.with_name(f"{path.stem}-results")


def require_no_dossier(folder: Path) -> None:
    """Refuse the folder of a dossier, in which every table counts as handed in."""
    if (folder / IDENTITY_FILE).is_file():
        raise FormatError(
            Text(
                f"{folder} 是档案文件夹，其中的表都当作填报数据；"
                f"请写到别的文件夹，例如 {folder / 'results'}",
                f"{folder} is the folder of a dossier, in which every table counts as handed in; "
                f"write to another one, for example {folder / 'results'}",
            )
        )


def sweep(target: Path) -> None:
    """Remove what builds that were killed have left; a build at work is younger than that."""
    for left in target.glob(f"{STAGED}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def require_own(target: Path) -> None:
    """Refuse a folder in which files of an earlier build have been edited."""
    from dafeng.files.manifest import edited

    names = edited(target)
    if names:
        raise OverwriteError(target, names)


def put_in_place(staged: Path, target: Path, names: Sequence[str], *, replace: bool) -> None:
    """Put finished files in place; files that are no work of a build stay unless told otherwise."""
    from dafeng.files.manifest import exchange, foreign

    others = () if replace else foreign(target, names)
    if others:
        raise OverwriteError(target, others)
    exchange(staged, target)
