"""``dafeng inventory``: what does the place emit, on which basis, how sure?"""

from __future__ import annotations

from pathlib import Path

from dafeng import reference
from dafeng.axes import Floats
from dafeng.desk import account
from dafeng.desk.answers import Answer, AnswerTable, columns, records
from dafeng.desk.building import compile_inventory
from dafeng.desk.indicator_list import base_indicators
from dafeng.desk.opening import open_dossier
from dafeng.desk.series import published
from dafeng.desk.settings import SEED
from dafeng.dossier.records import Dossier
from dafeng.inventory import balance_lines, bases
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.bases import Basis
from dafeng.inventory.gpc import gpc_table
from dafeng.language import Text
from dafeng.plan import names

_STATES = {
    State.VALUE: Text("有数据", "figure"),
    State.NO: Text("不发生", "not occurring"),
    State.NE: Text("未估算", "not estimated"),
    State.IE: Text("计入他处", "included elsewhere"),
    State.C: Text("保密", "confidential"),
}


def inventory(path: Path, basis: str | None = None, seed: int = SEED) -> Answer:
    """Compile the inventory of a dossier and show it on every basis.

    Parameters
    ----------
    path
        Folder or workbook.
    basis
        Basis of the tables by sector and carrier; by default that of the plan.
    seed
        Seed of the Monte Carlo range.

    Raises
    ------
    InputError
        If the dossier or its account has errors.
    """
    opened = open_dossier(path)
    dossier = opened.dossier
    made, _faults = compile_inventory(dossier)
    chosen = Basis(basis) if basis else account.plan_basis(dossier)
    year = dossier.identity.base_year
    tables = (
        _totals(made),
        _sectors(made, chosen, year),
        _carriers(made, year),
        _scopes(made, year),
        _steps(made, year),
        _constant_grid(made, year),
        _balance(made, year),
        _ranges(made, chosen, year, seed),
        _indicators(made, opened.dossier, chosen),
        _compared(made, dossier),
        _completeness(made, year),
        _gpc(made, year),
    )
    facts = (
        ("basis", chosen.value),
        ("base_year", year),
        ("factor_set", made.factor_set),
        ("grid_kind", made.grid_kind),
        ("estimated_share", _estimated(made, year)),
    )
    remark = Text(
        f"分部门数据为{names.BASES[chosen].zh}；估算数据占燃料燃烧排放的"
        f"{100 * _estimated(made, year):.0f}%",
        f"by sector: {names.BASES[chosen].en}; estimates carry "
        f"{100 * _estimated(made, year):.0f} % of the CO2 from fuels",
    )
    return Answer(
        "inventory", (dossier.identity.code, dossier.identity.name), tables, facts, (remark,)
    )


def _totals(made: Inventory) -> AnswerTable:
    every = account.totals(made)
    heads = tuple((basis, names.SHORT_BASES[basis]) for basis in every)
    rows = [
        (year, *(float(values[at]) for values in every.values()))
        for at, year in enumerate(made.years)
    ]
    title = Text("各口径二氧化碳排放（万吨）", "CO2 on each basis (10 kt)")
    every_head = (("year", Text("年份", "year")), *heads)
    return AnswerTable("totals", title, every_head, records(rows), tonnes=tuple(every))


def _sectors(made: Inventory, basis: Basis, year: int) -> AnswerTable:
    at = made.years.index(year)
    values: Floats = bases.by_sector(made, basis)[at]
    whole = float(values.sum())
    rows = [
        (sector, name, float(value), 100 * float(value) / whole if whole else None)
        for (sector, name), value in zip(account.sector_names(made), values, strict=True)
    ]
    heads = columns(
        ("sector", "部门代码", "sector id"),
        ("name", "部门", "sector"),
        ("co2", "万吨", "10 kt"),
        ("share", "占比%", "share %"),
    )
    title = Text(f"{year}年分部门排放", f"CO2 by sector in {year}")
    return AnswerTable("sectors", title, heads, records(rows), (("share", 1),), tonnes=("co2",))


def _carriers(made: Inventory, year: int) -> AnswerTable:
    at = made.years.index(year)
    known = reference.carriers()
    rows = [
        (
            carrier,
            known[carrier].name,
            float(made.energy[at, :, c].sum()),
            float(made.energy_co2[at, :, c].sum()),
        )
        for c, carrier in enumerate(made.carriers)
    ]
    heads = columns(
        ("carrier", "能源代码", "carrier id"),
        ("name", "能源", "carrier"),
        ("energy", "用能 TJ", "energy TJ"),
        ("co2", "燃烧排放 万吨", "CO2 10 kt"),
    )
    title = Text(f"{year}年分能源品种用能与排放", f"Energy and CO2 by carrier in {year}")
    return AnswerTable("carriers", title, heads, records(rows), tonnes=("co2",))


