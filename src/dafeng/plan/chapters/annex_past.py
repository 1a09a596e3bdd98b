"""Annexes 2 and 3: why did emissions change, and have they peaked?"""

from __future__ import annotations

from typing import Final

from dafeng.drivers.decomposition import Decomposition
from dafeng.language import Text, same
from dafeng.peak.past import PUBLISHED_HALF_WIDTH, in_doubt
from dafeng.peak.status import PeakStatus, Status
from dafeng.plan import facts, names, quantities
from dafeng.plan.binding import Measured, Statement, say
from dafeng.plan.chapters.handed_in import awaited, not_possible
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Listing, Paragraph
from dafeng.plan.year_spans import year_spans

#: Letters of a word that a column of the usual width takes.
_LETTERS: Final = 7


def drivers(material: PlanMaterial) -> tuple[Block, ...]:
    """Return annex 2."""
    tables = tuple(
        _effects(material, d, n) for n, d in enumerate(material.decompositions) if len(d.periods)
    )
    return (
        Heading(1, Text("驱动因素", "Drivers"), annex=True),
        Heading(2, Text("排放变化分解", "Decomposition")),
        *(
            tables
            or (
                awaited(
                    material,
                    Text("多年排放和经济数据", "Emissions and economic figures of several years"),
                    "published",
                ),
            )
        ),
        Heading(2, Text("与经济增长的脱钩状态", "Decoupling from economic growth")),
        *_tapio(material),
        *_left_out(material),
    )


def _left_out(material: PlanMaterial) -> tuple[Block, ...]:
    if not material.past_remarks:
        return ()
    return (
        Heading(2, Text("未能完成的分析及原因", "What could not be worked out, and why")),
        Listing(tuple(say("{why}。", "{why}.", why=why) for why in material.past_remarks)),
    )


def _effects(material: PlanMaterial, found: Decomposition, number: int) -> DataTable:
    kind = facts.emissions(material)
    additive = found.form == "additive"
    shown = kind if additive else quantities.PLAIN
    unit = kind.unit if additive else None
    rows: list[tuple[Cell, ...]] = [
        (
            _span(first, last),
            *(Measured(float(e), shown) for e in effects),
            Measured(float(change), shown),
        )
        for (first, last), effects, change in zip(
            found.periods, found.effects, found.change, strict=True
        )
    ]
    if additive and len(found.periods) > 1:
        whole = (Measured(float(e), shown) for e in found.effects.sum(axis=0))
        rows.append((Text("合计", "Total"), *whole, Measured(float(found.change.sum()), shown)))
    return DataTable(
        f"effects-{number}",
        Text("{series}：{method}{form}", "{series}: {method}, {form}").format(
            series=names.series(found.series),
            method=names.name(names.METHODS, found.method),
            form=Text("加法分解", "additive") if additive else Text("乘法分解", "multiplicative"),
        ),
        (
            Column("period", Text("时段", "Period"), align="left", weight=1.3),
            *(Column(f.id, f.name, unit, weight=_room(f.name)) for f in found.factors),
            Column("change", Text("合计变化", "Change"), unit),
        ),
        tuple(rows),
        (_effects_note(additive=additive),),
    )


def _room(head: Text) -> float:
    """Return the width of a column in which the longest word of its head stands unbroken."""
    return max(1.0, max(len(word) for word in head.en.split()) / _LETTERS)


def _effects_note(*, additive: bool) -> Statement:
    if additive:
        return say("注：各因素之和等于合计变化。", "Note: the effects add up to the change.")
    return say(
        "注：各因素之积等于期末与期初之比。",
        "Note: the effects multiply to the ratio of end and start.",
    )


def _span(first: int, last: int) -> Text:
    return Text(f"{first}—{last}年", f"{first}–{last}")


def _tapio(material: PlanMaterial) -> tuple[Block, ...]:
    if not material.tapio:
        return not_possible(material, Text("历年地区生产总值", "GDP of past years"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            names.series(t.series),
            _span(*t.period),
            Measured(t.elasticity, quantities.RATIO),
            t.state,
        )
        for t in material.tapio
    )
    return (
        DataTable(
            "tapio",
            Text("Tapio 脱钩状态", "Tapio states of decoupling"),
            (
                Column("series", Text("序列", "Series"), align="left", weight=2.0),
                Column("period", Text("时段", "Period"), align="center", weight=1.3),
                Column("elasticity", Text("弹性", "Elasticity")),
                Column("state", Text("状态", "State"), align="left", weight=1.8),
            ),
            rows,
        ),
    )


