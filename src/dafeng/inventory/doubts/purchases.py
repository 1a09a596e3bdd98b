"""Do use, generation and trade of electricity tell what was bought?"""

from __future__ import annotations

from typing import Final

from dafeng.errors import NOWHERE, Fault, Place, Severity
from dafeng.inventory.quantities import GJ_PER_MWH
from dafeng.inventory.trade import Trade
from dafeng.language import Text, number, significant

#: Net purchase stated and net purchase computed may differ by this share of consumption [-].
PURCHASE_TOLERANCE: Final = 0.05

#: 1 亿千瓦时 as energy [TJ].
_TJ_PER_YI_KWH: Final = GJ_PER_MWH * 100


def check_purchase(year: int, one: Trade, *, lacks: bool) -> list[Fault]:
    """Return what is missing to say how much electricity was bought, or does not agree.

    Parameters
    ----------
    year
        Year of the balance.
    one
        Electricity of that year.
    lacks
        Whether plants burn fuel in that year and no record tells what they make of it.
    """
    if not one.known and one.known_use:
        return [_generation_unknown(year, one.place)]
    if not one.known:
        return [_use_unknown(year, one) if one.known_generation else _unknown(year)]
    faults = []
    if lacks and one.stated is None:
        faults.append(_generation_missing(year, one.place))
    if one.stated is None or not one.known_use or not one.known_generation:
        return faults
    computed = one.consumed - one.generated
    if abs(one.stated - computed) > PURCHASE_TOLERANCE * one.consumed:
        faults.append(_disagreeing(year, one.stated, computed, one.place))
    return faults


def _unknown(year: int) -> Fault:
    return Fault(
        "inventory.electricity.unknown",
        Severity.WARNING,
        NOWHERE,
        Text(
            f"{year} 年没有电力消费或调入调出数据，外购电排放未估算（NE）",
            f"{year} has neither electricity use nor trade: purchased electricity is not "
            "estimated (NE)",
        ),
        Text("填入电力终端消费，或调入与调出", "enter electricity used, or its inflow and outflow"),
    )


def _use_unknown(year: int, one: Trade) -> Fault:
    made = number(one.generated / _TJ_PER_YI_KWH)
    return Fault(
        "inventory.electricity.use_unknown",
        Severity.WARNING,
        one.place,
        Text(
            f"{year} 年有本地发电量（{made} 亿千瓦时）而无用电数据：净外购电量未知，"
            "外购电排放未估算（NE）",
            f"{year} has local generation ({made} 亿kWh) but no use of electricity: what was "
            "bought or sold is not known, and its CO2 is not estimated (NE)",
        ),
        Text(
            "填入电力终端消费，或调入与调出；由面板文件起步的地区，补充 GDP 和人口即可估算用电",
            "enter electricity used, or its inflow and outflow; a place started from a panel file "
            "gets an estimate once the panel holds its GDP and population",
        ),
    )


def _generation_unknown(year: int, place: Place) -> Fault:
    return Fault(
        "inventory.electricity.generation_unknown",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年发电量或调入调出标为 NE 或 C，而其他年份有数：净外购电量未知，"
            "外购电排放未估算（NE）",
            f"generation or trade of electricity in {year} is NE or C, and other years state it: "
            "what was bought or sold is not known, and its CO2 is not estimated (NE)",
        ),
        Text("填入本地发电量，或调入与调出", "enter local generation, or inflow and outflow"),
    )


def _generation_missing(year: int, place: Place) -> Fault:
    return Fault(
        "inventory.electricity.generation_missing",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年有发电供热燃料投入而无火力发电量：这部分电力按外购计，会重复计算",
            f"in {year} fuel goes into power and heat but no generation from it is recorded: that "
            "electricity counts as bought, which counts local power twice",
        ),
        Text(
            "填入本地火力发电量，或调入与调出；燃料只用于供热的，火力发电的电力填 NO",
            "enter local thermal generation, or inflow and outflow; where the fuel makes heat "
            "alone, enter NO as the electricity of thermal power",
        ),
    )


def _disagreeing(year: int, stated: float, computed: float, place: Place) -> Fault:
    return Fault(
        "inventory.electricity.trade_differs",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年电力净调入为 {significant(stated)} TJ，由消费减发电"
            f"为 {significant(computed)} TJ，相差超过 5%",
            f"in {year} stated net inflow of electricity is {significant(stated)} TJ, use less "
            "generation "
            f"{significant(computed)} TJ: more than 5 % apart",
        ),
        Text("核对调入调出、消费与发电量", "check trade, use and generation of electricity"),
    )
