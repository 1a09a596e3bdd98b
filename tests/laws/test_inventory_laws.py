"""Laws that hold for every account."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng import reference
from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow, Identity, ProcessRecord
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis, by_sector, reconcile, scopes, total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.energy_total import energy_total
from dafeng.inventory.gpc import gpc_table
from dafeng.inventory.uncertainty import approach1
from dafeng.language import Text

IDENTITY = Identity(
    "330100",
    Text("杭州市", "Hangzhou"),
    "city",
    "330000",
    ("330100",),
    Text("全市", "whole city"),
    2023,
    "provincial-guideline-2025",
    "average",
    "330000",
    2020,
    "",
)
FINAL = Flow.FINAL_CONSUMPTION
#: Electricity and heat as odd dossiers have them: losses, sales, heat of any source or none.
ODD = (
    (Flow.LOSS, "", "electricity", "MWh"),
    (Flow.OUTFLOW, "", "electricity", "MWh"),
    (FINAL, "services", "heat", "GJ"),
    (Flow.INFLOW, "", "heat", "GJ"),
    (Flow.HEAT, "", "heat", "GJ"),
)
#: Units of the same kind with exact decimal ratios.
TWINS = {"t": ("万吨", 1e-4), "万立方米": ("亿立方米", 1e-4), "万千瓦时": ("MWh", 10.0)}


@lru_cache(maxsize=1)
def sectors() -> tuple[str, ...]:
    return tuple(reference.sectors().leaves("standard"))


@lru_cache(maxsize=1)
def carriers() -> tuple[str, ...]:
    known = reference.carriers()
    groups = ("coal", "oil", "gas", "electricity")
    return tuple(c for c in known if known[c].group in groups)


@st.composite
def records(draw: st.DrawFn) -> tuple[EnergyRecord, ...]:
    cells = draw(
        st.lists(
            st.tuples(
                st.sampled_from((2021, 2022, 2023)),
                st.sampled_from(sectors()),
                st.sampled_from(carriers()),
            ),
            min_size=1,
            max_size=25,
            unique=True,
        )
    )
    result = []
    for year, sector, carrier in cells:
        unit = reference.carriers()[carrier].unit
        value = draw(st.integers(0, 10_000_000)) / 16
        flow = FINAL
        if sector == "power_heat" and carrier != "electricity" and draw(st.booleans()):
            flow, value = Flow.POWER, -value
        result.append(EnergyRecord(year, flow, sector, carrier, Amount(value, unit)))
    return tuple(result)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    energy = draw(records())
    years = sorted({r.year for r in energy})
    process = tuple(
        ProcessRecord(y, "clinker", Amount(draw(st.integers(0, 10**6)) / 8, "t")) for y in years
    )
    whole = tuple(
        EnergyRecord(y, flow, sector, carrier, Amount(draw(st.integers(0, 10**6)) / 8, unit))
        for y in years
        for flow, sector, carrier, unit in ODD
        if draw(st.booleans())
    )
    generated = tuple(
        EnergyRecord(y, Flow.PRODUCTION, "", "electricity", Amount(float(y), "MWh"))
        for y in years
        if draw(st.booleans())
    )
    return Dossier(IDENTITY, energy + generated + whole, process=process)


def close(a: object, b: object) -> bool:
    return np.allclose(np.asarray(a), np.asarray(b), rtol=1e-9, atol=1e-6)


def arrays(inventory: Inventory) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], ...]:
    power = inventory.electricity
    return (
        inventory.energy,
        inventory.energy_co2,
        inventory.process_co2,
        power.consumed,
        power.net_purchased,
        inventory.activity_half_width,
    )


@given(dossiers())
@settings(max_examples=40, deadline=None)
def test_sectors_and_scopes_sum_and_bases_reconcile(dossier: Dossier) -> None:
    inventory = compile_inventory(dossier)
    for start in Basis:
        whole = total(inventory, start)
        assert close(by_sector(inventory, start).sum(axis=1), whole)
        assert close(sum(scopes(inventory, start).values()), whole)
        for end in Basis:
            first, *steps, last = reconcile(inventory, start, end)
            assert close(first.co2 + sum((s.co2 for s in steps), np.zeros(len(whole))), last.co2)


@given(dossiers(), st.integers(0, 10))
@settings(max_examples=40, deadline=None)
def test_the_order_of_records_changes_nothing(dossier: Dossier, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(dossier.energy))
    shuffled = [dossier.energy[i] for i in order]
    one = compile_inventory(dossier)
    two = compile_inventory(replace(dossier, energy=tuple(shuffled)))
    for a, b in zip(arrays(one), arrays(two), strict=True):
        assert np.array_equal(a, b)


@given(dossiers())
@settings(max_examples=40, deadline=None)
def test_twins_in_another_unit_give_the_same_account(dossier: Dossier) -> None:
    def twin(record: EnergyRecord) -> EnergyRecord:
        amount = record.amount
        unit, ratio = TWINS.get(amount.unit, (amount.unit, 1.0))
        return replace(record, amount=replace(amount, unit=unit, value=(amount.value or 0) * ratio))

    one = compile_inventory(dossier)
    two = compile_inventory(replace(dossier, energy=tuple(map(twin, dossier.energy))))
    for a, b in zip(arrays(one), arrays(two), strict=True):
        assert np.allclose(a, b, rtol=1e-14, atol=0)


@given(dossiers(), st.sampled_from((2.0, 4.0, 0.5)))
@settings(max_examples=30, deadline=None)
def test_everything_scales_together(dossier: Dossier, factor: float) -> None:
    def scaled(amount: Amount) -> Amount:
        return replace(amount, value=(amount.value or 0) * factor)

    larger = replace(
        dossier,
        energy=tuple(replace(r, amount=scaled(r.amount)) for r in dossier.energy),
        process=tuple(replace(p, amount=scaled(p.amount)) for p in dossier.process),
    )
    one, two = compile_inventory(dossier), compile_inventory(larger)
    for basis in Basis:
        assert close(factor * total(one, basis), total(two, basis))
    assert close(factor * energy_total(one), energy_total(two))


@given(dossiers(), st.data())
@settings(max_examples=30, deadline=None)
def test_more_fuel_never_emits_less(dossier: Dossier, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(dossier.energy) - 1))
    record = dossier.energy[at]
    more = replace(record.amount, value=(record.amount.value or 0) * 1.5)
    energy = list(dossier.energy)
    energy[at] = replace(record, amount=more)
    one = compile_inventory(dossier)
    two = compile_inventory(replace(dossier, energy=tuple(energy)))
    assert (total(two, "territorial") >= total(one, "territorial")).all()


@given(dossiers())
@settings(max_examples=25, deadline=None)
def test_a_sum_of_parts_as_a_total_row_changes_nothing(dossier: Dossier) -> None:
    sums: dict[tuple[int, str], float] = {}
    units: dict[str, str] = {}
    for r in dossier.energy:
        if r.flow is FINAL:
            key = r.year, r.carrier
            sums[key] = sums.get(key, 0.0) + (r.amount.value or 0)
            units[r.carrier] = r.amount.unit
    totals = tuple(EnergyRecord(y, FINAL, "", c, Amount(v, units[c])) for (y, c), v in sums.items())
    one = compile_inventory(dossier)
    two = compile_inventory(replace(dossier, energy=dossier.energy + totals))
    for a, b in zip(arrays(one), arrays(two), strict=True):
        assert np.array_equal(a, b)


@given(dossiers())
@settings(max_examples=60, deadline=None)
def test_gpc_lines_sum_to_basic(dossier: Dossier) -> None:
    inventory = compile_inventory(dossier)
    for i, year in enumerate(inventory.years):
        rows = gpc_table(inventory, year)
        assert close(sum(r.co2 or 0 for r in rows if r.basic), total(inventory, "gpc_basic")[i])
        plus = sum(r.co2 or 0 for r in rows if r.basic_plus)
        assert close(plus, total(inventory, "gpc_basic_plus")[i])


@given(dossiers())
@settings(max_examples=25, deadline=None)
def test_correlated_factors_never_narrow_the_range(dossier: Dossier) -> None:
    inventory = compile_inventory(dossier)
    year = inventory.years.labels[0]
    shared = approach1(inventory, "territorial", year)
    apart = approach1(inventory, "territorial", year, correlated=False)
    assert shared.width >= apart.width * (1 - 1e-12)