def status(material: PlanMaterial) -> tuple[Block, ...]:
    """Return annex 3."""
    return (
        Heading(1, Text("达峰状态判断", "Have emissions peaked?"), annex=True),
        Paragraph(
            say(
                "规则：最高值在末年为“未达峰”；距末年不足5年为“潜在达峰”；满5年且此后显著下降"
                "（曼—肯德尔检验 p<0.05）、末年低于峰值5%以上为“已达峰”，否则为“平台期”。"
                "存在反弹或峰值年异常时不判为“已达峰”。",
                "Rule: a maximum in the last year is “not peaked”; less than 5 years before the "
                "end, “potential peak”; 5 years or more, “peaked” if the fall since is "
                "significant (Mann–Kendall, p<0.05) and the last value is at least 5% below the "
                "maximum, otherwise “plateau”. A rebound or an outlying maximum bars “peaked”.",
            )
        ),
        *_statuses(material),
        *_probabilities(material),
    )


def _statuses(material: PlanMaterial) -> tuple[Block, ...]:
    kind = facts.emissions(material)
    if not material.statuses:
        return not_possible(material, Text("历年排放数据", "Emissions of past years"))
    return (
        DataTable(
            "statuses",
            Text("各序列的判断结果", "Outcome for each series"),
            (
                Column("series", Text("序列", "Series"), align="left", weight=2.0),
                Column("status", Text("状态", "Status"), align="left", weight=1.8),
                Column("year", Text("最高年份", "Year of max."), align="center", weight=1.1),
                Column("value", Text("最高值", "Max."), kind.unit, weight=1.2),
                Column("last", Text("末年", "Last year"), align="center"),
                Column("last_value", Text("末年值", "Last value"), kind.unit, weight=1.2),
                Column("p", Text("p 值", "p value"), weight=0.9),
                Column("flags", Text("标记", "Flags"), align="left", weight=1.4),
            ),
            tuple(_status_row(s, material) for s in material.statuses),
            (
                *(_unchecked(s) for s in material.statuses if s.unchecked),
                *(_gaps(s) for s in material.statuses if s.missing_years),
            ),
        ),
    )


def _unchecked(found: PeakStatus) -> Statement:
    flags = [names.name(names.FLAGS, f.value) for f in found.unchecked]
    return say(
        "注：{series}缺少数据，未能检查：{flags}。",
        "Note: {series}: for want of data these were not examined: {flags}.",
        series=names.series(found.series),
        flags=Text("、".join(f.zh for f in flags), "; ".join(f.en for f in flags)),
    )


def _gaps(found: PeakStatus) -> Statement:
    return say(
        "注：{series}缺{years}数据，未作插补。",
        "Note: {series} has no figure for {years}; nothing was filled in.",
        series=names.series(found.series),
        years=year_spans(found.missing_years),
    )


def _status_row(found: PeakStatus, material: PlanMaterial) -> tuple[Cell, ...]:
    kind = facts.emissions(material)
    flags = [names.name(names.FLAGS, f.value) for f in found.flags]
    if in_doubt(found, material.status_probability):
        flags.append(Text("不确定", "uncertain"))
    words = (
        Text("、".join(f.zh for f in flags), "; ".join(f.en for f in flags)) if flags else same("—")
    )
    return (
        names.series(found.series),
        names.name(names.STATUSES, found.status.value),
        Measured(found.year, quantities.YEAR_BARE),
        Measured(found.value, kind),
        Measured(found.last_year, quantities.YEAR_BARE),
        Measured(found.last_value, kind),
        Measured(found.trend_p, quantities.P_VALUE),
        words,
    )


def _probabilities(material: PlanMaterial) -> tuple[Block, ...]:
    if not material.status_probability:
        return ()
    shown = [s.value for s in Status]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names.series(key), *(Measured(chance.get(s, 0.0), quantities.CHANCE) for s in shown))
        for key, chance in material.status_probability.items()
    )
    return (
        DataTable(
            "status-probability",
            Text(
                "考虑数据不确定性后各状态的概率",
                "Probability of each status over the uncertainty of the data",
            ),
            (
                Column("series", Text("序列", "Series"), align="left", weight=2.4),
                *(
                    Column(s, names.name(names.STATUSES, s), quantities.CHANCE.unit, weight=1.2)
                    for s in shown
                ),
            ),
            rows,
            (
                say(
                    "注：清单按自身不确定性抽样，已发布序列按各年独立误差±{width}（假设）抽样；"
                    "某一状态在超过10%的抽样中改变时，上表标记为不确定。",
                    "Note: the inventory varies over its own uncertainty, published series by "
                    "independent yearly errors of ±{width} (assumed); a status that changes in "
                    "more than 10% of the draws is flagged as uncertain in the table above.",
                    width=same(f"{100 * PUBLISHED_HALF_WIDTH:.0f}%"),
                ),
            ),
        ),
    )
