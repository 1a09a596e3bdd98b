"""The defaults meet the published figures of the nation; a place's own mix bends them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.scenarios.base_year import GROUPS
from dafeng.scenarios.baseline import Baseline, Past, Spread
from dafeng.scenarios.catalogue import Key
from dafeng.scenarios.central import CentralPath, central_path
from dafeng.scenarios.defaults import SCENARIOS, rows
from dafeng.scenarios.history import Trend
from dafeng.scenarios.own_mix import NATION_COAL_PER_GAS, NATION_ELECTRIC
from dafeng.scenarios.paths import at
from dafeng.scenarios.story import default_scenario

COAL, OIL, GAS, ELECTRICITY = (GROUPS.index(g) for g in ("coal", "oil", "gas", "electricity"))

#: CO2 of a unit of energy [t/TJ]: near enough for ratios (IPCC 2006).
FACTOR = {"coal": 95.0, "oil": 72.0, "gas": 55.8}

#: Sectors of the nation, their classes and their share of the class's electricity (M).
NATION = (
    ("agriculture", "primary", 1.0),
    ("power_heat", "power", 0.0),
    ("mining", "secondary", 0.05),
    ("steel", "secondary", 0.12),
    ("nonferrous", "secondary", 0.14),
    ("building_materials", "secondary", 0.08),
    ("petrochemicals", "secondary", 0.15),
    ("other_manufacturing", "secondary", 0.44),
    ("construction", "secondary", 0.02),
    ("transport", "tertiary", 0.15),
    ("services", "tertiary", 0.85),
    ("households_urban", "", 0.6),
    ("households_rural", "", 0.4),
)

#: Electricity that plants use themselves [TWh] (M).
PLANTS = 800.0


def provincial_energy() -> dict[tuple[str, str], float]:
    """Return the fuel that all provinces burnt in 2019 by sector and group [TJ]."""
    groups = {c.id: c.group for c in reference.carriers().values()}
    found: dict[tuple[str, str], float] = {}
    for province in reference.all_province_emissions():
        for sector, line in zip(province.sectors, province.co2, strict=True):
            for carrier, co2 in zip(province.carriers, line, strict=True):
                key = (sector, groups[carrier])
                found[key] = found.get(key, 0.0) + float(co2) / FACTOR[groups[carrier]]
    return found


@pytest.fixture(name="nation", scope="module")
def nation_as_a_place(place: Callable[..., Baseline]) -> Baseline:
    """Return the nation: fuel of the provincial inventories, electricity of 2023 by class."""
    fuel, used = provincial_energy(), reference.national().electricity_use[2023]
    power = {"primary": used["primary"], "secondary": used["secondary"] - 10 * PLANTS}
    power |= {"tertiary": used["tertiary"], "": used["households"]}
    energy = np.zeros((len(NATION), len(GROUPS)))
    for i, (sector, kind, share) in enumerate(NATION):
        energy[i, :3] = [fuel.get((sector, g), 0.0) for g in GROUPS[:3]]
        energy[i, ELECTRICITY] = 360.0 * (10 * PLANTS if kind == "power" else share * power[kind])
    parents = {"": ("households",), "power": ("secondary",)}
    count = len(NATION)
    return place(
        sectors=Axis("sector", tuple(s for s, _, _ in NATION)),
        classes=tuple(c for _, c, _ in NATION),
        lineage=tuple(parents.get(c, (c,)) for _, c, _ in NATION),
        class_shares=np.array([0.07, 0.38, 0.55]),
        energy=energy,
        factor=np.zeros_like(energy),
        process=np.zeros(count),
        spread=Spread(np.zeros(count), np.zeros((len(GROUPS), 2)), np.zeros(count), 0.0),
    )


def final(path: CentralPath) -> Floats:
    """Return the energy of final users (year, carrier)."""
    users = np.array([c != "power" for c in path.baseline.classes])
    return np.asarray(path.energy[:, users].sum(axis=1))


def growth(values: Floats, first: int, last: int) -> float:
    """Return the mean yearly rate between two years; the first value is that of 2023."""
    return float((values[last - 2023] / values[first - 2023]) ** (1 / (last - first)) - 1)


def place_with(place: Callable[..., Baseline], **factors: float) -> Baseline:
    """Return the typical place with some carriers used more or less."""
    energy = place().energy.copy()
    for carrier, by in factors.items():
        energy[:, GROUPS.index(carrier)] *= by
    return place(energy=energy)


def test_the_ratios_of_the_nation_are_those_of_the_reference_tables() -> None:
    fuel = provincial_energy()
    for plants, ratio in NATION_COAL_PER_GAS.items():
        coal, gas = (
            sum(v for (s, g), v in fuel.items() if (s == "power_heat") is plants and g == group)
            for group in ("coal", "gas")
        )
        assert coal / gas == pytest.approx(ratio, rel=0.05)


def test_electricity_of_the_nation_grows_as_expected(nation: Baseline) -> None:
    """About 5 %/a is expected to 2030 (M); 6 %/a to 2027 (IEA 2025), 6.3 %/a (GlobalData 2025)."""
    used = final(central_path(nation, default_scenario(nation, "current_policy")))
    assert 0.045 < growth(used[:, ELECTRICITY], 2023, 2030) < 0.065
    assert 0.02 < growth(used[:, ELECTRICITY], 2030, 2035) < 0.045


def test_electricity_gains_on_fuel_as_in_the_nations_goals(nation: Baseline) -> None:
    """Share 28 % in 2023, about 35 % in 2030 (M), over 40 % in 2035: odds times 1.38 and 1.71."""
    used = final(central_path(nation, default_scenario(nation, "current_policy")))
    odds = used[:, ELECTRICITY] / (used.sum(axis=1) - used[:, ELECTRICITY])
    assert odds[2030 - 2023] / odds[0] == pytest.approx(1.38, abs=0.08)
    assert odds[2035 - 2023] / odds[0] == pytest.approx(1.71, abs=0.12)


def test_gas_of_the_nation_stays_within_the_outlook(nation: Baseline) -> None:
    """456 billion m3 in 2025, 569 in 2030, a plateau of 620 to 2040, 420 in 2060 (Sinopec)."""
    used = central_path(nation, default_scenario(nation, "current_policy")).energy.sum(axis=1)
    assert growth(used[:, GAS], 2025, 2030) == pytest.approx((569 / 456) ** 0.2 - 1, abs=0.01)
    assert used[2035 - 2023, GAS] / used[2025 - 2023, GAS] == pytest.approx(620 / 456, rel=0.1)
    assert 0.5 < used[2060 - 2023, GAS] / used[2025 - 2023, GAS] < 1.1


def test_energy_per_gdp_of_the_nation_falls_near_the_goal(nation: Baseline) -> None:
    """The goal is -2.1 %/a; it lies between the count by calorific value and by coal for power."""
    path = central_path(nation, default_scenario(nation, "current_policy"))
    used = final(path)
    for weight, low, high in ((1.0, -0.030, -0.021), (2.45, -0.021, -0.010)):
        counted = used.sum(axis=1) + (weight - 1) * used[:, ELECTRICITY]
        assert low < growth(counted / path.gdp, 2025, 2030) < high


def test_scenarios_keep_their_order_in_the_nation(nation: Baseline) -> None:
    paths = [central_path(nation, default_scenario(nation, s)) for s in SCENARIOS]
    for year in (2030, 2035, 2060):
        fuels = [final(p)[year - 2023, [COAL, OIL, GAS]].sum() for p in paths]
        assert fuels[0] > fuels[1] > fuels[2]
        shares = [final(p)[year - 2023, ELECTRICITY] / final(p)[year - 2023].sum() for p in paths]
        assert shares[0] < shares[1] < shares[2]


@given(gas=st.floats(0.01, 20.0))
def test_the_odds_of_gas_grow_alike_everywhere(place: Callable[..., Baseline], gas: float) -> None:
    """What moves multiplies gas over coal as in the nation, whatever the place burns."""
    there = place_with(place, gas=gas)
    share = at(
        default_scenario(there, "current_policy").paths[Key("shift_to_gas", "steel", "coal")], 2030
    )
    row = next(
        r
        for r in rows()
        if (r.scenario, r.driver, r.sector, r.carrier, r.year)
        == ("current_policy", "shift_to_gas", "", "coal", 2030)
    )
    users = np.array([c != "power" for c in there.classes])
    ratio = there.energy[users, COAL].sum() / there.energy[users, GAS].sum()
    for moved, stated in zip(share, (row.low, row.central, row.high), strict=True):
        expected = (1 + stated * NATION_COAL_PER_GAS[False]) / (1 - stated)
        assert (1 + moved * ratio) / (1 - moved) == pytest.approx(expected)


def test_no_gas_appears_where_none_is_used(place: Callable[..., Baseline]) -> None:
    path = central_path(there := place_with(place, gas=0.0), default_scenario(there, "enhanced"))
    assert path.energy[:, :, GAS].max() == 0.0


def test_a_place_on_coal_does_not_multiply_its_gas(place: Callable[..., Baseline]) -> None:
    """The same share of coal everywhere would make seven times as much gas of a twentieth."""
    used = [
        central_path(there, default_scenario(there, "current_policy")).energy[:, :, GAS].sum(axis=1)
        for there in (place(), place_with(place, gas=0.05))
    ]
    assert used[1][12] / used[1][0] < 1.8
    assert used[1][12] / used[1][0] == pytest.approx(used[0][12] / used[0][0], rel=0.25)


def test_moves_of_industry_by_hand(place: Callable[..., Baseline]) -> None:
    """13 % of coal in the nation multiply the odds by 1.34; on nine parts of fuel, 5.8 % do."""
    there = place()
    industry = np.array([c == "secondary" for c in there.classes])
    fuel = there.energy[industry][:, [COAL, OIL, GAS]].sum()
    there = place_with(place, electricity=fuel / 9 / there.energy[industry, ELECTRICITY].sum())
    path = default_scenario(there, "current_policy").paths[
        Key("shift_to_electricity", "steel", "coal")
    ]
    stated = 0.13
    odds = (1 + stated * (1 / NATION_ELECTRIC - 1) / 2) / (1 - stated)
    assert odds == pytest.approx(1.3415, abs=1e-4)
    assert at(path, 2030)[1] == pytest.approx(0.3415 / (1.3415 + 4.5), abs=1e-4)


def test_cars_and_homes_follow_the_nation(place: Callable[..., Baseline]) -> None:
    for electricity in (0.2, 5.0):
        story = default_scenario(place_with(place, electricity=electricity), "current_policy")
        assert at(story.paths[Key("shift_to_electricity", "transport", "oil")], 2030)[1] == 0.18


def test_intensity_falls_more_slowly_where_electricity_weighs_more(
    place: Callable[..., Baseline],
) -> None:
    key = Key("energy_intensity", "other_manufacturing")
    few, many = (
        at(default_scenario(place_with(place, electricity=e), "frozen").paths[key], 2024)[1]
        for e in (0.1, 10.0)
    )
    assert 0.004 < many - few < 0.01


def test_the_past_of_fuels_moves_electricity_less(place: Callable[..., Baseline]) -> None:
    """CO2 per GDP tells of what is burnt: the more electricity, the less it says."""
    key, past = (
        Key("energy_intensity", "steel"),
        Past(None, None, Trend(-0.08, 0.005, 0.02, 0.0, 2013, 2023)),
    )
    moved = []
    for electricity in (0.1, 10.0):
        there = place_with(place, electricity=electricity)
        own = place(energy=there.energy, past=past)
        paths = [default_scenario(b, "frozen").paths[key] for b in (there, own)]
        moved.append(at(paths[1], 2024)[1] - at(paths[0], 2024)[1])
    assert moved[0] < 3 * moved[1] < 0
