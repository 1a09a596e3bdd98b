"""Which measure does a project name: by id, or by the name that `dafeng measures` prints?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from dafeng import reference
from dafeng.dossier.records import Row
from dafeng.dossier.wording import key


def by_id(projects: Iterable[Row], measures: Sequence[Row]) -> tuple[Row, ...]:
    """Return projects with the id of their measure where they state its name.

    Parameters
    ----------
    projects
        Table of projects; a name that no measure has stays as entered.
    measures
        The place's own table of measures, whose names go before those of the library.
    """
    ids = {row["id"] for row in measures} | set(reference.measures())
    own = {key(row["name"]): row["id"] for row in measures if row["name"] and row["id"]}
    names = {**_library(), **own}
    return tuple(_resolved(row, ids, names) for row in projects)


def _resolved(row: Row, ids: set[str], names: dict[str, str]) -> Row:
    stated = row["measure"]
    found = names.get(key(stated)) if stated and stated not in ids else None
    if found is None:
        return row
    values = tuple((c, found if c == "measure" else text) for c, text in row.values)
    return replace(row, values=values)


@lru_cache(maxsize=1)
def _library() -> dict[str, str]:
    """Return the ids of the library by the names that only one measure has."""
    found: dict[str, list[str]] = {}
    for identifier, measure in reference.measures().items():
        for name in {key(measure.name.zh), key(measure.name.en)}:
            found.setdefault(name, []).append(identifier)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}
