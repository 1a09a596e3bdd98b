"""Consistency: of rows with one another, of tables with tables, of the plan with the model."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from dafeng import reference
from dafeng.dossier.aims import is_past
from dafeng.dossier.vocabulary import find_sector
from dafeng.errors import UnitError
from dafeng.language import Text, number, percent
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.known import of_account
from dafeng.plan.rules.rows import Target, actuals_of, figure, is_base, tonnes_of
from dafeng.plan.rules.subject import NOBODY, Path, Subject
from dafeng.reference.indicators import CONVENTIONS
from dafeng.units import convert

#: Relative gap between two statements of one figure [-].
GAP: Final = 0.02
#: Relative gap between a stated base value and the account's [-].
ACCOUNT_GAP: Final = 0.1
#: Percentage points between a target of the non-fossil share and the model's median.
SHARE_GAP: Final = 5.0
_SIZE: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*"
    r"((?:MW|GW|kW)h?|(?:兆瓦|吉瓦|亿千瓦|万千瓦|千瓦)时?|万吨/年)(?![A-Za-z时])",
    re.IGNORECASE,
)


@asks("agree.twice")
def twice(subject: Subject) -> Iterator[Hit]:
    """One indicator and year with two figures."""
    first: dict[tuple[str, int | None], Target] = {}
    for target in subject.targets:
        if target.year is None or target.aim.value is None:
            continue
        once = target.id in ("peak_year", "peak_level") and not is_past(target.row)
        at = (f"{target.series}{target.changes_from or ''}", None if once else target.year)
        other = first.setdefault(at, target)
        if other is not target:
            same = other.value == target.value
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "year": target.year,
                    "text": target.aim.text,
                    "other": other.aim.text,
                    "place": str(other.at("value")),
                    "verdict": Text("数值相同", "the same figure")
                    if same
                    else Text("数值不同", "another figure"),
                },
            )


@asks("agree.convention")
def conventions(subject: Subject) -> Iterator[Hit]:
    """One indicator whose years count electricity in two ways, so that none can be compared."""
    found: dict[str, dict[str, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for target in subject.targets:
        if target.convention is not None and target.year is not None:
            found[target.id][target.series].append(target)
    for (first, *_), *others in (list(by.values()) for by in found.values()):
        years = {t.year for by in found[first.id].values() for t in by}
        whole = any({t.year for t in by} == years for by in found[first.id].values())
        for target in () if whole else (other[0] for other in others):
            yield (
                target.at("indicator"),
                {
                    "indicator": target.name,
                    "year": target.year,
                    "convention": _by(target),
                    "other_year": first.year,
                    "other": _by(first),
                },
            )


def _by(target: Target) -> Text:
    return CONVENTIONS[target.convention] if target.convention else NOBODY


@asks("agree.units")
def units_differ(subject: Subject) -> Iterator[Hit]:
    """One indicator in two units."""
    first: dict[str, Target] = {}
    for target in subject.targets:
        if not target.unit or target.aim.value is None:
            continue
        other = first.setdefault(target.id, target)
        if other.unit != target.unit:
            yield (
                target.at("unit"),
                {"indicator": target.name, "unit": target.unit, "other": other.unit},
            )


@asks("agree.base_year")
def base_years(subject: Subject) -> Iterator[Hit]:
    """One indicator against two base years, or one row that states two."""
    first: dict[tuple[str, int | None], Target] = {}
    for target in subject.targets:
        if target.base_year is None:
            continue
        for other_base in target.bases[1:]:
            yield (
                target.at("base_year"),
                {
                    "indicator": target.name,
                    "base": target.base_year,
                    "other": other_base,
                    "place": str(target.at("indicator")),
                },
            )
        other = first.setdefault((target.id, _period(target)), target)
        if other.base_year != target.base_year:
            yield (
                target.at("base_year"),
                {
                    "indicator": target.name,
                    "base": target.base_year,
                    "other": other.base_year,
                    "place": str(other.at("base_year")),
                },
            )


def _period(target: Target) -> int | None:
    """Return the last year of the five-year plan in which a target's year lies."""
    return None if target.year is None else -(-target.year // 5) * 5


@asks("agree.actuals")
def with_actuals(subject: Subject) -> Iterator[Hit]:
    """A past figure among the targets that differs from the actual figure."""
    rows = actuals_of(subject.table("actuals"), subject.guide)
    actual = {(t.id, t.year): t for t in rows if t.value is not None}
    for target in subject.targets:
        known = actual.get((target.id, target.year))
        past = target.year is not None and target.year < subject.today
        if known is None or target.value is None or not past or not is_base(target, subject.today):
            continue
        if not math.isclose(target.value, known.value or 0.0, rel_tol=GAP):
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "year": target.year,
                    "text": target.aim.text,
                    "actual": known.aim.text,
                    "place": str(known.row.place),
                },
            )


@asks("agree.account")
def with_account(subject: Subject) -> Iterator[Hit]:
    """A figure of the base year that differs from the account's, on every convention."""
    account = subject.account
    for target in subject.targets:
        of = target.indicator
        if account is None or of is None or target.value is None or target.year != account.year:
            continue
        known = of_account(subject, of)
        if known and not any(_near(target.value, one.value) for one in known):
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "year": target.year,
                    "text": target.stated,
                    "now": known[0].figure,
                },
            )


def _near(value: float, known: float) -> bool:
    return math.isclose(value, known, rel_tol=ACCOUNT_GAP)


