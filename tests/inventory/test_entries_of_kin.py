"""An estimate stands for kinds of a fuel, and for power and heat together."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from dafeng import reference
from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    Flow,
    NotationKey,
    ProcessRecord,
    Quality,
)
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.bases import total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.inventory.superseding import replace_estimates
from dafeng.inventory.uncertainty import approach1, monte_carlo
from dafeng.language import number

FINAL = Flow.FINAL_CONSUMPTION
NOTES = ("inventory.estimate.superseded", "inventory.estimate.lowered")
ROW = Place("energy.csv", row=9, column=5)


@lru_cache(maxsize=1)
def huzhou() -> Dossier:
    return first_dossier("330500")


def amount_of(flow: Flow, sector: str, carrier: str) -> float:
    (found,) = (
        r.amount.value
        for r in huzhou().energy
        if (r.year, r.flow, r.sector, r.carrier) == (2023, flow, sector, carrier)
    )
    assert found is not None
    return found


def entry(flow: Flow, sector: str, carrier: str, value: float, unit: str = "TJ") -> EnergyRecord:
    return EnergyRecord(2023, flow, sector, carrier, Amount(value, unit, place=ROW))


def emitted(*entries: EnergyRecord) -> tuple[float, list[Fault]]:
    """Return territorial CO2 [万t] of Huzhou in 2023, and what was told of its estimates."""
    dossier = huzhou()
    made = compile_inventory(replace(dossier, energy=(*dossier.energy, *entries)))
    told = [f for f in made.faults if f.rule in NOTES]
    return float(total(made, "territorial")[-1]) / 1e4, told


def test_a_kind_of_coal_takes_the_place_of_the_estimate_of_raw_coal() -> None:
    before, _ = emitted()
    raw = amount_of(FINAL, "other_manufacturing", "raw_coal")
    as_raw, _ = emitted(entry(FINAL, "other_manufacturing", "raw_coal", raw))
    as_kind, told = emitted(entry(FINAL, "other_manufacturing", "bituminous_coal", raw))
    assert as_raw == pytest.approx(before)
    assert as_kind == pytest.approx(before, rel=0.01)
    (note,) = told
    assert note.severity is Severity.NOTE
    assert "Bituminous coal" in note.message.en
    assert "Raw coal" in note.message.en
    assert "烟煤" in note.message.zh
    assert f"{number(raw)} TJ" in note.message.en
    assert note.message.en.endswith(" 0 TJ remain estimated")


def fuel(made: Inventory, carrier: str, sector: str = "power_heat") -> float:
    """Return what a sector burns of a carrier in the last year [TJ]."""
    at = made.sectors.index(sector), made.carriers.index(carrier)
    return float(made.energy[-1, *at])


def with_entries(*entries: EnergyRecord) -> Inventory:
    dossier = huzhou()
    return compile_inventory(replace(dossier, energy=(*dossier.energy, *entries)))


def test_a_little_of_a_kind_leaves_the_rest_of_the_estimate() -> None:
    """Huzhou 2023: 10 10^4 t of anthracite are 2,670 TJ of 171,625 TJ of estimated coal."""
    before = with_entries()
    made = with_entries(entry(Flow.POWER, "", "anthracite", -10.0, "万吨"))
    anthracite = fuel(made, "anthracite")
    assert anthracite == pytest.approx(2670, rel=0.01)
    assert fuel(made, "raw_coal") + anthracite == pytest.approx(fuel(before, "raw_coal"))
    assert total(made, "territorial")[-1] == pytest.approx(
        total(before, "territorial")[-1], rel=1e-2
    )
    (note,) = (f for f in made.faults if f.rule in NOTES)
    assert note.rule == "inventory.estimate.lowered"
    sizes = [number(x) for x in (anthracite, fuel(before, "raw_coal"), fuel(made, "raw_coal"))]
    assert all(f"{size} TJ" in note.message.en for size in sizes)
    assert all(f"{size} TJ" in note.message.zh for size in sizes)
    assert "无烟煤" in note.message.zh


def test_a_kind_entered_in_one_year_stands_in_the_estimate_of_the_others() -> None:
    made = with_entries(entry(Flow.POWER, "", "anthracite", -10.0, "万吨"))
    states = made.state[:, made.sectors.index("power_heat"), made.carriers.index("anthracite")]
    assert states.tolist() == [State.IE] * (len(made.years) - 1) + [State.VALUE]


def test_more_of_a_kind_than_estimated_leaves_nothing() -> None:
    power = amount_of(Flow.POWER, "", "raw_coal")
    made = with_entries(entry(Flow.POWER, "", "bituminous_coal", 2 * power))
    assert fuel(made, "raw_coal") == 0
    assert fuel(made, "bituminous_coal") == pytest.approx(-2 * power)


def test_kinds_for_power_and_for_heat_are_taken_out_together() -> None:
    power = amount_of(Flow.POWER, "", "raw_coal")
    made = with_entries(
        entry(Flow.POWER, "", "bituminous_coal", power / 4),
        entry(Flow.HEAT, "", "anthracite", power / 2),
    )
    assert fuel(made, "raw_coal") == pytest.approx(-power / 4)


def coal(made: Inventory) -> dict[str, float]:
    """Return the final use of raw coal and of anthracite in the last year [TJ]."""
    plants = made.sectors.index("power_heat")
    return {
        carrier: float(np.delete(made.energy[-1, :, made.carriers.index(carrier)], plants).sum())
        for carrier in ("raw_coal", "anthracite")
    }


@pytest.mark.parametrize("fine", [False, True])
@pytest.mark.parametrize("sector", ["manufacturing", "ceads_31", ""])
def test_a_kind_above_or_below_an_estimate_is_taken_out_of_it(sector: str, *, fine: bool) -> None:
    """Steel is `ceads_31`; a figure of all industry is taken out of its branches in proportion."""
    dossier = replace(huzhou(), process=())
    added = entry(FINAL, sector, "anthracite", 100.0)
    before, after = (
        coal(compile_inventory(replace(dossier, energy=(*dossier.energy, *more)), fine=fine))
        for more in ((), (added,))
    )
    assert after["anthracite"] == pytest.approx(100.0)
    assert after["raw_coal"] == pytest.approx(before["raw_coal"] - 100.0)


@pytest.mark.parametrize("carrier", ["raw_coal", "anthracite"])
def test_a_total_of_no_sector_is_shared_out_by_the_estimates(carrier: str) -> None:
    before = with_entries()
    made = with_entries(entry(FINAL, "", carrier, 20_000.0))
    assert coal(made)[carrier] == pytest.approx(20_000.0)
    assert sum(coal(made).values()) == pytest.approx(20_000.0)
    j, k = (before.carriers.index(c) for c in ("raw_coal", carrier))
    shares = before.energy[-1, :, j] / coal(before)["raw_coal"]
    final = [i for i, s in enumerate(before.sectors) if s != "power_heat"]
    assert made.energy[-1, final, k] == pytest.approx(20_000.0 * shares[final])
    told = [f for f in made.faults if f.rule == "inventory.total.shared_out"]
    assert [f.place for f in told] == [ROW]
    assert "inventory.total.not_itemised" not in {f.rule for f in made.faults}


def test_what_a_total_leaves_beside_entered_sectors_goes_to_the_estimated_ones() -> None:
    steel = entry(FINAL, "steel", "raw_coal", 1_000.0)
    made = with_entries(steel, entry(FINAL, "", "raw_coal", 3_000.0))
    assert fuel(made, "raw_coal", "steel") == pytest.approx(1_000.0)
    assert coal(made)["raw_coal"] == pytest.approx(3_000.0)
    full = with_entries(steel, entry(FINAL, "", "raw_coal", 1_000.0))
    assert coal(full)["raw_coal"] == pytest.approx(1_000.0)
    assert "inventory.total.shared_out" not in {f.rule for f in full.faults}


def test_a_total_is_shared_out_whole_where_estimates_hold_others() -> None:
    place = replace(huzhou(), energy=(), process=())
    sizes = {"manufacturing": 100.0, "steel": 60.0, "households_urban": 50.0}
    energy = [
        replace(e, amount=replace(e.amount, quality=Quality.ESTIMATE))
        for e in (entry(FINAL, s, "raw_coal", v) for s, v in sizes.items())
    ]
    energy.append(entry(FINAL, "", "raw_coal", 300.0))
    made = compile_inventory(replace(place, energy=tuple(energy)))
    assert coal(made)["raw_coal"] == pytest.approx(300.0)
    assert fuel(made, "raw_coal", "steel") == pytest.approx(120.0)
    assert "inventory.aggregate.differs" not in {f.rule for f in made.faults}


def test_estimates_that_give_way_to_an_itemised_total_are_named() -> None:
    place = replace(huzhou(), energy=(), process=())
    guess = entry(FINAL, "households_urban", "raw_coal", 50.0)
    guess = replace(guess, amount=replace(guess.amount, quality=Quality.ESTIMATE))
    stated = [entry(FINAL, s, "raw_coal", 100.0) for s in ("steel", "")]
    made = compile_inventory(replace(place, energy=(guess, *stated)))
    assert coal(made)["raw_coal"] == pytest.approx(100.0)
    (note,) = (f for f in made.faults if f.rule == "inventory.estimate.superseded")
    assert note.severity is Severity.NOTE
    assert "Urban" in note.message.en


def test_raw_material_is_not_taken_out_of_an_estimate_of_what_is_burnt() -> None:
    before, _ = emitted()
    used = entry(FINAL, "petrochemicals", "bituminous_coal", 50_000.0)
    raw = entry(Flow.NON_ENERGY, "petrochemicals", "bituminous_coal", 50_000.0)
    assert emitted(used, raw)[0] == pytest.approx(before)
    burnt = amount_of(FINAL, "petrochemicals", "raw_coal")
    half = replace(raw, amount=replace(raw.amount, value=50_000.0 - burnt / 2))
    made = with_entries(used, half)
    assert fuel(made, "raw_coal", "petrochemicals") == pytest.approx(burnt / 2)


def test_a_rest_within_the_error_of_an_estimate_counts_as_none() -> None:
    """A rest of a hair with the error of the whole would be a lognormal with an endless tail."""
    raw = amount_of(FINAL, "other_manufacturing", "raw_coal")
    for share, rest in ((0.999, 0.0), (0.98, 0.02 * raw)):
        made = with_entries(entry(FINAL, "other_manufacturing", "bituminous_coal", share * raw))
        assert fuel(made, "raw_coal", "other_manufacturing") == pytest.approx(rest)
        draws = monte_carlo(made, "territorial", 4_000, 1)[-1]
        assert draws.std() < 0.3 * draws.mean()


def test_an_aggregate_and_its_parts_of_a_kind_are_taken_out_once() -> None:
    branch = entry(FINAL, "other_manufacturing", "anthracite", 60.0)
    whole = entry(FINAL, "manufacturing", "anthracite", 100.0)
    before, after = (with_entries(*more) for more in ((), (branch, whole)))
    j = before.carriers.index("raw_coal")
    gone = before.energy[-1, :, j].sum() - after.energy[-1, :, j].sum()
    assert gone == pytest.approx(100.0)


FAR = "inventory.estimate.far_from_entry"


@pytest.mark.parametrize(("share", "told"), [(0.001, 1), (0.19, 1), (0.21, 0), (4.9, 0), (5.1, 1)])
def test_an_entry_many_times_off_the_estimate_it_replaces_is_doubted(
    share: float, told: int
) -> None:
    raw = amount_of(FINAL, "other_manufacturing", "raw_coal")
    own = entry(FINAL, "other_manufacturing", "raw_coal", share * raw)
    kept, found = replace_estimates(replace(huzhou(), energy=(*huzhou().energy, own)))
    doubts = [f for f in found if f.rule == FAR]
    assert own in kept.energy
    assert [f.severity for f in doubts] == [Severity.WARNING] * told
    for doubt in doubts:
        assert doubt.place == ROW
        assert all(f"{number(x)} TJ" in doubt.message.en for x in (raw, share * raw))
        assert all(f"{number(x)} TJ" in doubt.message.zh for x in (raw, share * raw))


def far(*entries: EnergyRecord, kind: str = "city") -> list[Fault]:
    dossier = replace(huzhou(), identity=replace(huzhou().identity, kind=kind))
    _, found = replace_estimates(replace(dossier, energy=(*dossier.energy, *entries)))
    return [f for f in found if f.rule == FAR]


def test_an_entered_aggregate_is_held_against_all_it_replaces() -> None:
    branches = [
        r.amount.value or 0.0
        for r in huzhou().energy
        if (r.year, r.flow, r.carrier) == (2023, FINAL, "raw_coal")
        and "manufacturing" in reference.sectors().above(r.sector)
    ]
    assert len(branches) > 2
    assert not far(entry(FINAL, "manufacturing", "raw_coal", sum(branches)))
    (doubt,) = far(entry(FINAL, "manufacturing", "raw_coal", sum(branches) / 10))
    assert f"{number(sum(branches))} TJ" in doubt.message.en
    parts = (entry(FINAL, "steel", "raw_coal", 0.5), entry(FINAL, "manufacturing", "raw_coal", 1.0))
    assert len(far(*parts)) == 1


def test_a_stated_zero_and_a_park_beside_its_host_are_not_doubted() -> None:
    assert not far(entry(FINAL, "other_manufacturing", "raw_coal", 0.0))
    assert far(entry(FINAL, "other_manufacturing", "raw_coal", 1.0))
    assert not far(entry(FINAL, "other_manufacturing", "raw_coal", 1.0), kind="park")
    assert not far(entry(FINAL, "other_manufacturing", "raw_coal", 1.0, "万千瓦时/吨"))


def cement_and(*added: ProcessRecord) -> tuple[set[str], float]:
    """Return the processes of 2023 and their CO2 [t]."""
    dossier = huzhou()
    made = compile_inventory(replace(dossier, process=(*dossier.process, *added)))
    return {p for p, x in zip(made.processes, made.process_co2[-1], strict=True) if x}, float(
        made.process_co2[-1].sum()
    )


def made_of(process: str, value: float) -> ProcessRecord:
    return ProcessRecord(2023, process, Amount(value, "万吨", place=ROW))


def test_lime_stands_beside_the_estimate_of_cement() -> None:
    """50 10^4 t of lime at 0.683 t/t are 341,500 t; cement keeps its 2,749,639 t."""
    _, before = cement_and()
    found, after = cement_and(made_of("lime", 50.0))
    assert found == {"cement", "lime"}
    assert after == pytest.approx(before + 341_500)


@pytest.mark.parametrize("process", ["clinker", "clinker_ipcc", "cement"])
def test_what_stands_for_the_same_co2_takes_the_place_of_cement(process: str) -> None:
    found, _ = cement_and(made_of(process, 50.0))
    assert found == {process}


def test_power_coal_entered_by_kind_counts_once() -> None:
    before, _ = emitted()
    power = amount_of(Flow.POWER, "", "raw_coal")
    by_kind = entry(Flow.POWER, "", "bituminous_coal", power)
    after, told = emitted(by_kind)
    assert after == pytest.approx(before, rel=0.02)
    assert len(told) == 1
    doubts = compile_inventory(replace(huzhou(), energy=(*huzhou().energy, by_kind))).faults
    assert not [f for f in doubts if f.severity is not Severity.NOTE]


def test_a_named_plant_sector_is_the_same_as_none() -> None:
    before, _ = emitted()
    power = amount_of(Flow.POWER, "", "raw_coal")
    after, _ = emitted(entry(Flow.POWER, "power_heat", "raw_coal", power))
    assert after == pytest.approx(before)


def test_heat_plants_are_part_of_the_estimate_of_power_and_heat() -> None:
    before, _ = emitted()
    coal = entry(Flow.HEAT, "", "raw_coal", -50.0, "万吨")
    heat = entry(Flow.HEAT, "", "heat", 900.0, "万吉焦")
    after, told = emitted(coal, heat)
    assert after == pytest.approx(before)
    (note,) = told
    assert note.rule == "inventory.estimate.lowered"
    by_kind, _ = emitted(replace(coal, carrier="bituminous_coal"), heat)
    assert by_kind == pytest.approx(before, rel=0.02)


def test_heat_plants_beyond_the_estimate_leave_nothing_of_it() -> None:
    power = amount_of(Flow.POWER, "", "raw_coal")
    twice = emitted(entry(Flow.HEAT, "", "raw_coal", 2 * power))[0]
    once = emitted(entry(Flow.POWER, "", "raw_coal", 2 * power))[0]
    assert twice == pytest.approx(once)


def test_the_rest_keeps_the_error_of_the_whole() -> None:
    dossier = huzhou()
    half = entry(Flow.HEAT, "", "raw_coal", amount_of(Flow.POWER, "", "raw_coal") / 2)
    before, after = (
        compile_inventory(replace(dossier, energy=(*dossier.energy, *added)))
        for added in ((), (half,))
    )
    at = before.sectors.index("power_heat"), before.carriers.index("raw_coal")
    wide, narrow = (i.energy[-1, *at] * i.activity_half_width[-1, *at] for i in (before, after))
    assert narrow == pytest.approx(wide, rel=0.05)


def test_both_plants_entered_leave_no_estimate() -> None:
    power, heat = (entry(f, "", "raw_coal", -50.0, "万吨") for f in (Flow.POWER, Flow.HEAT))
    after, told = emitted(power, heat)
    assert [f.rule for f in told] == ["inventory.estimate.superseded"]
    assert after < emitted()[0]


@pytest.mark.parametrize("value", [0.0, None])
def test_a_kind_that_is_not_used_says_nothing_of_the_rest(value: float | None) -> None:
    before, _ = emitted()
    none = entry(FINAL, "other_manufacturing", "anthracite", 0.0)
    if value is None:
        none = replace(none, amount=Amount(None, "TJ", notation=NotationKey.NO))
    after, told = emitted(none)
    assert after == pytest.approx(before)
    assert not told


def test_replacing_twice_is_replacing_once() -> None:
    dossier = huzhou()
    added = entry(Flow.HEAT, "", "raw_coal", -50.0, "万吨")
    once, _ = replace_estimates(replace(dossier, energy=(*dossier.energy, added)))
    again, notes = replace_estimates(once)
    assert (again, notes) == (once, ())


def test_parts_of_an_entered_total_err_with_it_and_their_sectors_are_guesses() -> None:
    sectors = ("steel", "petrochemicals", "households_urban")
    place = replace(huzhou(), energy=(), process=())
    guesses = [entry(FINAL, s, "raw_coal", 100.0) for s in sectors]
    energy = [replace(e, amount=replace(e.amount, quality=Quality.ESTIMATE)) for e in guesses]
    whole = compile_inventory(replace(place, energy=(*energy, entry(FINAL, "", "raw_coal", 900.0))))
    apart = compile_inventory(replace(place, energy=tuple(guesses)))
    assert not whole.estimated.any()
    assert whole.guessed.sum() == len(sectors)
    assert not apart.guessed.any()
    one, many = (approach1(made, "territorial", 2023).half_width for made in (whole, apart))
    assert one is not None
    assert many is not None
    assert one > many
    factor = whole.factor_half_width[whole.carriers.index("raw_coal")].mean()
    assert one == pytest.approx(np.hypot(0.1, factor))
    spread = [
        draws.std() / draws.mean()
        for draws in (monte_carlo(made, "territorial", 4_000, 1)[0] for made in (whole, apart))
    ]
    assert spread[0] > spread[1]
