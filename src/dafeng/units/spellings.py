"""Which units are in use, and how are they written?

Definitions: GB 3100-1993, GB 3102-1993 (SI units and multiples); GB/T 2589-2020 (1 kgce =
29 307.6 kJ; 1 kcal = 4.1868 kJ); GB/T 15484 practice for glass (1 weight case = 50 kg).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

#: Energy of one tonne of standard coal [GJ], exact by GB/T 2589-2020.
GJ_PER_TCE: Final = Fraction("29.3076")
TCE_PER_TJ: Final = float(1000 / GJ_PER_TCE)

#: Electricity as energy: 3.6 GJ per MWh by definition.
TJ_PER_MWH: Final = 0.0036

SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

TRADITIONAL: Final = str.maketrans(
    "萬億噸標準時車輛當碳個戶畝裡無", "万亿吨标准时车辆当碳个户亩里无"
)

CHINESE_MULTIPLES: Final = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
ENGLISH_MULTIPLES: Final = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
}
#: Exponents of ten that have a Chinese word, for the canonical spelling.
WORD_OF_EXPONENT: Final = {3: "千", 4: "万", 6: "百万", 8: "亿", 9: "十亿", 12: "万亿"}

#: Endings that say what the mass is a mass of, longest first: (ending, substance).
SUBSTANCE_ENDINGS: Final = (
    ("二氧化碳当量", "CO2e"),
    ("标准煤当量", "ce"),
    ("co2当量", "CO2e"),
    ("co2-eq", "CO2e"),
    ("co2-e", "CO2e"),
    ("co2eq", "CO2e"),
    ("co2e", "CO2e"),
    ("二氧化碳", "CO2"),
    ("(co2)", "CO2"),
    ("-co2", "CO2"),
    ("co2", "CO2"),
    ("ofstandardcoalequivalent", "ce"),
    ("ofcoalequivalent", "ce"),
    ("ofstandardcoal", "ce"),
    ("ofsce", "ce"),
    ("standardcoalequivalent", "ce"),
    ("coalequivalent", "ce"),
    ("standardcoal", "ce"),
    ("标准煤", "ce"),
    ("标煤", "ce"),
    ("sce", "ce"),
    ("ce", "ce"),
    ("carbon", "C"),
    ("碳", "C"),
    ("(c)", "C"),
    ("-c", "C"),
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A unit that is no multiple of another: two canonical spellings, size, dimension."""

    latin: str
    chinese: str
    factor: Fraction
    dimension: tuple[tuple[str, int], ...]
    electric: int = 0
    coal: int = 0


def _atom(
    latin: str,
    chinese: str,
    factor: str,
    dimension: str,
    power: int = 1,
    electric: int = 0,
) -> Atom:
    dimensions = ((dimension, power),) if dimension else ()
    return Atom(latin, chinese, Fraction(factor), dimensions, electric)


def _power(latin: str, chinese: str, factor: Fraction) -> Atom:
    return Atom(latin, chinese, factor, (("energy", 1), ("time", -1)), 1)


_HOURS_PER_YEAR = 8760


def _transport(latin: str, chinese: str, carried: str) -> Atom:
    return Atom(latin, chinese, Fraction(1000), tuple(sorted((("length", 1), (carried, 1)))))