@asks("agree.project_measure")
def project_measure(subject: Subject) -> Iterator[Hit]:
    """A project that names a measure which nobody knows (dossiers with measures have a rule)."""
    own = {row["id"] for row in subject.table("measures")}
    for project in subject.projects:
        name = project.row["measure"]
        if name and name not in own and name not in reference.measures() and not own:
            yield project.at("measure"), {"project": project.row["name"], "text": name}


@asks("agree.project_sector")
def project_sector(subject: Subject) -> Iterator[Hit]:
    """A project in a sector on which its measure does not act."""
    tree = reference.sectors()
    for project in subject.projects:
        measure = reference.measures().get(project.row["measure"])
        sector = find_sector(project.row["sector"]) if project.row["sector"] else None
        if measure is None or sector is None or not measure.sectors:
            continue
        inside = {sector, *tree.above(sector)}
        below = {s for s in measure.sectors if s in tree and sector in tree.above(s)}
        if not inside & set(measure.sectors) and not below:
            names = [tree.name(s) for s in measure.sectors if s in tree]
            zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
            acts = Text(zh or "—", en or "—")
            yield (
                project.at("sector"),
                {
                    "project": project.row["name"],
                    "sector": project.row["sector"],
                    "measure": measure.name,
                    "acts": acts,
                },
            )


@asks("agree.project_size")
def project_size(subject: Subject) -> Iterator[Hit]:
    """A size in the name of a project that is not that of its column."""
    for project in subject.projects:
        row = project.row
        named = _SIZE.search(row["name"] + " " + row["content"])
        stated = figure(row["capacity"], row["capacity_unit"], row["capacity_unit"])
        if named is None or stated is None:
            continue
        try:
            expected = convert(float(named[1]), named[2], row["capacity_unit"])
        except UnitError:
            continue
        if not math.isclose(expected, stated, rel_tol=GAP):
            yield (
                project.at("capacity"),
                {
                    "project": row["name"],
                    "text": f"{row['capacity']} {row['capacity_unit']}",
                    "named": named[0],
                },
            )


@asks("agree.task_indicator")
def task_indicator(subject: Subject) -> Iterator[Hit]:
    """A task that serves an indicator which has no target."""
    from dafeng.dossier.target_names import name_of, words_of

    stated, words = {t.id for t in subject.targets}, words_of(subject.guide)
    for row in subject.table("tasks"):
        for text in re.split(r"[、,，;；]", row["indicators"]):
            named = name_of(text, words).indicator if text.strip() else None
            if text.strip() and (named is None or named.id not in stated):
                yield row.at("indicators"), {"task": row["name"], "indicator": text.strip()}


@asks("agree.total_with_model")
def total_with_model(subject: Subject) -> Iterator[Hit]:
    """A target of total CO2 outside what every scenario of the model reaches."""
    for target in _ahead(subject, "co2_total"):
        spans = [_span(p, target.year or 0) for p in _paths(subject)]
        known = [s for s in spans if s is not None]
        tonnes = (target.value or 0.0) * 1e4
        if known and not any(low <= tonnes <= high for low, high in known):
            low, high = min(s[0] for s in known), max(s[1] for s in known)
            yield (
                target.at("value"),
                {
                    "text": target.stated,
                    "year": target.year,
                    "low": tonnes_of(low),
                    "high": tonnes_of(high),
                },
            )


def _ahead(subject: Subject, identifier: str) -> list[Target]:
    """Return the figures of an indicator that state what is to be."""
    return [t for t in subject.figures(identifier) if not is_base(t, subject.today)]


def _paths(subject: Subject) -> tuple[Path, ...]:
    return subject.results.paths if subject.results else ()


def _span(path: Path, year: int) -> tuple[float, float] | None:
    if year not in path.years:
        return None
    at = path.years.index(year)
    return path.low[at], path.high[at]


@asks("agree.share_with_model")
def share_with_model(subject: Subject) -> Iterator[Hit]:
    """A target of the non-fossil share far from the median of every scenario."""
    for target in _ahead(subject, "non_fossil_share"):
        medians = {
            p.name: 100 * p.non_fossil[p.years.index(target.year or 0)]
            for p in _paths(subject)
            if target.year in p.years
        }
        gaps = [abs((target.value or 0.0) - m) for m in medians.values()]
        if gaps and min(gaps) > SHARE_GAP:
            low, high = min(medians.values()), max(medians.values())
            yield (
                target.at("value"),
                {
                    "text": target.aim.text,
                    "year": target.year,
                    "low": number(low, 1),
                    "high": number(high, 1),
                },
            )


@asks("agree.projects_with_model")
def projects_with_model(subject: Subject) -> Iterator[Hit]:
    """Tonnes of all projects beyond the whole difference between the scenarios."""
    year = 2030
    paths = [p for p in _paths(subject) if year in p.years]
    claimed: dict[str, float] = defaultdict(float)
    for project in subject.projects:
        if project.reduction is not None and (project.end or year) <= year:
            claimed["all"] += project.reduction
    if not paths or not claimed:
        return
    at = {p.id: p.middle[p.years.index(year)] for p in paths}
    room = max(at.values()) - min(at.values()) if len(at) > 1 else max(at.values())
    if claimed["all"] > room:
        yield (
            subject.header("projects"),
            {
                "claimed": tonnes_of(claimed["all"]),
                "room": _room(paths, room),
                "share": percent(claimed["all"] / room, 0) if room else "—",
            },
        )


def _room(paths: list[Path], room: float) -> Text:
    """Say what the projects are held against: the scenarios' difference, or all that is emitted."""
    size = tonnes_of(room)
    if len(paths) > 1:
        return Text(f"情景间的差只有{size.zh}", f"the scenarios differ by {size.en} only")
    return Text(f"该年排放总量也只有{size.zh}", f"all emissions of that year are {size.en}")
