"""Vectors by a model that lies in a folder, in the form of sentence-transformers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import util
from pathlib import Path
from typing import Any

from dafeng.errors import UnknownNameError
from dafeng.exchange.encoders import Role, Vectors, unit
from dafeng.files.results import sha256
from dafeng.language import Text


class ModelFolder:
    """A model of sentence-transformers on this machine; nothing is downloaded.

    Parameters
    ----------
    folder
        Folder of the model.

    Raises
    ------
    UnknownNameError
        If the library is not installed.
    """

    def __init__(self, folder: Path) -> None:
        if util.find_spec("sentence_transformers") is None:
            raise UnknownNameError(
                Text(
                    "未安装 sentence-transformers，不能读取模型文件夹",
                    "sentence-transformers is not installed; a folder of a model cannot be read",
                )
            )
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(str(folder), local_files_only=True)
        self._name = f"{folder.name} {_content(folder)[:12]}"

    @property
    def name(self) -> str:
        """Return the folder's name and the hash of its content: another model, another name."""
        return self._name

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors, with the model's own words for the role where it has some."""
        named = role if role in getattr(self._model, "prompts", {}) else None
        made = self._model.encode(list(texts), prompt_name=named, show_progress_bar=False)
        return unit(made)


def _content(folder: Path) -> str:
    """Return one hash of all files, weights included; hidden ones are no part of a model."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in within.parts):
            whole.update(f"{within.as_posix()}\0{sha256(path)}\n".encode())
    return whole.hexdigest()
