"""What is a plan held against? Its tables, its guide, and what is known of the place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dafeng.dossier.records import Dossier, Row, SourceRecord
from dafeng.dossier.schema import ROW_TABLES
from dafeng.errors import NOWHERE, Place
from dafeng.language import Text, same
from dafeng.plan.binding import Bound
from dafeng.plan.foreign import PlanTables
from dafeng.plan.rules.rows import Project, Target, projects_of, targets_of
from dafeng.reference.guides import Guide


@dataclass(frozen=True, slots=True)
class Account:
    """What the account of the base year says.

    Parameters
    ----------
    year
        Base year.
    co2
        Total on the plan's basis [t].
    values
        Figures by the id of the account's indicator, with their units.
    estimated
        Share of combustion CO2 that rests on estimates [-].
    """

    year: int
    co2: float
    values: Mapping[str, tuple[float, str]]
    estimated: float


@dataclass(frozen=True, slots=True)
class Path:
    """What one scenario of the model says.

    Parameters
    ----------
    id, name
        The scenario.
    years
        Years of the paths.
    low, middle, high
        5 %, 50 % and 95 % points of the total [t] (year).
    non_fossil
        Median of the non-fossil share [-] (year).
    p10
        Year by which a tenth of the draws has peaked; None if none within the horizon.
    by_year
        Year to P(peak at or before the year); the past may be among the years.
    level
        5 % and 95 % points of the peak level [t]; None where there is none.
    share
        5 % and 95 % points of the non-fossil share [-] (year); empty where they are not known.
    """

    id: str
    name: Text
    years: tuple[int, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    non_fossil: tuple[float, ...]
    p10: int | None
    by_year: Mapping[int, float]
    level: tuple[float, float] | None = None
    share: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())

    @property
    def peak_years(self) -> tuple[float, float]:
        """Return the years by which 5 % and 95 % of the draws have peaked; inf beyond the last."""
        first, last = (
            next((float(y) for y, p in sorted(self.by_year.items()) if p >= part), math.inf)
            for part in (0.05, 0.95)
        )
        return first, last

    def chance_by(self, year: int) -> float:
        """Return P(peak at or before the year)."""
        known = [y for y in self.by_year if y <= year]
        return self.by_year[max(known)] if known else 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """What the model says, by scenario in the order in which they are shown."""

    paths: tuple[Path, ...]


NOBODY: Final = same("—")


@dataclass(frozen=True, slots=True)
class History:
    """What is published of a place by year.

    Parameters
    ----------
    co2
        [t].
    gdp
        At constant prices of any year [亿元].
    population
        [万人].
    source
        Whose figures of CO2 they are.
    others
        Further series of CO2, which may know later years [t]: whose, and by year.
    """

    co2: Mapping[int, float] = field(default_factory=dict)
    gdp: Mapping[int, float] = field(default_factory=dict)
    population: Mapping[int, float] = field(default_factory=dict)
    source: Text = NOBODY
    others: tuple[tuple[Text, Mapping[int, float]], ...] = ()

    @property
    def every(self) -> tuple[tuple[Text, Mapping[int, float]], ...]:
        """Return all series of CO2, the one that serves first."""
        return ((self.source, self.co2), *self.others)


@dataclass(frozen=True, slots=True)
class Subject:
    """A plan as the rules see it.

    Parameters
    ----------
    guide
        What the plan is held to.
    today
        Year in which it is checked.
    rows, sources, headers
        Its tables as entered, and where each begins.
    targets, projects, totals
        Rows of targets and projects as read; rows of totals among the projects.
    kind, code, base_year
        Who the place is; "" and None where a foreign plan does not say.
    dossier, account, results, history
        What else is known; None where it is not.
    named
        Results to which words can refer, by name; None before anything is computed.
    absent
        Why there is no result of a name to which words refer.
    """

    guide: Guide
    today: int
    rows: Mapping[str, tuple[Row, ...]]
    sources: tuple[SourceRecord, ...] = ()
    headers: Mapping[str, Place] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    projects: tuple[Project, ...] = ()
    totals: tuple[Project, ...] = ()
    kind: str = ""
    code: str = ""
    base_year: int | None = None
    dossier: Dossier | None = None
    account: Account | None = None
    results: Results | None = None
    history: History | None = None
    named: Mapping[str, Bound] | None = None
    absent: Mapping[str, Text] = field(default_factory=dict)

    def table(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a table; none if it was not handed in."""
        return self.rows.get(name, ())

    def header(self, name: str) -> Place:
        """Return where a table begins, or would."""
        return self.headers.get(name, Place(file=name))

    def figures(self, identifier: str) -> tuple[Target, ...]:
        """Return the targets of an indicator that hold a figure and a year, in their order."""
        return tuple(
            t
            for t in self.targets
            if t.id == identifier and t.value is not None and t.year is not None
        )

    def value(self, identifier: str, year: int) -> float | None:
        """Return the first figure of an indicator for a year."""
        found = (t.value for t in self.figures(identifier) if t.year == year)
        return next(found, None)


#: What a rule may need to run, in words.
NEEDS: Final[dict[str, Text]] = {
    "targets": Text("指标（目标）表", "a table of targets"),
    "projects": Text("项目表", "a table of projects"),
    "tasks": Text("任务表", "a table of tasks"),
    "reforms": Text("改革举措表", "a table of reforms"),
    "measures": Text("措施表", "a table of measures"),
    "actuals": Text("完成情况表", "a table of actual figures"),
    "classes": Text("项目分类汇总表", "a table of projects by class"),
    "texts": Text("方案文字表", "a table of texts"),
    "dossier": Text("档案", "a dossier"),
    "account": Text("排放清单", "an account of emissions"),
    "results": Text("情景测算结果（--results）", "results of the model (--results)"),
    "history": Text("该地区历年数据", "past figures of the place"),
}


def lacks(subject: Subject, need: str) -> bool:
    """Say whether a plan lacks what a rule needs."""
    if need in ("dossier", "account", "results", "history"):
        return getattr(subject, need) is None
    return not subject.rows.get(need)


def of_tables(guide: Guide, today: int, tables: PlanTables, kind: str = "") -> Subject:
    """Return a plan without dossier as the rules see it."""
    projects, totals = projects_of(tables.rows.get("projects", ()), guide)
    return Subject(
        guide=guide,
        today=today,
        rows=tables.rows,
        sources=tables.sources,
        headers=tables.headers,
        targets=targets_of(tables.rows.get("targets", ()), guide),
        projects=projects,
        totals=totals,
        kind=kind or guide.kind,
    )


def of_dossier(guide: Guide, today: int, dossier: Dossier) -> Subject:
    """Return the plan in a dossier as the rules see it."""
    rows = {name: getattr(dossier, name) for name in ROW_TABLES}
    headers = {
        name: Place(found[0].place.file, found[0].place.sheet)
        for name, found in rows.items()
        if found and found[0].place != NOWHERE
    }
    projects, totals = projects_of(dossier.projects, guide)
    return Subject(
        guide=guide,
        today=today,
        rows=rows,
        sources=dossier.sources,
        headers=headers,
        targets=targets_of(dossier.targets, guide),
        projects=projects,
        totals=totals,
        kind=dossier.identity.kind,
        code=dossier.identity.code,
        base_year=dossier.identity.base_year,
        dossier=dossier,
    )
