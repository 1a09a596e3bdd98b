"""Which charts does the plan show, and what does each say in words?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.drivers.decomposition import Decomposition
from dafeng.language import Text
from dafeng.plan import facts, names
from dafeng.plan.binding import BoundFigure, Statement, join, listed, say, year_figure
from dafeng.plan.charts import (
    ChanceChart,
    Fan,
    FanChart,
    Line,
    LineChart,
    RankedChart,
    StackedChart,
    WaterfallChart,
)
from dafeng.plan.first_letter import small
from dafeng.plan.material import PlanMaterial
from dafeng.plan.past_lines import history_lines, known_years, left_out, own_past
from dafeng.plan.tree import ChartFigure
from dafeng.scenarios.ensemble import LEVELS, Ensemble

AXIS: Final = Text("二氧化碳排放量", "CO2 emissions")
#: Sectors that are told apart in a stack; the others are one layer.
LAYERS: Final = 7


@dataclass(frozen=True, slots=True)
class Layer:
    """A sector, or several as one, with its CO2 [t] (year)."""

    id: str
    name: Text
    path: Floats


def history(material: PlanMaterial) -> ChartFigure:
    """Return the emissions of the past: published series and the inventory."""
    kind = facts.emissions(material)
    lines = history_lines(material)
    return ChartFigure(
        LineChart("history", kind, AXIS, lines),
        Text(
            "历年二氧化碳排放：本清单与已发布数据",
            "CO2 emissions of the past: this inventory and published series",
        ),
        join((*(_series_words(material, line) for line in lines), *left_out(material))),
    )


def _series_words(material: PlanMaterial, line: Line) -> Statement:
    def tonnes(year: int, value: float) -> BoundFigure:
        return facts.tonnes(material, f"series.{line.id}.{year}", value, line.name)

    first, last = line.years[0], line.years[-1]
    top = int(np.argmax(line.values))
    if first == last:
        return say(
            "{name}：{last}为{level}。",
            "{name}: {level} in {last}.",
            name=line.name,
            last=year_figure(f"series.{line.id}.last", last, line.name),
            level=tonnes(last, float(line.values[-1])),
        )
    return say(
        "{name}：由{first}的{start}变化到{last}的{level}，其间{top}最高，为{most}。",
        "{name}: from {start} in {first} to {level} in {last}, highest in {top} with {most}.",
        name=line.name,
        first=year_figure(f"series.{line.id}.first", first, line.name),
        start=tonnes(first, float(line.values[0])),
        last=year_figure(f"series.{line.id}.last", last, line.name),
        level=tonnes(last, float(line.values[-1])),
        top=year_figure(f"series.{line.id}.top", line.years[top], line.name),
        most=tonnes(line.years[top], float(line.values[top])),
    )


def by_sector(material: PlanMaterial) -> ChartFigure:
    """Return emissions by sector: stacked over the years, or ranked if there is one year alone."""
    kind = facts.emissions(material)
    layers = ranked_sectors(material)
    years = known_years(material)
    caption = Text("分部门二氧化碳排放", "CO2 emissions by sector")
    words = join((_sector_words(material, layers), *left_out(material)))
    at = [material.inventory.years.index(year) for year in years]
    if len(years) == 1:
        parts = tuple((layer.name, float(layer.path[at[0]])) for layer in layers)
        return ChartFigure(RankedChart("sectors", kind, AXIS, parts), caption, words)
    paths = tuple((layer.name, layer.path[at]) for layer in layers)
    return ChartFigure(StackedChart("sectors", kind, AXIS, years, paths), caption, words)


def ranked_sectors(material: PlanMaterial) -> tuple[Layer, ...]:
    """Return the largest sectors of the base year and the rest as one, each over the years."""
    order = np.argsort(-material.by_sector[material.base], kind="stable")
    used = [int(i) for i in order if np.any(material.by_sector[:, i] != 0)]
    told = used if len(used) <= LAYERS + 1 else used[:LAYERS]
    shown = [Layer(*material.sectors[i], material.by_sector[:, i]) for i in told]
    if len(told) < len(used):
        rest = material.by_sector[:, used[LAYERS:]].sum(axis=1)
        shown.append(Layer("others", Text("其他部门", "Other sectors"), rest))
    return tuple(shown)


def _sector_words(material: PlanMaterial, layers: tuple[Layer, ...]) -> Statement:
    whole = float(material.by_sector[material.base].sum())
    words = tuple(
        say(
            "{name}{level}，占{share}",
            "{name} {level} ({share})",
            name=small(layer.name),
            level=facts.tonnes(material, f"sector.{layer.id}.co2", now, facts.INVENTORY),
            share=facts.share(f"sector.{layer.id}.share", now / whole if whole else 0.0),
        )
        for layer, now in ((layer, float(layer.path[material.base])) for layer in layers)
    )
    return listed(say("{year}：", "In {year}:", year=facts.base_year(material)), words)


def waterfall(material: PlanMaterial, decomposition: Decomposition) -> ChartFigure:
    """Return the effects of drivers over the whole span as a waterfall."""
    kind = facts.emissions(material)
    first, last = decomposition.periods[0][0], decomposition.periods[-1][1]
    effects = decomposition.effects.sum(axis=0)
    change = float(decomposition.change.sum())
    pairs = tuple((f.name, float(e)) for f, e in zip(decomposition.factors, effects, strict=True))
    span = Text(f"{first}—{last}年", f"{first}–{last}")
    chart = WaterfallChart(
        "drivers",
        kind,
        Text("二氧化碳排放变化量", "Change of CO2 emissions"),
        pairs,
        (Text("净变化", "Net change"), change),
    )
    caption = Text(
        "{span}二氧化碳排放变化的驱动因素：{series}，{method}",
        "Drivers of the change of CO2 emissions {span}: {series}, {method}",
    ).format(
        span=span,
        series=names.series(decomposition.series),
        method=names.name(names.METHODS, decomposition.method),
    )
    return ChartFigure(chart, caption, driver_words(material, decomposition))


def driver_words(material: PlanMaterial, decomposition: Decomposition) -> Statement:
    """Say how much each driver adds to the change over the whole span; leave out what adds none."""
    first, last = decomposition.periods[0][0], decomposition.periods[-1][1]
    key = f"drivers.{decomposition.series}.{decomposition.method}"
    parts = tuple(
        say(
            "{name}贡献{effect}",
            "{name} {effect}",
            name=small(factor.name),
            effect=facts.tonnes(material, f"{key}.{factor.id}", float(effect), facts.DRIVERS),
        )
        for factor, effect in zip(
            decomposition.factors, decomposition.effects.sum(axis=0), strict=True
        )
        if round(float(effect) / facts.emissions(material).step)
    )
    head = say(
        "按{series}分解，{first}至{last}排放净变化{change}，其中：",
        "Decomposed by {series}: from {first} to {last} emissions changed by {change}, of which:",
        series=names.series(decomposition.series),
        first=year_figure(f"{key}.first", first, facts.DRIVERS),
        last=year_figure(f"{key}.last", last, facts.DRIVERS),
        change=facts.tonnes(
            material, f"{key}.change", float(decomposition.change.sum()), facts.DRIVERS
        ),
    )
    return listed(head, parts)


def bands(ensemble: Ensemble) -> Floats:
    """Return the quantiles of the yearly totals [t] (level, year)."""
    return np.quantile(ensemble.totals, LEVELS, axis=1)


#: Years, and quantiles of the yearly totals [t] (level, year).
Spread = tuple[tuple[int, ...], Floats]


def spread(ensemble: Ensemble) -> Spread:
    """Return how an ensemble spreads."""
    return ensemble.years.labels, bands(ensemble)


def fan(material: PlanMaterial) -> ChartFigure:
    """Return the ensembles of all scenarios side by side, with the place's own past."""
    return fan_of(material, {key: spread(e) for key, e in material.ensembles.items()})


