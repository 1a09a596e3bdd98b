"""Factors recompute, keep their set, year and kind, and say where they come from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dafeng import units
from dafeng.errors import UnknownNameError
from dafeng.reference import (
    GridKind,
    carriers,
    footprint_factors,
    fuel_factor_set,
    fuel_factor_sets,
    grid_factor,
    grid_factors,
    heat_factor,
    process_factor,
    process_factors,
    sources,
    standard_coal,
    standard_coals,
)

FOSSIL = [c.id for c in carriers().values() if c.group in ("coal", "oil", "gas")]

# Provincial guideline 2025: NCV, carbon content, oxidation -> tCO2 per t or 万Nm3.
GUIDELINE = {
    "gasoline": (43.07, 18.9, 0.98, 2.925056),
    "diesel": (42.652, 20.2, 0.98, 3.09591),
    "natural_gas": (389.31, 15.3, 0.99, 21.621888),
    "bituminous_coal": (19.57, 26.1, 0.93, 1.74175),
    "lignite": (11.9, 28.0, 0.96, 1.172864),
    "coke": (28.435, 29.5, 0.93, 2.860419),
    "petroleum_coke": (32.5, 27.5, 0.98, 3.211542),
    "crude_oil": (41.816, 20.1, 0.98, 3.020202),
    "fuel_oil": (41.816, 21.1, 0.98, 3.170461),
    "lng": (51.498, 15.3, 0.98, 2.831257),
    "lpg": (50.179, 17.2, 0.98, 3.10133),
    "blast_furnace_gas": (33.0, 70.8, 0.99, 8.481132),
    "converter_gas": (84.0, 49.6, 0.99, 15.124032),
    "coke_oven_gas": (179.81, 13.58, 0.99, 8.863806),
    "kerosene": (43.07, 19.6, 0.98, 3.033391),
}


@pytest.mark.parametrize("carrier", GUIDELINE)
def test_every_product_of_the_guideline_recomputes(carrier: str) -> None:
    ncv, carbon, oxidation, product = GUIDELINE[carrier]
    factor = fuel_factor_set("provincial-guideline-2025")[carrier]
    assert (factor.ncv, factor.carbon_content, factor.oxidation) == (ncv, carbon, oxidation)
    assert factor.co2_per_unit == pytest.approx(product, abs=5e-7)
    assert not factor.mapped_from


# IPCC 2006 vol. 2 table 1.4: CO2 factors as printed [kg/TJ].
IPCC = {
    "crude_oil": 73300,
    "gasoline": 69300,
    "kerosene": 71900,
    "diesel": 74100,
    "fuel_oil": 77400,
    "lpg": 63100,
    "naphtha": 73300,
    "petroleum_coke": 97500,
    "refinery_gas": 57600,
    "other_petroleum_products": 73300,
    "anthracite": 98300,
    "bituminous_coal": 94600,
    "raw_coal": 94600,
    "cleaned_coal": 94600,
    "lignite": 101000,
    "coke": 107000,
    "coke_oven_gas": 44400,
    "blast_furnace_gas": 260000,
    "converter_gas": 182000,
    "natural_gas": 56100,
    "lng": 56100,
}


@pytest.mark.parametrize("carrier", IPCC)
def test_ipcc_factors_are_carbon_content_times_44_over_12(carrier: str) -> None:
    factor = fuel_factor_set("ipcc-2006")[carrier]
    assert factor.co2_per_tj == pytest.approx(factor.carbon_content * 44 / 12)
    assert factor.co2_per_tj * 1000 == pytest.approx(IPCC[carrier], rel=2.1e-3)
    assert factor.oxidation == 1


@pytest.mark.parametrize("identifier", fuel_factor_sets())
def test_each_set_serves_every_fossil_carrier(identifier: str) -> None:
    chosen = fuel_factor_set(identifier)
    for carrier in FOSSIL:
        factor = chosen[carrier]
        assert factor.unit == carriers()[carrier].unit
        assert factor.source in sources()
        assert factor.ncv_source in sources()
        assert 0 < factor.ncv * factor.carbon_content / 1000 < (1 if factor.unit == "t" else 7)


def test_a_stand_in_is_always_named() -> None:
    for chosen in fuel_factor_sets().values():
        for factor in chosen.factors.values():
            if factor.mapped_from or factor.ncv_source != factor.source:
                assert factor.note
    assert fuel_factor_set("ipcc-2006")["raw_coal"].mapped_from == "Other bituminous coal"


def test_bounds_enclose_and_doubtful_ones_are_flagged() -> None:
    doubtful = set()
    for factor in fuel_factor_set("ipcc-2006").factors.values():
        assert factor.ncv_low is not None
        assert factor.ncv_high is not None
        assert factor.cc_low is not None
        assert factor.cc_high is not None
        assert factor.ncv_low < factor.ncv < factor.ncv_high
        assert factor.cc_low < factor.carbon_content < factor.cc_high
        if not factor.bounds_reproduced:
            doubtful.add(factor.carrier)
    assert doubtful == {"refinery_gas", "coke_oven_gas", "other_gas"}


def test_nothing_is_borrowed_from_another_set() -> None:
    with pytest.raises(UnknownNameError, match="ipcc-2006"):
        fuel_factor_set("ipcc-2006")["electricity"]
    with pytest.raises(UnknownNameError, match="provincial-guideline-2025"):
        fuel_factor_set("ceads")


def test_ipcc_table_agrees_with_the_published_one(shared_data: Path) -> None:
    with (shared_data / "factors" / "fuels_ipcc2006.csv").open(encoding="utf-8") as file:
        published = {r["fuel"]: r for r in csv.DictReader(file)}
    for factor in fuel_factor_set("ipcc-2006").factors.values():
        row = published[factor.fuel]
        assert factor.carbon_content == float(row["carbon_content_kgC_per_GJ"])
        if factor.ncv_source == "ipcc2006":
            assert factor.ncv == float(row["ncv_TJ_per_Gg"])


def test_standard_coal_is_the_calorific_value_over_29307_6() -> None:
    # GB/T 2589-2020, annex A.
    expected = {"raw_coal": 20934, "coke": 28470, "crude_oil": 41868, "diesel": 42705}
    for carrier, kilojoules in expected.items():
        assert standard_coal(carrier).coefficient == pytest.approx(kilojoules / 29307.6, abs=5e-5)
    assert standard_coal("electricity").coefficient == 0.1229
    assert standard_coal("natural_gas").unit == "kgce/m3"
    with pytest.raises(UnknownNameError):
        standard_coal("non_fossil")
    assert {*FOSSIL, "heat", "electricity"} == set(standard_coals())
    assert standard_coal("lignite").verification == "M"


def test_coefficients_and_calorific_values_of_a_set_are_of_one_size() -> None:
    for chosen in fuel_factor_sets().values():
        for carrier in FOSSIL:
            coal, factor = standard_coal(carrier), chosen[carrier]
            energy = coal.coefficient * float(units.factor(coal.unit, f"GJ/{factor.unit}"))
            assert 0.45 < factor.ncv / energy < 1.6, (chosen.id, carrier)


def test_process_factors() -> None:
    # IPCC 2006 vol. 3: 0.65 * 0.7848 * 1.02; carbonates by stoichiometry.
    assert process_factor("clinker_ipcc").value == pytest.approx(0.65 * 0.7848 * 1.02, abs=5e-3)
    assert process_factor("calcite").value == pytest.approx(44.0095 / 100.0869, abs=1e-4)
    assert process_factor("clinker").value == 0.538
    assert process_factor("clinker").verification == "M"
    assert heat_factor().value == 0.11
    assert heat_factor().unit == "tCO2/GJ"
    assert len(process_factors()) == 63
    assert all(p.source in sources() for p in process_factors().values())
    with pytest.raises(UnknownNameError):
        process_factor("perpetual_motion")


def provincial(year: int) -> dict[str, float]:
    return {
        f.area: f.value
        for f in grid_factors()
        if f.year == year and f.kind is GridKind.AVERAGE and f.area.isdigit()
    }


def test_twenty_provinces_fell_and_ten_rose_in_2023() -> None:
    # MEE on announcement 2025 No. 47.
    before, after = provincial(2022), provincial(2023)
    assert len(before) == len(after) == 30
    assert sum(after[p] < before[p] for p in before) == 20
    assert sum(after[p] > before[p] for p in before) == 10


@pytest.mark.parametrize(
    ("area", "year", "kind", "value"),
    [
        ("CN", 2021, "average", 0.5568),
        ("CN", 2022, "average", 0.5366),
        ("CN", 2023, "average", 0.5306),
        ("CN", 2023, "average_without_traded_non_fossil", 0.6096),
        ("CN", 2023, "fossil", 0.8273),
        ("CN", 2022, "enterprise_reporting", 0.5703),
        ("330000", 2021, "average", 0.5422),
        ("330100", 2022, "average", 0.5153),
        ("CN-SOUTH", 2023, "average", 0.4042),
    ],
)
def test_published_grid_factors(area: str, year: int, kind: str, value: float) -> None:
    found = grid_factor(area, year, kind)
    assert (found.value, found.kind) == (value, GridKind(kind))
    assert found.document in sources()


def test_no_other_grid_factor_stands_in() -> None:
    with pytest.raises(UnknownNameError, match="540000 for 2023"):
        grid_factor("540000", 2023)
    with pytest.raises(UnknownNameError, match="2021 average"):
        grid_factor("330000", 2020)
    with pytest.raises(UnknownNameError, match="fossil"):
        grid_factor("330000", 2023, GridKind.FOSSIL)
    with pytest.raises(UnknownNameError, match="marginal"):
        grid_factor("CN", 2023, "marginal")


def test_a_footprint_is_no_grid_factor() -> None:
    with pytest.raises(UnknownNameError, match="footprint"):
        grid_factor("CN", 2023, GridKind.FOOTPRINT)
    assert {(f.year, f.value) for f in footprint_factors()} == {(2023, 0.6205), (2024, 0.5777)}
    assert not any(f.kind is GridKind.FOOTPRINT for f in grid_factors())
    assert len(grid_factors()) + len(footprint_factors()) == 125
