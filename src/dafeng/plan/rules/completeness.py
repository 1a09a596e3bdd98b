"""Completeness: does the plan hold what the guide asks for?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng.language import Text
from dafeng.plan.guide import asked_indicators, asked_tables, chapters_left, short_analyses
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.rows import Target, is_base
from dafeng.plan.rules.subject import Subject

#: Indicators that state tonnes of the whole place.
TONNES: Final = ("co2_total", "peak_level", "carbon_budget")
#: Indicators that are of the future alone.
_AHEAD: Final = ("peak_level", "carbon_budget")
#: Indicators that a message names.
SHOWN: Final = 5
#: Tables by which a plan without dossier is judged; the others are seldom published.
_FOREIGN: Final = ("targets", "projects")
#: Columns whose gaps rules of their own name row by row.
_OWN_RULES: Final = frozenset(
    {"owner", "location", "investment", "investment_unit", "start_year", "end_year", "reduction"}
    | {"reduction_unit", "kind", "unit", "due_year", "id", "name", "indicator", "year", "value"}
)


@asks("complete.table")
def table(subject: Subject) -> Iterator[Hit]:
    """A table that the guide asks for and that has no row."""
    for asked in asked_tables(subject.guide):
        wanted = subject.dossier is not None or asked.id in _FOREIGN
        if wanted and not subject.table(asked.id):
            yield subject.header(asked.id), {"table": asked.name}


@asks("complete.column")
def column(subject: Subject) -> Iterator[Hit]:
    """A column that the guide asks for and that is blank in every row."""
    for asked in asked_tables(subject.guide):
        rows = subject.table(asked.id)
        for wanted in asked.columns if rows else ():
            if not wanted.required or wanted.id in _OWN_RULES:
                continue
            if not any(row[wanted.id] for row in rows):
                yield subject.header(asked.id), {"table": asked.name, "column": wanted.name}


@asks("complete.chapter")
def chapter(subject: Subject) -> Iterator[Hit]:
    """A chapter that the guide asks for and that nothing handed in fills."""
    for name, where in chapters_left(subject.guide, subject.table("tasks")):
        yield subject.header(where), {"chapter": name}


@asks("complete.indicator")
def indicator(subject: Subject) -> Iterator[Hit]:
    """An indicator that the guide asks for and that has no row."""
    stated = {t.indicator.id for t in subject.targets if t.indicator is not None}
    for asked in asked_indicators(subject.guide):
        if asked.indicator.id not in stated:
            yield subject.header("targets"), {"indicator": asked.indicator.name}


@asks("complete.year")
def year(subject: Subject) -> Iterator[Hit]:
    """An indicator that the guide asks for, without a row for one of the guide's years."""
    for asked in asked_indicators(subject.guide):
        found = [t for t in subject.targets if t.id == asked.indicator.id]
        if not found or asked.indicator.kind == "year":
            continue
        stated = {t.year for t in found}
        ahead = [
            y for y in subject.guide.years if y >= subject.today or y == max(subject.guide.years)
        ]
        missing = [y for y in ahead if y not in stated]
        if missing:
            years = ", ".join(map(str, missing))
            yield found[0].at("year"), {"indicator": asked.indicator.name, "years": years}


@asks("complete.base_value")
def base_value(subject: Subject) -> Iterator[Hit]:
    """Indicators with targets and no figure of a base year, told once."""
    first = {t.id: t for t in reversed(subject.targets) if _of_level(t)}
    bare = [t for t in subject.targets if first.get(t.id) is t and not _has_base(t, subject)]
    if bare:
        names = "、".join(t.name for t in bare[:SHOWN]) + ("…" if len(bare) > SHOWN else "")
        yield bare[0].at("indicator"), {"count": len(bare), "all": len(first), "names": names}


def _of_level(target: Target) -> bool:
    """Say whether an indicator has a figure each year, and not only a change or a date."""
    of = target.indicator
    changes = of is None or of.kind in ("fall", "growth", "year")
    return not changes and of is not None and of.id not in _AHEAD


def _has_base(target: Target, subject: Subject) -> bool:
    rows = [t for t in subject.targets if t.id == target.id and t.value is not None]
    if any((t.year or subject.today) < subject.today and is_base(t, subject.today) for t in rows):
        return True
    account = subject.account
    of_account = target.indicator is not None and target.indicator.record
    if account is not None and of_account in account.values:
        return True
    names = {row["subject"] for row in subject.table("actuals")}
    return target.name in names


@asks("complete.tonnes")
def tonnes(subject: Subject) -> Iterator[Hit]:
    """A plan of indicators in which no row states tonnes of CO2."""
    stated = {t.indicator.id for t in subject.targets if t.indicator is not None}
    if not stated & set(TONNES):
        yield subject.header("targets"), {}


@asks("complete.class")
def project_class(subject: Subject) -> Iterator[Hit]:
    """A class of projects that the guide names and that has no project."""
    stated = {p.cls for p in subject.projects}
    missing = [c.name for c in subject.guide.classes if c.id not in stated]
    if stated - {""} and missing:
        names = Text("、".join(n.zh for n in missing), ", ".join(n.en for n in missing))
        yield subject.header("projects"), {"classes": names}


@asks("complete.analysis")
def analysis(subject: Subject) -> Iterator[Hit]:
    """An analysis that the guide asks for and that what was handed in does not allow."""
    dossier = subject.dossier
    for asked, why in short_analyses(subject.guide, dossier) if dossier else ():
        yield (
            dossier.identity.place("base_year") if dossier else subject.header(""),
            {
                "analysis": asked,
                "why": why,
            },
        )
