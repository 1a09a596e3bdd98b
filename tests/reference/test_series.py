"""Published series stand as published; what is missing is absent."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from dafeng.errors import UnknownNameError
from dafeng.reference import (
    national,
    pilots,
    place_series,
    places_with_series,
    province_emissions,
    province_history,
    province_series,
    sectors,
)


def test_series_of_all_hosts() -> None:
    hosts = {code for p in pilots() for code in p.hosts}
    assert set(places_with_series()) == hosts
    for code in hosts - {"652900"}:
        series = place_series(code)
        assert min(series.gdp_current) == 2000
        assert max(series.gdp_current) >= 2022
        assert max(series.population_interpolated) >= 2022
        assert series.co2_edgar
        assert series.co2_ceads


def test_what_is_missing_is_absent() -> None:
    aksu = place_series("652900")
    assert not aksu.gdp_current
    assert not aksu.population
    assert not aksu.co2_edgar
    assert aksu.co2_ceads[2019] == pytest.approx(20.747e6, rel=1e-4)
    with pytest.raises(UnknownNameError, match="110000"):
        place_series("110000")


def test_published_figures_of_yulin() -> None:
    # City panel; EDGAR v8 and CEADs differ fourfold and both are kept.
    yulin = place_series("610800")
    assert yulin.gdp_current[2023] == 7091.4
    assert yulin.population[2020] == 363.0
    assert yulin.co2_edgar[2019] == pytest.approx(113.375904e6)
    assert yulin.co2_ceads[2019] == pytest.approx(457.756711e6, rel=1e-7)


def test_shares_add_up_and_known_faults_are_left_out() -> None:
    for code in places_with_series():
        s = place_series(code)
        for year, first in s.share_primary.items():
            total = first + s.share_secondary[year] + s.share_tertiary[year]
            assert total == pytest.approx(1, abs=6e-3)
    assert 2022 not in place_series("150600").share_primary


def test_the_panel_is_reproduced(shared_data: Path) -> None:
    with (shared_data / "city_panel.csv").open(encoding="utf-8") as file:
        panel = [r for r in csv.DictReader(file) if r["city_adcode"] == "130200"]
    series = place_series("130200")
    for r in panel:
        year = int(r["year"])
        if year >= 2000 and r["gdp_nominal_yi"]:
            assert series.gdp_current[year] == pytest.approx(float(r["gdp_nominal_yi"]), rel=1e-7)
            assert series.co2_edgar[year] == pytest.approx(float(r["co2_edgar8_t"]), rel=1e-7)


def test_a_province_by_sector_and_carrier() -> None:
    # CEADs 2019, sheet Shanghai2019: total 192.912182202 Mt, process 1.24955094 Mt.
    shanghai = province_emissions("310000")
    assert shanghai.year == 2019
    assert shanghai.sectors.labels == sectors().leaves()
    assert shanghai.process_co2 == pytest.approx(1.24955094e6, abs=1)
    total = shanghai.co2.sum() + shanghai.process_co2
    assert total == pytest.approx(192.912182202e6, abs=100)
    steel_coke = shanghai.co2[shanghai.sectors.index("steel"), shanghai.carriers.index("coke")]
    assert steel_coke == pytest.approx(17.697009048e6, abs=1)
    process_sector = shanghai.sectors.labels[int(np.argmax(shanghai.process_by_sector))]
    assert process_sector == "building_materials"


def test_arrays_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        province_emissions("310000").co2[0, 0] = 1.0


def test_a_provinces_history_ends_in_its_latest_inventory() -> None:
    for code in ("330000", "150000", "640000"):
        history = province_history(code)
        assert history.years.labels == tuple(range(1997, 2020))
        latest = province_emissions(code)
        assert history.totals[2019] == pytest.approx(latest.co2.sum() + latest.process_co2, abs=200)
        groups = history.co2[-1].sum(axis=0)
        assert groups[-1] == pytest.approx(latest.process_co2, abs=10)


@pytest.mark.parametrize("find", [province_emissions, province_history])
def test_a_province_without_inventory_raises(find: object) -> None:
    assert callable(find)
    with pytest.raises(UnknownNameError, match="540000"):
        find("540000")


def test_sum_of_provinces_exceeds_the_nation() -> None:
    # Known of Chinese statistics; CEADs nation 2019: 9794.756 Mt.
    codes = [f"{i:02d}0000" for i in range(11, 66)]
    total = 0.0
    for code in codes:
        try:
            total += province_history(code).totals[2019]
        except UnknownNameError:
            continue
    assert total > 9794.756e6
    assert total < 1.15 * 9794.756e6


def test_gdp_and_population_of_a_province() -> None:
    zhejiang = province_series("330000")
    assert set(zhejiang.population) == set(range(2005, 2025))
    assert province_series("110000").gdp_current[2024] == 49843.1
    assert province_series("540000").population[2020] == pytest.approx(366, abs=2)
    with pytest.raises(UnknownNameError):
        province_series("810000")


def test_national_context() -> None:
    nation = national()
    assert sum(nation.generation_mix[2023].values()) == pytest.approx(1, abs=2e-3)
    use = nation.electricity_use[2023]
    # National Energy Administration, January 2024 (亿千瓦时).
    assert use["total"] == 92241 == sum(v for k, v in use.items() if k != "total")
    assert nation.population[2020] == pytest.approx(140_978, rel=2e-3)
    assert 11e9 < nation.co2[2023] < 13e9


def test_national_goals() -> None:
    nation = national()
    assert nation.target("co2_per_gdp_2030").low == 17
    assert nation.target("co2_per_gdp_2030").base_year == 2025
    assert nation.target("non_fossil_share_2030").low == 25
    ndc = nation.target("net_ghg_2035")
    assert (ndc.low, ndc.high) == (7, 10)
    assert nation.target("non_fossil_share_2035").low == 30
    assert nation.target("neutrality").year == 2060
    with pytest.raises(UnknownNameError):
        nation.target("net_zero_1990")
