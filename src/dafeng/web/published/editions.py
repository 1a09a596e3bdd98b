"""What stays as it is until something else is published? What pages say, under its edition."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from dafeng.web.published.models import Edition


def as_published(make: Callable[..., dict[str, Any]], *given: str) -> dict[str, Any]:
    """Return what a page says, made once for each edition and process.

    The edition is read before what it marks, so that nothing older ever stands under a newer one.

    Parameters
    ----------
    make, given
        What reads the published store, and what it is asked; nothing else may be in its answer.

    Returns
    -------
    dict
        Its answer, and the ``edition``; None where nothing was published yet.
    """
    edition = Edition.now()
    found = make(*given) if edition is None else _made(edition, make, *given)
    return {**found, "edition": edition}


@lru_cache(maxsize=128)
def _made(edition: str, make: Callable[..., dict[str, Any]], *given: str) -> dict[str, Any]:
    del edition
    return make(*given)
