"""Which tables show how sure and how complete an account is, and what it stands beside?"""

from __future__ import annotations

from dafeng import reference
from dafeng.desk import account
from dafeng.desk.answers import AnswerTable, columns, records
from dafeng.desk.indicator_list import base_indicators
from dafeng.desk.series import published
from dafeng.dossier.records import Dossier
from dafeng.inventory import approach1_trend, balance_lines, bases
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.bases import Basis
from dafeng.language import Text
from dafeng.plan import names

_STATES = {
    State.VALUE: Text("有数据", "figure"),
    State.NO: Text("不发生", "not occurring"),
    State.NE: Text("未估算", "not estimated"),
    State.IE: Text("计入他处", "included elsewhere"),
    State.C: Text("保密", "confidential"),
}


def balance(made: Inventory, year: int) -> AnswerTable:
    """Show the statistical difference of each carrier whose trade is recorded."""
    known = reference.carriers()
    rows = [
        (line.carrier, known[line.carrier].name, line.supply, line.use, line.difference)
        for line in balance_lines(made, year)
        if line.difference is not None
    ]
    heads = columns(
        ("carrier", "能源代码", "carrier id"),
        ("name", "能源", "carrier"),
        ("supply", "可供量 TJ", "supply TJ"),
        ("use", "使用量 TJ", "use TJ"),
        ("difference", "平衡差额 TJ", "statistical difference TJ"),
    )
    title = Text(f"{year}年能源平衡差额", f"Statistical difference in {year}")
    return AnswerTable("balance", title, heads, records(rows))


def ranges(made: Inventory, basis: Basis, year: int, seed: int) -> AnswerTable:
    """Show the range of the total by both approaches, each labelled."""
    rows = [
        (names.APPROACHES[u.approach], u.central, u.low, u.high)
        for u in account.ranges(made, basis, year, seed)
    ]
    heads = columns(
        ("approach", "方法", "approach"),
        ("central", "中值 万吨", "central 10 kt"),
        ("low", "2.5%", "2.5 %"),
        ("high", "97.5%", "97.5 %"),
    )
    title = Text(f"{year}年总量的95%区间", f"95 % range of the total in {year}")
    tonnes = ("central", "low", "high")
    return AnswerTable("uncertainty", title, heads, records(rows), tonnes=tonnes)


def compared(made: Inventory, dossier: Dossier) -> AnswerTable:
    """Hold the account beside published totals of the same years: a finding, not a correction."""
    own = dict(zip(made.years, bases.total(made, Basis.TERRITORIAL).tolist(), strict=True))
    rows = [
        (series.name, year, value, own[year], own[year] / value)
        for series in published(dossier)
        for year, value in zip(series.years, series.values.tolist(), strict=True)
        if year in own and value
    ]
    heads = columns(
        ("series", "序列", "series"),
        ("year", "年份", "year"),
        ("published", "已发布 万吨", "published 10 kt"),
        ("inventory", "本清单（属地） 万吨", "this inventory, territorial 10 kt"),
        ("ratio", "比值", "ratio"),
    )
    title = Text("与独立来源对照", "Beside independent totals")
    tonnes = ("published", "inventory")
    return AnswerTable("comparison", title, heads, records(rows), (("ratio", 2),), tonnes)


def completeness(made: Inventory, year: int) -> AnswerTable:
    """Count the cells by notation key."""
    states = made.state[made.years.index(year)]
    rows = [(state.name, _STATES[state], int((states == state).sum())) for state in State]
    heads = columns(
        ("notation", "标识符", "notation"),
        ("meaning", "含义", "meaning"),
        ("cells", "单元数", "cells"),
    )
    title = Text(
        f"{year}年完整性：部门×品种单元", f"Completeness in {year}: cells of sector and carrier"
    )
    return AnswerTable("completeness", title, heads, records(rows))


def indicators(made: Inventory, dossier: Dossier, basis: Basis) -> AnswerTable:
    """Show the indicators of the base year."""
    rows = [
        (i.id, i.name, i.value, i.unit, i.basis, i.reason)
        for i in base_indicators(made, dossier, basis, blanks=True).values()
    ]
    heads = columns(
        ("indicator", "代码", "id"),
        ("name", "指标", "indicator"),
        ("value", "数值", "value"),
        ("unit", "单位", "unit"),
        ("on", "口径", "on"),
        ("reason", "没有数的原因", "why there is none"),
    )
    return AnswerTable("indicators", Text("基准年指标", "Indicators"), heads, records(rows))


def trend(made: Inventory, basis: Basis) -> tuple[AnswerTable, ...]:
    """Show the change over the account's years with its uncertainty; nothing for a single year."""
    first, last = made.years.labels[0], made.years.labels[-1]
    if first == last or not bases.total(made, basis)[0] > 0:
        return ()
    found = approach1_trend(made, basis, first, last)
    rows: list[tuple[Text | float | None, ...]] = [
        (t.name, t.start, t.end, t.by_factor, t.by_activity) for t in found.terms
    ]
    whole = bases.total(made, basis)
    width = found.half_width
    if found.by_level:
        shared = Text("估算所依据的水平（各项共有）", "level of estimates (shared by all)")
        rows.append((shared, None, None, found.by_level, None))
    rows.append((Text("合计", "all"), float(whole[0]), float(whole[-1]), None, None))
    heads = columns(
        ("category", "类别", "category"),
        ("start", f"{first}年 万吨", f"{first} 10 kt"),
        ("end", f"{last}年 万吨", f"{last} 10 kt"),
        ("by_factor", "因子引入 ±百分点", "by factors ± points"),
        ("by_activity", "活动水平引入 ±百分点", "by activity ± points"),
    )
    title = Text(
        f"{first}–{last}年变化 {found.change:+.1f}% ± {width:.1f} 个百分点（IPCC 方法1，95%）",
        f"Change {first}-{last}: {found.change:+.1f} % ± {width:.1f} points (approach 1, 95 %)",
    )
    digits = (("by_factor", 2), ("by_activity", 2))
    return (AnswerTable("trend", title, heads, records(rows), digits, ("start", "end")),)
