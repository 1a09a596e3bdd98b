"""How does an inventory with its activity become the start of the future?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier
from dafeng.errors import MethodError
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import comparable_totals, complete, electricity_known
from dafeng.inventory.gdp import constant_gdp
from dafeng.inventory.unknown_cells import cell_name, unknown_cells, unknown_shares
from dafeng.language import Text, percent
from dafeng.scenarios.baseline import Baseline, Past, Spread, Supply
from dafeng.scenarios.catalogue import CLASSES
from dafeng.scenarios.history import ratio, trend
from dafeng.scenarios.observed import class_shares, published, real_gdp, series, stated
from dafeng.units import TJ_PER_MWH

#: Basis that counts all that a future carries on: fuels, processes, purchased power and heat.
_START: Final = Basis.PARK

#: Groups of carriers in the order of their axis.
GROUPS: Final = ("coal", "oil", "gas", "heat", "electricity", "non_fossil", "other")

_ABROAD: Final = Text(
    "未来情景、措施和方案按中国的政策与统计设定，境外地方只编制排放清单",
    "futures, measures and plans rest on policies and statistics of China: a place abroad has its"
    " inventory alone",
)

#: Sector of power and heat plants.
POWER: Final = "power_heat"

#: Fuel to heat in heat plants and fuel to power in thermal plants [-] (project's judgement; used
#: only to split local plants where the place does not state its non-fossil generation).
HEAT_EFFICIENCY: Final = 0.85
POWER_EFFICIENCY: Final = 0.40


#: Carrier whose factor stands for its group where the place uses none of the group.
_REPRESENTATIVE: Final = {"coal": "raw_coal", "oil": "diesel", "gas": "natural_gas"}


def require_home(dossier: Dossier) -> None:
    """Refuse a place of another country: its futures would be those of China.

    Raises
    ------
    MethodError
        If the place lies in another country.
    """
    if dossier.identity.abroad:
        raise MethodError(_ABROAD)


def baseline_of(inventory: Inventory, dossier: Dossier) -> Baseline:
    """Build the start of the future from an inventory and the dossier's activity.

    Sectors are the inventory's leaves, carriers are summed to groups, factors are implied by the
    inventory (CO2 / energy). A sector's activity is the value added of its industry class at
    constant prices, for households the population.

    Parameters
    ----------
    inventory
        Account of the place.
    dossier
        The records from which the account was compiled.

    Returns
    -------
    Baseline
        At the dossier's base year, or the last year of the inventory before it; a year of which a
        substantial part is unknown gives way to the last that lacks little and has population
        and GDP, if there is one.

    Raises
    ------
    MethodError
        If population or GDP of the base year are missing, every year of the inventory lies
        after it, or the place lies in another country.
    """
    require_home(dossier)
    year = _base_year(inventory, dossier)
    at = inventory.years.index(year)
    member = _members(inventory)
    energy = inventory.energy[at] @ member
    co2 = inventory.energy_co2[at] @ member
    notes: list[Text] = [*_earlier(inventory, dossier, year), *_missing_cells(inventory, year)]
    population = series(dossier, "population", "人")
    gdp, price_base, remark = real_gdp(dossier, year)
    notes += [remark] if remark else []
    if not electricity_known(inventory.electricity)[at]:
        notes.append(_NO_ELECTRICITY)
    lineage = tuple(_lineage(s) for s in inventory.sectors)
    shares = class_shares(dossier, year)
    if not len(shares):
        notes.append(_NO_SHARES)
    return Baseline(
        place=dossier.identity.code,
        year=year,
        price_base=price_base,
        sectors=inventory.sectors,
        carriers=Axis("carrier", GROUPS),
        classes=tuple(_class_of(s) for s in inventory.sectors),
        lineage=lineage,
        population=_needed(population, year, "population"),
        gdp=_needed(gdp, year, "gdp", constant_gdp(dossier.activity).current),
        class_shares=shares,
        energy=energy,
        factor=_implied(energy, co2, inventory.factor_set),
        process=_process(inventory, at),
        supply=_supply(inventory, at, energy, _non_fossil_power(inventory, dossier, at)),
        spread=_spread(inventory, at, member),
        past=_past(inventory, dossier, population, gdp, year),
        sinks=stated(dossier, "carbon_sink", "tCO2", year),
        notes=tuple(notes),
    )


_NO_SHARES: Final = Text(
    "缺产业结构，产业结构变化不起作用",
    "shares of the industry classes are missing: structural change has no effect",
)


_NO_ELECTRICITY: Final = Text(
    "基准年用电和外购电量未填报，其未来排放未计入",
    "the use and purchase of electricity in the base year are not recorded: the futures leave "
    "their emissions out",
)


def _earlier(inventory: Inventory, dossier: Dossier, year: int) -> list[Text]:
    """Say that the start lies before a year of which too much is unknown."""
    passed = [y for y in inventory.years if year < y <= dossier.identity.base_year]
    if not passed:
        return []
    zh, en = "、".join(map(str, passed)), ", ".join(map(str, passed))
    return [
        Text(
            f"{zh} 年有较大部分未知（NE、C 或没有用电数据），情景从 {year} 年起算",
            f"a substantial part of {en} is unknown (NE, C or no electricity): the futures start "
            f"from {year}",
        )
    ]


def _base_year(inventory: Inventory, dossier: Dossier) -> int:
    wanted = dossier.identity.base_year
    years = [y for y in inventory.years if y <= wanted]
    whole = dict(zip(inventory.years, complete(inventory, _START), strict=True))
    if years:
        last = max(years)
        earlier = [y for y in years if whole[y] and _has_activity(dossier, y)]
        return last if whole[last] else max(earlier, default=last)
    first = inventory.years.labels[0]
    raise MethodError(
        Text(
            f"清单各年都在基准年 {wanted} 之后（最早 {first}），无法推演情景：补上基准年的能源表，"
            f"或把基准年改为 {first} 或以后",
            f"every year of the inventory lies after the base year {wanted} (the first is {first}),"
            f" so there is no start for scenarios: add the energy table of the base year, or set"
            f" the base year to {first} or later",
        )
    )


def _has_activity(dossier: Dossier, year: int) -> bool:
    """Say whether population and GDP of a year are known, without which it is no start."""
    return year in series(dossier, "population", "人") and year in real_gdp(dossier, year)[0]


def _members(inventory: Inventory) -> Floats:
    """Return the membership of carriers in groups, 0 or 1 (carrier, group)."""
    carriers = reference.carriers()
    groups = [carriers[c].group for c in inventory.carriers]
    return np.array([[float(g == group) for group in GROUPS] for g in groups])


def _lineage(sector: str) -> tuple[str, ...]:
    """Return the parents of a sector and its industry class."""
    tree = reference.sectors()
    parents = []
    parent = tree.parent(sector)
    while parent:
        parents.append(parent)
        parent = tree.parent(parent)
    of = tree.industry_class(sector)
    return (*parents, of) if of in CLASSES else tuple(parents)


def _class_of(sector: str) -> str:
    if sector == POWER or POWER in _lineage(sector):
        return "power"
    of = reference.sectors().industry_class(sector)
    return of if of in CLASSES else ""


def _implied(energy: Floats, co2: Floats, factor_set: str) -> Floats:
    """Return CO2 per energy [t/TJ]; empty cells take the place's mean or the set's factor."""
    used, emitted = energy.sum(axis=0), co2.sum(axis=0)
    mean = np.divide(emitted, used, out=np.zeros_like(used), where=used > 0)
    factors = reference.fuel_factor_set(factor_set).factors
    for position, group in enumerate(GROUPS):
        stand_in = _REPRESENTATIVE.get(group, "")
        if used[position] <= 0 and stand_in in factors:
            mean[position] = factors[stand_in].co2_per_tj
    implied = np.broadcast_to(mean, energy.shape).copy()
    np.divide(co2, energy, out=implied, where=energy > 0)
    return implied


def _process(inventory: Inventory, at: int) -> Floats:
    sectors = inventory.sectors
    process = np.zeros(len(sectors))
    for position, sector in enumerate(inventory.process_sectors):
        process[sectors.index(sector)] += inventory.process_co2[at, position]
    return process


def _non_fossil_power(inventory: Inventory, dossier: Dossier, at: int) -> float | None:
    """Return stated generation without fuel [MWh], from the balance or the activity table."""
    recorded = inventory.electricity.non_fossil
    if recorded is not None and recorded[at] > 0:
        return float(recorded[at])
    return stated(dossier, "non_fossil_generation", "MWh", inventory.years.labels[at])


def _supply(inventory: Inventory, at: int, energy: Floats, non_fossil: float | None) -> Supply:
    bought = inventory.electricity
    heat_used = float(energy[:, GROUPS.index("heat")].sum()) * 1000
    heat_bought = float(bought.heat_net_purchased[at])
    fuel = _plant_fuel(inventory, energy)
    heat_fuel = max(heat_used - heat_bought, 0.0) / 1000 / HEAT_EFFICIENCY
    heat_share = min(heat_fuel / fuel, 1.0) if fuel > 0 else 0.0
    generated = float(bought.generated[at])
    if non_fossil is None:
        from_fuel = fuel * (1 - heat_share) * POWER_EFFICIENCY / TJ_PER_MWH
        non_fossil = max(generated - from_fuel, 0.0)
    non_fossil = min(non_fossil, generated)
    return Supply(
        fossil_power=generated - non_fossil,
        non_fossil_power=non_fossil,
        net_purchased=float(bought.net_purchased[at]),
        grid_factor=float(bought.grid_factor[at]),
        heat_net_purchased=heat_bought,
        heat_factor=float(bought.heat_factor[at]),
        heat_share=heat_share,
    )


def _plant_fuel(inventory: Inventory, energy: Floats) -> float:
    """Return the fuel of power and heat plants [TJ]."""
    plants = [i for i, s in enumerate(inventory.sectors) if _class_of(s) == "power"]
    fuels = [GROUPS.index(g) for g in ("coal", "oil", "gas", "other")]
    return float(energy[np.ix_(plants, fuels)].sum())


def _spread(inventory: Inventory, at: int, member: Floats) -> Spread:
    """Sum half widths by the root of squares, weighted by CO2 (IPCC 2006, vol. 1, eq. 3.2)."""
    co2 = inventory.energy_co2[at]
    bought = inventory.electricity
    electric = member[:, GROUPS.index("electricity")]
    weight = co2 + inventory.energy[at] * electric * float(bought.grid_factor[at]) / TJ_PER_MWH
    level = _root_sum(inventory.activity_half_width[at] * weight, weight, axis=1)
    by_carrier = co2.sum(axis=0)
    factor = np.stack(
        [
            np.divide(
                np.sqrt(((inventory.factor_half_width[:, side] * by_carrier) ** 2) @ member),
                by_carrier @ member,
                out=np.zeros(len(GROUPS)),
                where=by_carrier @ member > 0,
            )
            for side in (0, 1)
        ],
        axis=-1,
    )
    process = np.zeros(len(inventory.sectors))
    totals = _process(inventory, at)
    for position, sector in enumerate(inventory.process_sectors):
        emitted = inventory.process_co2[at, position]
        process[inventory.sectors.index(sector)] += (
            emitted * inventory.process_half_width[position]
        ) ** 2
    process = np.divide(np.sqrt(process), totals, out=np.zeros_like(totals), where=totals > 0)
    return Spread(
        level, factor, process, _of_net(bought.net_half_width[at], bought.net_purchased[at])
    )


def _of_net(width: float, net: float) -> float:
    """Return a half width relative to a net purchase [-]; of none, nothing errs."""
    return float(width / abs(net)) if net else 0.0


def _root_sum(absolute: Floats, weight: Floats, axis: int) -> Floats:
    total = weight.sum(axis=axis)
    root = np.sqrt((absolute**2).sum(axis=axis))
    return np.asarray(np.divide(root, total, out=np.zeros_like(total), where=total > 0))


def _past(
    inventory: Inventory,
    dossier: Dossier,
    population: Mapping[int, float],
    gdp: Mapping[int, float],
    year: int,
) -> Past:
    entered = comparable_totals(inventory, Basis.ASSESSMENT)
    elsewhere, name = published(dossier)
    latest = max((*population, *gdp, *entered, *elsewhere, year))
    return Past(
        population=trend(population, latest, "population"),
        gdp=trend(gdp, latest, "gdp"),
        # the place's own entries first; years that are estimates throughout have the structure of
        # one provincial year and no pace of their own
        carbon_intensity=trend(ratio(entered, gdp), latest, "inventory:assessment")
        or trend(ratio(elsewhere, gdp), latest, name),
        known=(
            *_known("population_growth", population, year),
            *_known("gdp_growth", gdp, year),
        ),
    )


def _known(name: str, values: Mapping[int, float], year: int) -> list[tuple[str, int, float]]:
    later = [y for y in sorted(values) if y > year and y - 1 in values]
    return [(name, y, values[y] / values[y - 1] - 1) for y in later]


def _needed(
    values: Mapping[int, float],
    year: int,
    name: str,
    current: Mapping[int, float] = MappingProxyType({}),
) -> float:
    if year in values:
        return values[year]
    if year in current:
        raise MethodError(
            Text(
                f"基准年 {year} 只有当年价地区生产总值，缺该年指数（上年=100）或不变价，"
                "无法与其他年份相比，不能推演情景",
                f"GDP of the base year {year} is at current prices only: its index (previous year "
                "= 100) or constant prices are missing, so that scenarios cannot start from it",
            )
        )
    zh = {"population": "常住人口", "gdp": "地区生产总值"}[name]
    raise MethodError(
        Text(
            f"缺基准年 {year} 的{zh}，无法推演情景",
            f"scenarios need {name} of the base year {year}, which is missing",
        )
    )


def _missing_cells(inventory: Inventory, year: int) -> list[Text]:
    """Say how much of the start is unknown, and what most of it is."""
    cells = [cell for cell in unknown_cells(inventory, _START) if cell.year == year]
    if not cells:
        return []
    share = percent(float(unknown_shares(inventory, _START)[inventory.years.index(year)]))
    name = cell_name(max(cells, key=lambda cell: cell.co2))
    return [
        Text(
            f"基准年约 {share} 的排放未知（NE 或 C；最大一项是{name.zh}），其未来排放未计入",
            f"about {share} of the CO2 of the base year is unknown (NE or C; the largest part "
            f"{name.en}): the futures leave it out",
        )
    ]
