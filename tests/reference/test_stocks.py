"""Figures of stocks are whole: every class, kind, technology and route has all it needs."""

from __future__ import annotations

import pytest

from dafeng.errors import UnknownNameError
from dafeng.reference import divisions, measures, table, tables
from dafeng.reference import stocks as published
from dafeng.scenarios.base_year import GROUPS

OURS = sorted(name for name in tables() if name.startswith("stock_"))


@pytest.mark.parametrize("name", OURS)
def test_every_row_has_a_quality_mark(name: str) -> None:
    shown = table(name)
    marks = {row[shown.columns.index("quality")] for row in shown.rows}
    assert marks <= {"A", "B", "C", "M"}


def test_every_class_of_vehicle_has_life_demand_distance_and_drives() -> None:
    classes = {s.id for s in published.survivals().values() if s.kind == "vehicle"}
    assert classes == set(published.yearly_distances())
    assert classes <= set(published.stock_demands())
    for of in classes:
        for option in published.options_today()[of]:
            assert published.drive_energies()[of, option.option]


def test_shares_sum_to_one_and_something_is_left_to_lose() -> None:
    for of, options in published.options_today().items():
        assert sum(o.share for o in options) == pytest.approx(1.0, abs=1e-9), of
        assert any(o.sales_share is None for o in options), of


def test_options_that_spread_have_a_ceiling_above_today() -> None:
    for of, options in published.options_today().items():
        for option in options:
            if option.sales_share is None:
                continue
            policy = published.adoptions()["current_policy", of, option.option]
            strong = published.adoptions()["enhanced", of, option.option]
            assert option.sales_share < policy.ceiling <= 1
            assert strong.duration < policy.duration


def test_every_route_has_energy_in_known_groups() -> None:
    for (product, route), uses in published.process_routes().items():
        assert {u.carrier for u in uses} <= {*GROUPS, "process"}
        assert all(u.figure.low <= u.figure.value <= u.figure.high for u in uses), (product, route)
        assert product in published.product_sectors()


def test_steel_by_hydrogen_takes_more_power_and_less_coal_than_by_furnace() -> None:
    def of(route: str) -> dict[str, float]:
        return {u.carrier: u.figure.value for u in published.process_routes()["crude_steel", route]}

    assert of("h2_dri")["electricity"] == pytest.approx(13.5)
    assert of("bf_bof")["coal"] > 10 * of("scrap_eaf")["coal"]


def test_every_kind_of_building_is_known_in_every_zone() -> None:
    kinds = [s.id for s in published.survivals().values() if s.kind == "building"]
    for kind in kinds:
        north = published.building_energy(kind, "severe_cold")["heating", ""].value
        south = published.building_energy(kind, "hot_summer_warm_winter")["heating", ""].value
        assert north > 4 * south
        facts = published.building_facts(kind)
        assert facts["saturation"].value > facts["area_per_head"].value
        assert 0.01 <= facts["retrofit_rate"].value <= 0.03


def test_every_province_of_the_mainland_has_a_zone_and_cars() -> None:
    mainland = {d.code for d in divisions().values() if d.level == "province" and d.code < "700000"}
    assert set(published.private_cars()) == mainland
    assert {published.climate_zone(code) for code in mainland} == {
        "severe_cold", "cold", "hot_summer_cold_winter", "hot_summer_warm_winter", "mild",
    }  # fmt: skip
    with pytest.raises(UnknownNameError, match="climate zone"):
        published.climate_zone("990000")


def test_plants_burn_a_known_group_at_a_possible_efficiency() -> None:
    for technology in published.plant_technologies().values():
        assert technology.carrier in GROUPS
        limit = 8.0 if technology.carrier == "electricity" else 1.0
        assert 0.2 <= technology.efficiency.value <= limit
        assert technology.life >= 20


def test_hydrogen_that_is_bought_is_told_one_way() -> None:
    """Non-fossil at its heating value for vehicles and for measures; made on site, electricity."""
    bought = [
        uses for (_, drive), uses in published.drive_energies().items() if drive == "hydrogen"
    ]
    assert bought
    assert {use.carrier for uses in bought for use in uses} == {"non_fossil"}
    paying = [m for m in measures().values() if m.price.startswith("green_hydrogen")]
    assert {m.target for m in paying} == {"non_fossil"}
    truck = published.drive_energies()["heavy_truck", "hydrogen"][0].figure.value
    diesel = published.drive_energies()["heavy_truck", "diesel"][0].figure.value
    assert truck / diesel == pytest.approx(measures()["h2_heavy_truck"].ratio, abs=0.1)
    made = {use.carrier for use in published.process_routes()["ammonia", "electrolysis"]}
    assert "electricity" in made
