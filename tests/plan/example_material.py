"""Material of a place that does not exist: every figure is made up for the tests alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from dafeng.axes import Axis, Floats, year_axis
from dafeng.dossier.records import Dossier, Identity, Row, SourceRecord
from dafeng.drivers.decomposition import Decomposition, Factor
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.account import Electricity, Inventory
from dafeng.language import Text, same
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.status import Flag, PeakStatus, Status
from dafeng.plan.material import (
    Assumption,
    Indicator,
    PlanMaterial,
    Provenance,
    PublishedSeries,
    TapioState,
    Uncertainty,
)
from dafeng.plan.promise import (
    Deployed,
    FieldShare,
    FrontPoint,
    Held,
    ProjectEffect,
    Promise,
    Tonnes,
)
from dafeng.scenarios.ensemble import LEVELS, Ensemble, Recipe

SECTORS = (
    (
        "agriculture",
        Text("农林牧渔业", "Agriculture, forestry, animal husbandry and fishery"),
        0.012,
    ),
    ("power_heat", Text("电力、热力生产", "Power and heat production"), 0.36),
    ("mining", Text("采矿业", "Mining and quarrying"), 0.015),
    ("steel", Text("黑色金属冶炼和压延加工业", "Iron and steel"), 0.24),
    ("nonferrous", Text("有色金属冶炼和压延加工业", "Non-ferrous metals"), 0.018),
    ("building_materials", Text("非金属矿物制品业（建材）", "Building materials"), 0.13),
    ("petrochemicals", Text("石油加工、炼焦和化学工业", "Petroleum, coking and chemicals"), 0.085),
    ("other_manufacturing", Text("其他制造业", "Other manufacturing and utilities"), 0.03),
    ("construction", Text("建筑业", "Construction"), 0.01),
    ("transport", Text("交通运输、仓储和邮政业", "Transport, storage and post"), 0.06),
    (
        "services",
        Text("批发零售、住宿餐饮和其他服务业", "Trade, catering and other services"),
        0.015,
    ),
    ("households_urban", Text("城镇居民生活", "Urban households"), 0.015),
    ("households_rural", Text("乡村居民生活", "Rural households"), 0.01),
)
CARRIERS = (
    ("raw_coal", Text("原煤", "Raw coal"), 0.62),
    ("coke", Text("焦炭", "Coke"), 0.17),
    ("diesel", Text("柴油", "Diesel oil"), 0.09),
    ("natural_gas", Text("天然气", "Natural gas"), 0.12),
    ("heat", Text("热力", "Heat"), 0.0),
    ("electricity", Text("电力", "Electricity"), 0.0),
)
#: Territorial totals of the place that does not exist [t].
TOTALS = np.array([31.9, 32.8, 33.1, 34.4, 35.0, 34.7, 36.2, 35.8]) * 1e6
YEARS = year_axis(2015, 2022)
FUTURE = year_axis(2022, 2060)


def inventory() -> Inventory:
    """Return the account of the place that does not exist."""
    shares = np.outer([s for _, _, s in SECTORS], [c for _, _, c in CARRIERS])
    co2 = 0.93 * TOTALS[:, None, None] * shares
    energy = co2 / 90.0
    energy[:, :, -1] = TOTALS[:, None] / 400 * np.array([s for _, _, s in SECTORS])
    state = np.zeros(co2.shape, dtype=np.int8)
    state[:, 2, 3] = 2
    estimated = np.zeros(co2.shape, dtype=np.bool_)
    estimated[:, 8:, :] = True
    flat = np.full(len(YEARS), 1.0)
    return Inventory(
        years=YEARS,
        sectors=Axis("sector", tuple(s for s, _, _ in SECTORS)),
        carriers=Axis("carrier", tuple(c for c, _, _ in CARRIERS)),
        processes=Axis("process", ("cement_clinker",)),
        energy=energy,
        energy_co2=co2,
        state=state,
        process_co2=0.07 * TOTALS[:, None],
        process_sectors=("building_materials",),
        electricity=Electricity(
            consumed=3.1e7 * flat,
            generated=2.6e7 * flat,
            net_purchased=5e6 * flat,
            grid_factor=0.58 * flat,
            heat_net_purchased=0.0 * flat,
            heat_factor=0.11 * flat,
            net_half_width=2.5e5 * flat,
        ),
        non_energy=np.zeros((len(YEARS), len(CARRIERS))),
        statistical_difference=np.zeros((len(YEARS), len(CARRIERS))),
        activity_half_width=np.full(co2.shape, 0.1),
        factor_half_width=np.full((len(CARRIERS), 2), 0.08),
        process_half_width=np.array([0.1]),
        estimated=estimated,
        factor_set="provincial-guideline-2025",
        grid_kind="average",
    )


def identity() -> Identity:
    """Return the identity of the place that does not exist."""
    return Identity(
        code="999900",
        name=Text("示例市（测试用）", "Example City (test fixture)"),
        kind="city",
        province="990000",
        hosts=("999900",),
        boundary=Text("行政区域", "administrative area"),
        base_year=2022,
        factor_set="provincial-guideline-2025",
        grid_kind="average",
        grid_area="990000",
        price_base=2020,
        programme="ndrc-pilot-batch-1",
    )


def dossier() -> Dossier:
    """Return a dossier with some of the tables that a place hands in."""
    projects = tuple(
        Row(
            (
                ("id", f"G{n:02d}"),
                ("name", name),
                ("kind", kind),
                ("location", "示例高新区"),
                ("owner", "示例能源有限公司"),
                ("status", "拟建"),
                ("investment", money),
                ("investment_unit", "亿元"),
                ("start_year", "2024"),
                ("end_year", year),
                ("longitude", east),
                ("latitude", "34.5"),
            )
        )
        for n, (name, kind, money, year, east) in enumerate(
            (
                ("焦炉煤气制氢与绿色钢铁示范", "工业降碳", "18.6", "2027", "113.4"),
                ("城北热电厂余热供暖改造", "节能降碳", "6.2", "2026", "113.6"),
                ("整县屋顶光伏与储能", "非化石能源", "41.0", "2028", ""),
            ),
            start=1,
        )
    )
    targets = (
        Row(
            (("indicator", "非化石能源消费比重"), ("year", "2030"), ("value", "18"), ("unit", "%"))
        ),
        Row(
            (
                ("indicator", "单位GDP二氧化碳排放下降"),
                ("year", "2030"),
                ("value", "17"),
                ("unit", "%"),
            )
        ),
    )
    return Dossier(identity(), projects=projects, targets=targets)


def ensemble(scenario: str, rise: float, turn: int, fall: float, draws: int = 500) -> Ensemble:
    """Return an ensemble that rises until about a year and falls after it."""
    stream = np.random.default_rng([7, turn])
    years = np.array(FUTURE.labels)[:, None]
    peak = turn + stream.normal(0, 2.5, draws)[None, :]
    up = rise * (1 + 0.3 * stream.standard_normal(draws))[None, :]
    down = fall * (1 + 0.3 * stream.standard_normal(draws))[None, :]
    grown = np.minimum(years, peak) - 2022
    shrunk = np.maximum(years - peak, 0)
    totals = (TOTALS[-1] + 2.9e6) * np.exp(up * grown - down * shrunk)
    shape = (len(LEVELS), len(FUTURE), 1)
    of_total = np.quantile(totals, LEVELS, axis=1).reshape(shape)
    shares = np.array([share for _, _, share in SECTORS])
    return Ensemble(
        recipe=Recipe(scenario, draws, 7, "assessment", "0.1.0"),
        years=FUTURE,
        sectors=Axis("sector", tuple(s for s, _, _ in SECTORS)),
        carriers=Axis("carrier", ("all",)),
        totals=totals,
        direct=0.92 * totals,
        energy=totals / 80,
        energy_thermal=totals / 70,
        non_fossil_share=np.clip(0.11 + 0.012 * (years - 2022) + 0.0 * totals, 0, 1),
        gdp=4e11 * 1.04 ** (years - 2022) + 0.0 * totals,
        population=7.6e6 + 0.0 * totals,
        sinks=0.0 * totals,
        levels=LEVELS,
        by_sector=of_total * shares / shares.sum(),
        by_carrier=np.quantile(totals / 80, LEVELS, axis=1).reshape(shape),
    )


def promise() -> Promise:
    """Return a portfolio that takes one project and leaves another."""
    years = FUTURE.labels[4:]
    central = tuple(float(v) for v in np.linspace(39e6, 20e6, len(years)))
    avoided = tuple(float(v) for v in np.linspace(1e6, 12e6, len(years)))
    path = np.linspace(38.7e6, 20e6, len(FUTURE))
    spread = np.array([0.9, 1.0, 1.1])[:, None]
    return Promise(
        scenario="current_policy",
        held=Held(2030, None, 0.8, 0.41, 0.83, 0.008, 10000, reached=True),
        cost=-2.1e10,
        private_cost=-0.9e10,
        rates=(0.1, 0.06),
        years=years,
        investment=tuple(1e9 for _ in years),
        avoided=avoided,
        path=FUTURE.labels,
        without=path * spread,
        achieved=0.8 * path * spread,
        fields=tuple(
            FieldShare(key, name, tuple(share * v for v in avoided), 1e10, 2e10)
            for key, name, share in (
                ("energy_supply", Text("能源供应", "energy supply"), 0.7),
                ("industry", Text("工业", "industry"), 0.3),
            )
        ),
        measures=(
            Deployed(
                "pv_rooftop_rural", Text("农村户用光伏", "Rooftop photovoltaics on rural houses"),
                "energy_supply", "MWh", tuple(4e5 for _ in years), 1.2e10, "B", ("G03",),
            ),
        ),
        year=2030,
        projects=(
            ProjectEffect("G01", reason=Text("没有对应措施", "no measure stands behind it")),
            ProjectEffect("G02", "retrofit", "chp", False, None, Tonnes(4e4, 6e4, 9e4)),
            ProjectEffect("G03", "energy", "pv_rooftop_rural", True, 2028, Tonnes(2e5, 3e5, 4e5)),
        ),
        together=Tonnes(2.2e5, 3.4e5, 4.6e5),
        front=tuple(
            FrontPoint(2.2e8 + 1e7 * n, -2.1e10 + 1e9 * n * n, -0.9e10 + 2e9 * n * n, 3e10)
            for n in range(5)
        ),
        central=central,
    )  # fmt: skip


def outlook(found: Ensemble) -> PeakOutlook:
    """Return the outlook of an ensemble, taken draw by draw."""
    labels = np.array(FUTURE.labels)
    at = found.totals.argmax(axis=0)
    has = at < len(labels) - 1
    year = np.where(has, labels[at], 9999)
    level = found.totals.max(axis=0)
    points = np.quantile(year, LEVELS, method="higher")

    def spread(values: Floats) -> tuple[float, ...]:
        return tuple(float(v) for v in np.quantile(values, LEVELS)) if values.size else ()

    return PeakOutlook(
        scenario=found.recipe.scenario,
        years=FUTURE,
        by_year=np.array([(year <= y).mean() for y in labels]),
        none=float((~has).mean()),
        year_quantiles=tuple(int(p) if p < 9999 else None for p in points),
        level_quantiles=spread(level[has]),
        plateau_quantiles=spread((found.totals >= 0.98 * level).sum(axis=0).astype(float)),
        rate_quantiles=(-0.034, -0.03, -0.026, -0.02, -0.013) if has.any() else (),
        cumulative_quantiles=spread(found.totals.sum(axis=0)),
        since=FUTURE.labels[0],
    )


def decomposition() -> Decomposition:
    """Return a decomposition whose effects add up to the change of the totals."""
    change = np.diff(TOTALS)
    shares = np.array([0.06, 1.9, -0.5, -0.9])
    effects = np.outer(np.abs(change), shares)
    effects = np.column_stack([effects, change - effects.sum(axis=1)])
    years = YEARS.labels
    return Decomposition(
        method="lmdi-1",
        form="additive",
        series="inventory:territorial",
        periods=tuple(pairwise(years)),
        factors=(
            Factor("population", Text("人口", "Population")),
            Factor("affluence", Text("人均生产总值", "GDP per head")),
            Factor("structure", Text("产业结构", "Economic structure")),
            Factor("intensity", Text("能源强度", "Energy intensity")),
            Factor("carbon", Text("能源碳强度", "Carbon content of energy")),
        ),
        effects=effects,
        change=change,
        unit="t",
    )


def statuses() -> tuple[PeakStatus, ...]:
    """Return three outcomes of the peak rule."""
    return (
        PeakStatus("inventory:assessment", Status.POTENTIAL_PEAK, 2021, 39.1e6, 2022, 38.7e6, 1,
                   None, None, ()),
        PeakStatus("edgar-v8", Status.NOT_PEAKED, 2022, 41.2e6, 2022, 41.2e6, 0, None, None, ()),
        PeakStatus("ceads", Status.PLATEAU, 2013, 36.9e6, 2019, 34.2e6, 6, -1.8, 0.071,
                   (Flag.REBOUND,)),
    )  # fmt: skip


def assumptions() -> tuple[Assumption, ...]:
    """Return points of driver paths."""
    rows = (
        ("gdp_growth", "地区生产总值增长率", "Growth of GDP", "", 2030, 0.03, 0.045, 0.06, "1/a"),
        ("gdp_growth", "地区生产总值增长率", "Growth of GDP", "", 2040, 0.02, 0.03, 0.045, "1/a"),
        ("energy_intensity", "单位活动水平能耗变化率", "Change of energy use per unit of activity",
         "steel", 2030, -0.03, -0.02, -0.01, "1/a"),
        ("shift_to_electricity", "转为电力的用能份额", "Share of energy use moved to electricity",
         "transport", 2035, 0.1, 0.2, 0.3, "-"),
    )  # fmt: skip
    source = Text("测试用假设，无来源", "made up for the tests, no source")
    return tuple(
        Assumption(key, Text(zh, en), sector, year, low, mid, high, unit, source)
        for key in ("frozen", "current_policy", "enhanced")
        for _, zh, en, sector, year, low, mid, high, unit in rows
    )


def faults() -> tuple[Fault, ...]:
    """Return one warning and one note."""
    return (
        Fault(
            "energy.sum.mismatch",
            Severity.WARNING,
            Place("energy.csv", "", 17, 5),
            Text(
                "合计与分项之和相差 3.2%。", "the total differs from the sum of its parts by 3.2%."
            ),
            Text("核对第 17 行的合计。", "Check the total in row 17."),
        ),
        Fault(
            "identity.default",
            Severity.NOTE,
            Place("dossier.toml", field="price_base"),
            Text(
                "“price_base”未填，按默认取“2020”。", "“price_base” is not stated; “2020” is taken."
            ),
            Text("如不合适，请填写这一项。", "State it if this does not fit."),
        ),
    )


def material() -> PlanMaterial:
    """Return all results of a build for the place that does not exist."""
    account = inventory()
    purchased = account.electricity.net_purchased * account.electricity.grid_factor
    shares = np.array([s for _, _, s in SECTORS])
    ensembles = {
        e.recipe.scenario: e
        for e in (
            ensemble("frozen", 0.012, 2052, 0.004),
            ensemble("current_policy", 0.008, 2031, 0.025),
            ensemble("enhanced", 0.004, 2027, 0.045),
        )
    }
    return PlanMaterial(
        dossier=dossier(),
        inventory=account,
        basis="assessment",
        totals={
            "territorial": TOTALS,
            "assessment": TOTALS + purchased,
            "gpc_basic": TOTALS + 1.02 * purchased,
            "gpc_basic_plus": TOTALS + 1.1 * purchased,
        },
        sectors=tuple((s, name) for s, name, _ in SECTORS),
        by_sector=np.outer(TOTALS + purchased, shares / shares.sum()),
        promise=promise(),
        provenance=Provenance("0.1.0", 7, 500, "9f2c" * 16, "provincial-guideline-2025", "average"),
        reconciliation=(
            (Text("属地排放", "Territorial"), 35.8e6),
            (Text("加：净购入电力", "Plus net purchased power"), 2.9e6),
            (Text("考核口径", "Assessment"), 38.7e6),
        ),
        indicators=_indicators(),
        uncertainty=(
            Uncertainty("assessment", 2022, "approach-1", 38.7e6, 35.9e6, 41.5e6),
            Uncertainty("assessment", 2022, "monte-carlo", 38.7e6, 36.0e6, 41.9e6),
        ),
        published=_published(),
        decompositions=(decomposition(),),
        tapio=(
            TapioState("edgar-v8", (2015, 2020), Text("弱脱钩", "weak decoupling"), 0.31),
            TapioState("ceads", (2010, 2015), Text("强脱钩", "strong decoupling"), -0.12),
        ),
        statuses=statuses(),
        status_probability={
            "inventory:assessment": {"not_peaked": 0.38, "potential_peak": 0.57, "plateau": 0.05}
        },
        ensembles=ensembles,
        outlooks={key: outlook(e) for key, e in ensembles.items()},
        assumptions=assumptions(),
        sources=(
            SourceRecord("S1", "示例市统计年鉴 2023（测试用）", "示例市统计局", "2023", "—"),
            SourceRecord("S2", "Made-up series for tests", "nobody", "2024", "CC0"),
        ),
        faults=faults(),
    )


def _indicators() -> dict[str, Indicator]:
    convention = Text("电力按等价值", "electricity at thermal equivalent")
    rows = (
        Indicator("population", Text("常住人口", "Resident population"), 7.612e6, "人", 2022),
        Indicator(
            "gdp",
            Text("地区生产总值", "GDP"),
            4.013e11,
            "元",
            2022,
            Text("2020年价格", "2020 prices"),
        ),
        Indicator(
            "energy_total_thermal",
            Text("能源消费总量", "Total energy use"),
            1.63e7,
            "tce",
            2022,
            convention,
        ),
        Indicator(
            "non_fossil_share_thermal",
            Text("非化石能源消费比重", "Non-fossil share"),
            0.113,
            "-",
            2022,
            convention,
        ),
        Indicator(
            "energy_intensity_thermal",
            Text("单位生产总值能耗", "Energy per GDP"),
            4.06e-5,
            "tce/元",
            2022,
        ),
        Indicator(
            "carbon_intensity",
            Text("单位生产总值二氧化碳排放", "CO2 per GDP"),
            9.64e-5,
            "t/元",
            2022,
        ),
        Indicator("co2_per_head", Text("人均二氧化碳排放", "CO2 per head"), 5.08, "t/人", 2022),
        Indicator("heat_pump_stock", Text("热泵保有量", "Heat pumps"), None, "台", 2022),
    )
    return {row.id: row for row in rows}


def _published() -> tuple[PublishedSeries, ...]:
    edgar = np.linspace(24.1e6, 41.2e6, 23) + 6e5 * np.sin(np.arange(23))
    edgar[-1] = 41.2e6
    ceads = 36.9e6 - 4.5e5 * np.abs(np.arange(2005, 2020) - 2013) ** 1.0
    return (
        PublishedSeries("edgar-v8", same("EDGAR v8"), tuple(range(2000, 2023)), edgar, "S2"),
        PublishedSeries("ceads", Text("CEADs 城市清单", "CEADs city inventory"),
                        tuple(range(2005, 2020)), ceads, "S2"),
    )  # fmt: skip
