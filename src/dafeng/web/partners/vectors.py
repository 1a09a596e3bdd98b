"""Which vectors were made before? They lie in the store, by text and model, for every process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np

from dafeng.exchange.encoders import Encoder, Role, Vectors
from dafeng.web.partners.models import VectorRow

#: Vectors that are looked up or stored by one question to the store.
_AT_ONCE: Final = 500


class StoredVectors:
    """An encoder that remembers what stands on the site: only new texts go through the model.

    Vectors of another model or version are never compared. What somebody asks is not kept.

    Parameters
    ----------
    encoder
        What makes the vectors.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.model = encoder

    @property
    def name(self) -> str:
        """Return name and version of the encoder."""
        return self.model.name

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors (text, dimension), from the store as far as it has them."""
        if role == "query" or not texts:
            return self.model.encode(texts, role)
        keys = [_key(text) for text in texts]
        found = self._stored(keys)
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in found}
        if new:
            made = self.model.encode(list(new.values()), role)
            found |= dict(zip(new, made, strict=True))
            self._store({key: found[key] for key in new})
        return np.stack([found[key] for key in keys])

    def _stored(self, keys: Sequence[str]) -> dict[str, Vectors]:
        each = list(dict.fromkeys(keys))
        parts = (each[at : at + _AT_ONCE] for at in range(0, len(each), _AT_ONCE))
        return {
            row.text: np.frombuffer(bytes(row.vector), np.float32)
            for some in parts
            for row in VectorRow.objects.filter(model=self.name, text__in=some)
        }

    def _store(self, made: dict[str, Vectors]) -> None:
        rows = [
            VectorRow(model=self.name, text=text, vector=vector.astype(np.float32).tobytes())
            for text, vector in made.items()
        ]
        VectorRow.objects.bulk_create(rows, _AT_ONCE, ignore_conflicts=True)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
