"""Which figures differ between two builds, and by how much?

Both builds speak through the document that `dafeng plan` writes as ``results.json``, so that a
folder of results and a dossier that is built now are compared in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dafeng import reference
from dafeng.language import Text, same
from dafeng.plan import names, quantities
from dafeng.plan.quantities import Quantity

#: Unit of a calendar year, which is no duration.
CALENDAR: Final = "year"

#: Years by which the probability of a peak is read.
BY_YEARS: Final = (2025, 2030, 2035)

#: Figures of the portfolio, with their units, and those by year, told at milestones.
_PROMISED: Final = {
    "level": (Text("守住的峰值", "level held"), "t"),
    "probability": (Text("守住的概率", "P(held)"), "1"),
    "probability_before": (Text("无组合时守住的概率", "P(held) without it"), "1"),
    "cost_social": (Text("净费用（社会贴现率）", "net cost at the social rate"), "yuan"),
    "cost_private": (Text("净费用（私人贴现率）", "net cost at the private rate"), "yuan"),
}
_YEARLY: Final = {
    "with": Text("有组合的排放（中位数）", "CO2 with the portfolio, median"),
    "avoided": Text("组合减排（中心路径）", "CO2 avoided, central path"),
    "investment": Text("投资", "investment"),
}
_SUBJECTS: Final = {
    "together": Text("全部工程（联合）", "all projects together"),
    "class": Text("工程类别 ", "class"),
    "project": Text("工程 ", "project"),
}
_MILESTONES: Final = (2026, 2028, 2030, 2035, 2040, 2050, 2060)
_POINTS: Final = {
    "low": Text("5%分位", "5 % point"),
    "median": Text("中位数", "median"),
    "high": Text("95%分位", "95 % point"),
}

#: A difference of one last digit but for floating point is one.
_ROUNDING: Final = 1e-6

GROUPS: Final[dict[str, Text]] = {
    "base": Text("基准年", "Base year"),
    "totals": Text("排放总量", "Total CO2"),
    "by_sector": Text("基准年分部门排放", "CO2 of the base year by sector"),
    "indicators": Text("指标", "Indicators"),
    "uncertainty": Text("基准年排放的95%区间", "95 % range of the base year's CO2"),
    "peak": Text("达峰", "Peak"),
    "portfolio": Text("措施组合", "Portfolio"),
    "projects": Text("重点工程减排", "CO2 avoided by key projects"),
}

_MEASURES: Final[dict[str, Text]] = {
    "year": Text("达峰年份", "peak year"),
    "level": Text("峰值", "peak level"),
    "plateau": Text("平台期", "plateau"),
    "rate": Text("峰后年均变化率", "rate after the peak"),
}
_ENDS: Final[dict[str, Text]] = {
    "low": Text("下限", "low end"),
    "central": Text("中值", "centre"),
    "high": Text("上限", "high end"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a build.

    Parameters
    ----------
    id
        Path of the figure, first its group (`GROUPS`).
    name
        Name for readers, without scenario and year.
    value, unit
        The figure; None where there is none. A calendar year has the unit ``year``.
    scenario
        Scenario in which it holds; "" for the account.
    year
        Year of the figure, where it has one.
    """

    id: tuple[str, ...]
    name: Text
    value: float | None
    unit: str
    scenario: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs; `before` or `after` is None where a build does not have it."""

    figure: Figure
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """Return after less before; None if either is absent."""
        absent = self.before is None or self.after is None
        return None if absent else (self.after or 0.0) - (self.before or 0.0)

    @property
    def form(self) -> tuple[Quantity, float]:
        """Return how the figure is printed, see `form_of`."""
        return form_of(self.figure.unit, (self.before, self.after))


@dataclass(frozen=True, slots=True)
class FigureChanges:
    """All figures that differ by a printed digit or more, and how many do not.

    Parameters
    ----------
    changes
        Figures that differ.
    equal
        Number of figures that are equal.
    alike
        Number of those that differ by less than the last digit that a plan prints.
    """

    changes: tuple[FigureChange, ...]
    equal: int
    alike: int


def form_of(unit: str, values: Sequence[float | None]) -> tuple[Quantity, float]:
    """Return how figures of a unit are printed, and what one of the unit is in the kind's own."""
    if unit == CALENDAR:
        return quantities.YEAR_BARE, 1.0
    return quantities.of_unit(unit, max((abs(v) for v in values if v is not None), default=0.0))


def figure_changes(before: Sequence[Figure], after: Sequence[Figure]) -> FigureChanges:
    """Return which figures of two builds differ by at least the last digit that a plan prints.

    A figure with another unit is another figure: the one is gone, the other new.

    Parameters
    ----------
    before, after
        From `figures_of`.
    """
    old, new = ({(f.id, f.unit): f for f in figures} for figures in (before, after))
    changes: list[FigureChange] = []
    equal = alike = 0
    keys = list(dict.fromkeys((*new, *old)))
    seen = list(dict.fromkeys(identifier[:2] for identifier, _unit in keys))
    for key in keys:
        one, other = (found[key].value if key in found else None for found in (old, new))
        change = FigureChange(new.get(key) or old[key], one, other)
        if one == other:
            equal += 1
        elif _below_last_digit(change):
            alike += 1
        else:
            changes.append(change)
    groups = list(GROUPS)
    changes.sort(
        key=lambda c: (
            groups.index(c.figure.id[0]),
            seen.index(c.figure.id[:2]),
            c.figure.year or 0,
        )
    )
    return FigureChanges(tuple(changes), equal, alike)


def _below_last_digit(change: FigureChange) -> bool:
    moved, (kind, factor) = change.change, change.form
    return moved is not None and abs(moved) * factor < kind.step * (1 - _ROUNDING)


