"""Where does a running batch stand? What follows from its entries in the log, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Final

from dafeng.programme import Programme, Run, apply, event_of
from dafeng.record import Entry
from dafeng.web.ledger import store
from dafeng.web.programmes.holding import known_elsewhere
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.rulebook import rules


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


@dataclass(slots=True)
class _Look:
    """What a page that only reads has seen: the rows, and where each batch stands."""

    rows: list[RunningBatch] | None = None
    standings: dict[str, Standing] = field(default_factory=dict)


_KEPT: Final[dict[str, _Kept]] = {}
_LOOK: Final[ContextVar[_Look | None]] = ContextVar("look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Let what only reads see all batches as they stand at its first look."""
    token = _LOOK.set(_Look())
    try:
        yield
    finally:
        _LOOK.reset(token)


def standing(row: RunningBatch) -> Standing:
    """Return where a batch stands now.

    States are kept by process and go on from their last entry, so that a page costs one look at
    the log.
    """
    look = _LOOK.get()
    if look is None:
        return _standing(row)
    if row.subject not in look.standings:
        look.standings[row.subject] = _standing(row)
    return look.standings[row.subject]


def standings() -> Iterator[Standing]:
    """Yield where every batch stands, in the order in which they were started."""
    return (standing(row) for row in _rows())


def standing_of(slug: str) -> Standing | None:
    """Return where the batch of a name stands; None if there is none."""
    row = next((row for row in _rows() if row.slug == slug), None)
    return standing(row) if row is not None else None


def _rows() -> list[RunningBatch]:
    look = _LOOK.get() or _Look()
    if look.rows is None:
        look.rows = list(RunningBatch.objects.defer("frozen"))
    return look.rows


def _standing(row: RunningBatch) -> Standing:
    programme = rules(row.version)
    run, last, later = _since_kept(row)
    for entry in later:
        run, last = apply(programme, run, event_of(entry)), entry
    if run is None or last is None:
        raise LookupError(row.subject)
    _KEPT[row.subject] = _Kept(last, run)
    return Standing(row, programme, _with_elsewhere(run))


def _with_elsewhere(run: Run) -> Run:
    """Return a run whose people stand with what every batch knows of them.

    The rules of a batch see its own events alone; who prepares for a place in one batch, is paid
    by it or has declared a conflict does not judge it in another, whatever came first. More is
    refused by it than by the batch alone, never less: its events can be replayed without it.
    """
    known = known_elsewhere()
    people = {
        p: replace(person, elsewhere=known[p]) if p in known else person
        for p, person in run.people.items()
    }
    return replace(run, people=people)


def _since_kept(row: RunningBatch) -> tuple[Run | None, Entry | None, Iterator[Entry]]:
    """Return the kept state with the entries after it.

    It counts if the log still holds its last entry: transactions are undone.
    """
    kept = _KEPT.get(row.subject)
    if kept is not None:
        found = store.entries(row.subject, kept.last.number - 1)
        first = next(found, None)
        if first is not None and first.data == kept.last.data:
            return kept.run, kept.last, found
    return None, None, store.entries(row.subject)
