"""Chapter 1, overall requirements: from where does the place start?"""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.dossier.records import OWN_SERIES
from dafeng.drivers.decomposition import Decomposition
from dafeng.language import Text
from dafeng.peak.status import PeakStatus
from dafeng.plan import facts, names, pictures
from dafeng.plan.binding import Measured, Statement, join, listed, say, year_figure
from dafeng.plan.chapters import notes
from dafeng.plan.chapters.handed_in import awaited, not_possible
from dafeng.plan.first_letter import small
from dafeng.plan.material import Indicator, PlanMaterial, Uncertainty
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Listing, Paragraph

#: Indicators that the opening sentence names, where they are at hand.
_OPENING: Final = ("population", "gdp", "energy_total_thermal", "non_fossil_share_thermal")
_LEADING: Final = 3


def base(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the section on where the place stands."""
    return (
        *_economy(material),
        *_emissions(material),
        *_drivers(material),
        *_status(material),
    )


def challenges(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the section on challenges."""
    return _challenges(material)


def _economy(material: PlanMaterial) -> tuple[Block, ...]:
    heading = Heading(3, Text("经济社会和能源", "Economy, people and energy"))
    if not material.indicators:
        return (
            heading,
            awaited(
                material, Text("经济社会和能源指标", "Economic and energy indicators"), "activity"
            ),
        )
    found = (material.indicators.get(key) for key in _OPENING)
    named = [record for record in found if record is not None and record.value is not None]
    shown = tuple(
        say("{name}{value}", "{name} {value}", name=_counted(r), value=facts.bound_indicator(r))
        for r in named
    )
    head = say("{year}，", "In {year}:", year=facts.base_year(material))
    return (
        heading,
        *((Paragraph(listed(head, shown)),) if shown else ()),
        _indicator_table(material),
    )


def _counted(record: Indicator) -> Text:
    """Return the name of an indicator with how electricity counts in it."""
    name = small(record.name)
    if not record.id.endswith("_thermal"):
        return name
    zh, en = name.zh.removesuffix("）"), name.en.removesuffix(")")
    zh = f"{zh}{'（' if zh == name.zh else '，'}电力按等价值）"
    return Text(zh, f"{en}{' (' if en == name.en else ', '}electricity by thermal value)")


def _indicator_table(material: PlanMaterial) -> DataTable:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            record.name,
            Text(f"{record.year}年", str(record.year)),
            facts.indicator(record),
            record.basis or Text("—", "—"),
        )
        for record in material.indicators.values()
    )
    return DataTable(
        "indicators",
        Text("基准年主要指标", "Main indicators of the base year"),
        (
            Column("name", Text("指标", "Indicator"), align="left", weight=2.4),
            Column("year", Text("年份", "Year"), align="center", weight=0.9),
            Column("value", Text("数值", "Value"), weight=2.0),
            Column("basis", Text("口径", "Basis"), align="left", weight=3.0),
        ),
        rows,
        (*notes.conventions(material), *notes.exported(material)),
    )


def _emissions(material: PlanMaterial) -> tuple[Block, ...]:
    year = material.base_year
    sentence = say(
        "按{basis}，{year}二氧化碳排放总量为{total}。",
        "On the basis “{basis}”, CO2 emissions were {total} in {year}.",
        basis=names.name(names.BASES, material.basis),
        year=facts.base_year(material),
        total=facts.total(material, material.basis, year),
    )
    ranges = tuple(
        total_range(material, u)
        for u in material.uncertainty
        if u.basis == material.basis and u.year == year
    )
    return (
        Heading(3, Text("二氧化碳排放现状", "CO2 emissions today")),
        Paragraph(join((sentence, *ranges))),
        *_boundary(material),
        pictures.by_sector(material),
        pictures.history(material),
        Paragraph(
            say(
                "不同来源的核算边界、活动数据和因子不同，数值不能直接相比；"
                "各口径总量和分部门排放见附件1。",
                "Sources differ in boundary, activity data and factors and cannot be compared "
                "directly; totals on every basis and emissions by sector stand in Annex 1.",
            )
        ),
    )


def _boundary(material: PlanMaterial) -> tuple[Block, ...]:
    """Say of a park what its figures cover: often they are those of the whole host area."""
    who = material.dossier.identity
    if who.kind != "park":
        return ()
    words = say("核算边界：{boundary}。", "Boundary: {boundary}.", boundary=who.boundary)
    return (Paragraph(words, "remark"),)


def total_range(material: PlanMaterial, found: Uncertainty) -> Statement:
    """Say within which range a total lies."""
    key = f"inventory.{found.basis}.{found.year}.{found.approach}"
    return say(
        "{approach}给出的95%区间为{low}至{high}。",
        "The 95% range by {approach} is {low} to {high}.",
        approach=names.name(names.APPROACHES, found.approach),
        low=facts.tonnes(material, f"{key}.low", found.low, facts.INVENTORY),
        high=facts.tonnes(material, f"{key}.high", found.high, facts.INVENTORY),
    )


