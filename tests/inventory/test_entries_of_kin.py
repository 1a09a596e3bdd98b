"""An estimate stands for kinds of a fuel, and for power and heat together."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow, NotationKey
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.bases import total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.inventory.superseding import replace_estimates
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
