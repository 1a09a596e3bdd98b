"""Where does a running batch stand? What follows from its entries in the log, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.programme import Programme, Run, apply, event_of, thaw
from dafeng.record import Entry
from dafeng.web.ledger import store
from dafeng.web.ledger.models import EntryRow
from dafeng.web.programmes.models import RunningBatch


@dataclass(frozen=True, slots=True)
class Standing:
    """A running batch: its row, its rules, and where it stands."""

    row: RunningBatch
    programme: Programme
    run: Run

    @property
    def slug(self) -> str:
        """Return its name on the site."""
        return self.row.slug


@dataclass(frozen=True, slots=True)
class _Kept:
    """The state after an entry; it counts only while the log still holds that very entry."""

    last: Entry
    run: Run


_KEPT: Final[dict[str, _Kept]] = {}


@lru_cache(maxsize=32)
def rules(version: str) -> Programme:
    """Return the rules of a version with which a batch was started."""
    row = RunningBatch.objects.filter(version=version).only("frozen").first()
    if row is None:
        raise LookupError(version)
    return thaw(bytes(row.frozen))


def standing(row: RunningBatch) -> Standing:
    """Return where a batch stands now.

    States are kept by process and go on from their last entry, so that a page costs one look at
    the log.
    """
    programme = rules(row.version)
    kept = _kept(row)
    run = kept.run if kept else None
    last = kept.last if kept else None
    for entry in store.entries(row.subject, last.number if last else -1):
        run, last = apply(programme, run, event_of(entry)), entry
    if run is None or last is None:
        raise LookupError(row.subject)
    _KEPT[row.subject] = _Kept(last, run)
    return Standing(row, programme, run)


def standings() -> Iterator[Standing]:
    """Yield where every batch stands, in the order in which they were started."""
    return (standing(row) for row in RunningBatch.objects.defer("frozen"))


def standing_of(slug: str) -> Standing | None:
    """Return where the batch of a name stands; None if there is none."""
    row = RunningBatch.objects.defer("frozen").filter(slug=slug).first()
    return standing(row) if row is not None else None


def _kept(row: RunningBatch) -> _Kept | None:
    """Return the kept state if the log still holds its last entry: transactions are undone."""
    kept = _KEPT.get(row.subject)
    if kept is None:
        return None
    found = EntryRow.objects.filter(number=kept.last.number).first()
    return kept if found is not None and bytes(found.data) == kept.last.data else None
