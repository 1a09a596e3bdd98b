"""What are limits on a place's totals called, and in which units are their figures said?"""

from __future__ import annotations

from typing import Final

from dafeng.language import Text, percent, same
from dafeng.units import TCE_PER_TJ

#: Names of limits, by their id ``kind:quantity``.
NAMES: Final = {
    "cap:co2": Text("二氧化碳排放总量上限", "the cap on CO2"),
    "cap:coal": Text("煤炭消费总量上限", "the cap on coal"),
    "cap:oil": Text("石油消费总量上限", "the cap on oil"),
    "cap:gas": Text("天然气消费总量上限", "the cap on gas"),
    "cap:electricity": Text("用电量上限", "the cap on electricity use"),
    "cap:non_fossil": Text("非化石能源上限", "the cap on non-fossil energy"),
    "cap:energy": Text(
        "能源消费总量上限，电力按发电煤耗", "the cap on energy use, electricity by the coal for it"
    ),
    "intensity:co2": Text("单位GDP二氧化碳排放上限", "the cap on CO2 per unit of GDP"),
    "intensity:energy": Text(
        "单位GDP能耗上限，电力按发电煤耗",
        "the cap on energy per unit of GDP, electricity by the coal for it",
    ),
    "share:non_fossil": Text("非化石能源消费比重下限", "the floor for the non-fossil share"),
    "share:coal": Text("煤炭消费占比上限", "the cap on the coal share"),
    "share:oil": Text("石油消费占比上限", "the cap on the oil share"),
}

#: The limit that bounds its quantity from below.
FLOOR: Final = "share:non_fossil"


def with_unit(limit: str) -> Text:
    """Return the name of a limit with the unit in which a problem's figures are told.

    Parameters
    ----------
    limit
        Id of the limit, ``kind:quantity``.
    """
    kind, quantity = limit.split(":")
    units = {"co2": Text("吨", "t"), "electricity": same("MWh")}
    unit, name = units.get(quantity, same("TJ")), NAMES[limit]
    if kind == "share":
        unit = same("%")
    elif kind == "intensity":
        unit = Text(f"{unit.zh}/万元", f"{unit.en} per 10,000 yuan")
    return Text(f"{name.zh}（{unit.zh}）", f"{name.en} [{unit.en}]")


def in_words(limit: str, value: float) -> Text:
    """Return a bound, or what is reached of it, with its unit.

    Parameters
    ----------
    limit
        Id of the limit, ``kind:quantity``.
    value
        The figure [t, TJ, -, or of intensities per yuan].
    """
    kind, quantity = limit.split(":")
    if kind == "share":
        return same(percent(value))
    carbon = quantity == "co2"
    value *= 1.0 if carbon else TCE_PER_TJ
    if kind == "intensity":
        unit = Text("吨二氧化碳", "t CO2") if carbon else Text("吨标准煤", "tce")
        said = f"{1e4 * value:.4g}"
        return Text(f"{said} {unit.zh}/万元", f"{said} {unit.en} per 10,000 yuan")
    unit = Text("万吨二氧化碳", "million t CO2") if carbon else Text("万吨标准煤", "million tce")
    return Text(f"{value / 1e4:,.6g} {unit.zh}", f"{value / 1e6:,.6g} {unit.en}")