def fan_of(material: PlanMaterial, spreads: Mapping[str, Spread]) -> ChartFigure:
    """Return some scenarios of a place side by side, with the place's own past."""
    fans = tuple(Fan(facts.scenario(key), *found) for key, found in spreads.items())
    words = tuple(_fan_words(material, key, *found) for key, found in spreads.items())
    return ChartFigure(
        FanChart("fan", facts.emissions(material), AXIS, own_past(material), fans),
        Text(
            "各情景二氧化碳排放总量：中位数与25%—75%、5%—95%区间",
            "Total CO2 emissions in each scenario: median with 25–75% and 5–95% ranges",
        ),
        join(words),
    )


def _fan_words(
    material: PlanMaterial, key: str, years: tuple[int, ...], totals: Floats
) -> Statement:
    last = years[-1]
    low, _, middle, _, high = totals[:, -1]
    name = f"scenario.{key}.{last}"
    return say(
        "{scenario}：{year}排放中位数{middle}，90%区间为{low}至{high}。",
        "{scenario}: median of {middle} in {year}, 90% range {low} to {high}.",
        scenario=facts.scenario(key),
        year=year_figure("horizon", last, facts.FUTURES),
        middle=facts.tonnes(material, f"{name}.p50", float(middle), facts.FUTURES),
        low=facts.tonnes(material, f"{name}.p05", float(low), facts.FUTURES),
        high=facts.tonnes(material, f"{name}.p95", float(high), facts.FUTURES),
    )


def _likeliest(key: str, years: tuple[int, ...], path: Floats) -> BoundFigure | Text:
    year = years[int(np.argmax(path))]
    if year == years[0]:
        return facts.at_or_before(year)
    return year_figure(f"peak.{key}.year.mode", year, facts.FUTURES)


def chances(material: PlanMaterial) -> ChartFigure:
    """Return the probability of each peak year within each scenario."""
    outlooks = tuple(material.outlooks.values())
    years = outlooks[0].years.labels
    rows = tuple(
        (facts.scenario(o.scenario), np.diff(o.by_year, prepend=0.0), o.none) for o in outlooks
    )
    words = tuple(
        say(
            "{scenario}：最可能的峰值年份为{year}（概率{chance}），规划期内无峰值的概率为{none}。",
            "{scenario}: most probable peak year {year} (probability {chance}), probability of no "
            "peak within the horizon {none}.",
            scenario=label,
            year=_likeliest(key, years, path),
            chance=facts.chance(f"peak.{key}.year.mode.probability", float(np.max(path))),
            none=facts.chance(f"peak.{key}.none", none),
        )
        for key, (label, path, none) in zip(material.outlooks, rows, strict=True)
    )
    return ChartFigure(
        ChanceChart("chances", Text("概率", "Probability"), years, rows),
        Text("各情景内峰值年份的概率分布", "Probability of the peak year within each scenario"),
        join(words),
    )