def _scopes(made: Inventory, year: int) -> AnswerTable:
    at = made.years.index(year)
    rows = [
        (names.SHORT_BASES[basis.value], *(float(co2[at]) for co2 in found.values()))
        for basis in Basis
        for found in (bases.scopes(made, basis),)
    ]
    heads = columns(
        ("basis", "口径", "basis"),
        ("scope_1", "范围1", "scope 1"),
        ("scope_2", "范围2", "scope 2"),
        ("scope_3", "范围3", "scope 3"),
    )
    title = Text(f"{year}年各口径分范围排放（万吨）", f"CO2 by scope in {year} (10 kt)")
    return AnswerTable(
        "scopes", title, heads, records(rows), tonnes=("scope_1", "scope_2", "scope_3")
    )


def _constant_grid(made: Inventory, year: int) -> AnswerTable:
    """Tell the grid's change apart from the place's own: the factor of one year throughout."""
    held = bases.with_grid_factor_of(made, year)
    own, fixed = (bases.total(i, Basis.ASSESSMENT).tolist() for i in (made, held))
    rows = [
        (y, float(factor), a, b)
        for y, factor, a, b in zip(
            made.years, made.electricity.grid_factor, own, fixed, strict=True
        )
    ]
    heads = columns(
        ("year", "年份", "year"),
        ("factor", "当年因子 t/MWh", "factor of the year t/MWh"),
        ("own", "考核口径", "assessment"),
        ("fixed", f"按{year}年因子", f"at the factor of {year}"),
    )
    title = Text("电网因子的影响（万吨）", "What the grid factor does (10 kt)")
    return AnswerTable("constant_grid", title, heads, records(rows), tonnes=("own", "fixed"))


def _balance(made: Inventory, year: int) -> AnswerTable:
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


def _steps(made: Inventory, year: int) -> AnswerTable:
    rows = [(name, value) for name, value in account.reconciliation(made, year)]
    heads = columns(("step", "步骤", "step"), ("co2", "万吨", "10 kt"))
    title = Text(f"{year}年口径对账", f"From one basis to the other in {year}")
    return AnswerTable("reconciliation", title, heads, records(rows), tonnes=("co2",))


def _ranges(made: Inventory, basis: Basis, year: int, seed: int) -> AnswerTable:
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


def _compared(made: Inventory, dossier: Dossier) -> AnswerTable:
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


def _completeness(made: Inventory, year: int) -> AnswerTable:
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


def _indicators(made: Inventory, dossier: Dossier, basis: Basis) -> AnswerTable:
    rows = [
        (i.id, i.name, i.value, i.unit, i.basis)
        for i in base_indicators(made, dossier, basis).values()
    ]
    heads = columns(
        ("indicator", "代码", "id"),
        ("name", "指标", "indicator"),
        ("value", "数值", "value"),
        ("unit", "单位", "unit"),
        ("on", "口径", "on"),
    )
    return AnswerTable("indicators", Text("基准年指标", "Indicators"), heads, records(rows))


def _gpc(made: Inventory, year: int) -> AnswerTable:
    rows = [
        (
            row.ref,
            row.name,
            row.scope,
            None if row.co2 is None else row.co2,
            row.notation,
            row.basic,
            row.basic_plus,
            row.activity_quality,
            row.factor_quality,
        )
        for row in gpc_table(made, year)
    ]
    heads = columns(
        ("ref", "GPC 编号", "GPC ref"),
        ("name", "类别", "category"),
        ("scope", "范围", "scope"),
        ("co2", "CO2 万吨", "CO2 10 kt"),
        ("notation", "标识符", "notation"),
        ("basic", "BASIC", "BASIC"),
        ("basic_plus", "BASIC+", "BASIC+"),
        ("activity_quality", "活动数据质量", "activity"),
        ("factor_quality", "因子质量", "factor"),
    )
    title = Text(f"{year}年 GPC 表", f"GPC table of {year}")
    return AnswerTable("gpc", title, heads, records(rows), tonnes=("co2",))


def _estimated(made: Inventory, year: int) -> float:
    at = made.years.index(year)
    whole = float(made.energy_co2[at].sum())
    return float(made.energy_co2[at][made.estimated[at]].sum()) / whole if whole else 0.0