def figures_of(results: Mapping[str, Any], indicators: Mapping[str, Text]) -> tuple[Figure, ...]:
    """Return the figures that a comparison looks at.

    Parameters
    ----------
    results
        Main results under the schema of ``results.json``.
    indicators
        Names of indicators, each with the basis on which it stands: at prices of another year
        the indicator is another.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        If the document does not follow its schema.
    """
    base = int(results["base_year"])
    return (
        Figure(("base", "base_year"), GROUPS["base"], float(base), CALENDAR),
        *_totals(results),
        *_sectors(results, base),
        *_indicators(results, indicators),
        *_ranges(results),
        *(f for key, found in results["peak"].items() for f in _peak(key, found, results)),
        *_promise(results.get("portfolio")),
    )


def _promise(found: Mapping[str, Any] | None) -> Iterator[Figure]:
    """Yield what the portfolio holds, costs and brings, and what the projects avoid."""
    if found is None:
        return
    yield Figure(
        ("portfolio", "by"), Text("守住的达峰年份", "peak held by"), float(found["by"]), CALENDAR
    )
    for key, (word, unit) in _PROMISED.items():
        yield Figure(("portfolio", key), word, _number(found[key]), unit)
    for key, word in _YEARLY.items():
        values = found[key]
        for year in _MILESTONES:
            if str(year) in values:
                value = values[str(year)]
                middle = value[1] if isinstance(value, list) else value
                unit = "yuan" if key == "investment" else "t"
                yield Figure(("portfolio", key, str(year)), word, _number(middle), unit, "", year)
    yield from _projects(found)


def _projects(found: Mapping[str, Any]) -> Iterator[Figure]:
    year = int(found["year"])
    every = (
        ("together", "", found["together"]),
        *(("class", key, tonnes) for key, tonnes in found["classes"].items()),
        *(("project", key, tonnes) for key, tonnes in found["projects"].items()),
    )
    for kind, key, tonnes in every:
        zh, en = _SUBJECTS[kind].zh, _SUBJECTS[kind].en
        for point, value in (tonnes or {"median": None}).items():
            of = Text(f"{zh}{key}，{_POINTS[point].zh}", f"{en} {key}, {_POINTS[point].en}")
            of = of if key else Text(f"{zh}，{_POINTS[point].zh}", f"{en}, {_POINTS[point].en}")
            path = ("projects", f"{kind}:{key}", str(year), point)
            yield Figure(path, of, _number(value), "t", "", year)


def _totals(results: Mapping[str, Any]) -> Iterator[Figure]:
    for basis, by_year in results["totals"].items():
        name = names.name(names.BASES, basis)
        for year, value in by_year.items():
            yield Figure(("totals", basis, year), name, _number(value), "t", "", int(year))


def _sectors(results: Mapping[str, Any], base: int) -> Iterator[Figure]:
    tree = reference.sectors()
    for sector, value in results["by_sector"].items():
        name = tree.name(sector) if sector in tree.members else same(sector)
        yield Figure(("by_sector", sector, str(base)), name, _number(value), "t", "", base)


def _indicators(results: Mapping[str, Any], named: Mapping[str, Text]) -> Iterator[Figure]:
    share = Text("燃烧排放中估算所占份额", "share of combustion CO2 that rests on estimates")
    yield Figure(("indicators", "estimated_share"), share, _number(results["estimated_share"]), "1")
    for key, found in results["indicators"].items():
        year, unit = int(found["year"]), str(found["unit"])
        name = names.name(dict(named), key)
        path = ("indicators", key, str(year), name.en)
        yield Figure(path, name, _number(found["value"]), unit, "", year)


def _ranges(results: Mapping[str, Any]) -> Iterator[Figure]:
    for found in results["uncertainty"]:
        basis, approach = found["basis"], found["approach"]
        of = names.name(names.SHORT_BASES, basis), names.name(names.APPROACHES, approach)
        for end, word in _ENDS.items():
            name = Text(f"{of[0].zh}，{of[1].zh}，{word.zh}", f"{of[0].en}, {of[1].en}, {word.en}")
            year = int(found["year"])
            key = ("uncertainty", basis, approach, str(year), end)
            yield Figure(key, name, _number(found[end]), "t", "", year)


def _peak(scenario: str, found: Mapping[str, Any], results: Mapping[str, Any]) -> Iterator[Figure]:
    for measure, word in _measures(int(results["base_year"])).items():
        unit = CALENDAR if measure == "year" else str(found[measure]["unit"])
        points = found[measure]["quantiles"] or [None] * len(results["levels"])
        for level, value in zip(results["levels"], points, strict=True):
            point = f"P{round(100 * level)}"
            name = Text(f"{word.zh} {point}", f"{word.en} {point}")
            path = ("peak", scenario, measure, point, *_since(measure, results))
            yield Figure(path, name, _number(value), unit, scenario)
    years = [int(year) for year in found["years"]]
    for year in BY_YEARS:
        if year in years:
            name = Text(f"{year}年及以前达峰的概率", f"P(peak by {year})")
            value = _number(found["by_year"][years.index(year)])
            yield Figure(("peak", scenario, f"by_{year}"), name, value, "1", scenario)
    none = Text("期内不达峰的概率", "P(no peak inside the horizon)")
    yield Figure(("peak", scenario, "none"), none, _number(found["none"]), "1", scenario)


def _measures(base: int) -> dict[str, Text]:
    since = Text(f"{base}年起累计排放", f"cumulative CO2 since {base}")
    return {**_MEASURES, "cumulative": since}


def _since(measure: str, results: Mapping[str, Any]) -> tuple[str, ...]:
    """Keep sums from different first years apart."""
    return (str(results["base_year"]),) if measure == "cumulative" else ()


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
