"""Supply that nobody uses, factors that make emissions vanish, and what rules say of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dafeng.dossier.records import (
    ActivityRecord,
    Amount,
    Dossier,
    FactorRecord,
    Flow,
    NotationKey,
    ProcessRecord,
    Quality,
)
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory import comparable
from dafeng.inventory.bases import Basis
from dafeng.inventory.closing import balance_lines
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.energy_total import standard_coal, thermal_rate
from dafeng.inventory.plausibility import check_dossier

FINAL = Flow.FINAL_CONSUMPTION
Line = tuple[int, Flow, str, str, float, str]
Build = Callable[..., Dossier]
CELL = Place("factors.csv", row=2, column=5)


def found(dossier: Dossier, rule: str) -> list[Fault]:
    return [f for f in check_dossier(dossier) if f.rule == rule]


def coal(flow: Flow, quantity: float) -> Line:
    return (2023, flow, "", "raw_coal", quantity, "万吨")


GAS: Line = (2023, FINAL, "services", "natural_gas", 1.2, "亿立方米")


def test_supply_without_any_use_is_open(build: Build) -> None:
    dossier = build([coal(Flow.PRODUCTION, 500.0), coal(Flow.INFLOW, 500.0), GAS])
    (fault,) = found(dossier, "inventory.balance.open")
    assert "100.0%" in fault.message.en
    assert fault.place.row in (2, 3)
    line = next(x for x in balance_lines(compile_inventory(dossier), 2023) if x.carrier != GAS[3])
    assert line.difference == line.supply > 0


@pytest.mark.parametrize("burnt", [-500.0, -490.0])
def test_what_power_plants_burn_is_closed(build: Build, burnt: float) -> None:
    lines = [coal(Flow.PRODUCTION, 200.0), coal(Flow.INFLOW, 300.0), coal(Flow.POWER, burnt), GAS]
    assert not found(build(lines), "inventory.balance.open")


def test_outflow_beyond_supply_is_no_use(build: Build) -> None:
    assert not found(build([coal(Flow.OUTFLOW, 5.0), GAS]), "inventory.balance.open")


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [("emission_factor", "tCO2/t"), ("ncv", "GJ/t"), ("carbon_content", "tC/TJ")],
)
@pytest.mark.parametrize("value", [0.0, -1.0])
def test_a_factor_by_which_a_fuel_emits_nothing(
    build: Build, city_lines: list[Line], quantity: str, value: float, unit: str
) -> None:
    record = FactorRecord(quantity, "raw_coal", "", None, Amount(value, unit, place=CELL))
    (fault,) = found(build(city_lines, [record]), "inventory.factor.not_positive")
    assert (fault.place, fault.severity) == (CELL, Severity.ERROR)


def test_biomass_may_emit_nothing(build: Build, city_lines: list[Line]) -> None:
    record = FactorRecord("emission_factor", "biomass", "", None, Amount(0.0, "tCO2/TJ"))
    assert not found(build(city_lines, [record]), "inventory.factor.not_positive")


def test_a_factor_of_no_year_that_no_year_uses_is_not_told(
    build: Build, city_lines: list[Line]
) -> None:
    years = [(2021, 0.5422), (2022, 0.5153), (2023, 0.4974)]
    own = [FactorRecord("grid", "", "", y, Amount(v, "tCO2/MWh")) for y, v in years]
    every = FactorRecord("grid", "", "", None, Amount(0.5153, "tCO2/MWh", place=CELL))
    assert len(found(build(city_lines, [every]), "inventory.grid_factor.all_years")) == 1
    assert not found(build(city_lines, [*own, every]), "inventory.grid_factor.all_years")


def test_a_grid_factor_is_shown_with_the_digits_that_count(
    build: Build, city_lines: list[Line]
) -> None:
    record = FactorRecord("grid", "", "", 2023, Amount(300.1 / 1000 + 0.6, "tCO2/MWh"))
    (fault,) = found(build(city_lines, [record]), "inventory.grid_factor.far")
    assert "0.9001 " in fault.message.en + " "
    assert "0.900099" not in fault.message.en


def test_a_year_marked_ne_does_not_hide_the_rate_of_all_years(build: Build) -> None:
    absent = Amount(None, "kgce/kWh", NotationKey.NE)
    rates = [
        FactorRecord("thermal_rate", "", "", None, Amount(310.0, "gce/kWh")),
        FactorRecord("thermal_rate", "", "", 2023, absent),
    ]
    assert thermal_rate(build([GAS], rates), 2023) == pytest.approx(0.31)


def test_power_from_nothing_is_all_of_it(build: Build) -> None:
    lines = [GAS] + [(2023, Flow.POWER, "", "electricity", x, "亿千瓦时") for x in (20.0, 25.0)]
    (fault,) = found(build(lines), "inventory.power.no_fuel")
    assert "45 亿kWh" in fault.message.en
    assert fault.place.row == 4


def test_an_index_without_its_per_cent_is_understood(build: Build) -> None:
    record = ActivityRecord(2023, "gdp_index", "", Amount(108.4, "1", place=CELL))
    (fault,) = found(replace(build([GAS]), activity=(record,)), "inventory.gdp_index.implausible")
    assert "108.4 (unit %)" in fault.message.en


def test_losses_of_electricity_need_not_be_in_a_stated_total(build: Build) -> None:
    lines = [
        (2023, FINAL, "services", "electricity", 80.0, "亿千瓦时"),
        (2023, Flow.LOSS, "", "electricity", 20.0, "亿千瓦时"),
    ]

    def stated(value: float) -> Dossier:
        amount = Amount(value, "亿千瓦时", place=CELL)
        record = ActivityRecord(2023, "electricity_consumption", "", amount)
        return replace(build(lines), activity=(record,))

    for fits in (80.0, 100.0):
        assert not found(stated(fits), "inventory.stated.differs")
    for wrong in (70.0, 115.0):
        assert found(stated(wrong), "inventory.stated.differs")


def test_coal_counts_as_much_as_its_energy_where_a_total_holds_more(build: Build) -> None:
    """What a stated total holds beyond its parts counts in coal as in energy."""
    lines = [
        (2023, FINAL, "steel", "raw_coal", 60.0, "万吨"),
        (2023, FINAL, "manufacturing", "raw_coal", 100.0, "万吨"),
    ]
    made = compile_inventory(build(lines))
    counted = standard_coal(made)
    assert counted.used.sum() == pytest.approx(100e4 * 0.7143)
    share = made.energy.sum(axis=(0, 2)) / made.energy.sum()
    assert counted.used.sum(axis=(0, 2)) / counted.used.sum() == pytest.approx(share)


@pytest.mark.parametrize(("entered", "counts"), [(30.0, False), (70.0, True)])
def test_a_year_counts_as_entered_by_its_larger_part(
    build: Build, entered: float, counts: bool
) -> None:
    lines = [
        (2023, FINAL, "steel", "raw_coal", entered, "万吨"),
        (2023, FINAL, "nonferrous", "raw_coal", 100.0 - entered, "万吨"),
    ]
    plain = build(lines)
    guess = replace(plain.energy[1].amount, quality=Quality.ESTIMATE)
    half = replace(plain, energy=(plain.energy[0], replace(plain.energy[1], amount=guess)))
    years = comparable.comparable_totals(compile_inventory(half), Basis.TERRITORIAL)
    assert (2023 in years) == counts


ROWS = ("nonferrous", "mining")


@pytest.mark.parametrize("odd", [2021, 2022])
def test_a_third_year_says_which_of_two_years_is_odd(build: Build, odd: int) -> None:
    amounts = {"nonferrous": (40.0, 2.0, 8.0), "mining": (3.0, 30.0, 1.0)}
    lines: list[Line] = []
    for year in (2021, 2022, 2023):
        for sector in ROWS:
            name = ROWS[1 - ROWS.index(sector)] if year == odd else sector
            fuels = zip(("raw_coal", "diesel", "electricity"), amounts[name], strict=True)
            lines += [
                (year, FINAL, sector, c, v, "亿千瓦时" if c == "electricity" else "万吨")
                for c, v in fuels
            ]
    told = found(build(lines), "inventory.rows.swapped")
    assert [f.message.en.split()[1] for f in told] == [str(odd)]


def test_fuel_of_power_plants_without_their_electricity(build: Build) -> None:
    use = (2023, FINAL, "services", "electricity", 80.0, "亿千瓦时")
    burnt = coal(Flow.POWER, -100.0)
    rule = "inventory.electricity.generation_missing"
    (fault,) = found(build([use, burnt]), rule)
    assert fault.severity is Severity.WARNING
    made = (2023, Flow.POWER, "", "electricity", 33.0, "亿千瓦时")
    assert not found(build([use, burnt, made]), rule)
    assert not found(build([use]), rule)
    heat = (2023, Flow.HEAT, "", "heat", 2000.0, "TJ")
    assert not found(build([use, coal(Flow.HEAT, -12.0), heat]), rule)


@pytest.mark.parametrize("local", [False, True])
def test_heat_that_comes_from_nowhere(build: Build, local: bool) -> None:
    use = (2023, FINAL, "services", "heat", 80.0, "TJ")
    rest = [coal(Flow.HEAT, -1.0)] if local else [GAS]
    rule = "inventory.heat.source_missing"
    (fault,) = found(build([use, *rest]), rule)
    assert fault.severity is (Severity.NOTE if local else Severity.WARNING)
    bought = (2023, Flow.INFLOW, "", "heat", 80.0, "TJ")
    assert not found(build([use, *rest, bought]), rule)


def test_output_of_a_year_without_energy(build: Build) -> None:
    made = [ProcessRecord(y, "clinker", Amount(10.0, "万吨", place=CELL)) for y in (2022, 2023)]
    (fault,) = found(build([GAS], process=made), "inventory.process.year_without_energy")
    assert fault.place == CELL
    assert "2022" in fault.message.en
