"""Two people changed one table at once: what comes of it, and where must they agree?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

#: Cells of a row as written.
Row = tuple[str, ...]
#: By what a row is known again; rows that share one are taken together.
RowKey = tuple[str, ...]
Side = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rows that both have changed, each otherwise.

    Parameters
    ----------
    key
        By what the rows are known.
    base, mine, theirs
        The rows before, as the one and as the other wants them; none where they were taken out.
    """

    key: RowKey
    base: tuple[Row, ...]
    mine: tuple[Row, ...]
    theirs: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A table into which two changes went.

    Parameters
    ----------
    rows
        The table; where a conflict is open it holds their rows.
    conflicts
        What is open.
    """

    rows: tuple[Row, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class RowDifference:
    """Rows of one key that are no longer the same; none where they are new or taken out."""

    key: RowKey
    before: tuple[Row, ...]
    after: tuple[Row, ...]


_Groups = dict[RowKey, tuple[Row, ...]]


def merge(
    base: Sequence[Row],
    mine: Sequence[Row],
    theirs: Sequence[Row],
    key: Callable[[Row], RowKey],
    choices: Mapping[RowKey, Side] | None = None,
) -> Merged:
    """Lay two changes of one table together, row by row.

    What one side alone has changed is taken from it; what both have changed alike is taken once;
    what they have changed otherwise is a conflict, unless it was chosen between them. Nothing that
    either has entered, changed or taken out is lost without being named.

    Parameters
    ----------
    base
        The table on which both began.
    mine, theirs
        What each has made of it.
    key
        By what a row is known again.
    choices
        Which side is taken, by key.
    """
    before, own, other = (_groups(rows, key) for rows in (base, mine, theirs))
    taken, conflicts = dict(other), []
    for name in dict.fromkeys((*before, *own, *other)):
        old, new, late = (groups.get(name, ()) for groups in (before, own, other))
        if new in (old, late):
            continue
        if late == old or (choices or {}).get(name) == "mine":
            taken[name] = new
        elif name not in (choices or {}):
            conflicts.append(Conflict(name, old, new, late))
    return Merged(_ordered(mine, theirs, taken, key), tuple(conflicts))


def differences(
    before: Sequence[Row], after: Sequence[Row], key: Callable[[Row], RowKey]
) -> tuple[RowDifference, ...]:
    """Return what differs between two tables, row by row."""
    old, new = _groups(before, key), _groups(after, key)
    names = dict.fromkeys((*old, *new))
    pairs = ((name, old.get(name, ()), new.get(name, ())) for name in names)
    return tuple(RowDifference(name, one, other) for name, one, other in pairs if one != other)


def applied(
    rows: Sequence[Row], changes: Iterable[RowDifference], key: Callable[[Row], RowKey]
) -> tuple[Row, ...]:
    """Return a table with differences laid over it; rows of a new key stand last."""
    groups = _groups(rows, key)
    for change in changes:
        groups[change.key] = change.after
    return tuple(row for group in groups.values() for row in group)


def _groups(rows: Iterable[Row], key: Callable[[Row], RowKey]) -> _Groups:
    found: dict[RowKey, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return {name: tuple(group) for name, group in found.items()}


def _ordered(
    mine: Sequence[Row], theirs: Sequence[Row], taken: _Groups, key: Callable[[Row], RowKey]
) -> tuple[Row, ...]:
    """Lay groups out in their order, and what is new where it stood in mine."""
    places = list(dict.fromkeys(map(key, theirs)))
    known = set(places)
    previous: RowKey | None = None
    for name in dict.fromkeys(map(key, mine)):
        if name not in known and name in taken:
            at = 0 if previous is None else places.index(previous) + 1
            places.insert(at, name)
            known.add(name)
        if name in known:
            previous = name
    return tuple(row for name in places for row in taken.get(name, ()))
