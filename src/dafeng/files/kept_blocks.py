"""Where do the finished blocks of a long run lie, so that it can go on where it was stopped?"""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dafeng.axes import Floats


@dataclass(frozen=True, slots=True)
class KeptBlocks:
    """Finished blocks of one run in one folder; see `dafeng.scenarios.engine.blocks.Store`.

    Parameters
    ----------
    folder
        Folder of the run, named by the hash of all that its blocks depend on.
    """

    folder: Path

    def read(self, block: int) -> tuple[Floats, Floats] | None:
        """Return rows and sectors of a finished block; None if it is not there or not whole."""
        try:
            with self._path(block).open("rb") as file, np.load(file) as kept:
                return kept["rows"], kept["sectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def write(self, block: int, rows: Floats, sectors: Floats) -> None:
        """Keep a finished block; it is there in whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        started = self._path(block).with_suffix(f".{os.getpid()}.part")
        with started.open("wb") as out:
            np.savez(out, rows=rows, sectors=sectors)
        started.replace(self._path(block))

    def _path(self, block: int) -> Path:
        return self.folder / f"block-{block:06d}.npz"
