"""Which rules does a running batch keep? Those with which it was started."""

from __future__ import annotations

from functools import lru_cache

from dafeng.programme import Programme, thaw
from dafeng.web.programmes.models import RunningBatch


@lru_cache(maxsize=32)
def rules(version: str) -> Programme:
    """Return the rules of a version with which a batch was started."""
    row = RunningBatch.objects.filter(version=version).only("frozen").first()
    if row is None:
        raise LookupError(version)
    return thaw(bytes(row.frozen))
