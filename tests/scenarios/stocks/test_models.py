"""Each stock model: shares, conservation, monotone effects, figures by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.axes import Axis
from dafeng.scenarios.stocks.adoption import Spread
from dafeng.scenarios.stocks.buildings import Buildings, Retrofit, Vintage, standing
from dafeng.scenarios.stocks.plants import Build, HeatPlants, PowerPlants, Unit
from dafeng.scenarios.stocks.routes import Route, Routes, route_shares
from dafeng.scenarios.stocks.stock import Demand, Drawn, central
from dafeng.scenarios.stocks.vehicles import Drive, Life, VehicleClass, Vehicles, fleet, sold

YEARS = Axis("year", tuple(range(2023, 2061)))
FLAT = np.ones(len(YEARS))
CENTRE = central(len(YEARS))
LIFE = Life(14.46, 4.79, float("inf"), 0.06)
THREE = Drawn(np.ones((len(YEARS), 3)), np.array([-1.5, 0.0, 1.5]), np.zeros(3))


def cars(ceiling: float = 0.9, number: float = 1e6, **changes: object) -> Vehicles:
    drives = (
        Drive("gasoline", 0.94, (("oil", 2.3),), 0.0),
        Drive("electric", 0.06, (("electricity", 0.6),), 0.0, Spread(ceiling, 3.0, 12.0, 0.25)),
    )
    of = VehicleClass("private_car", number, FLAT, LIFE, 0.04, 12000.0, drives)
    return Vehicles("v", "transport", YEARS, (replace(of, **changes),), Demand(), 0.0)  # type: ignore[arg-type]


def test_energy_of_the_base_year_is_vehicles_times_distance_times_use() -> None:
    model = cars()
    oil, electricity = model.use(CENTRE)[0, :, 0]
    assert model.columns == ("oil", "electricity")
    assert oil == pytest.approx(0.94e6 * 12000 * 2.3e-6)
    assert electricity == pytest.approx(0.06e6 * 12000 * 0.6e-6)


def test_shares_of_drives_sum_to_one_and_the_stock_is_as_stated() -> None:
    model = cars()
    old, new = sold(model.classes[0], np.arange(38.0), np.array([-2.0, 0.0, 2.0]))
    assert old.sum(axis=2) == pytest.approx(1.0)
    assert new.sum(axis=1) == pytest.approx(1.0)
    turned, stock = fleet(model, model.classes[0], THREE)
    assert stock.sum(axis=1) == pytest.approx(1e6)
    assert stock[0, 1] == pytest.approx(0.06e6)
    assert turned.sales[1:] == pytest.approx(turned.scrapped[1:])


def test_more_electric_sales_need_less_oil_and_more_electricity() -> None:
    few, many = cars(0.5).use(CENTRE), cars(0.9).use(CENTRE)
    assert (many[5:, 0] < few[5:, 0]).all()
    assert (many[5:, 1] > few[5:, 1]).all()
    slow, _, fast = np.moveaxis(cars().use(THREE), -1, 0)
    assert (fast[2:, 0] < slow[2:, 0]).all()


def test_longer_life_keeps_oil_longer() -> None:
    short, _, long = np.moveaxis(
        cars().use(Drawn(np.ones((38, 3)), np.zeros(3), np.array([-1.5, 0.0, 1.5]))), -1, 0
    )
    assert (long[3:25, 0] > short[3:25, 0]).all()


def test_no_vehicle_no_energy() -> None:
    gone = cars(path=np.concatenate([[1.0], np.zeros(37)]))
    assert gone.use(CENTRE)[1:] == pytest.approx(0.0)


def houses(**changes: object) -> Buildings:
    model = Buildings(
        name="b",
        row="services",
        years=YEARS,
        path=1.01 ** np.arange(38.0),
        vintages=(Vintage(30.0, 4e6, 400.0, 0.0), Vintage(8.0, 6e6, 300.0, 0.0)),
        life=Life(50.0, 3.0, float("inf"), 0.15),
        retrofit=Retrofit(0.02, 0.3, 0.3),
        new_heating=np.full(38, 200.0),
        heating=(("coal", 0.4), ("heat", 0.6)),
        services=(("electricity", 100.0), ("gas", 30.0)),
        service_growth=0.0,
        switch=Spread(0.5, 15.0, 20.0, 0.25),
        replaced=2.8,
        demand=Demand(people=1.0),
        efficiency=0.0,
    )
    return replace(model, **changes)  # type: ignore[arg-type]


def test_buildings_of_the_base_year_by_hand() -> None:
    use = dict(zip(houses().columns, houses().use(CENTRE)[0, :, 0], strict=True))
    heat = 4e6 * 400e-6 + 6e6 * 300e-6
    expected = {"coal": 0.4 * heat, "heat": 0.6 * heat, "electricity": 1000.0, "gas": 300.0}
    assert use == pytest.approx(expected)


def test_floor_area_is_conserved() -> None:
    model = houses(path=np.concatenate([1.02 ** np.arange(15.0), 1.3 * 0.9 ** np.arange(23.0)]))
    found = standing(model, THREE)
    assert found.area[1:] == pytest.approx(
        found.area[:-1] + found.built[1:] - found.demolished[1:], rel=1e-12
    )
    assert (found.built >= 0).all()
    assert (found.demolished >= -1e-6).all()
    assert (np.diff(found.old, axis=0) <= 1e-6).all()
    assert (found.old.sum(axis=1) <= found.area + 1e-6).all()


def test_retrofit_and_new_standards_lower_heat() -> None:
    none = standing(houses(retrofit=Retrofit(0.0, 0.3, 0.0)), CENTRE).heat
    some = standing(houses(), CENTRE).heat
    better = standing(houses(new_heating=np.full(38, 100.0)), CENTRE).heat
    assert some[0] == pytest.approx(none[0])
    assert (some[1:] < none[1:]).all()
    assert (better[1:] < some[1:]).all()


def test_switching_moves_fuel_to_electricity_at_the_stated_ratio() -> None:
    before, after = houses(switch=None).use(CENTRE)[:, :, 0], houses().use(CENTRE)[:, :, 0]
    at = {c: i for i, c in enumerate(houses().columns)}
    fuel = (before - after)[:, at["coal"]] + (before - after)[:, at["gas"]]
    assert (fuel[1:] > 0).all()
    assert (after - before)[:, at["electricity"]] == pytest.approx(fuel / 2.8)
    assert after[:, at["heat"]] == pytest.approx(before[:, at["heat"]])


def unit(carrier: str = "coal", start: int = 2000, spread: float = 4.0) -> Unit:
    return Unit("u", carrier, 4.5e6, 0.4, start, 30.0, spread)


def power(*units: Unit, builds: tuple[Build, ...] = ()) -> PowerPlants:
    return PowerPlants("p", "power_heat", YEARS, units, FLAT, builds, Demand(), 0.0)


def test_a_unit_burns_its_output_over_its_efficiency_until_it_retires() -> None:
    use = power(unit()).use(CENTRE)[:, :, 0]
    assert use[0].tolist() == pytest.approx([4.5e6 * 0.0036 / 0.4, 4.5e6, 0.0])
    assert use[6, 1] == 4.5e6  # 2029
    assert not use[7:].any()  # 2030 = 2000 + 30


def test_when_all_units_have_retired_nothing_is_burnt() -> None:
    many = power(unit(), unit(start=2010), unit("gas", 2015))
    late = Drawn(np.ones((38, 3)), np.zeros(3), np.array([-2.0, 0.0, 1.0]))
    assert not many.use(late)[-1, :-1].any()
    assert (np.diff(many.use(late), axis=0) <= 1e-9).all()


def test_what_is_built_stops_at_its_potential() -> None:
    model = power(builds=(Build("solar", 900.0, 100.0, 0.2, 1200.0),))
    added = model.use(THREE)[:, -1]
    assert added[:, 1].tolist() == pytest.approx([min(100.0 * t, 900.0) * 1200 for t in range(38)])
    assert (np.diff(added[3]) > 0).all()
    assert (added <= 900 * 1200).all()


def test_heat_is_always_delivered() -> None:
    boiler = Unit("b", "coal", 1000.0, 0.8, 2005, 20.0, 3.0)
    pump = Unit("n", "electricity", 0.0, 3.2, 0, 20.0, 0.0)
    model = HeatPlants("h", "power_heat", YEARS, (boiler,), pump, FLAT, Demand(activity=1.0), 0.0)
    coal, electricity = np.moveaxis(model.use(THREE), 1, 0)
    assert coal * 0.8 + electricity * 3.2 == pytest.approx(1000.0)
    assert coal[0] == pytest.approx(1250.0)


def steel(ceiling: float = 0.4) -> Routes:
    routes = (
        Route("bf_bof", 0.9, (("coal", 15.6), ("electricity", 1.5)), 0.06, 0.0),
        Route("eaf", 0.1, (("electricity", 2.3),), 0.05, 0.0, Spread(ceiling, 10.0, 20.0, 0.3)),
    )
    life = Life(25.0, 3.0, float("inf"), 0.15)
    demand = Demand(activity=1.0)
    return Routes("s", "steel", YEARS, 1e6, FLAT, routes, life, demand, 0.0)


def test_steel_of_the_base_year_by_hand() -> None:
    use = dict(zip(steel().columns, steel().use(CENTRE)[0, :, 0], strict=True))
    assert use == pytest.approx(
        {"coal": 0.9e6 * 15.6e-3, "electricity": 1e3 * (0.9 * 1.5 + 0.1 * 2.3), "process": 59e3}
    )


def test_route_shares_sum_to_one_and_wear_holds_them_back() -> None:
    for turnover in (-2.0, 0.0, 2.0):
        shares = route_shares(
            steel(), Drawn(np.ones((38, 1)), np.array([3.0]), np.array([turnover]))
        )
        assert shares.sum(axis=1) == pytest.approx(1.0)
        assert (shares >= 0).all()
        scale = 25.0 * np.exp(0.15 * turnover)
        left = 0.9 * np.exp(-((np.arange(38.0) / scale) ** 3))
        assert (shares[:, 0, 0] >= left - 1e-12).all()


def test_more_scrap_needs_less_coal() -> None:
    few, many = steel(0.2).use(CENTRE), steel(0.6).use(CENTRE)
    assert (many <= few + 1e-9)[:, [0, 2]].all()
    # wear holds both back alike until the smaller ceiling is reached
    assert (many[20:, [0, 2]] < few[20:, [0, 2]]).all()
