"""Which rows of a list of projects head a class, and which projects stand below each?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.aims import read_aim
from dafeng.dossier.records import Row
from dafeng.dossier.vocabulary import is_total
from dafeng.dossier.wording import key, narrow, without_enumerator
from dafeng.errors import Place

#: Numbers of classes, where projects have digits; those in brackets are of classes below these.
_NUMERAL: Final = re.compile(
    r"^(?P<open>\()?\s*(?:第?[一二三四五六七八九十]{1,3}类?|[IVX]{1,4}|[A-H])\s*\)?[、.．]?$"
)
#: Numbering that stands before the name in one cell (``一、能源基础设施``).
_NUMBERED: Final = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}(?:[、.]|\s+(?=\S))|(?P<open>\()[一二三四五六七八九十]{1,3}\))"
)
#: How many projects a class or a list has, behind its name (``（2个）``, ``共3项``).
_COUNT: Final = re.compile(
    r"[\s,(:]*(?:共计?|合计)?\s*(?P<count>\d+)\s*(?:[个项](?:项目|工程)?|projects?)\s*\)?$",
    re.IGNORECASE,
)
#: What a project has and a class has not.
_OWN: Final = ("location", "owner", "measure", "start_year", "end_year", "capacity", "status")
_PARTIAL: Final = frozenset(map(key, ("小计", "subtotal", "sub-total")))


@dataclass(frozen=True, slots=True)
class Section:
    """A class row, or a row of totals, with the projects that it is about.

    Parameters
    ----------
    row
        As entered.
    label
        Name of the class; "" for a total.
    count
        How many projects it says that there are; None if it does not say.
    members
        The rows of its projects.
    """

    row: Row
    label: str
    count: int | None
    members: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of projects with its classes and totals set apart.

    Parameters
    ----------
    projects
        Rows of projects; a blank class is that of the heading above.
    sections
        Rows of classes.
    totals
        Rows of totals and subtotals.
    """

    projects: tuple[Row, ...]
    sections: tuple[Section, ...]
    totals: tuple[Section, ...]


def listed(rows: Iterable[Row]) -> Listed:
    """Return the projects of a list, the class rows above them and the totals.

    A class row has a number of its own kind (一, （二）) or says how many projects it has, and
    neither place, owner, years nor size. A list of nothing but such rows is one of projects.

    Parameters
    ----------
    rows
        The table of projects as entered.
    """
    every = tuple(rows)
    plain = [r for r in every if not sums(r) and _level(r) is None]
    return _walked(every, headed=bool(plain))


def _walked(rows: Sequence[Row], *, headed: bool) -> Listed:
    projects: list[Row] = []
    sections: list[tuple[Row, list[Row]]] = []
    totals: list[Section] = []
    open_: dict[int, tuple[Row, list[Row]]] = {}
    since: list[Row] = []
    for row in rows:
        level = _level(row) if headed else None
        if sums(row):
            totals.append(Section(row, "", _count(row), tuple(since)))
            since = []
        elif level is not None:
            open_ = {k: v for k, v in open_.items() if k < level}
            open_[level] = (row, [])
            sections.append(open_[level])
            since = []
        else:
            named = _of_class(row, open_)
            projects.append(named)
            since.append(named)
            for _, members in open_.values():
                members.append(named)
    found = tuple(Section(r, _label(r), _count(r), tuple(m)) for r, m in sections)
    return Listed(tuple(projects), found, tuple(_whole(t, projects) for t in totals))


def _whole(total: Section, projects: Sequence[Row]) -> Section:
    """Return a total with all projects, also where it stands above them."""
    part = key(_plain(total.row["name"])) in _PARTIAL or key(_plain(total.row["id"])) in _PARTIAL
    return total if part else replace(total, members=tuple(projects))


def _of_class(row: Row, above: dict[int, tuple[Row, list[Row]]]) -> Row:
    if row["kind"] or not above:
        return row
    return replace(row, values=(*row.values, ("kind", _label(above[min(above)][0]))))


def sums(row: Row) -> bool:
    """Say whether a row of projects is a total."""
    return any(is_total(_plain(row[c])) for c in ("name", "id"))


def without_projects(rows: Sequence[Row]) -> frozenset[Place]:
    """Return where the rows of classes and totals of a list stand, which are no projects."""
    return frozenset(r.place for r in rows) - frozenset(r.place for r in listed(rows).projects)


def _plain(text: str) -> str:
    return _COUNT.sub("", narrow(text).strip())


def _level(row: Row) -> int | None:
    """Return how deep a class row stands; None for a project."""
    if any(read_aim(row[column]).state != "blank" for column in _OWN):
        return None
    number = narrow(row["id"]).strip()
    found = (
        _NUMERAL.match(number) or _NUMBERED.match(number) or _NUMBERED.match(narrow(row["name"]))
    )
    if found is not None:
        return 2 if found["open"] else 1
    name = narrow(row["name"]).strip()
    counted = name and _COUNT.search(name) and number in ("", name)  # one cell over both columns
    return 1 if counted else None


def _label(row: Row) -> str:
    return without_enumerator(_plain(row["name"] or row["id"]))


def _count(row: Row) -> int | None:
    for column in ("name", "id"):
        if found := _COUNT.search(narrow(row[column]).strip()):
            return int(found["count"])
    return None
