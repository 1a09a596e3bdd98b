"""Units are read in every spelling that is in use."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from dafeng.errors import UnitError
from dafeng.units import Unit, known, unit

SPELLINGS = [
    (
        "万吨标准煤",
        "万吨标准煤|万吨标煤|万tce|10^4tce|10⁴ tce|１０４ｔｃｅ|10 000 tce|10,000 tce",
    ),
    ("万立方米", "万立方米|万m³|万m3|10^4 m3|10⁴立方米|1e4 Nm3|万Nm³|万标立方米|104m3|万標立方米"),
    ("亿立方米", "亿立方米|10^8 m3|10⁸m³|100 million m3|亿Nm3|億立方米|108立方米"),
    ("万千瓦时", "万千瓦时|万kWh|万kW·h|万度|10^4 kWh|万千瓦·时|萬千瓦小时"),
    ("亿千瓦时", "亿千瓦时|亿kWh|10^8kWh|亿度|100 million kWh|亿千瓦小时"),
    ("kWh", "kWh|KWH|kwh|千瓦时|度|kW·h|ｋＷｈ"),
    ("Mt", "Mt|百万吨|Tg|megatonnes"),
    ("kt", "kt|千吨|Gg|KT"),
    ("万吨", "万吨|万t|10^4 t|10⁴t|萬噸|10000吨"),
    ("GJ", "GJ|百万千焦|吉焦|gj"),
    ("tCO2", "tCO2|t CO2|tCO₂|吨二氧化碳|吨CO2|t(CO2)|tco2|t CO²"),
    ("万吨二氧化碳", "万吨二氧化碳|万tCO2|万吨CO₂|10^4 t CO2"),
    ("MtCO2", "MtCO2|Mt CO2|百万吨二氧化碳|TgCO2"),
    ("tCO2e", "tCO2e|tCO2-eq|tCO2eq|吨二氧化碳当量|t CO2-e"),
    ("tC", "tC|t C|吨碳|t(C)"),
    ("tce", "tce|TCE|吨标准煤|吨标煤|t标准煤|tonne coal equivalent"),
    ("kgce", "kgce|千克标准煤|公斤标准煤|kg标煤"),
    ("亿元", "亿元|10^8元|100 million yuan|亿CNY|億元"),
    ("万元", "万元|10,000 yuan|10^4 RMB"),
    ("万人", "万人|10^4 persons|10000人"),
    ("万平方米", "万平方米|万m2|万㎡|10⁴ m²"),
    ("亿吨公里", "亿吨公里|亿t·km|10^8 tonne-km"),
    ("亿人公里", "亿人公里|亿人·公里|100 million passenger-km"),
    ("万车公里", "万车公里|万辆公里|10^4 vehicle-km"),
    ("万千瓦", "万千瓦|万kW|10^4kW"),
    ("%", "%|％|percent"),
    ("tCO2/万元", "tCO2/万元|吨二氧化碳/万元|t CO2 per 10,000 yuan|tCO₂／万元"),
    ("tC/TJ", "tC/TJ|吨碳/TJ|t C / TJ"),
    ("GJ/万立方米", "GJ/万立方米|GJ/10^4m3|吉焦/万Nm³"),
    ("亿元@2020", "亿元@2020|亿元(2020年价)|亿元（2020年不变价格）|亿元(2020)"),
    ("亿元@current", "亿元@current|亿元(当年价)|亿元（现价）"),
]


@pytest.mark.parametrize(("symbol", "spellings"), SPELLINGS, ids=[s for s, _ in SPELLINGS])
def test_all_spellings_mean_the_same_unit(symbol: str, spellings: str) -> None:
    for spelling in spellings.split("|"):
        assert unit(spelling) == unit(symbol)
    assert unit(symbol).symbol == symbol


def test_every_known_unit_reads_back_its_symbol() -> None:
    assert len(known()) >= 100
    for one in known():
        assert unit(one.symbol) == one


def test_symbols_of_known_units_are_distinct() -> None:
    symbols = [one.symbol for one in known()]
    assert len(symbols) == len(set(symbols))


@pytest.mark.parametrize("text", ["", "furlong", "万", "10^4", "t//t", "/t", "t·", "tXO2", "元@1x"])
def test_a_text_that_is_no_unit_raises(text: str) -> None:
    with pytest.raises(UnitError) as caught:
        unit(text)
    assert text in caught.value.text.zh
    assert text in caught.value.text.en


@pytest.mark.parametrize("text", ["MT", "mt"])
def test_megatonne_or_metric_ton_is_not_guessed(text: str) -> None:
    with pytest.raises(UnitError, match="metric ton"):
        unit(text)


def test_a_price_base_belongs_to_money_only() -> None:
    with pytest.raises(UnitError):
        unit("t@2020")


def test_reduced_form_of_ratios() -> None:
    parsed = unit("tce/万元@2020")
    assert parsed == Unit(
        "tce/万元@2020",
        Fraction("29.3076") / 10_000,
        (("energy", 1), ("money", -1)),
        0,
        1,
        2020,
    )
    assert unit("t/(人·a)").dimension == (("mass", 1), ("person", -1), ("time", -1))


def test_a_text_longer_than_any_unit_is_refused_at_once() -> None:
    begun = time.process_time()
    for text in ("千" * 30000, "thousand" * 4000, "t/" * 15000):
        with pytest.raises(UnitError, match="…"):
            unit(text)
    assert time.process_time() - begun < 0.1
