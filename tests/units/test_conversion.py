"""Conversions are exact; conventions and price bases are never implied."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from dafeng.errors import MethodError, UnitError
from dafeng.units import (
    CO2_PER_CARBON,
    Convention,
    carbon_to_co2,
    convert,
    electricity_to_standard_coal,
    factor,
    money,
    reprice,
)

EXACT = [
    ("kgce", "MJ", Fraction("29.3076")),  # GB/T 2589-2020
    ("tce", "GJ", Fraction("29.3076")),
    ("万吨标准煤", "PJ", Fraction("0.293076")),
    ("亿千瓦时", "万千瓦时", Fraction(10_000)),
    ("TWh", "PJ", Fraction("3.6")),
    ("亿立方米", "万立方米", Fraction(10_000)),
    ("MtCO2", "万吨二氧化碳", Fraction(100)),
    ("kgCO2/kWh", "tCO2/MWh", Fraction(1)),
    ("TJ/Gg", "GJ/t", Fraction(1)),
    ("kgC/GJ", "tC/TJ", Fraction(1)),
    ("kJ/kg", "GJ/t", Fraction(1, 1000)),
    ("kJ/m3", "GJ/万立方米", Fraction(1, 100)),
    ("kcal/kg", "kJ/kg", Fraction("4.1868")),
    ("亩", "m2", Fraction(2000, 3)),
    ("万亿元", "亿元", Fraction(10_000)),
    ("hm2", "公顷", Fraction(1)),
    ("斤", "kg", Fraction(1, 2)),
    ("马力", "W", Fraction("735.49875")),
    ("桶", "L", Fraction("158.987294928")),
    ("万重量箱", "万吨", Fraction(1, 20)),
    ("kW", "kWh/a", Fraction(8760)),
    ("tCO2/万元", "kgCO2/元", Fraction(1, 10)),
]


@pytest.mark.parametrize(("source", "target", "expected"), EXACT)
def test_factors_are_exact(source: str, target: str, expected: Fraction) -> None:
    assert factor(source, target) == expected


def test_one_rounding_at_the_end() -> None:
    assert convert(0.1, "kgce", "MJ") == 2.93076
    assert convert(3, "t", "kg") == 3000.0


@pytest.mark.parametrize("small", [123457, 1000001, 8, 33, 99999999, 70707])
def test_a_figure_entered_in_either_unit_is_one_figure(small: int) -> None:
    for fine, coarse, target in (("t", "万吨", "kt"), ("万千瓦时", "亿千瓦时", "MWh")):
        written = float(Decimal(small) / 10_000)
        assert convert(written, coarse, target) == convert(float(small), fine, target)


def test_arrays_convert_like_figures() -> None:
    values = np.array([0.1, 1.0, 7.3e5])
    converted = convert(values, "万吨标准煤", "TJ")
    assert converted == pytest.approx([convert(v, "万吨标准煤", "TJ") for v in values], rel=1e-15)
    assert convert(values, "t", "kt").tolist() == (values / 1000).tolist()


def test_not_a_number_stays_not_a_number() -> None:
    assert np.isnan(convert(float("nan"), "t", "kg"))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("t", "tCO2"),
        ("tC", "tCO2"),
        ("tCO2", "tCO2e"),
        ("万立方米", "t"),
        ("人", "辆"),
        ("t", "tce"),
    ],
)
def test_another_dimension_raises_and_names_both_units(source: str, target: str) -> None:
    with pytest.raises(UnitError) as caught:
        convert(1.0, source, target)
    for text in (caught.value.text.zh, caught.value.text.en):
        assert source in text
        assert target in text


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("kWh", "tce"),
        ("亿千瓦时", "万吨标准煤"),
        ("tce", "kWh"),
        ("kWh/m2", "kgce/m2"),
        ("gce/kWh", "1"),
    ],
)
def test_electricity_is_not_coal_without_a_convention(source: str, target: str) -> None:
    with pytest.raises(UnitError) as caught:
        convert(1.0, source, target)
    assert "当量值" in caught.value.text.en
    assert "等价值" in caught.value.text.zh


def test_electricity_as_heat_needs_no_convention() -> None:
    assert factor("MWh", "GJ") == Fraction("3.6")
    assert factor("kgce/kWh", "gce/kWh") == 1000


def test_electricity_to_coal_by_both_conventions() -> None:
    assert electricity_to_standard_coal(1, "亿千瓦时", Convention.EQUIVALENT) == 12290.0
    assert electricity_to_standard_coal(1, "亿千瓦时", Convention.THERMAL, 0.25) == 25000.0
    array = electricity_to_standard_coal(np.array([1.0, 2.0]), "万千瓦时", Convention.EQUIVALENT)
    assert array == pytest.approx([1.229, 2.458])


def test_the_thermal_rate_belongs_to_the_thermal_value() -> None:
    with pytest.raises(MethodError, match="positive rate"):
        electricity_to_standard_coal(1, "kWh", Convention.THERMAL)
    with pytest.raises(MethodError, match="no thermal rate"):
        electricity_to_standard_coal(1, "kWh", Convention.EQUIVALENT, 0.3)


def test_carbon_becomes_carbon_dioxide_only_by_name() -> None:
    assert Fraction(44, 12) == CO2_PER_CARBON
    assert carbon_to_co2(12.0) == 44.0
    assert carbon_to_co2(np.array([3.0])) == pytest.approx([11.0])


def test_money_of_another_year_needs_a_deflator() -> None:
    assert convert(1, "亿元@2020", "万元@2020") == 10_000
    with pytest.raises(UnitError, match="deflator"):
        convert(1, "亿元@2020", "亿元@2015")
    with pytest.raises(UnitError, match="deflator"):
        convert(1, "亿元", "亿元@2015")
    assert reprice(1, "亿元@2015", "万元@2020", 1.5) == 15_000
    assert reprice(3, "tCO2/万元@2015", "tCO2/万元@2020", 1.5) == pytest.approx(2)
    with pytest.raises(UnitError, match="not stated"):
        reprice(1, "亿元", "亿元@2020", 1.1)
    with pytest.raises(UnitError, match="dimensions"):
        reprice(1, "亿元@2015", "t", 1.1)


def test_money_states_its_price_base() -> None:
    assert money("万元", 2020).symbol == "万元@2020"
    assert money("亿元", "current").price_base == "current"
    with pytest.raises(UnitError):
        money("t", 2020)
    with pytest.raises(UnitError):
        money("万元@2015", 2020)


@pytest.mark.parametrize("rate", [300, 0.0003, 5.0])
def test_a_thermal_rate_in_grams_is_refused(rate: float) -> None:
    with pytest.raises(MethodError, match="divide gce by 1000"):
        electricity_to_standard_coal(1, "万千瓦时", Convention.THERMAL, rate)


def test_several_figures_may_stand_in_a_list() -> None:
    assert list(convert([1, 2.5], "t", "kg")) == [1000.0, 2500.0]


def test_a_figure_that_becomes_too_large_is_told() -> None:
    with pytest.raises(UnitError, match="too large"):
        convert(1e308, "Gt", "g")


@pytest.mark.parametrize(("source", "target"), [("桶", "t"), ("万吨", "万桶"), ("m3", "t")])
def test_volume_and_mass_ask_for_a_density(source: str, target: str) -> None:
    with pytest.raises(UnitError) as raised:
        convert(1.0, source, target)
    assert "密度" in raised.value.text.zh
    assert "density" in raised.value.text.en


def test_a_whole_number_beyond_all_floats_is_a_unit_error() -> None:
    with pytest.raises(UnitError, match="too large"):
        convert(10**400, "t", "kg")


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64])
def test_scalars_of_arrays_convert_as_plain_numbers(kind: type) -> None:
    figure = convert(kind(12), "万吨", "t")
    assert type(figure) is float
    assert figure == 120000
