"""Annex 1: what is emitted on each basis, by sector and by fuel, and how sure is that?"""

from __future__ import annotations

import numpy as np

from dafeng import reference
from dafeng.language import Text, same
from dafeng.plan import facts, names, pictures_energy, quantities
from dafeng.plan.binding import Measured, say
from dafeng.plan.chapters import notes
from dafeng.plan.chapters.requirements import range_cells
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Paragraph


def annex(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the annex."""
    made = material.provenance
    return (
        Heading(1, Text("二氧化碳排放清单", "CO2 inventory"), annex=True),
        Paragraph(
            say(
                "燃料燃烧排放＝消费量×低位发热量×单位热值含碳量×氧化率×44/12；燃料因子为{factors}，"
                "外购电力因子为{grid}。",
                "CO2 from fuels = quantity × net calorific value × carbon content × oxidation × "
                "44/12; fuel factors: {factors}; purchased power: {grid}.",
                factors=names.name(names.FACTOR_SETS, made.factor_set),
                grid=reference.grid_kind_name(made.grid_kind),
            )
        ),
        Heading(2, Text("各口径总量", "Totals on each basis")),
        _bases(material),
        *_reconciliation(material),
        Heading(2, Text("不确定性", "Uncertainty")),
        *_uncertainty(material),
        Heading(2, Text("分部门排放", "Emissions by sector")),
        _sectors(material),
        Heading(2, Text("分能源品种燃烧排放", "Emissions from fuels")),
        _carriers(material),
        *_flows(material),
    )


def _flows(material: PlanMaterial) -> tuple[Block, ...]:
    found = pictures_energy.flows(material)
    return (Heading(2, Text("能源流向", "Energy flows")), found) if found else ()


def _bases(material: PlanMaterial) -> DataTable:
    kind = facts.emissions(material)
    years = material.inventory.years.labels[-5:]
    at = [material.inventory.years.index(y) for y in years]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names.name(names.BASES, basis), *(Measured(values[i], kind) for i in at))
        for basis, values in material.known_totals.items()
        if basis != "park" or material.basis == "park"
    )
    return DataTable(
        "bases",
        Text("各口径二氧化碳排放总量", "CO2 emissions on each basis"),
        (
            Column("basis", Text("口径", "Basis"), align="left", weight=2.6),
            *(Column(str(y), Text(f"{y}年", str(y)), kind.unit) for y in years),
        ),
        rows,
        (
            say(
                "注：各口径是同一套数据的不同视图，不可相加。",
                "Note: the bases are views of one data set and must not be added up.",
            ),
        ),
    )


def _reconciliation(material: PlanMaterial) -> tuple[Block, ...]:
    if not material.reconciliation:
        return ()
    kind = facts.emissions(material)
    return (
        DataTable(
            "reconciliation",
            Text("口径衔接", "From one basis to another"),
            (
                Column("step", Text("步骤", "Step"), align="left", weight=3.0),
                Column("co2", Text("排放量", "CO2"), kind.unit),
            ),
            tuple((name, Measured(value, kind)) for name, value in material.reconciliation),
        ),
    )


def _uncertainty(material: PlanMaterial) -> tuple[Block, ...]:
    kind = facts.emissions(material)
    if not material.uncertainty:
        return (
            Paragraph(
                say("未作不确定性分析。", "No analysis of uncertainty has been made."), "remark"
            ),
        )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            names.name(names.BASES, u.basis),
            names.name(names.APPROACHES, u.approach),
            Text(f"{u.year}年", str(u.year)),
            *range_cells(u, material),
        )
        for u in material.uncertainty
    )
    return (
        DataTable(
            "uncertainty",
            Text("总量的95%区间", "95% range of the totals"),
            (
                Column("basis", Text("口径", "Basis"), align="left", weight=2.2),
                Column("approach", Text("方法", "Approach"), align="left", weight=2.2),
                Column("year", Text("年份", "Year"), align="center"),
                Column("central", Text("中心值", "Central"), kind.unit),
                Column("low", Text("下限", "Low"), kind.unit),
                Column("high", Text("上限", "High"), kind.unit),
            ),
            rows,
            (
                say(
                    "注：同一燃料的因子在各部门完全相关。",
                    "Note: the factor of one fuel is fully correlated over the sectors.",
                ),
                *notes.base_year_ranges(material),
            ),
        ),
    )


def _sector_rows(material: PlanMaterial) -> list[tuple[Cell, ...]]:
    kind = facts.emissions(material)
    now = material.by_sector[material.base]
    whole = float(now.sum())
    marks = _estimated(material)
    order = [int(i) for i in np.argsort(-now, kind="stable") if now[i] != 0]
    rows: list[tuple[Cell, ...]] = [
        (
            material.sectors[i][1],
            Measured(float(now[i]), kind),
            Measured(float(now[i]) / whole, quantities.SHARE),
            Text("估", "est.") if material.sectors[i][0] in marks else same("—"),
        )
        for i in order
    ]
    rows.append(
        (
            Text("合计", "Total"),
            Measured(whole, kind),
            Measured(1.0 if whole else None, quantities.SHARE),
            same("—"),
        )
    )
    return rows


def _sectors(material: PlanMaterial) -> DataTable:
    return DataTable(
        "sectors",
        Text("{y}年分部门二氧化碳排放", "CO2 emissions by sector in {y}").format(
            y=material.base_year
        ),
        (
            Column("sector", Text("部门", "Sector"), align="left", weight=2.6),
            Column("co2", Text("排放量", "CO2"), facts.emissions(material).unit),
            Column("share", Text("比重", "Share"), quantities.SHARE.unit),
            Column("mark", Text("数据", "Data"), align="center", weight=0.7),
        ),
        tuple(_sector_rows(material)),
        (
            say(
                "注：口径为{basis}；“估”表示该部门的活动数据含估算值。",
                "Note: basis: {basis}; “est.” marks sectors whose activity data contain estimates.",
                basis=names.name(names.BASES, material.basis),
            ),
        ),
    )


def _estimated(material: PlanMaterial) -> set[str]:
    """Return the sectors whose energy data of the base year contain an estimate."""
    flags = material.inventory.guessed[material.base].any(axis=1)
    found = zip(material.inventory.sectors, flags, strict=True)
    return {sector for sector, flag in found if flag}


def _carriers(material: PlanMaterial) -> DataTable:
    inventory, kind = material.inventory, facts.emissions(material)
    co2 = inventory.energy_co2[material.base].sum(axis=0)
    energy = inventory.energy[material.base].sum(axis=0)
    order = [int(i) for i in np.argsort(-co2, kind="stable") if energy[i] or co2[i]]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            material.carrier_name(inventory.carriers.labels[i]),
            Measured(float(energy[i]), quantities.HEAT),
            Measured(float(co2[i]), kind),
        )
        for i in order
    )
    return DataTable(
        "carriers",
        Text(
            "{y}年分品种能源使用量和燃烧排放",
            "Energy use and CO2 from combustion by carrier in {y}",
        ).format(y=material.base_year),
        (
            Column("carrier", Text("能源品种", "Carrier"), align="left", weight=2.6),
            Column("energy", Text("使用量", "Energy"), quantities.HEAT.unit),
            Column("co2", Text("排放量", "CO2"), kind.unit),
        ),
        rows,
        (
            say(
                "注：能源使用量为终端消费（不含用作原料）与火电、供热投入之和；电力、"
                "热力和非化石能源不计燃烧排放。",
                "Note: energy is final use without feedstocks plus input to power and heat; "
                "electricity, heat and non-fossil energy have no combustion emissions here.",
            ),
        ),
    )
