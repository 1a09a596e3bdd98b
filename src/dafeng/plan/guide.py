"""What does the guide ask of this plan? Chapters, tables, indicators and analyses to be filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Dossier, Row
from dafeng.dossier.schema import ROW_TABLES, tables
from dafeng.language import Text
from dafeng.plan.chapters.handed_in import field_of
from dafeng.reference.guides import Guide, GuideIndicator, GuideTable

#: Chapters that tasks of a field fill; the others come from tables or from the build.
FIELDS: Final = ("science", "society", "safeguards")
#: Guide of each kind of place where none is named.
DEFAULTS: Final = {
    "city": "city-2023",
    "park": "park-2023",
    "province": "provincial-assessment-2026",
}
#: Guide whose chapters and tables stand in where a guide has none.
_LAYOUTS: Final = {"park": "park-2023"}
#: Years of a past from which its drivers can be told.
PAST: Final = 5


def read_plan_guide(text: str, file: str) -> Guide:
    """Return the guide that a file states, held against the tables that a plan can have.

    Parameters
    ----------
    text
        The file, as docs/guides.md describes it.
    file
        Name under which faults are reported.

    Raises
    ------
    InputError
        If it is broken; every fault is listed with its line.
    """
    from dafeng.reference.guide_reading import read_guide

    known = {name: frozenset(c.id for c in tables()[name].columns) for name in ROW_TABLES}
    return read_guide(text, file, known)


def frame(guide: Guide, kind: str) -> Guide:
    """Return a guide that lays out a whole plan.

    A list of indicators, as that of an assessment, has no chapters, tables or classes of projects:
    those of the usual guide of the kind of place stand in for them.

    Parameters
    ----------
    guide
        The guide that is asked for.
    kind
        Kind of the place.
    """
    usual = reference.guide(_LAYOUTS.get(kind, DEFAULTS["city"]))
    return replace(
        guide,
        chapters=guide.chapters or usual.chapters,
        analyses=guide.analyses or usual.analyses,
        tables=guide.tables or usual.tables,
        classes=guide.classes or usual.classes,
    )


def asked_indicators(guide: Guide) -> tuple[GuideIndicator, ...]:
    """Return the indicators that a plan must state."""
    return tuple(i for i in guide.indicators if i.must)


def asked_tables(guide: Guide) -> tuple[GuideTable, ...]:
    """Return the tables that a plan must hold."""
    return tuple(t for t in guide.tables if t.required)


def chapters_left(guide: Guide, tasks: Sequence[Row]) -> Iterator[tuple[Text, str]]:
    """Yield the required chapters that no task fills, with the table that could.

    Parameters
    ----------
    guide
        Its chapters.
    tasks
        Rows of the table of tasks; their field says to which chapter they belong.
    """
    filled = {field_of(row, guide) for row in tasks}
    for chapter in guide.chapters:
        if chapter.required and chapter.id in FIELDS and chapter.id not in filled:
            yield chapter.name, "tasks"


def short_analyses(guide: Guide, dossier: Dossier) -> Iterator[tuple[Text, Text]]:
    """Yield the required analyses for which a dossier holds too little, with the reason."""
    years = {r.year for r in dossier.energy}
    past = len(years | {r.year for r in dossier.published})
    for asked in guide.analyses:
        if asked.required and asked.id == "accounts" and not years:
            yield asked.name, Text("没有能源数据", "there are no energy data")
        elif asked.required and asked.id == "drivers" and past < PAST:
            yield (
                asked.name,
                Text(
                    f"只有 {past} 年的排放或能源数据，至少要 {PAST} 年",
                    f"emissions or energy of {past} year(s) only, at least {PAST} are needed",
                ),
            )
