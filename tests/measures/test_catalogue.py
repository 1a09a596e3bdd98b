"""What a place can do: potentials inside its account, effects that its account confirms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.exemplar import good_dossier

from dafeng.dossier.records import Dossier, Row
from dafeng.inventory.compile import compile_inventory
from dafeng.measures.catalogue import Catalogue, PlaceMeasure, catalogue_of
from dafeng.measures.effects import heat_intensity
from dafeng.measures.rates import Rates
from dafeng.reference import measures, price_level
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.baseline import Baseline


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return replace(good_dossier(), measures=(), projects=())


@pytest.fixture(scope="module")
def baseline(dossier: Dossier) -> Baseline:
    return baseline_of(compile_inventory(dossier), dossier)


@pytest.fixture(scope="module")
def made(baseline: Baseline, dossier: Dossier) -> Catalogue:
    return catalogue_of(baseline, dossier)


def _of(made: Catalogue, identifier: str) -> PlaceMeasure:
    return next(m for m in made.measures if m.measure.id == identifier)


def _with(dossier: Dossier, table: str, *rows: dict[str, str]) -> Dossier:
    made = tuple(Row(tuple(r.items())) for r in rows)
    return (
        replace(dossier, measures=made) if table == "measures" else replace(dossier, projects=made)
    )


def test_every_measure_of_the_library_acts_or_is_left_out_with_a_reason(made: Catalogue) -> None:
    acting = [m.measure.id for m in made.measures]
    assert sorted([*acting, *(i for i, _, _ in made.left_out)]) == sorted(measures())
    assert len(acting) > 150
    assert all(why.zh and why.en for _, _, why in made.left_out)


def test_measures_stand_in_the_order_of_the_library_and_not_by_cost(made: Catalogue) -> None:
    order = list(measures())
    places = [order.index(m.measure.id) for m in made.measures]
    assert places == sorted(places)


def test_no_potential_exceeds_what_the_account_has(made: Catalogue, baseline: Baseline) -> None:
    for m in made.measures:
        assert 0 <= m.potential.low <= m.potential.central <= m.potential.high
        if m.measure.lever in ("intensity", "switch", "activity"):
            assert (m.by <= baseline.energy + 1e-9).all(), m.measure.id
            assert m.by.sum() == pytest.approx(m.potential.central)
        if m.measure.lever == "process":
            assert (m.by[:, 0] <= baseline.process + 1e-9).all(), m.measure.id


def test_tonnes_alone_are_those_of_the_changed_account(made: Catalogue, baseline: Baseline) -> None:
    """For what touches neither electricity nor heat, the account itself is the witness."""
    power = [baseline.carriers.index(c) for c in ("electricity", "heat")]
    checked = 0
    for m in made.measures:
        energy = m.effect.energy * m.potential.central
        if m.measure.apart or m.effect.generation or m.effect.heat or energy[:, power].any():
            continue
        changed = replace(baseline, energy=baseline.energy + energy)
        process = (m.effect.process - m.effect.captured).sum() * m.potential.central
        saved = baseline.fuels - changed.fuels - process
        assert m.tonnes == pytest.approx(saved, abs=1e-6 * baseline.fuels), m.measure.id
        checked += 1
    assert checked > 50


def test_electricity_is_counted_at_the_grid_factor(made: Catalogue, baseline: Baseline) -> None:
    solar = _of(made, "pv_utility")
    assert solar.tonnes == pytest.approx(solar.potential.central * baseline.supply.grid_factor)
    motors = _of(made, "motors")
    least = motors.potential.central / 0.0036 * baseline.supply.grid_factor
    assert least <= motors.tonnes <= 1.15 * least


def test_heat_saved_saves_the_fuel_of_the_plants(made: Catalogue, baseline: Baseline) -> None:
    metering = _of(made, "heat_metering")
    per_heat = metering.tonnes / metering.potential.central
    assert per_heat == pytest.approx(heat_intensity(baseline))
    assert 50 < per_heat < 200  # t/TJ: coal at 95 t/TJ and 85 %, or gas at 56


def test_sinks_and_other_gases_stay_apart(made: Catalogue) -> None:
    for m in made.measures:
        if m.measure.apart:
            assert not m.effect.energy.any()
            assert not m.effect.process.any()
            assert m.effect.apart == 1


def test_costs_are_at_the_prices_of_the_place(made: Catalogue, baseline: Baseline) -> None:
    library, placed = measures()["motors"], _of(made, "motors").measure
    level = price_level(library.price_base, baseline.price_base)
    assert placed.price_base == baseline.price_base == made.price_base
    assert placed.investment.central == pytest.approx(library.investment.central * level)


def test_a_higher_rate_never_makes_a_measure_cheaper(made: Catalogue) -> None:
    assert made.rates.private > made.rates.social
    for m in made.measures:
        private, social = m.cost
        assert private >= social - 1e-6, m.measure.id


def test_cost_is_annuity_plus_running_less_savings_and_energy(
    baseline: Baseline, dossier: Dossier
) -> None:
    motors = _of(catalogue_of(baseline, dossier, Rates(0.0, 0.0)), "motors")
    kind = motors.measure
    yearly = kind.investment.central / kind.lifetime + kind.running_cost - kind.savings
    expected = motors.potential.central * yearly - motors.energy_saving
    assert motors.cost[0] == pytest.approx(expected)
    assert motors.energy_saving > 0


def test_a_cost_per_tonne_of_next_to_nothing_is_not_shown(made: Catalogue) -> None:
    for m in made.measures:
        if m.per_tonne is not None:
            assert m.tonnes >= 0.1 * m.gross > 0 or m.measure.lever == "supply" or m.measure.apart


def test_stated_output_replaces_the_national_share(
    made: Catalogue, baseline: Baseline, dossier: Dossier
) -> None:
    kiln = _of(made, "cement_cooler")  # 310 万吨 of clinker are stated
    assert not kiln.assumed
    assert kiln.potential.central == pytest.approx(0.010 * 3.1e6 * 0.00316)
    without = catalogue_of(baseline, replace(dossier, process=()))
    assert _of(without, "cement_cooler").assumed


def test_what_a_place_does_not_make_is_left_out(baseline: Baseline, dossier: Dossier) -> None:
    none = tuple(replace(r, amount=replace(r.amount, value=0.0)) for r in dossier.process)
    made = catalogue_of(baseline, replace(dossier, process=none))
    reasons = {i: why.en for i, _, why in made.left_out}
    assert reasons["cement_cooler"] == "the place makes none of the product"


def test_a_place_edits_a_measure_of_the_library(baseline: Baseline, dossier: Dossier) -> None:
    row = {
        "id": "motors",
        "name": "电机",
        "potential": "1.2",
        "potential_unit": "亿千瓦时",
        "investment": "3000",
        "investment_unit": "元/MWh",
        "start_year": "2026",
        "price_base": str(baseline.price_base),
    }
    motors = _of(catalogue_of(baseline, _with(dossier, "measures", row)), "motors")
    assert motors.own
    assert motors.start == 2026
    assert motors.potential.central == pytest.approx(1.2e5 * 0.0036)
    assert motors.measure.investment.central == pytest.approx(3000 / 0.0036)
    assert motors.measure.quality == "O"


def test_a_share_in_per_cent_replaces_the_librarys_share(
    made: Catalogue, baseline: Baseline, dossier: Dossier
) -> None:
    row = {"id": "motors", "name": "电机", "potential": "10%"}
    own = _of(catalogue_of(baseline, _with(dossier, "measures", row)), "motors")
    library = _of(made, "motors")
    assert own.potential.central == pytest.approx(library.potential.central * 0.10 / 0.025)


def test_a_place_adds_a_measure(baseline: Baseline, dossier: Dossier) -> None:
    row = {
        "id": "M9",
        "name": "本地特色节能",
        "lever": "节能",
        "sector": "steel",
        "carrier": "原煤",
        "potential": "2",
        "potential_unit": "万吨标准煤",
        "investment": "0.5",
        "investment_unit": "亿元",
        "lifetime": "12",
    }
    added = _of(catalogue_of(baseline, _with(dossier, "measures", row)), "M9")
    assert added.measure.carriers == ("coal",)
    assert added.potential.central == pytest.approx(2e4 * 0.0293076, rel=1e-4)
    assert added.investment == pytest.approx(5e7)
    assert added.measure.lifetime == 12
    assert added.tonnes > 0


def test_costs_by_the_tonne_and_of_the_whole_go_with_a_potential_in_tonnes(
    baseline: Baseline, dossier: Dossier
) -> None:
    row = {
        "id": "M8",
        "name": "综合节能改造",
        "lever": "节能",
        "sector": "steel",
        "carrier": "原煤",
        "potential": "0.05",
        "potential_unit": "万吨二氧化碳",
        "investment": "2",
        "investment_unit": "亿元",
        "operation": "30",
        "operation_unit": "元/tCO2",
        "price_base": str(baseline.price_base),
    }
    added = _of(catalogue_of(baseline, _with(dossier, "measures", row)), "M8")
    assert added.tonnes == pytest.approx(500)
    assert added.investment == pytest.approx(2e8)
    assert added.measure.running_cost * added.potential.central == pytest.approx(30 * 500)


def test_changed_costs_leave_the_others_at_their_own_prices(
    made: Catalogue, baseline: Baseline, dossier: Dossier
) -> None:
    row = {"id": "motors", "name": "x", "investment": "3", "investment_unit": "元/kWh"}
    own = _of(
        catalogue_of(baseline, _with(dossier, "measures", row | {"price_base": "2015"})), "motors"
    )
    assert own.measure.running_cost == _of(made, "motors").measure.running_cost
    level = price_level(2015, baseline.price_base)
    assert own.measure.investment.central == pytest.approx(3000 / 0.0036 * level)


def test_a_library_measure_under_an_own_id_takes_its_figures(
    made: Catalogue, baseline: Baseline, dossier: Dossier
) -> None:
    row = {"id": "M2", "name": "电机系统", "library": "motors"}
    own = _of(catalogue_of(baseline, _with(dossier, "measures", row)), "M2")
    assert own.potential == _of(made, "motors").potential


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "M1", "name": "文字"}, "column 'lever' is blank"),
        ({"id": "M1", "name": "x", "lever": "magic"}, "'magic' in column 'lever'"),
        ({"id": "M1", "name": "x", "library": "nothing"}, "'nothing' in column 'library'"),
        ({"id": "M1", "name": "x", "lever": "节能", "sector": "造梦业"}, "in column 'sector'"),
        ({"id": "M1", "name": "x", "lever": "节能"}, "column 'carriers' of measure 'M1'"),
        (
            {"id": "motors", "name": "x", "investment": "3", "investment_unit": "万元/头"},
            "cannot be turned into yuan per TJ",
        ),
        (
            {"id": "motors", "name": "x", "investment": "3", "investment_unit": "亿元"},
            "the potential stated as an amount",
        ),
        (
            {"id": "motors", "name": "x", "potential": "3", "potential_unit": "头"},
            "cannot be turned into TJ per year",
        ),
    ],
)
def test_a_row_that_is_no_measure_is_listed_with_the_reason(
    row: dict[str, str], said: str, baseline: Baseline, dossier: Dossier
) -> None:
    made = catalogue_of(baseline, _with(dossier, "measures", row))
    reasons = {i: why.en for i, _, why in made.left_out}
    assert said in reasons[row["id"]]


def test_a_stated_potential_is_cut_to_what_there_is(baseline: Baseline, dossier: Dossier) -> None:
    row = {"id": "motors", "name": "电机", "potential": "99999", "potential_unit": "亿千瓦时"}
    motors = _of(catalogue_of(baseline, _with(dossier, "measures", row)), "motors")
    assert (motors.by <= baseline.energy + 1e-6).all()
    assert motors.notes


def test_projects_realise_measures(baseline: Baseline, dossier: Dossier) -> None:
    sized = {"id": "P1", "name": "风机改造", "measure": "pumps_fans", "capacity": "3000"}
    cut = {"id": "P2", "name": "电机更新", "measure": "motors", "reduction": "1.5"}
    lost = {"id": "P3", "name": "无措施", "measure": "unheard_of"}
    projects = _with(
        dossier,
        "projects",
        {**sized, "capacity_unit": "MWh", "investment": "600", "investment_unit": "万元"},
        {**cut, "reduction_unit": "万吨二氧化碳", "start_year": "2025", "end_year": "2027"},
        lost,
    )
    made = catalogue_of(baseline, projects)
    first, second = made.projects
    assert first.effect == pytest.approx(3000 * 0.0036)
    assert first.investment == pytest.approx(6e6)
    motors = _of(made, "motors")
    assert second.effect == pytest.approx(1.5e4 * motors.potential.central / motors.tonnes)
    assert (second.start, second.end) == (2025, 2027)
    assert motors.projects == ("P2",)
    assert ("P3", "no usable measure stands behind the project") in [
        (i, why.en) for i, _, why in made.left_out
    ]


def test_rows_of_classes_and_totals_are_no_projects(baseline: Baseline, dossier: Dossier) -> None:
    project = {"id": "1", "name": "风机改造", "measure": "pumps_fans", "capacity": "3000"}
    projects = _with(
        dossier,
        "projects",
        {"id": "合计", "name": "（2个）", "investment": "3.6", "investment_unit": "亿元"},
        {"id": "一", "name": "节能改造（2个）", "investment": "3.6", "investment_unit": "亿元"},
        {**project, "capacity_unit": "MWh"},
        {"id": "2", "name": "无措施", "location": "德清"},
        {"id": "", "name": "小计", "investment": "3.6", "investment_unit": "亿元"},
    )
    made = catalogue_of(baseline, projects)
    assert [p.id for p in made.projects] == ["1"]
    told = [i for i, _, why in made.left_out if "stands behind the project" in why.en]
    assert told == ["2"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"end_year": "2019年底"}, "its effect is in the account"),
        ({"investment": "3 亿", "investment_unit": "套"}, "is no sum of money"),
        ({"capacity": "9e9"}, "exceeds the whole potential"),
    ],
    ids=["finished", "money", "size"],
)
def test_a_project_that_cannot_be_chosen_is_told_why(
    baseline: Baseline, dossier: Dossier, cells: dict[str, str], reason: str
) -> None:
    row = {"id": "P1", "measure": "pumps_fans", "capacity": "3000", "capacity_unit": "MWh"}
    made = catalogue_of(baseline, _with(dossier, "projects", {**row, **cells}))
    assert made.projects == ()
    assert [why.en for i, _, why in made.left_out if i == "P1" and reason in why.en]


def test_years_of_projects_are_read_as_in_the_plan(baseline: Baseline, dossier: Dossier) -> None:
    row = {"id": "P1", "measure": "pumps_fans", "capacity": "3000", "capacity_unit": "MWh"}
    years = {"start_year": "2033年", "end_year": "2035年底"}
    (project,) = catalogue_of(baseline, _with(dossier, "projects", {**row, **years})).projects
    assert (project.start, project.end) == (2033, 2035)


def test_a_capacity_runs_its_full_load_hours(baseline: Baseline, dossier: Dossier) -> None:
    """200 MW at 1,200 h are 240,000 MWh; 3,000 yuan/kW are 2,500 yuan for each MWh a year."""
    row = {"id": "pv_utility", "name": "光伏", "potential": "20", "potential_unit": "万千瓦"}
    stated = {"investment": "3000", "investment_unit": "元/千瓦", "price_base": "2020"}
    built = {"id": "P1", "name": "某光伏电站", "measure": "pv_utility", "capacity": "50"}
    place = _with(dossier, "measures", {**row, **stated})
    made = catalogue_of(baseline, _with(place, "projects", {**built, "capacity_unit": "MW"}))
    panels = _of(made, "pv_utility")
    assert panels.measure.hours == pytest.approx(1200)
    assert panels.potential.central == pytest.approx(240_000)
    assert panels.measure.investment.central == pytest.approx(2500)
    assert made.projects[0].effect == pytest.approx(60_000)


def test_costs_per_tonne_are_within_sane_ranges(made: Catalogue) -> None:
    """Beyond these only what is noted: a metro is built for time, hydrogen is dear."""
    noted = {"metro", "steel_h2_dri", "steel_bf_hydrogen"}
    for m in made.measures:
        if m.per_tonne is None or m.measure.id in noted:
            continue
        net = m.tonnes / m.gross if m.gross else 1.0
        assert -3_500 < m.per_tonne[1] * net < 2_500, m.measure.id


def test_arrays_are_on_the_axes_of_the_account(made: Catalogue, baseline: Baseline) -> None:
    for m in made.measures:
        assert m.by.shape == m.effect.energy.shape == baseline.energy.shape
        assert m.effect.process.shape == m.effect.captured.shape == (len(baseline.sectors),)
        assert np.isfinite(m.effect.energy).all()


@pytest.mark.parametrize(
    ("code", "out", "within"),
    [
        ("130200", "retrofit_mixed_climate", "retrofit_envelope"),  # Tangshan: cold
        ("411500", "retrofit_envelope", "retrofit_mixed_climate"),  # Xinyang: unlike Henan
        ("440100", "heat_pump_homes", "electric_cooking"),  # Guangzhou: warm winters
    ],
)
def test_measures_for_other_climates_are_left_out_with_the_reason(
    baseline: Baseline, dossier: Dossier, code: str, out: str, within: str
) -> None:
    who = replace(dossier.identity, code=code, hosts=(code,), province=code[:2] + "0000")
    found = catalogue_of(baseline, replace(dossier, identity=who))
    reasons = {key: reason for key, _, reason in found.left_out}
    assert "气候区" in reasons[out].zh
    assert "climate zones" in reasons[out].en
    assert "气候区" not in (reasons[within].zh if within in reasons else "")
    remembered = code == "411500"  # the zone of the province is from the standard
    assert ("凭记忆" in reasons[out].zh) == ("from memory" in reasons[out].en) == remembered


def test_a_row_of_the_place_overrides_climate_and_cost(
    baseline: Baseline, dossier: Dossier
) -> None:
    who = replace(dossier.identity, code="130200", hosts=("130200",), province="130000")
    row = {"id": "retrofit_mixed_climate", "investment": "500000", "investment_unit": "元/TJ"}
    place = _with(replace(dossier, identity=who), "measures", row)
    retrofit = _of(catalogue_of(baseline, place), "retrofit_mixed_climate").measure
    assert retrofit.investment.central == pytest.approx(500_000)
    assert retrofit.quality == "O"


def test_a_province_has_the_climates_of_all_its_prefectures(
    baseline: Baseline, dossier: Dossier
) -> None:
    who = replace(dossier.identity, code="410000", hosts=("410000",), province="410000")
    found = catalogue_of(baseline, replace(dossier, identity=who))
    left = {key for key, _, reason in found.left_out if "气候区" in reason.zh}
    assert not left & {"retrofit_mixed_climate", "retrofit_envelope"}
