"""The library: enough measures, every figure traceable and worked out as its note says."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng import reference
from dafeng.errors import MethodError, UnknownNameError
from dafeng.reference import energy_price, energy_prices, measure, measures, price_level, sources
from dafeng.reference.energy_prices import user_of
from dafeng.reference.measure_rows import require_sound
from dafeng.reference.measures import FIELDS, LEVERS, MARKS, Span
from dafeng.reference.stocks import is_zone_from_memory
from dafeng.scenarios.base_year import GROUPS

ROWS = {
    row[0]: dict(zip(reference.table("measures").columns, row, strict=True))
    for row in reference.table("measures").rows
}


def test_there_are_at_least_120_measures_over_every_field_and_lever() -> None:
    fields = Counter(m.field for m in measures().values())
    assert len(measures()) >= 120
    assert set(fields) == set(FIELDS)
    assert min(fields.values()) >= 8
    assert {m.lever for m in measures().values()} == set(LEVERS)


def test_sectors_and_carriers_are_those_of_the_house() -> None:
    tree = reference.sectors()
    for m in measures().values():
        assert all(s in tree for s in m.sectors), m.id
        assert {*m.carriers, *(c for c, _ in m.penalty)} <= set(GROUPS), m.id
        assert not m.target or m.target in GROUPS, m.id


@pytest.mark.parametrize("end", ["_low", "", "_high"])
def test_cost_is_the_quoted_figure_over_its_yearly_effect(end: str) -> None:
    for identifier, row in ROWS.items():
        quoted, yuan, effect = (
            float(row[c]) for c in (f"quoted{end}", "yuan_per_quoted", "effect_per_quoted")
        )
        cost = float(row[f"investment{end}"])
        assert cost == pytest.approx(quoted * yuan / effect, rel=1e-4), identifier


def test_every_figure_names_source_licence_and_conversion() -> None:
    for m in measures().values():
        assert m.source in sources()
        assert m.potential_source in sources()
        assert m.licence
        assert m.note, m.id


def test_only_what_was_located_has_a_mark_other_than_memory() -> None:
    for m in measures().values():
        for mark, source in ((m.quality, m.source), (m.potential_quality, m.potential_source)):
            from_memory = source == "dafeng" or "from memory" in sources()[source].title.en
            assert mark == "M" or not from_memory, m.id
            assert mark != "O"
            assert mark in MARKS


def test_each_located_figure_names_an_address_a_doi_or_a_document_number() -> None:
    located = {m.source for m in measures().values() if m.quality != "M"}
    located |= {m.potential_source for m in measures().values() if m.potential_quality != "M"}
    located |= {p.source for p in energy_prices().values() if p.quality != "M"}
    for name in located:
        source = sources()[name]
        numbered = re.search(r"doi|〔20\d\d〕|GB/T", source.title.zh + source.title.en)
        assert source.address or numbered, name


def test_no_located_price_of_energy_is_from_memory() -> None:
    for price in energy_prices().values():
        from_memory = price.source == "dafeng" or "from memory" in sources()[price.source].title.en
        assert price.quality == "M" or not from_memory, price.id


def test_figures_of_the_cost_tables_are_as_published(shared_data: Path) -> None:
    published = _investments(shared_data / "costs" / "pypsa_china_costs_2025.csv")
    for identifier, technology in {
        "biogas_power": "biogas",
        "central_air_heat_pump": "central air-sourced heat pump",
        "biomass_heat_plant": "biomass HOP",
        "boiler_coal_to_biomass": "solid biomass boiler steam",
        "boiler_electric": "electric boiler steam",
        "industrial_heat_pump": "industrial heat pump medium temperature",
        "industrial_heat_pump_hot": "industrial heat pump high temperature",
        "ammonia_green": "electrolysis",
    }.items():
        euro = published[technology]
        assert float(ROWS[identifier]["quoted"]) == pytest.approx(euro * 7.87, rel=1e-3), identifier
    assert float(ROWS["cement_ccs"]["quoted"]) == published["cement capture"]
    assert float(ROWS["coal_plant_ccs"]["quoted"]) == published["retrofit"]


def _investments(path: Path) -> dict[str, float]:
    with path.open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["parameter"] == "investment"]
    return {r["technology"]: float(r["value"]) for r in rows}


def test_chinese_power_costs_are_as_published(shared_data: Path) -> None:
    path = shared_data / "costs" / "tech_costs_subset_litreview.csv"
    with path.open(encoding="utf-8", errors="replace") as file:
        rows = [r for r in csv.DictReader(file) if r["reference"].startswith("Zhu")]
    published = {r["technology"]: float(r["2030"]) for r in rows}
    for identifier, technology in {
        "pv_utility": "solar-utility",
        "pv_rooftop_industrial": "Distributed solar",
        "pv_rooftop_rural": "Distributed solar",
        "wind_onshore": "onwind",
        "wind_offshore": "offwind",
        "csp_tower": "CSP",
        "gas_chp_instead_of_coal": "gas",
    }.items():
        assert float(ROWS[identifier]["quoted"]) == published[technology], identifier


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("potential", {"potential": Span(0.5, 0.2, 0.6)}),
        ("investment", {"investment": Span(2.0, 1.0, 3.0)}),
        ("lever", {"lever": "prayer"}),
        ("carriers", {"carriers": ("peat",)}),
        ("carriers", {"carriers": ()}),
        ("target", {"target": "gas"}),
        ("ratio", {"ratio": 0.5}),
        ("sectors", {"sectors": ("shipyards",)}),
        ("prerequisites", {"prerequisites": ("nothing_like_it",)}),
        ("exclusions", {"exclusions": ("motors",)}),
        ("price", {"price": "free_lunch"}),
        ("build_rate", {"build_rate": 0.0}),
        ("lifetime", {"lifetime": 0.0}),
        ("maturity", {"maturity": "ripe"}),
        ("quality", {"quality": "Z"}),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(column: str, change: dict[str, object]) -> None:
    broken = replace(measure("steel_cdq"), **change)  # type: ignore[arg-type]
    with pytest.raises(MethodError, match=f"'{column}' of measure 'steel_cdq'"):
        require_sound(broken, measures())


def test_an_unknown_measure_raises() -> None:
    with pytest.raises(UnknownNameError, match="no measure 'perpetual_motion'"):
        measure("perpetual_motion")


def test_every_sector_has_a_price_for_every_carrier() -> None:
    for sector in reference.sectors().members:
        for group in GROUPS:
            price = energy_price(group, sector)
            assert price.group == group
            assert 0 <= price.low <= price.central <= price.high


@pytest.mark.parametrize(
    ("sector", "user"),
    [
        ("steel", "steel"),
        ("households_rural", "households"),
        ("mining", "industry"),
        ("power_heat", "power"),
        ("ceads_01", "agriculture"),
    ],
)
def test_a_sector_pays_what_its_kind_pays(sector: str, user: str) -> None:
    assert user_of(sector) == user


def test_prices_per_energy_are_of_the_known_size() -> None:
    known = {"coal_power": 29.1, "gas_industry": 92.5, "electricity_industry": 174.2}  # yuan/GJ
    for identifier, yuan_per_gj in known.items():
        assert energy_prices()[identifier].central / 1000 == pytest.approx(yuan_per_gj, rel=0.01)


YEARS = st.integers(min_value=2005, max_value=2030)


@given(YEARS, YEARS, YEARS)
def test_price_levels_chain(first: int, second: int, third: int) -> None:
    chained = price_level(first, second) * price_level(second, third)
    assert chained == pytest.approx(price_level(first, third))
    assert price_level(first, first) == 1


def test_prices_rose_as_published() -> None:
    assert price_level(2019, 2020) == pytest.approx(1.025)
    assert price_level(2022, 2024) == pytest.approx(1.002 * 1.002)


def test_what_is_worked_out_by_judgement_bears_the_mark_of_judgement() -> None:
    """The paper states a yearly cost; the rate and life behind the investment are the project's."""
    retrofit = measures()["retrofit_mixed_climate"]
    assert (retrofit.quality, retrofit.potential_quality) == ("M", "M")
    assert "judgement" in retrofit.note


def test_zones_of_prefectures_are_from_memory_and_those_of_provinces_are_not() -> None:
    assert is_zone_from_memory("411500")
    assert not is_zone_from_memory("410000")
    assert not is_zone_from_memory("130200")