def main_decomposition(material: PlanMaterial) -> Decomposition | None:
    """Return the decomposition that the text shows: the inventory's LMDI-I if there is one."""
    additive = [d for d in material.decompositions if d.form == "additive" and len(d.periods)]
    ranked = sorted(
        additive, key=lambda d: (not d.series.startswith(OWN_SERIES), d.method != "lmdi-1")
    )
    return ranked[0] if ranked else None


def _drivers(material: PlanMaterial) -> tuple[Block, ...]:
    heading = Heading(3, Text("排放变化的原因", "Why emissions changed"))
    decomposition = main_decomposition(material)
    if decomposition is None:
        return (
            heading,
            Paragraph(
                say(
                    "现有数据不足以分解排放变化，至少需要两个年份的排放和经济数据。",
                    "The data at hand do not allow a decomposition: it needs emissions and "
                    "economic figures of at least two years.",
                ),
                "remark",
            ),
        )
    return (
        heading,
        Paragraph(pictures.driver_words(material, decomposition)),
        pictures.waterfall(material, decomposition),
    )


def _status(material: PlanMaterial) -> tuple[Block, ...]:
    items = tuple(status_words(s) for s in material.statuses)
    heading = Heading(3, Text("是否已经达峰", "Have emissions peaked?"))
    if not items:
        return (heading, *not_possible(material, Text("历年排放数据", "Emissions of past years")))
    return (
        heading,
        Paragraph(
            say(
                "按统一规则逐一判断现有序列（规则和概率见附件3）：",
                "One rule applied to each series at hand gives (rule and probabilities in Annex "
                "3):",
            )
        ),
        Listing(items),
    )


def status_words(found: PeakStatus) -> Statement:
    """Say what the peak rule gives for one series."""
    name, status = names.series(found.series), names.name(names.STATUSES, found.status.value)
    year = year_figure(f"status.{found.series}.year", found.year, facts.STATUS)
    if not found.gap:
        return say(
            "{series}：{status}，最高值出现在数据末年（{year}）。",
            "{series}: {status}; highest in the last year of the data ({year}).",
            series=name,
            status=status,
            year=year,
        )
    return say(
        "{series}：{status}，最高值出现在{year}，距数据末年{gap}。",
        "{series}: {status}; highest in {year}, {gap} before the end of the data.",
        series=name,
        status=status,
        year=year,
        gap=facts.duration(f"status.{found.series}.gap", found.gap, facts.STATUS),
    )


def _challenges(material: PlanMaterial) -> tuple[Block, ...]:
    parts = pictures.ranked_sectors(material)
    whole = float(material.by_sector[material.base].sum())
    named = [p for p in parts if p.id != "others"][:_LEADING]
    if not named or not whole:
        return (awaited(material, Text("分部门排放", "Emissions by sector"), "energy"),)
    share = sum(float(p.path[material.base]) for p in named) / whole
    items = [
        say(
            "排放集中：{names}合计占{year}排放的{share}。",
            "Emissions are concentrated: {names} together make up {share} of emissions in {year}.",
            names=Text(
                "".join(f"“{p.name.zh}”" for p in named), "; ".join(small(p.name).en for p in named)
            ),
            year=facts.base_year(material),
            share=facts.share("sector.leading.share", share),
        ),
        *_growth(material),
        *_fossil(material),
    ]
    return (Listing(tuple(items)),)


def _growth(material: PlanMaterial) -> tuple[Statement, ...]:
    growing = (s for s in material.published if len(s.years) > 1 and s.values[[0, -1]].min() > 0)
    longest = max(growing, key=lambda s: len(s.years), default=None)
    if longest is None:
        return ()
    ratio = float(longest.values[-1] / longest.values[0])
    years = longest.years[-1] - longest.years[0]
    rate = float(np.power(ratio, 1 / years)) - 1
    key = f"series.{longest.id}"
    return (
        say(
            "变化趋势：{series}显示，{first}至{last}排放年均{moved}{rate}。",
            "Trend: by {series}, emissions {moved} by {rate} a year on average from {first} to "
            "{last}.",
            moved=Text("增长", "rose") if rate >= 0 else Text("下降", "fell"),
            series=longest.name,
            first=year_figure(f"{key}.first", longest.years[0], longest.name),
            last=year_figure(f"{key}.last", longest.years[-1], longest.name),
            rate=facts.share(f"{key}.rate", abs(rate), longest.name),
        ),
    )


def _fossil(material: PlanMaterial) -> tuple[Statement, ...]:
    record = material.indicators.get("non_fossil_share_thermal")
    if record is None or record.value is None:
        return ()
    return (
        say(
            "能源结构：{name}为{share}。",
            "Energy mix: {name} {share}.",
            name=_counted(record),
            share=facts.bound_indicator(record),
        ),
    )


def range_cells(found: Uncertainty, material: PlanMaterial) -> tuple[Cell, ...]:
    """Return centre, low and high of an uncertain total as cells."""
    kind = facts.emissions(material)
    return tuple(Measured(v, kind) for v in (found.central, found.low, found.high))
