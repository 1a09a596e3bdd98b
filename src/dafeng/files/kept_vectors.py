"""Which vectors were made before? They are kept in a file, by text, model and version."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dafeng.exchange.encoders import Encoder, Role, Vectors

_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")


class KeptVectors:
    """An encoder that remembers: only new texts go through the model.

    Vectors of another model or version lie in another file and are never compared.

    Parameters
    ----------
    encoder
        What makes the vectors.
    folder
        Where they are kept.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._file = folder / f"{_UNSAFE.sub('-', encoder.name)}.npz"
        self._known = _read(self._file, encoder.name)

    @property
    def name(self) -> str:
        """Return name and version of the encoder."""
        return self._encoder.name

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors (text, dimension), from the file as far as it has them."""
        keys = [_key(text, role) for text in texts]
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        if new or not texts:
            made = self._encoder.encode(list(new.values()), role)
            if not texts:
                return made
            self._known.update(zip(new, made, strict=True))
            self._write()
        return np.stack([self._known[key] for key in keys])

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        half = self._file.with_suffix(".part")
        with half.open("wb") as stream:
            keys = np.array(list(self._known), dtype="U64")
            vectors = np.stack(list(self._known.values()))
            np.savez(stream, name=np.array(self.name), keys=keys, vectors=vectors)
        os.replace(half, self._file)  # noqa: PTH105 - replaces on every system


def _read(file: Path, name: str) -> dict[str, Vectors]:
    """Return the vectors of a file; a file that is damaged or of another model counts as none."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            if str(kept["name"]) != name:
                return {}
            return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _key(text: str, role: Role) -> str:
    return hashlib.sha256(f"{role}\0{text}".encode()).hexdigest()