#: Spellings (comma-separated, besides the two canonical ones) of each unit.
DEFINITIONS: Final[tuple[tuple[Atom, str], ...]] = (
    # Mass, in tonnes.
    (_atom("g", "克", "1e-6", "mass"), "gram,grams"),
    (_atom("kg", "千克", "1e-3", "mass"), "公斤,kilogram,kilograms"),
    (_atom("斤", "斤", "5e-4", "mass"), "市斤"),
    (_atom("t", "吨", "1", "mass"), "tonne,tonnes,ton,tons,tn,metricton,metrictons,公吨"),
    (_atom("kt", "千吨", "1e3", "mass"), "Gg,kilotonne,kilotonnes"),
    (_atom("Mt", "百万吨", "1e6", "mass"), "Tg,megatonne,megatonnes"),
    (_atom("Gt", "十亿吨", "1e9", "mass"), "Pg,gigatonne,gigatonnes"),
    (_atom("重量箱", "重量箱", "0.05", "mass"), "weightcase,weightcases"),
    # Energy, in gigajoules.
    (_atom("J", "焦", "1e-9", "energy"), "焦耳,joule,joules"),
    (_atom("kJ", "千焦", "1e-6", "energy"), "千焦耳"),
    (_atom("MJ", "兆焦", "1e-3", "energy"), "兆焦耳"),
    (_atom("GJ", "吉焦", "1", "energy"), "吉焦耳,百万千焦,百万千焦耳"),
    (_atom("TJ", "太焦", "1e3", "energy"), "太焦耳,十亿千焦"),
    (_atom("PJ", "拍焦", "1e6", "energy"), "拍焦耳"),
    (_atom("EJ", "艾焦", "1e9", "energy"), "艾焦耳"),
    (_atom("kcal", "千卡", "4.1868e-6", "energy"), "大卡"),
    (_atom("Mcal", "兆卡", "4.1868e-3", "energy"), ""),
    (_atom("Gcal", "吉卡", "4.1868", "energy"), "百万大卡,百万千卡"),
    (_atom("toe", "吨油当量", "41.868", "energy"), "吨标准油,吨标油"),
    (_atom("ktoe", "千吨油当量", "41868", "energy"), "千吨标准油"),
    (_atom("Mtoe", "百万吨油当量", "41868e3", "energy"), "百万吨标准油"),
    # Electricity, in gigajoules.
    (_atom("Wh", "瓦时", "3.6e-6", "energy", electric=1), "W·h"),
    (_atom("kWh", "千瓦时", "3.6e-3", "energy", electric=1), "kW·h,千瓦小时,千瓦·时,度,度电"),
    (_atom("MWh", "兆瓦时", "3.6", "energy", electric=1), "MW·h,兆瓦小时,兆瓦·时"),
    (_atom("GWh", "吉瓦时", "3.6e3", "energy", electric=1), "GW·h,百万千瓦时"),
    (_atom("TWh", "太瓦时", "3.6e6", "energy", electric=1), "TW·h"),
    (_atom("PWh", "拍瓦时", "3.6e9", "energy", electric=1), ""),
    # Capacity, in gigajoules a year.
    (_power("W", "瓦", Fraction("3.6e-6") * _HOURS_PER_YEAR), "We"),
    (_power("kW", "千瓦", Fraction("3.6e-3") * _HOURS_PER_YEAR), "kWe"),
    # metric horsepower, 75 kgf·m/s, as engines are rated in China
    (
        _power("PS", "马力", Fraction("3.6e-3") * Fraction("0.73549875") * _HOURS_PER_YEAR),
        "米制马力",
    ),
    (_power("MW", "兆瓦", Fraction("3.6") * _HOURS_PER_YEAR), "MWe"),
    (_power("GW", "吉瓦", Fraction("3.6e3") * _HOURS_PER_YEAR), "GWe,百万千瓦"),
    # Length, area and volume, in metres.
    (_atom("m", "米", "1", "length"), "metre,metres,meter"),
    (_atom("km", "公里", "1e3", "length"), "千米"),
    (_atom("m2", "平方米", "1", "length", 2), "m^2,㎡,平米,sqm"),
    (_atom("km2", "平方公里", "1e6", "length", 2), "km^2,平方千米,sqkm"),
    (_atom("ha", "公顷", "1e4", "length", 2), "hectare,hectares,hm2,hm^2,平方百米"),
    (Atom("mu", "亩", Fraction(2000, 3), (("length", 2),)), "市亩"),
    (_atom("L", "升", "1e-3", "length", 3), "litre,litres,liter"),
    (
        _atom("m3", "立方米", "1", "length", 3),
        (
            "m^3,Nm3,Nm^3,标立方米,标准立方米,标方,立方,方,标m3,"
            "cubicmetre,cubicmetres,cubicmeter,cubicmeters,cu.m,cum,cubicm"
        ),
    ),
    # 42 US gallons of 231 cubic inches; a volume, which only a density turns into a mass
    (_atom("bbl", "桶", "0.158987294928", "length", 3), "barrel,barrels,原油桶"),
    (_atom("bcm", "十亿立方米", "1e9", "length", 3), ""),
    # Time, in years of 365 days.
    (_atom("a", "年", "1", "time"), "yr,year,years"),
    (Atom("d", "天", Fraction(1, 365), (("time", 1),)), "日,day,days"),
    (Atom("h", "小时", Fraction(1, _HOURS_PER_YEAR), (("time", 1),)), "时,hour,hours,hr"),
    # Money, in yuan.
    (_atom("元", "元", "1", "money"), "CNY,RMB,yuan,人民币,人民币元,¥,元人民币,rmbyuan"),
    # Counts.
    (_atom("人", "人", "1", "person"), "person,persons,people,capita,cap,口,人口,inhabitants"),
    (_atom("户", "户", "1", "household"), "household,households"),
    (_atom("辆", "辆", "1", "vehicle"), "vehicle,vehicles,车,veh,car,cars"),
    (_atom("台", "台", "1", "item"), "个,套,件,座,只,头,item,items,piece,pieces,set,sets"),
    # Transport work.
    (_transport("person-km", "人公里", "person"), "pkm,passenger-km,人·公里,人千米,人·km,人km"),
    (_transport("t-km", "吨公里", "mass"), "tkm,tonne-km,t·km,吨·公里,吨千米"),
    (_transport("vehicle-km", "车公里", "vehicle"), "vkm,辆公里,辆·公里,车·公里,辆·km,车km"),
    # Ratios.
    (_atom("1", "无量纲", "1", ""), "-,—,dimensionless,无单位,倍,ratio,fraction,系数"),
    (_atom("%", "百分之一", "1e-2", ""), "percent,percentage,百分比,pct,个百分点,百分点,pp"),
    (_atom("‰", "千分之一", "1e-3", ""), "permille,permil"),
)
