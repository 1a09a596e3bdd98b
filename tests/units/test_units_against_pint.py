"""All conversions within a dimension agree with pint, an independent unit library."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.errors import UnitError
from dafeng.units import Unit, convert, factor, known, unit

DEFINITIONS = """
yuan = [money]
person = [person]
household = [household]
auto = [auto]
item = [item]
CO2 = [CO2]
CO2e = [CO2e]
carbon = [carbon]
kgce = 29.3076 MJ
glasscase = 50 kg
mu = 2000 / 3 * m ** 2
planyear = 365 day
"""
ATOMS = {
    "g": "gram", "kg": "kilogram", "t": "tonne", "kt": "kilotonne", "Mt": "megatonne",
    "Gt": "gigatonne", "吨": "tonne", "千吨": "kilotonne", "重量箱": "glasscase",
    "J": "joule", "kJ": "kilojoule", "MJ": "megajoule", "GJ": "gigajoule", "吉焦": "gigajoule",
    "TJ": "terajoule", "PJ": "petajoule", "EJ": "exajoule", "kcal": "4.1868 kilojoule",
    "Mcal": "4.1868 megajoule", "Gcal": "4.1868 gigajoule", "toe": "41.868 gigajoule",
    "ktoe": "41868 gigajoule", "Mtoe": "41868000 gigajoule",
    "Wh": "watt_hour", "kWh": "kilowatt_hour", "千瓦时": "kilowatt_hour", "MWh": "megawatt_hour",
    "GWh": "gigawatt_hour", "TWh": "terawatt_hour", "PWh": "petawatt_hour",
    "W": "watt", "kW": "kilowatt", "千瓦": "kilowatt", "MW": "megawatt", "GW": "gigawatt",
    "m": "metre", "km": "kilometre", "m2": "metre ** 2", "平方米": "metre ** 2",
    "km2": "kilometre ** 2", "ha": "hectare", "mu": "mu", "斤": "0.5 * kilogram",
    "bbl": "oil_bbl", "PS": "metric_horsepower", "L": "litre", "m3": "metre ** 3",
    "立方米": "metre ** 3", "bcm": "1e9 metre ** 3",
    "a": "planyear", "d": "day", "h": "hour", "元": "yuan", "人": "person", "户": "household",
    "辆": "auto", "台": "item", "person-km": "person * kilometre", "人公里": "person * kilometre",
    "t-km": "tonne * kilometre", "吨公里": "tonne * kilometre", "vehicle-km": "auto * kilometre",
    "车公里": "auto * kilometre", "1": "1", "%": "0.01", "‰": "0.001",
}  # fmt: skip
SUBSTANCES = {
    "二氧化碳当量": "CO2e", "二氧化碳": "CO2", "标准煤": "ce", "碳": "carbon",
    "CO2e": "CO2e", "CO2": "CO2", "ce": "ce", "C": "carbon",
}  # fmt: skip


@cache
def registry() -> Any:
    ureg: Any = pint.UnitRegistry()
    for line in DEFINITIONS.strip().splitlines():
        ureg.define(line)
    return ureg


def expression(symbol: str) -> str:
    """Spell a unit of ours for pint, by rules of the test's own."""
    parts = symbol.split("/")
    text = f"({part(parts[0])})"
    for one in parts[1:]:
        text += f" / ({part(one)})"
    return text


def part(symbol: str) -> str:
    multiple = re.match(r"(万亿|百万|十亿|[千万亿])", symbol)
    if symbol in ATOMS:
        return ATOMS[symbol]
    if multiple and symbol not in ATOMS and not symbol.startswith("千"):
        scale = {"万": 1e4, "亿": 1e8, "万亿": 1e12, "百万": 1e6, "十亿": 1e9}[multiple[1]]
        return f"{scale:.0f} * ({part(symbol[multiple.end() :])})"
    for ending, name in SUBSTANCES.items():
        if symbol.endswith(ending):
            mass = ATOMS[symbol.removesuffix(ending)]
            return f"{mass} / kilogram * kgce" if name == "ce" else f"{mass} * {name}"
    raise AssertionError(symbol)


@cache
def quantity(symbol: str) -> Any:
    return registry().Quantity(1, "dimensionless") * registry().parse_expression(expression(symbol))


def pairs() -> list[tuple[Unit, Unit]]:
    return [
        (a, b)
        for a, b in combinations(known(), 2)
        if a.dimension == b.dimension and (a.electric == b.electric or a.coal == b.coal)
    ]


def test_pairs_within_a_dimension_agree_with_pint() -> None:
    compared = pairs()
    assert len(compared) > 500
    for a, b in compared:
        expected = (quantity(a.symbol) / quantity(b.symbol)).to("dimensionless").magnitude
        assert float(factor(a, b)) == pytest.approx(expected, rel=1e-12), (a.symbol, b.symbol)


def test_dimensions_differ_where_they_differ_for_pint() -> None:
    for a, b in combinations(known(), 2):
        alike = quantity(a.symbol).dimensionality == quantity(b.symbol).dimensionality
        assert alike == (a.dimension == b.dimension), (a.symbol, b.symbol)


units = st.sampled_from(known())
figures = st.floats(min_value=-1e15, max_value=1e15, allow_subnormal=False)


@given(st.sampled_from(pairs()), figures)
def test_there_and_back(pair: tuple[Unit, Unit], value: float) -> None:
    there = convert(value, *pair)
    assert convert(there, pair[1], pair[0]) == pytest.approx(value, rel=1e-15, abs=1e-300)


def families() -> list[list[Unit]]:
    """Return units that convert into one another, by dimension and by what they measure."""
    alike: dict[tuple[object, ...], list[Unit]] = {}
    for one in known():
        alike.setdefault((one.dimension, one.electric, one.coal), []).append(one)
    return [family for family in alike.values() if len(family) > 2]


@given(st.sampled_from(families()).flatmap(lambda f: st.tuples(*[st.sampled_from(f)] * 3)))
def test_factors_chain_exactly(chosen: tuple[Unit, Unit, Unit]) -> None:
    a, b, c = chosen
    assert factor(a, c) == factor(a, b) * factor(b, c)


@given(units, units)
def test_units_of_other_dimensions_have_no_factor(a: Unit, b: Unit) -> None:
    if a.dimension == b.dimension:
        assert factor(a, a) == 1
        return
    with pytest.raises(UnitError):
        factor(a, b)


@given(units, units)
def test_a_quotient_of_units_is_read_back(a: Unit, b: Unit) -> None:
    ratio = unit(f"{a.symbol}/{b.symbol}") if "/" not in b.symbol else a
    assert unit(ratio.symbol) == ratio


@given(st.text(max_size=12))
def test_any_text_is_a_unit_or_a_unit_error(text: str) -> None:
    try:
        parsed = unit(text)
    except UnitError:
        return
    assert unit(parsed.symbol) == parsed
