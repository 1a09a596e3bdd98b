"""Scenarios as data: defaults, the place's past, the place's own assumptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from dafeng import reference
from dafeng.dossier.records import AssumptionRecord
from dafeng.errors import MethodError, UnitError
from dafeng.scenarios import defaults
from dafeng.scenarios.baseline import Baseline, Past
from dafeng.scenarios.catalogue import DRIVERS, Key, Scope, driver
from dafeng.scenarios.defaults import SCENARIOS, bases, rows
from dafeng.scenarios.history import Trend
from dafeng.scenarios.own_past import NATIONAL_PACE
from dafeng.scenarios.paths import Path, Point, at
from dafeng.scenarios.simulation import simulate
from dafeng.scenarios.story import default_scenario, keys, own_scenarios, scenario
from dafeng.scenarios.telling import told


def entered(**columns: object) -> AssumptionRecord:
    record = AssumptionRecord(
        "current_policy", "gdp_growth", "", "", 2030, None, 0.05, None, "1/a", "own-plan"
    )
    return replace(record, **columns)  # type: ignore[arg-type]


def test_every_default_names_a_driver_and_a_basis_and_keeps_its_order() -> None:
    for row in rows():
        assert row.scenario in SCENARIOS
        assert row.low <= row.central <= row.high
        assert driver(row.driver).low <= row.low
        assert row.high <= driver(row.driver).high
        assert row.basis in bases()


def test_a_basis_is_either_cited_or_marked_as_judgement() -> None:
    for basis in bases().values():
        assert basis.judgement != bool(basis.citation)


def test_national_goals_are_those_of_the_reference() -> None:
    goal = reference.national().target("co2_per_gdp_2030")
    assert (goal.low, goal.unit) == (17.0, "%")
    assert pytest.approx(-0.0366, abs=5e-5) == NATIONAL_PACE


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_key_but_the_sinks_has_a_path(typical: Baseline, name: str) -> None:
    story = default_scenario(typical, name)
    assert set(keys(typical)) - set(story.paths) == {Key("sinks")}


def test_stated_sinks_are_held(place: Callable[..., Baseline]) -> None:
    story = default_scenario(place(sinks=3e5), "enhanced")
    assert at(story.paths[Key("sinks")], 2050)[1] == 3e5


def test_unknown_scenario(typical: Baseline) -> None:
    with pytest.raises(MethodError, match="no scenario 'rosy'"):
        default_scenario(typical, "rosy")


def test_frozen_policy_holds_what_policy_moves(typical: Baseline) -> None:
    story = default_scenario(typical, "frozen")
    for key, path in story.paths.items():
        of = driver(key.driver)
        if of.scope is Scope.TRANSFER or key.driver in ("grid_factor", "structure"):
            assert {(p.low, p.central, p.high) for p in path.points} == {(0.0, 0.0, 0.0)}


def test_economy_and_population_are_the_same_in_all_scenarios(typical: Baseline) -> None:
    for name in ("gdp_growth", "population_growth"):
        assert len({default_scenario(typical, s).paths[Key(name)] for s in SCENARIOS}) == 1


def test_shares_start_from_nothing_in_the_base_year(typical: Baseline) -> None:
    for key, path in default_scenario(typical, "enhanced").paths.items():
        if driver(key.driver).scope is Scope.TRANSFER:
            assert at(path, typical.year) == (0.0, 0.0, 0.0)


def test_narrower_default_rows_beat_wider_ones(typical: Baseline) -> None:
    story = default_scenario(typical, "current_policy")
    oil = "shift_to_electricity"
    assert at(story.paths[Key(oil, "transport", "oil")], 2035)[1] == pytest.approx(0.33)
    assert at(story.paths[Key(oil, "services", "oil")], 2035)[1] == pytest.approx(0.18)


def test_interpolation_is_linear_and_level_outside() -> None:
    basis = bases()["judgement"]
    path = Path(
        Key("gdp_growth"),
        (Point(2025, 0.03, 0.04, 0.05, basis), Point(2035, 0.01, 0.02, 0.04, basis)),
    )
    assert at(path, 2030) == pytest.approx((0.02, 0.03, 0.045))
    assert at(path, 2020) == (0.03, 0.04, 0.05)
    assert at(path, 2060) == (0.01, 0.02, 0.04)


def test_an_entered_point_replaces_its_year_alone(typical: Baseline) -> None:
    record = entered(low=0.03, central=0.06, high=0.07)
    before = default_scenario(typical, "current_policy").paths[Key("gdp_growth")]
    after = scenario(typical, "current_policy", [record]).paths[Key("gdp_growth")]
    assert at(after, 2030) == (0.03, 0.06, 0.07)
    assert at(after, 2025) == at(before, 2025)
    assert at(after, 2035) == at(before, 2035)
    assert next(p for p in after.points if p.year == 2030).basis.citation == "own-plan"


def test_between_entered_points_no_default_bends_the_path(typical: Baseline) -> None:
    records = [entered(year=2026, central=0.08), entered(year=2060, central=0.08)]
    path = scenario(typical, "current_policy", records).paths[Key("gdp_growth")]
    assert {at(path, year)[1] for year in range(2026, 2061)} == {0.08}


def test_an_entered_point_without_a_range_keeps_the_width(typical: Baseline) -> None:
    before = at(default_scenario(typical, "current_policy").paths[Key("gdp_growth")], 2028)
    story = scenario(typical, "current_policy", [entered(year=2028, central=0.06)])
    low, central, high = at(story.paths[Key("gdp_growth")], 2028)
    assert central == pytest.approx(0.06)
    assert high - low == pytest.approx(before[2] - before[0])


def test_a_record_at_the_base_year_or_before_never_acts(typical: Baseline) -> None:
    for year in (typical.year, typical.year - 3):
        early = [
            entered(driver="shift_to_electricity", sector="steel", carrier="coal", year=year,
                    central=0.4, unit="1"),
            entered(driver="carbon_capture", year=year, central=0.3, unit="1"),
            entered(year=year, central=0.2),
        ]  # fmt: skip
        assert scenario(typical, "current_policy", early) == default_scenario(
            typical, "current_policy"
        )


def test_an_own_scenario_starts_from_current_policy_as_the_place_has_it(typical: Baseline) -> None:
    records = (
        entered(
            scenario="industry_first", driver="energy_intensity", sector="steel", central=-0.08
        ),
        entered(central=0.06),
        entered(scenario="低碳", year=2035, central=0.01),
        entered(scenario="industry_first", year=2040, central=0.02),
    )
    first, second = own_scenarios(typical, records)
    assert (first.id, first.name.zh, second.id) == ("industry_first", "industry_first", "低碳")
    now = scenario(typical, "current_policy", records)
    assert at(first.paths[Key("energy_intensity", "steel")], 2030)[1] == pytest.approx(-0.08)
    assert at(first.paths[Key("gdp_growth")], 2030)[1] == pytest.approx(0.06)
    assert at(first.paths[Key("gdp_growth")], 2040)[1] == pytest.approx(0.02)
    assert at(second.paths[Key("gdp_growth")], 2035)[1] == pytest.approx(0.01)
    changed = {Key("energy_intensity", "steel"), Key("gdp_growth")}
    assert all(first.paths[k] == now.paths[k] for k in now.paths if k not in changed)
    assert simulate(typical, first, 20, 1).recipe.scenario == "industry_first"


def test_without_own_ids_there_are_no_own_scenarios(typical: Baseline) -> None:
    assert own_scenarios(typical, [entered()]) == ()


def test_per_cent_is_read(typical: Baseline) -> None:
    for unit in ("%", "%/a"):
        record = entered(low=4.0, central=5.0, high=6.0, unit=unit)
        story = scenario(typical, "current_policy", [record])
        assert at(story.paths[Key("gdp_growth")], 2030) == pytest.approx((0.04, 0.05, 0.06))


@pytest.mark.parametrize("form", ["linear", "growth", "logistic", "table"])
def test_a_stated_form_shapes_the_path(typical: Baseline, form: str) -> None:
    """Halfway between 10 % and 40 %: the mean, the geometric mean, in log odds, or the first."""
    share = {"driver": "shift_to_electricity", "carrier": "coal", "unit": "-", "low": None}
    points = [
        entered(**share, year=2030, central=0.1, high=None, form=form),
        entered(**share, year=2040, central=0.4, high=None),
    ]
    story = scenario(typical, "current_policy", points)
    path = story.paths[Key("shift_to_electricity", typical.sectors.labels[0], "coal")]
    odds = np.sqrt(0.1 / 0.9 * 0.4 / 0.6)
    halfway = {"linear": 0.25, "growth": 0.2, "logistic": odds / (1 + odds), "table": 0.1}
    assert path.form == form
    if form != "growth":  # the base year's zero cannot grow
        assert at(path, 2035)[1] == pytest.approx(halfway[form])
    else:
        with pytest.raises(MethodError):
            at(path, 2035)


def test_a_narrower_form_wins(typical: Baseline) -> None:
    sector = typical.sectors.labels[1]
    records = [
        entered(driver="gdp_growth", year=2030, form="table"),
        entered(driver="energy_intensity", sector=sector, year=2031, form="table"),
        entered(driver="energy_intensity", year=2030, form="linear"),
    ]
    story = scenario(typical, "current_policy", records)
    assert story.paths[Key("gdp_growth")].form == "table"
    assert story.paths[Key("energy_intensity", sector)].form == "table"
    assert story.paths[Key("energy_intensity", typical.sectors.labels[0])].form == "linear"
    assert story.paths[Key("population_growth")].form == "linear"


def test_a_wrong_unit_is_refused(typical: Baseline) -> None:
    with pytest.raises(UnitError):
        scenario(typical, "current_policy", [entered(unit="t")])


def test_a_record_on_a_parent_reaches_its_leaves_and_the_leaf_wins(typical: Baseline) -> None:
    group = entered(driver="energy_intensity", sector="manufacturing", central=-0.03)
    leaf = entered(driver="energy_intensity", sector="steel", central=-0.01)
    story = scenario(typical, "current_policy", [leaf, group])
    path = {s: at(story.paths[Key("energy_intensity", s)], 2030)[1] for s in typical.sectors}
    assert path["steel"] == pytest.approx(-0.01)
    assert path["building_materials"] == path["other_manufacturing"] == pytest.approx(-0.03)
    assert path["services"] != pytest.approx(-0.03)


def test_a_record_of_another_scenario_changes_nothing(typical: Baseline) -> None:
    story = scenario(typical, "frozen", [entered(central=0.2)])
    assert story == default_scenario(typical, "frozen")


def test_a_record_that_meets_nothing_is_refused(typical: Baseline) -> None:
    with pytest.raises(MethodError, match="meets no driver"):
        scenario(typical, "current_policy", [entered(driver="energy_intensity", sector="moon")])


def test_own_past_moves_the_start_and_fades(place: Callable[..., Baseline]) -> None:
    quick = Trend(0.093, 0.001, 0.02, 0.2, 2013, 2023)
    moved = default_scenario(place(past=Past(None, quick, None)), "frozen").paths[Key("gdp_growth")]
    plain = default_scenario(place(), "frozen").paths[Key("gdp_growth")]
    assert at(moved, 2025)[1] - at(plain, 2025)[1] == pytest.approx(0.0137, abs=3e-4)
    assert at(moved, 2050)[1] == pytest.approx(at(plain, 2050)[1])
    assert at(moved, 2025)[2] - at(moved, 2025)[0] == pytest.approx(
        at(plain, 2025)[2] - at(plain, 2025)[0]
    )


def test_an_unsure_past_moves_less(place: Callable[..., Baseline]) -> None:
    found = []
    for error in (0.001, 0.03):
        own = Trend(-0.07, error, 0.03, 0.0, 2013, 2023)
        story = default_scenario(place(past=Past(None, None, own)), "current_policy")
        found.append(at(story.paths[Key("energy_intensity", "steel")], 2025)[1])
    plain = at(
        default_scenario(place(), "current_policy").paths[Key("energy_intensity", "steel")], 2025
    )[1]
    assert found[0] < found[1] < plain


def test_observed_growth_is_kept_as_it_is(place: Callable[..., Baseline]) -> None:
    past = Past(None, None, None, known=(("gdp_growth", 2024, 0.061),))
    path = default_scenario(place(past=past), "current_policy").paths[Key("gdp_growth")]
    assert at(path, 2024) == (0.061, 0.061, 0.061)
    assert at(path, 2030)[0] < at(path, 2030)[2]


def test_assumptions_are_told_once_for_sectors_that_share_them(typical: Baseline) -> None:
    story = default_scenario(typical, "current_policy")
    lines = told(story, typical)
    growth = [line for line in lines if line.driver.id == "gdp_growth"]
    assert [line.year for line in growth] == [2025, 2030, 2035, 2050, 2060]
    intensity = [line for line in lines if line.driver.id == "energy_intensity"]
    assert ("households_urban",) in {line.sectors for line in intensity}
    assert len(lines) < 200


def test_drivers_are_named_in_both_languages_and_once() -> None:
    assert len({d.id for d in DRIVERS}) == len(DRIVERS)
    assert set(defaults.NAMES) == {*SCENARIOS, "adjusted"}
