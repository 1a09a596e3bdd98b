"""Chapter 2, goals: which futures are open, and when and how high is the peak in each?"""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.language import Text, same
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.outlook import probability_by
from dafeng.plan import facts, pictures, quantities
from dafeng.plan.binding import Measured, Spread, Statement, join, say
from dafeng.plan.chapters import notes
from dafeng.plan.chapters.annex_portfolio import cost_words, hold_words
from dafeng.plan.chapters.handed_in import awaited
from dafeng.plan.chapters.unheld import unheld
from dafeng.plan.material import PlanMaterial
from dafeng.plan.quantities import Quantity
from dafeng.plan.scenario_stories import story_of
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Listing, Paragraph
from dafeng.scenarios.ensemble import LEVELS, Ensemble

#: Years of the table of paths, besides the horizon.
MILESTONES: Final = (2025, 2030, 2035, 2040, 2050)


def paths(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the section of paths: which futures are open?"""
    return _paths(material)


def overall(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the section of the overall goal: what is promised, and what the futures say."""
    return (
        *_promised(material),
        Heading(3, Text("峰值测算", "The peak as computed")),
        *_peak(material),
    )


def _promised(material: PlanMaterial) -> tuple[Block, ...]:
    promise = material.promise
    if promise is None:
        reason = material.promise_reason
        if reason is None:
            return ()
        words = say(
            "未能选出守住峰值的措施组合：{why}。",
            "No portfolio that holds the peak could be chosen: {why}.",
            why=reason,
        )
        return (Paragraph(words, "remark"),)
    more = say(
        "检验、逐年投资和措施见附件“措施组合”。",
        "How it was verified, its measures and what it invests year by year stand in the annex "
        "“The portfolio”.",
    )
    return (
        Paragraph(join((hold_words(material, promise), cost_words(promise), more))),
        *unheld(material, promise),
    )


def _paths(material: PlanMaterial) -> tuple[Block, ...]:
    if not material.ensembles:
        return (awaited(material, Text("情景测算所需数据", "Data for scenarios"), "energy"),)
    stories = tuple(
        say(
            "{scenario}：{story}。",
            "{scenario}: {story}.",
            scenario=facts.scenario(key),
            story=story_of(material, key),
        )
        for key in material.ensembles
    )
    return (
        Paragraph(
            say(
                "测算设置{number}个情景，每个情景对驱动因素的不确定性抽样{draws}次。"
                "情景本身不赋概率。",
                "Scenarios computed: {number}. Within each, the uncertainty of the drivers is "
                "drawn {draws} times. No probability is attached to a scenario itself.",
                number=facts.count("scenarios.number", len(material.ensembles), facts.FUTURES),
                draws=facts.count("scenarios.draws", material.provenance.draws, facts.FUTURES),
            )
        ),
        Listing(stories),
        pictures.fan(material),
        Paragraph(notes.fan(material), "note"),
        *_milestones(material),
    )


def _milestones(material: PlanMaterial) -> tuple[Block, ...]:
    kind = facts.emissions(material)
    ensembles = material.ensembles
    years = shown_years(next(iter(ensembles.values())))
    columns = (Column("year", Text("年份", "Year"), align="center", weight=0.7),)
    emissions: list[tuple[Cell, ...]] = []
    shares: list[tuple[Cell, ...]] = []
    for year in years:
        label = Text(f"{year}年", str(year))
        found = [(e.totals, e.non_fossil_share, e.years.index(year)) for e in ensembles.values()]
        points = [np.quantile(totals[at], LEVELS) for totals, _, at in found]
        middles = [float(np.median(share[at])) for _, share, at in found]
        emissions.append((label, *(range_cell(tuple(p), kind) for p in points)))
        shares.append((label, *(Measured(m, quantities.SHARE) for m in middles)))
    name = Text(
        "主要年份排放总量：中位数和5%—95%区间",
        "Emissions in milestone years: median and 5%–95% range",
    )
    share = Text(
        "主要年份非化石能源消费比重（中位数）",
        "Non-fossil share of energy in milestone years: median",
    )
    return (
        DataTable(
            "milestones",
            name,
            columns + _scenarios(material, kind),
            tuple(emissions),
            (notes.RANGES,),
        ),
        DataTable(
            "milestones-non-fossil",
            share,
            columns + _scenarios(material, quantities.SHARE),
            tuple(shares),
            (notes.NON_FOSSIL, notes.BALANCE),
        ),
    )


def _scenarios(material: PlanMaterial, kind: Quantity) -> tuple[Column, ...]:
    return tuple(
        Column(key, facts.scenario(key), kind.unit, align="center", weight=1.7)
        for key in material.ensembles
    )


def shown_years(ensemble: Ensemble) -> tuple[int, ...]:
    """Return the milestone years after the base year, and the horizon."""
    first, last = ensemble.years.labels[0], ensemble.years.labels[-1]
    return (*(y for y in MILESTONES if first < y < last), last)


def _peak(material: PlanMaterial) -> tuple[Block, ...]:
    if not material.outlooks:
        return (awaited(material, Text("峰值测算所需数据", "Data for the peak"), "energy"),)
    return (
        Paragraph(
            say(
                "峰值年份和水平先在每次抽样中求出，再统计分布；"
                "最高值落在末年的路径视为规划期内无峰值。"
                "试点工作不简单以达峰时间早晚或峰值高低来衡量，下表并列各情景，不作排序。",
                "Year and level of the peak are taken draw by draw before they are summed up; a "
                "path whose maximum is the last year has no peak within the horizon. The "
                "programme does not judge simply by how early or how low a peak is: the table "
                "sets the scenarios side by side and ranks none.",
            )
        ),
        *(Paragraph(_words(material, o)) for o in material.outlooks.values()),
        pictures.chances(material),
        _outlook_table(material),
    )


def _words(material: PlanMaterial, outlook: PeakOutlook) -> Statement:
    key = f"peak.{outlook.scenario}"
    by_2030 = chance_by(outlook, 2030)
    year = say(
        "{scenario}下，峰值年份中位数为{p50}（5%分位：{p05}；95%分位：{p95}），"
        "规划期内不出现峰值的概率为{none}。",
        "{scenario}: median peak year {p50} (5% point {p05}; 95% point {p95}); the probability of "
        "no peak within the horizon is {none}.",
        scenario=facts.scenario(outlook.scenario),
        p50=facts.peak_year(outlook, 0.5),
        p05=facts.peak_year(outlook, 0.05),
        p95=facts.peak_year(outlook, 0.95),
        none=facts.chance(f"{key}.none", outlook.none),
    )
    parts = [year]
    if by_2030 is not None:
        parts.append(
            say(
                "2030年及以前达到峰值的概率为{chance}。",
                "The probability of a peak by 2030 is {chance}.",
                chance=facts.chance(f"{key}.by_2030", by_2030),
            )
        )
    if outlook.level_quantiles:
        low, _, middle, _, high = outlook.level_quantiles
        parts.append(
            say(
                "峰值水平中位数为{middle}（90%区间{low}至{high}）。",
                "The median level of the peak is {middle} (90% range {low} to {high}).",
                middle=facts.tonnes(material, f"{key}.level.p50", middle, facts.FUTURES),
                low=facts.tonnes(material, f"{key}.level.p05", low, facts.FUTURES),
                high=facts.tonnes(material, f"{key}.level.p95", high, facts.FUTURES),
            )
        )
    return join(tuple(parts))


def chance_by(outlook: PeakOutlook, year: int) -> float | None:
    """Return the probability of a peak by a year; None if the year lies outside the futures."""
    if year not in outlook.years.labels:
        return None
    return probability_by(outlook, year)


def _outlook_table(material: PlanMaterial) -> DataTable:
    outlooks = tuple(material.outlooks.values())
    kind = facts.emissions(material)
    scenarios = tuple(
        Column(o.scenario, facts.scenario(o.scenario), align="center", weight=1.7) for o in outlooks
    )
    return DataTable(
        "outlook",
        Text(
            "各情景峰值测算结果：中位数和5%—95%区间",
            "The peak in each scenario: median and 5%–95% range",
        ),
        (Column("what", Text("项目", "Item"), align="left", weight=1.8), *scenarios),
        _outlook_rows(outlooks, kind),
        (
            say(
                "注：平台期为峰值前后连续处于峰值98%以上的年数。"
                "峰值水平、平台期和峰后变化率只统计出现峰值的抽样。",
                "Note: the plateau is the run of years around the peak above 98% of it. Level, "
                "plateau and rate are taken over draws that have a peak.",
            ),
        ),
    )


def _outlook_rows(
    outlooks: tuple[PeakOutlook, ...], kind: Quantity
) -> tuple[tuple[Cell, ...], ...]:
    long = quantities.CUMULATIVE if kind == quantities.EMISSIONS else kind
    return (
        (Text("峰值年份", "Peak year"), *(years_cell(o) for o in outlooks)),
        (
            Text("规划期内无峰值的概率", "Probability of no peak"),
            *(Measured(o.none, quantities.CHANCE, unit=True) for o in outlooks),
        ),
        (
            _with_unit(Text("峰值水平", "Peak level"), kind),
            *(range_cell(o.level_quantiles, kind) for o in outlooks),
        ),
        (
            _with_unit(Text("平台期", "Plateau"), quantities.YEARS),
            *(range_cell(o.plateau_quantiles, quantities.YEARS) for o in outlooks),
        ),
        (
            _with_unit(Text("峰后变化率", "Rate after the peak"), quantities.RATE),
            *(range_cell(o.rate_quantiles, quantities.RATE) for o in outlooks),
        ),
        (
            _with_unit(_cumulative(outlooks[0]), long),
            *(range_cell(o.cumulative_quantiles, long) for o in outlooks),
        ),
    )


def _cumulative(outlook: PeakOutlook) -> Text:
    since, until = outlook.since, outlook.years.labels[-1]
    return Text(f"{since}—{until}年累计排放", f"Emissions {since}–{until}")


def years_cell(outlook: PeakOutlook) -> Text:
    """Return the median peak year and, below it, its range; a bound where it lies outside."""

    def one(level: float) -> Text:
        found = facts.peak_year(outlook, level)
        if isinstance(found, Text):
            first, horizon = outlook.years.labels[0], outlook.years.labels[-1]
            past = outlook.year_quantiles[LEVELS.index(level)] is not None
            return same(f"≤{first}" if past else f">{horizon}")
        return found.digits

    return Text("{m}\n{l}～{h}", "{m}\n{l} to {h}").format(m=one(0.5), l=one(0.05), h=one(0.95))


def range_cell(points: tuple[float, ...], kind: Quantity) -> Cell:
    """Return a median and, below it, its range; a dash where there is none."""
    if not points or any(not np.isfinite(p) for p in points):
        return Measured(None, kind)
    low, _, middle, _, high = points
    return Spread(low, middle, high, kind)


def _with_unit(name: Text, kind: Quantity) -> Text:
    return Text(f"{name.zh}（{kind.unit.zh}）", f"{name.en} ({kind.unit.en})")
