"""When and where are the key projects built, and what do these charts say in words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil, cos, radians
from typing import Final, TypeVar

import numpy as np

from dafeng import reference
from dafeng.errors import UnknownNameError
from dafeng.language import Text
from dafeng.plan import facts
from dafeng.plan.binding import BoundFigure, Statement, join, listed, say, year_figure
from dafeng.plan.charts import MapChart, Span, SpanChart, Spot
from dafeng.plan.material import PlanMaterial
from dafeng.plan.project_coordinates import KM_PER_DEGREE, degrees
from dafeng.plan.project_status import Stage, stage_of
from dafeng.plan.quantities import KILOMETRES
from dafeng.plan.rules.rows import Project, projects_of
from dafeng.plan.tree import ChartFigure

#: Bars on one chart, and projects that one map names, of one line each: what a page can show.
_BARS: Final = 28
SPOTS: Final = 24
#: Most projects without coordinates that are named one by one.
_NAMED: Final = 6
#: Characters of a name on a line, and what a further line takes of a bar's row.
_LINE: Final = 16.0
_FURTHER: Final = 0.62
Shown = TypeVar("Shown", Span, Spot)
_UNCLASSED: Final = Text("其他", "Without class")


def told_projects(material: PlanMaterial) -> tuple[Project, ...]:
    """Return the projects of the place in their order, rows of totals left out."""
    return projects_of(material.dossier.projects, material.guide)[0]


def spans(material: PlanMaterial) -> tuple[ChartFigure, ...]:
    """Return when the projects are built, a page full on each chart; nothing without years."""
    found = told_projects(material)
    groups = _groups(material)
    rows = sorted(
        (_span(material, p) for p in found if p.start is not None or p.end is not None),
        key=lambda s: (groups.index(s.group), s.first, s.last),
    )
    if not rows:
        return ()
    year = material.promise.year if material.promise else material.base_year
    effect = Text(f"{year}年减排", f"CO2 avoided in {year}")
    told = any(s.effect for s in rows)
    caption = (
        Text(
            f"重点工程进度及其{year}年减排（有无对比的中位数，不可相加）",
            f"Key projects: when they are built, and what they avoid in {year} (medians of runs "
            "with and without; not to be added up)",
        )
        if told
        else Text("重点工程进度", "Key projects: when they are built")
    )
    kind = facts.saved(material.promise)
    pages = _pages(rows, _BARS)
    charts = (
        SpanChart(_numbered("projects-when", n), kind, effect, groups, tuple(page))
        for n, page in enumerate(pages)
    )
    whole = _span_words(rows, len(found))
    return tuple(
        ChartFigure(
            chart,
            _part(caption, n, len(pages)),
            join((*whole, *_effect_words(chart)) if n == 0 else _page_words(chart)),
        )
        for n, chart in enumerate(charts)
    )


def _pages(found: Sequence[Shown], most: int) -> list[Sequence[Shown]]:
    """Return what is shown in parts of about the same height, each of which fits on a page."""
    rows = [1 + _FURTHER * (_lines(one.name) - 1) for one in found]
    count = ceil(sum(rows) / most)
    middles = np.cumsum(rows) - np.array(rows) / 2
    at = np.minimum(middles * count / sum(rows), count - 1).astype(int)
    return [[one for one, on in zip(found, at, strict=True) if on == n] for n in range(count)]


def _lines(name: Text) -> int:
    """Return about how many lines a name takes in that language in which it takes more."""
    widths = (sum(1.0 if c > "\u2e80" else 0.55 for c in words) for words in (name.zh, name.en))
    return ceil(max(*widths, 1.0) / _LINE)


def _numbered(name: str, page: int) -> str:
    return name if page == 0 else f"{name}-{page + 1}"


def _part(caption: Text, page: int, pages: int) -> Text:
    """Return the caption of one of several pages."""
    if pages == 1:
        return caption
    here = f"{page + 1}/{pages}"
    return Text(f"{caption.zh}（{here}）", f"{caption.en} ({here})")


def _span(material: PlanMaterial, project: Project) -> Span:
    years = [y for y in (project.start, project.end) if y is not None]
    known = material.promise.project(project.row["id"]) if material.promise else None
    effect = known.tonnes if known else None
    return Span(
        project.row["id"],
        _name(project),
        _group(material, project),
        min(years),
        max(years),
        known.taken if known and effect and _is_ahead(material, project) else None,
        (effect.low, effect.central, effect.high) if effect else None,
    )


def _is_ahead(material: PlanMaterial, project: Project) -> bool:
    return stage_of(project.row["status"], material.base_year) is Stage.AHEAD


def _name(project: Project) -> Text:
    name = project.row["name"] or project.row["id"]
    return Text(name, project.row["name_en"] or name)


def _groups(material: PlanMaterial) -> tuple[Text, ...]:
    return (*(c.name for c in material.guide.classes), _UNCLASSED)


def _group(material: PlanMaterial, project: Project) -> Text:
    return next((c.name for c in material.guide.classes if c.id == project.cls), _UNCLASSED)


def _page_words(chart: SpanChart) -> tuple[Statement, ...]:
    """Say what a further page shows."""
    names = [s.id for s in chart.spans]
    shown = say(
        "续图：{first}至{last}。",
        "Continued: {first} to {last}.",
        first=names[0] or chart.spans[0].name,
        last=names[-1] or chart.spans[-1].name,
    )
    return (shown, *_effect_words(chart))


def _span_words(rows: Sequence[Span], known: int) -> tuple[Statement, ...]:
    first, last = min(s.first for s in rows), max(s.last for s in rows)
    busy = Counter(y for s in rows for y in range(s.first, s.last + 1))
    most = max(busy, key=lambda year: (busy[year], -year))
    parts = [
        say(
            "{number}项重点工程写明了年份：最早{first}开工，最晚{last}建成；{most}在建最多，为{count}项。",
            "{number} key projects state their years: the first begins in {first}, the last is "
            "finished in {last}; most, {count}, are being built in {most}.",
            number=facts.count("projects.dated", len(rows), facts.HANDED_IN),
            first=year_figure("projects.first", first, facts.HANDED_IN),
            last=year_figure("projects.last", last, facts.HANDED_IN),
            most=year_figure("projects.busiest", most, facts.HANDED_IN),
            count=facts.count("projects.at_once", busy[most], facts.HANDED_IN),
        )
    ]
    if known > len(rows):
        undated = facts.count("projects.undated", known - len(rows), facts.HANDED_IN)
        parts.append(
            say(
                "另有{n}项没有年份，图中未画。",
                "{n} more state no year and are not drawn.",
                n=undated,
            )
        )
    return tuple(parts)


def _effect_words(chart: SpanChart) -> tuple[Statement, ...]:
    known = [(s, s.effect) for s in chart.spans if s.effect is not None]
    if not known:
        return ()

    def tonnes(span: Span, point: str, value: float) -> BoundFigure:
        name = f"project.{span.id}.tonnes.{point}"
        return BoundFigure(name, value, chart.quantity, facts.PORTFOLIO)

    def one(span: Span, effect: tuple[float, float, float]) -> Statement:
        told = say(
            "{name}{middle}（{low}至{high}）",
            "{name} {middle} ({low} to {high})",
            name=span.name,
            middle=tonnes(span, "median", effect[1]),
            low=tonnes(span, "low", effect[0]),
            high=tonnes(span, "high", effect[2]),
        )
        left = say("，组合未采用", ", not taken by the portfolio")
        return join((told, left), "", "") if span.taken is False else told

    parts = tuple(one(span, effect) for span, effect in known)
    head = say(
        "{what}（90%区间，有无对比）：",
        "{what} (90% range, runs with and without):",
        what=chart.effect,
    )
    return (listed(head, parts),)


def places(material: PlanMaterial) -> tuple[ChartFigure, ...]:
    """Return where the projects lie, as many on a map as can be named; nothing if none says."""
    found = told_projects(material)
    lying = [(p, where) for p in found if (where := coordinates(p)) is not None]
    if not lying:
        return ()
    spots = tuple(Spot(p.row["id"], _name(p), _group(material, p), *at) for p, at in lying)
    groups, centre = _groups(material), _centre(material)
    ordered = sorted(spots, key=lambda s: groups.index(s.group or _UNCLASSED))
    pages = _pages(ordered, SPOTS)
    pages = pages if len(pages) > 1 else [spots]
    caption = Text(
        "重点工程分布（按所报坐标；图中不绘行政边界）",
        "Key projects: where they lie (by the coordinates handed in; no boundaries are drawn)",
    )
    off = tuple(p for p in found if coordinates(p) is None)
    whole = _place_words(spots, len(found))
    whole = join((whole, _not_drawn(off))) if 0 < len(off) <= _NAMED else whole
    return tuple(
        ChartFigure(
            MapChart(
                _numbered("projects-where", n),
                groups,
                (*centre, *page),
                tuple(s for s in spots if s not in page),
            ),
            _part(caption, n, len(pages)),
            whole
            if len(pages) == 1
            else join((whole, _on_this_map(page)) if n == 0 else (_on_this_map(page),)),
        )
        for n, page in enumerate(pages)
    )


def _not_drawn(projects: Sequence[Project]) -> Statement:
    """Name the projects without coordinates."""
    names = [p.row["id"] or p.row["name"] for p in projects]
    return say(
        "未给坐标、图中未画的：{which}。",
        "Without coordinates and not drawn: {which}.",
        which=Text("、".join(names), ", ".join(names)),
    )


def _on_this_map(page: Sequence[Spot]) -> Statement:
    """Say which projects one of several maps names."""
    return say(
        "本图标出{first}至{last}共{n}项，其余以灰点示意。",
        "This map names {n}, {first} to {last}; the others are grey dots.",
        first=page[0].mark or page[0].name,
        last=page[-1].mark or page[-1].name,
        n=facts.count("projects.on_map", len(page), facts.HANDED_IN),
    )


def coordinates(project: Project) -> tuple[float, float] | None:
    """Return degrees east and north of a project; None if not stated or not in China."""
    return degrees(project.row["longitude"], project.row["latitude"])


def _centre(material: PlanMaterial) -> tuple[Spot, ...]:
    """Return the middle of the area of the city, or of the city in which a park lies.

    The table of divisions has no seats of governments, so no town is marked.
    """
    who = material.dossier.identity
    for code in (who.code, *who.hosts):
        try:
            found = reference.division(code)
        except UnknownNameError:
            continue
        name = found.short_name
        middle = Text(f"{name.zh}全域中点", f"middle of the area of {name.en}")
        return (Spot("", middle, None, found.longitude, found.latitude),)
    return ()


def _place_words(spots: tuple[Spot, ...], known: int) -> Statement:
    north = [s.latitude for s in spots]
    east = [s.longitude for s in spots]
    middle = radians((min(north) + max(north)) / 2)
    across = (max(east) - min(east)) * KM_PER_DEGREE * cos(middle)
    return say(
        "{known}项重点工程中有{number}项给出坐标，东西相距{across}，南北相距{along}。",
        "Of {known} key projects {number} state coordinates; they lie {across} apart from west to "
        "east and {along} from south to north.",
        known=facts.count("projects.all", known, facts.HANDED_IN),
        number=facts.count("projects.located", len(spots), facts.HANDED_IN),
        across=facts.figure("projects.across", across, KILOMETRES, facts.HANDED_IN),
        along=facts.figure(
            "projects.along", (max(north) - min(north)) * KM_PER_DEGREE, KILOMETRES, facts.HANDED_IN
        ),
    )
