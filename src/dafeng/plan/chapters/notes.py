"""Which notes stand under tables and charts, so that nobody misreads their figures?"""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import comparable_years
from dafeng.plan import facts, quantities
from dafeng.plan.binding import Statement, join, say
from dafeng.plan.material import PlanMaterial

#: Shares of total energy use.
_SHARES: Final = ("non_fossil_share", "coal_share", "oil_share", "gas_share")

RANGES: Final = say(
    "注：此处区间为情景抽样的5%—95%区间，含基准年数据、因子和未来驱动因素的不确定性；"
    "清单自身的95%区间见附件1，两者算法不同，不可互换。",
    "Note: these are the 5%–95% ranges of the scenario draws, over base-year data, factors and "
    "future drivers; the 95% range of the inventory itself stands in Annex 1. The two are computed "
    "differently and must not be exchanged.",
)
BALANCE: Final = say(
    "注：各情景的净购入电力由电力平衡推算：用电增加而本地发电不随之增加时，差额由净购入电力补足"
    "（或减少外送），其中的非化石部分一并计入；各部门能耗增速不同也会改变总体构成。"
    "因此，即使各部门能源结构、电网因子和本地发电保持基准年水平（如基准情景），"
    "全社会非化石能源消费比重仍会变化。",
    "Note: in every scenario net purchased power follows from the balance of electricity: where "
    "use grows and local generation does not, the difference is bought (or less is sold), and its "
    "non-fossil part counts; sectors also grow at different rates. So the share of the whole "
    "moves even where each sector's energy mix, the grid factor and local generation stay as in "
    "the base year, as in the frozen policy scenario.",
)
NON_FOSSIL: Final = say(
    "注：按发电煤耗计算法，含净购入电力中的非化石部分（由电网因子推算）；与表1中只计本地的占比口径不同。",
    "Note: by the coal that power plants would have burnt, with the non-fossil part of net "
    "purchased power as its grid factor implies; the share in table 1 counts local sources alone.",
)


def estimated(material: PlanMaterial) -> Statement:
    """Say how much of the base year rests on estimates."""
    year = facts.base_year(material)
    if not material.estimated_share:
        return say(
            "{year}能源燃烧排放全部依据填报数据。",
            "All emissions from energy use in {year} rest on figures that were handed in.",
            year=year,
        )
    return say(
        "{year}能源燃烧排放中，{share}依据估算数据。",
        "Of the emissions from energy use in {year}, {share} rest on estimates.",
        year=year,
        share=facts.share("inventory.estimated_share", material.estimated_share),
    )


def wholly_estimated(material: PlanMaterial) -> bool:
    """Say whether all of the base year, as its share is printed, rests on estimates."""
    return round(material.estimated_share / quantities.SHARE.step) * quantities.SHARE.step >= 1


def exported(material: PlanMaterial) -> tuple[Statement, ...]:
    """Say why the shares of fuels can sum to more than the whole."""
    if not any(_exceed(material, suffix) for suffix in ("", "_thermal")):
        return ()
    return (
        say(
            "注：净外送的电力在能源消费总量中按负值计，因此各能源品种占比之和大于100%。",
            "Note: power sold to other places counts below zero in total energy use, so that the "
            "shares of the fuels sum to more than 100%.",
        ),
    )


def _exceed(material: PlanMaterial, suffix: str) -> bool:
    """Say whether shares on one convention sum to more than the whole, rounding aside."""
    found = (material.indicators.get(f"{key}{suffix}") for key in _SHARES)
    shares = [r.value for r in found if r is not None and r.value is not None]
    return sum(shares) > 1 + len(shares) * quantities.SHARE.step


def conventions(material: PlanMaterial) -> tuple[Statement, ...]:
    """Say why CO2 per energy by calorific value can exceed that of coal."""
    record = material.indicators.get("co2_per_tce")
    if record is None or record.value is None:
        return ()
    return (
        say(
            "注：单位能耗二氧化碳排放的分子含净购入电力按电网因子计的排放；分母中电力按当量值折算时"
            "只计其热值，折标准煤数小，外购电力多的地区此值可高于煤的排放系数，并非计算错误。"
            "按等价值折算的数值并列，与其他地区比较时须用同一折算方法。",
            "Note: CO2 per unit of energy counts net purchased power at its grid factor above the "
            "line; below it, by calorific value, the same power counts as little coal. Where much "
            "power is bought the figure can exceed that of coal, which is no error. The figure by "
            "thermal value stands beside it; compare places by one convention only.",
        ),
    )


def fan(material: PlanMaterial) -> Statement:
    """Say what the fans share, and that published series are not joined to them."""
    note = say(
        "注：各情景共用同一纵轴；个别区间超出纵轴的，图中写明其95%分位。",
        "Note: the scenarios share one axis; where a range goes beyond it, its 95% point is "
        "written in.",
    )
    published = say(
        "灰色细虚线为已发布序列，口径与本方案不同（见图例），只作参照，不与情景衔接。",
        "Thin grey dashes are published series on another basis than this plan (see the legend): "
        "they are for reference and are not joined to the scenarios.",
    )
    parts = (note, *((published,) if material.published else ()))
    if comparable_years(material.inventory, Basis(material.basis)):
        return join(parts)
    alone = say(
        "本方案口径的历年数据尚未填报，图中只标出{year}的估算值。",
        "The place has not entered past years on the basis of this plan: only the estimate of "
        "{year} is marked.",
        year=facts.base_year(material),
    )
    return join((*parts, alone))


def base_year_ranges(material: PlanMaterial) -> tuple[Statement, ...]:
    """Say how the base year's range of the scenarios differs from that of the inventory."""
    first = next(iter(material.ensembles.values()), None)
    if first is None or material.base_year not in first.years.labels:
        return ()
    drawn = first.totals[first.years.index(material.base_year)]
    low, high = (float(v) for v in np.quantile(drawn, (0.025, 0.975)))
    return (
        say(
            "注：情景从同一中心值出发，但以部门为单位抽取能源消费量（部门内能源结构不变），"
            "不含本表计入的、全部估算值共有的水平误差，因此情景在{year}的95%区间（{low}至{high}）"
            "与本表不同。说明清单的准确程度用本表，说明情景的起点用后者。",
            "Note: the scenarios start from the same central value but draw the energy use of each "
            "sector as a whole (its mix kept) and leave out the level error that all estimates "
            "share and this table includes; so their 95% range in {year} ({low} to {high}) differs "
            "from this table. This table says how sure the inventory is, the other where the "
            "scenarios start.",
            year=facts.base_year(material),
            low=facts.tonnes(material, "scenarios.base_year.p025", low, facts.FUTURES),
            high=facts.tonnes(material, "scenarios.base_year.p975", high, facts.FUTURES),
        ),
    )
