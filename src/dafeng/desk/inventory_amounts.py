"""Which tables show what a place emits: totals, sectors, carriers, scopes, steps between bases?"""

from __future__ import annotations

from dafeng import reference
from dafeng.axes import Floats
from dafeng.desk import account
from dafeng.desk.answers import AnswerTable, columns, records
from dafeng.inventory import bases
from dafeng.inventory.absent import carrier_state, sector_state
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import known_totals
from dafeng.inventory.gpc import category_of, gpc_table
from dafeng.language import Text
from dafeng.plan import names


def totals(made: Inventory) -> AnswerTable:
    """Show the total of every year on each basis."""
    every = known_totals(made)
    heads = tuple((basis, names.SHORT_BASES[basis]) for basis in every)
    rows = [
        (year, *(values[at] for values in every.values())) for at, year in enumerate(made.years)
    ]
    title = Text("各口径二氧化碳排放（万吨）", "CO2 on each basis (10 kt)")
    every_head = (("year", Text("年份", "year")), *heads)
    return AnswerTable("totals", title, every_head, records(rows), tonnes=tuple(every))


def sectors(made: Inventory, basis: Basis, year: int) -> AnswerTable:
    """Show what each sector emits on a basis in one year."""
    at = made.years.index(year)
    values: Floats = bases.by_sector(made, basis)[at]
    whole = float(values.sum())
    rows = [
        (
            sector,
            name,
            *_categories(sector),
            None if key else float(value),
            100 * float(value) / whole if whole and not key else None,
            key,
        )
        for (sector, name), value in zip(account.sector_names(made), values, strict=True)
        for key in (_key(float(value), sector_state(made, basis, year, sector)),)
    ]
    heads = columns(
        ("sector", "部门代码", "sector id"),
        ("name", "部门", "sector"),
        ("gpc", "GPC", "GPC"),
        ("ipcc", "IPCC 2006", "IPCC 2006"),
        ("co2", "万吨", "10 kt"),
        ("share", "占比%", "share %"),
        ("notation", "标识符", "notation"),
    )
    title = Text(f"{year}年分部门排放", f"CO2 by sector in {year}")
    return AnswerTable("sectors", title, heads, records(rows), (("share", 1),), tonnes=("co2",))


def _key(value: float, state: State) -> str:
    """Return the notation key of a sum without any figure; nothing for a figure, be it zero."""
    return "" if value or state is State.VALUE else state.name


def _categories(sector: str) -> tuple[str, str]:
    """Return the categories of a sector in the Global Protocol and the IPCC guidelines."""
    tree = reference.sectors()
    return (category_of(sector), tree.ipcc(sector)) if sector in tree else ("", "")


def carriers(made: Inventory, year: int) -> AnswerTable:
    """Show use and CO2 of each carrier in one year."""
    at = made.years.index(year)
    known = reference.carriers()
    rows = [
        (
            carrier,
            known[carrier].name,
            None if key else energy,
            None if key else float(made.energy_co2[at, :, c].sum()),
            key,
        )
        for c, carrier in enumerate(made.carriers)
        for energy in (float(made.energy[at, :, c].sum()),)
        for key in (_key(energy, carrier_state(made, year, carrier)),)
    ]
    heads = columns(
        ("carrier", "能源代码", "carrier id"),
        ("name", "能源", "carrier"),
        ("energy", "用能 TJ", "energy TJ"),
        ("co2", "燃烧排放 万吨", "CO2 10 kt"),
        ("notation", "标识符", "notation"),
    )
    title = Text(f"{year}年分能源品种用能与排放", f"Energy and CO2 by carrier in {year}")
    return AnswerTable("carriers", title, heads, records(rows), tonnes=("co2",))


def scopes(made: Inventory, year: int) -> AnswerTable:
    """Show the scopes of every basis in one year."""
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


def steps(made: Inventory, year: int) -> AnswerTable:
    """Show how one basis becomes the next."""
    rows = [(name, value) for name, value in account.reconciliation(made, year)]
    heads = columns(("step", "步骤", "step"), ("co2", "万吨", "10 kt"))
    title = Text(f"{year}年口径对账", f"From one basis to the other in {year}")
    return AnswerTable("reconciliation", title, heads, records(rows), tonnes=("co2",))


def constant_grid(made: Inventory, year: int) -> AnswerTable:
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


def gpc(made: Inventory, year: int) -> AnswerTable:
    """Show the table of the GPC in one year."""
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
