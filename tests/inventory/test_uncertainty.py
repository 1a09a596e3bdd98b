"""How sure the total is, against closed forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    Flow,
    ProcessRecord,
    Quality,
)
from dafeng.errors import MethodError
from dafeng.inventory.account import Inventory
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.error_shapes import Shape
from dafeng.inventory.first_dossier import first_dossier
from dafeng.inventory.propagation import product_half_width, sum_half_width
from dafeng.inventory.supplied_errors import supplied
from dafeng.inventory.trend_uncertainty import approach1_trend
from dafeng.inventory.uncertainty import (
    approach1,
    monte_carlo,
)

FINAL = Flow.FINAL_CONSUMPTION
SECTORS = ("steel", "services", "transport", "construction")
Build = Callable[..., Dossier]


@pytest.fixture
def equal(build: Build) -> Inventory:
    """Return four equal cells of one carrier."""
    return compile_inventory(build([(2023, FINAL, s, "diesel", 1000.0, "t") for s in SECTORS]))


def only(inventory: Inventory, *, activity: float, factor: float) -> Inventory:
    return replace(
        inventory,
        activity_half_width=np.where(inventory.energy_co2 > 0, activity, 0.0),
        factor_half_width=np.full_like(inventory.factor_half_width, factor),
    )


def half(draws: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    low, high = np.quantile(draws, [0.025, 0.975])
    return float((high - low) / 2 / draws.mean())


def test_product_and_sum_rules() -> None:
    assert product_half_width(0.03, 0.04) == pytest.approx(0.05)
    assert sum_half_width(np.array([3.0, 1.0]), np.array([0.1, 0.4])) == pytest.approx(0.125)


def test_independent_activity_shrinks_with_the_root_of_n(equal: Inventory) -> None:
    inventory = only(equal, activity=0.2, factor=0.0)
    assert approach1(inventory, "territorial", 2023).half_width == pytest.approx(0.1)
    draws = monte_carlo(inventory, "territorial", 40_000, 1, shape=Shape.NORMAL)
    assert half(draws[0]) == pytest.approx(0.1, rel=0.03)


def test_a_shared_factor_does_not_shrink(equal: Inventory) -> None:
    inventory = only(equal, activity=0.0, factor=0.08)
    assert approach1(inventory, "territorial", 2023).half_width == pytest.approx(0.08)
    alone = approach1(inventory, "territorial", 2023, correlated=False)
    assert alone.half_width == pytest.approx(0.04)
    shared = monte_carlo(inventory, "territorial", 40_000, 1)
    apart = monte_carlo(inventory, "territorial", 40_000, 1, shared=False)
    assert half(shared[0]) == pytest.approx(0.08, rel=0.03)
    assert half(apart[0]) == pytest.approx(0.04, rel=0.03)


def test_a_factor_is_shared_by_all_years(build: Build) -> None:
    years = compile_inventory(
        build([(y, FINAL, "steel", "diesel", 1000.0, "t") for y in (2022, 2023)])
    )
    draws = monte_carlo(only(years, activity=0.0, factor=0.1), "territorial", 500, 3)
    assert np.allclose(draws[0], draws[1])


def test_lognormal_product_has_its_closed_form(equal: Inventory) -> None:
    inventory = only(equal, activity=0.0, factor=0.9)
    draws = monte_carlo(inventory, "territorial", 100_000, 5, shape=Shape.LOGNORMAL)[0]
    sigma = np.arcsinh(0.9) / 1.959963984540054
    centre = equal.energy_co2.sum()
    assert np.median(draws) == pytest.approx(centre, rel=0.01)
    assert draws.mean() == pytest.approx(centre * np.exp(sigma**2 / 2), rel=0.01)
    low, high = np.quantile(draws, [0.025, 0.975])
    assert (high - low) / 2 / centre == pytest.approx(0.9, rel=0.03)


def test_estimates_share_the_level_that_they_rest_on(build: Build) -> None:
    plain = build([])
    amount = Amount(1000.0, "t", low=700.0, high=1300.0, quality=Quality.ESTIMATE)
    energy = tuple(EnergyRecord(2023, FINAL, s, "diesel", amount) for s in SECTORS)
    inventory = compile_inventory(replace(plain, energy=energy))
    inventory = replace(inventory, factor_half_width=np.zeros_like(inventory.factor_half_width))
    assert approach1(inventory, "territorial", 2023).half_width == pytest.approx(0.3)
    draws = monte_carlo(inventory, "territorial", 40_000, 2, shape=Shape.NORMAL)
    assert half(draws[0]) == pytest.approx(0.3, rel=0.03)


def test_same_seed_same_draws_another_seed_others(
    build: Build, city_lines: list[tuple[object, ...]]
) -> None:
    inventory = compile_inventory(build(city_lines))
    first = monte_carlo(inventory, "assessment", 200, 7)
    assert np.array_equal(first, monte_carlo(inventory, "assessment", 200, 7))
    assert not np.array_equal(first, monte_carlo(inventory, "assessment", 200, 8))
    assert first.shape == (3, 200)


def test_both_methods_agree_on_a_city(build: Build, city_lines: list[tuple[object, ...]]) -> None:
    inventory = compile_inventory(build(city_lines))
    for basis in ("territorial", "assessment", "gpc_basic_plus", "park"):
        draws = monte_carlo(inventory, basis, 20_000, 11)[-1]
        propagated = approach1(inventory, basis, 2023)
        assert half(draws) == pytest.approx(propagated.half_width, rel=0.1), basis
        assert draws.mean() == pytest.approx(propagated.total, rel=0.01), basis


def test_each_result_names_its_method(equal: Inventory) -> None:
    assert "IPCC" in approach1(equal, "territorial", 2023).method.en


def test_trend_by_hand(build: Build) -> None:
    """Two carriers: sensitivities of IPCC 2006 V1 table 3.2 worked out."""
    inventory = compile_inventory(
        build(
            [
                (2022, FINAL, "steel", "diesel", 100.0, "t"),
                (2022, FINAL, "steel", "coke", 100.0, "t"),
                (2023, FINAL, "steel", "diesel", 110.0, "t"),
                (2023, FINAL, "steel", "coke", 80.0, "t"),
            ]
        )
    )
    trend = approach1_trend(inventory, "territorial", 2022, 2023)
    d, c = 3.09591, 2.860419
    base, last = 100 * (d + c), 110 * d + 80 * c
    assert trend.change == pytest.approx(100 * (last / base - 1), rel=1e-6)
    diesel = next(t for t in trend.terms if t.name.en == "Diesel oil")
    moved = (last + 1.1 * d) / (base + d) - last / base
    assert diesel.type_a == pytest.approx(100 * moved, rel=1e-6)
    assert diesel.type_b == pytest.approx(110 * d / base, rel=1e-6)
    assert diesel.by_activity == pytest.approx(diesel.type_b * 10 * np.sqrt(2), rel=1e-6)
    squares = sum(t.by_factor**2 + t.by_activity**2 for t in trend.terms)
    assert trend.half_width == pytest.approx(np.sqrt(squares))


def test_trend_of_a_shared_factor_alone_is_narrow(build: Build) -> None:
    inventory = compile_inventory(
        build([(y, FINAL, "steel", "diesel", q, "t") for y, q in ((2022, 100.0), (2023, 120.0))])
    )
    trend = approach1_trend(only(inventory, activity=0.0, factor=0.5), "territorial", 2022, 2023)
    assert trend.change == pytest.approx(20.0)
    assert trend.half_width == pytest.approx(0.0, abs=1e-9)


POWER = [
    *((y, FINAL, "services", "electricity", 100.0, "MWh") for y in (2022, 2023)),
    *((y, Flow.LOSS, "", "electricity", 10.0, "MWh") for y in (2022, 2023)),
]
HEAT = [
    *((y, FINAL, "services", "heat", 100.0, "GJ") for y in (2022, 2023)),
    *((y, Flow.INFLOW, "", "heat", 60.0, "GJ") for y in (2022, 2023)),
]


def test_grid_factor_has_a_width_that_lasts_over_the_years(build: Build) -> None:
    inventory = compile_inventory(build(POWER))
    exact = replace(inventory.electricity, net_half_width=np.zeros(2))
    certain = replace(inventory, electricity=exact)
    assert approach1(certain, "park", 2023).half_width == pytest.approx(0.05)
    draws = monte_carlo(certain, "park", 20_000, 3)
    assert half(draws[1]) == pytest.approx(0.05, rel=0.03)
    assert np.allclose(draws[0] / draws[0].mean(), draws[1] / draws[1].mean())


@pytest.mark.parametrize(("basis", "tonnes"), [("park", 6.6), ("gpc_basic", 11.0)])
def test_heat_has_the_width_of_its_activity_and_its_factor(
    build: Build, basis: str, tonnes: float
) -> None:
    inventory = compile_inventory(build(HEAT))
    found = approach1(inventory, basis, 2023)
    assert found.total == pytest.approx(tonnes)
    assert found.half_width == pytest.approx(np.hypot(0.10, 0.10))
    draws = monte_carlo(inventory, basis, 40_000, 3)
    assert half(draws[1]) == pytest.approx(found.half_width, rel=0.03)


def test_use_and_losses_of_electricity_err_together(build: Build) -> None:
    inventory = compile_inventory(build(POWER))
    found = approach1(inventory, "gpc_basic_plus", 2023)
    assert found.half_width == pytest.approx(np.hypot(0.10, 0.05))
    draws = monte_carlo(inventory, "gpc_basic_plus", 40_000, 3)
    assert half(draws[1]) == pytest.approx(found.half_width, rel=0.03)
    trend = approach1_trend(inventory, "gpc_basic_plus", 2022, 2023)
    assert len(trend.terms) == 1
    assert trend.half_width == pytest.approx(100 * 0.10 * trend.terms[0].type_b * np.sqrt(2))


def test_losses_beside_users_of_nothing_keep_their_width(build: Build) -> None:
    lines = [
        (2023, FINAL, "services", "electricity", 0.0, "MWh"),
        (2023, Flow.LOSS, "", "electricity", 10.0, "MWh"),
    ]
    inventory = compile_inventory(build(lines))
    assert inventory.electricity.used_half_width == pytest.approx([1.0])  # 10 % of 10 MWh


def test_electricity_of_no_sector_has_the_width_of_its_use(build: Build) -> None:
    lines = [
        (2023, FINAL, "", "electricity", 100.0, "MWh"),
        (2023, Flow.PRODUCTION, "", "electricity", 90.0, "MWh"),
    ]
    inventory = compile_inventory(build(lines))
    assert approach1(inventory, "gpc_basic", 2023).half_width == pytest.approx(np.hypot(0.10, 0.05))


@pytest.mark.parametrize(("carrier", "unit"), [("electricity", "亿千瓦时"), ("heat", "万吉焦")])
@pytest.mark.parametrize("basis", ["gpc_basic", "gpc_basic_plus"])
def test_a_small_sector_does_not_lend_its_width_to_the_whole(
    build: Build, basis: str, carrier: str, unit: str
) -> None:
    """1,000 +- 1 % with 1 +- 1 of it itemised: ``sqrt(999 ** 2 * 0.01 ** 2 + 1) / 1000``.

    IPCC 2006 Guidelines, volume 1, equation 3.2.
    """
    whole = Amount(1000.0, unit, low=990.0, high=1010.0)
    part = Amount(1.0, unit, low=0.0, high=2.0)
    records = [EnergyRecord(2023, FINAL, "", carrier, whole)]
    records += [EnergyRecord(2023, FINAL, "agriculture", carrier, part)]
    records += [EnergyRecord(2023, Flow.INFLOW, "", carrier, whole)]
    inventory = compile_inventory(replace(build([]), energy=tuple(records)))
    (found,) = (s for s in supplied(inventory, basis) if s.carrier == carrier and s.co2.any())
    expected = np.hypot(999 * 0.01, 1) / 1000
    assert found.width[0] / found.co2[0] == pytest.approx(expected)


def test_a_process_factor_lasts_over_the_years(build: Build) -> None:
    process = [ProcessRecord(y, "clinker", Amount(100.0, "t")) for y in (2022, 2023)]
    fuels = [(y, FINAL, "steel", "diesel", 1.0, "t") for y in (2022, 2023)]
    inventory = compile_inventory(build(fuels, process=process))
    trend = approach1_trend(inventory, "territorial", 2022, 2023)
    clinker = next(t for t in trend.terms if t.name.en == "Clinker (China provincial guideline)")
    assert clinker.by_factor == pytest.approx(clinker.type_a * 5)
    assert clinker.by_activity == pytest.approx(clinker.type_b * 10 * np.sqrt(2))


def test_terms_that_cancel_have_no_relative_width() -> None:
    with pytest.raises(MethodError):
        sum_half_width(np.array([1.0, -1.0]), np.array([0.1, 0.1]))


def test_the_level_of_estimates_is_one_error_in_the_trend_too(build: Build) -> None:
    """One entered cell grows; three estimates stay and share their level, as in approach 1."""
    lines = [
        (y, FINAL, s, "diesel", 100.0 if (y, s) != (2023, "steel") else 200.0, "t")
        for y in (2022, 2023)
        for s in SECTORS
    ]
    plain = only(compile_inventory(build(lines)), activity=0.0, factor=0.0)
    estimated = np.zeros_like(plain.estimated)
    for sector in SECTORS[1:]:
        estimated[:, plain.sectors.index(sector), plain.carriers.index("diesel")] = True
    width = np.where(estimated, 0.3, 0.0)
    inventory = replace(plain, estimated=estimated, activity_half_width=width)
    trend = approach1_trend(inventory, "territorial", 2022, 2023)
    by_hand = 100 * abs(0.9 / 4 - 0.9 * 5 / 16)
    assert trend.by_level == pytest.approx(by_hand)
    assert trend.half_width == pytest.approx(by_hand)


@pytest.mark.parametrize("part", ["process", "supplied"])
def test_shape_and_sharing_hold_for_all_factors(build: Build, part: str) -> None:
    process = [ProcessRecord(y, "clinker", Amount(100.0, "t")) for y in (2022, 2023)]
    made = compile_inventory(build(POWER, process=process))
    exact = replace(made.electricity, net_half_width=np.zeros(2), factor_half_widths=(0.5, 0.0))
    inventory = replace(made, electricity=exact, process_half_width=np.array([0.05]))
    basis = "territorial" if part == "process" else "park"
    if part == "supplied":
        inventory = replace(inventory, process_half_width=np.array([0.0]))
    normal, lognormal = (
        monte_carlo(inventory, basis, 4000, 5, shape=s) for s in ("normal", "lognormal")
    )
    assert not np.allclose(normal, lognormal, rtol=1e-5)
    together = monte_carlo(inventory, basis, 4000, 5)
    apart = monte_carlo(inventory, basis, 4000, 5, shared=False)
    assert np.min(np.corrcoef(together[0], together[1])) == pytest.approx(1.0)
    assert np.min(np.abs(np.corrcoef(apart[0], apart[1]))) < 0.1


@pytest.mark.parametrize("use", [1000.0, 1000.001])
def test_what_is_bought_may_be_nothing_and_yet_not_known(build: Build, use: float) -> None:
    """1,000 亿kWh used and made, each to 10 %: the balance is 0 +- 141 亿kWh."""
    lines = [
        (2023, FINAL, "steel", "electricity", use, "亿千瓦时"),
        (2023, Flow.POWER, "", "electricity", 1000.0, "亿千瓦时"),
        (2023, Flow.POWER, "", "natural_gas", -1.0, "亿立方米"),
    ]
    inventory = compile_inventory(build(lines))
    power = inventory.electricity
    assert power.net_half_width[0] == pytest.approx(100e5 * np.sqrt(2), rel=1e-4)
    width = power.net_half_width[0] * power.grid_factor[0]
    assert approach1(inventory, "assessment", 2023).width == pytest.approx(width, rel=0.01)
    low, high = np.quantile(monte_carlo(inventory, "assessment", 20_000, 1)[0], [0.025, 0.975])
    assert (high - low) / 2 == pytest.approx(width, rel=0.05)


def test_a_trend_to_a_balance_of_nothing_is_as_wide_as_to_nearly_nothing(build: Build) -> None:
    def trend(last: float) -> float:
        lines = [
            *((y, FINAL, "steel", "raw_coal", 100.0, "万吨") for y in (2022, 2023)),
            (2022, FINAL, "steel", "electricity", 20.0, "亿千瓦时"),
            (2022, Flow.POWER, "", "electricity", 10.0, "亿千瓦时"),
            (2023, FINAL, "steel", "electricity", last, "亿千瓦时"),
            (2023, Flow.POWER, "", "electricity", 20.0, "亿千瓦时"),
        ]
        return approach1_trend(compile_inventory(build(lines)), "assessment", 2022, 2023).half_width

    assert trend(20.0) == pytest.approx(trend(20.0001), rel=1e-3)
    assert trend(20.0) > 1


def test_estimated_generation_errs_beyond_its_fuel_by_its_share_of_heat() -> None:
    """The fuel's error stands with the fuel; how much of it made heat is generation's own."""
    made = compile_inventory(first_dossier("150600"))
    power, at = made.electricity, made.years.index(2023)
    own = power.net_half_width[at] / power.generated[at]
    assert 0.2 < own < 0.4
