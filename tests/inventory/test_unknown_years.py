"""A year that lacks much says so, and its total is neither shown nor compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow, NotationKey, Quality
from dafeng.errors import Place
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis, total, with_grid_factor_of
from dafeng.inventory.comparable import MOST_UNKNOWN, comparable_years, known_totals
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.inventory.unknown_cells import unknown_cells, unknown_shares

YEAR = 2021
FINAL = Flow.FINAL_CONSUMPTION
ROW = Place("energy.csv", row=7, column=5)


@pytest.fixture(scope="module")
def entered() -> Dossier:
    """Return a dossier in which every estimate stands as an entry."""
    started = first_dossier("330100")
    energy = tuple(replace(r, amount=_entered(r.amount)) for r in started.energy)
    process = tuple(replace(p, amount=_entered(p.amount)) for p in started.process)
    return replace(started, energy=energy, process=process)


def _entered(amount: Amount) -> Amount:
    return replace(amount, quality=Quality.REPORTED, low=None, high=None)


def _without(dossier: Dossier, sector: str, carrier: str, key: NotationKey) -> Dossier:
    def kept(record: EnergyRecord) -> EnergyRecord:
        where = (record.year, record.flow, record.sector, record.carrier)
        if where != (YEAR, Flow.FINAL_CONSUMPTION, sector, carrier):
            return record
        return replace(record, amount=replace(record.amount, value=None, notation=key))

    return replace(dossier, energy=tuple(kept(r) for r in dossier.energy))


def _told(inventory: Inventory) -> list[str]:
    return [f.message.en for f in inventory.faults if f.rule == "inventory.year.incomplete"]


@pytest.mark.parametrize("key", [NotationKey.NE, NotationKey.C])
def test_a_large_unknown_cell_leaves_no_total(entered: Dossier, key: NotationKey) -> None:
    made = compile_inventory(_without(entered, "other_manufacturing", "electricity", key))
    at = made.years.index(YEAR)
    share = unknown_shares(made, Basis.ASSESSMENT)
    assert share[at] > MOST_UNKNOWN
    assert share.sum() == pytest.approx(share[at])
    assert YEAR not in comparable_years(made, Basis.ASSESSMENT)
    assert known_totals(made)["assessment"][at] is None
    assert known_totals(made)["territorial"][at] is not None
    assert len(_told(made)) == 1
    assert str(YEAR) in _told(made)[0]


def test_what_does_not_occur_is_known(entered: Dossier) -> None:
    made = compile_inventory(
        _without(entered, "other_manufacturing", "electricity", NotationKey.NO)
    )
    assert not unknown_shares(made, Basis.ASSESSMENT).any()
    assert not _told(made)


def test_a_small_unknown_cell_leaves_the_total(entered: Dossier) -> None:
    made = compile_inventory(_without(entered, "agriculture", "gasoline", NotationKey.NE))
    share = unknown_shares(made, Basis.TERRITORIAL)[made.years.index(YEAR)]
    assert 0 < share < MOST_UNKNOWN
    assert None not in known_totals(made)["territorial"]


def test_a_net_exporter_below_zero_is_told(entered: Dossier) -> None:
    sold = Amount(3e7, "万千瓦时", quality=Quality.REPORTED)
    record = EnergyRecord(YEAR, Flow.PRODUCTION, "", "electricity", sold)
    made = compile_inventory(replace(entered, energy=(*entered.energy, record)))
    rules = [f.rule for f in made.faults]
    assert rules.count("inventory.total.below_zero") == 1


def ne(dossier: Dossier, lost: Callable[[EnergyRecord], bool]) -> Dossier:
    """Return a dossier in which some records of the year say NE."""

    def kept(record: EnergyRecord) -> EnergyRecord:
        if record.year != YEAR or not lost(record):
            return record
        return replace(record, amount=Amount(None, record.amount.unit, NotationKey.NE, place=ROW))

    return replace(dossier, energy=tuple(kept(r) for r in dossier.energy))


def electricity(record: EnergyRecord) -> bool:
    return record.carrier == "electricity" and record.flow is FINAL


def left_out(dossier: Dossier) -> set[str]:
    """Return the bases on which the year has no total; other years have all of theirs."""
    made = compile_inventory(dossier)
    at = made.years.index(YEAR)
    totals = known_totals(made)
    assert not [b for b, t in totals.items() if None in (*t[:at], *t[at + 1 :])]
    return {basis for basis, values in totals.items() if values[at] is None}


def test_power_coal_is_unknown_beside_stated_heat_coal(entered: Dossier) -> None:
    heat = tuple(
        EnergyRecord(y, Flow.HEAT, "", "raw_coal", Amount(-500.0, "TJ")) for y in range(2019, 2024)
    )
    whole = replace(entered, energy=(*entered.energy, *heat))
    assert not left_out(whole)
    lost = ne(whole, lambda r: r.flow is Flow.POWER and r.carrier == "raw_coal")
    assert left_out(lost) == {"territorial", "assessment", "park"}
    assert YEAR not in comparable_years(compile_inventory(lost), Basis.TERRITORIAL)


def split(dossier: Dossier) -> Dossier:
    """Return a dossier with the electricity of other manufacturing in two branches, 9 to 1."""

    def parts(record: EnergyRecord) -> tuple[EnergyRecord, ...]:
        if not electricity(record) or record.sector != "other_manufacturing":
            return (record,)
        value, amount = record.amount.value or 0.0, record.amount
        return tuple(
            replace(record, sector=sector, amount=replace(amount, value=share * value))
            for sector, share in (("ceads_09", 0.9), ("ceads_10", 0.1))
        )

    return replace(dossier, energy=tuple(p for r in dossier.energy for p in parts(r)))


@pytest.mark.parametrize(("sector", "lost"), [("ceads_09", True), ("ceads_10", False)])
def test_a_branch_is_unknown_beside_a_stated_one(
    entered: Dossier, sector: str, *, lost: bool
) -> None:
    gap = ne(split(entered), lambda r: electricity(r) and r.sector == sector)
    assert bool(left_out(gap)) is lost
    made = compile_inventory(gap)
    (cell,) = unknown_cells(made, Basis.ASSESSMENT)
    assert (cell.year, cell.sector) == (YEAR, "other_manufacturing")
    faults = [f for f in made.faults if f.rule == "inventory.year.incomplete"]
    assert [f.place for f in faults] == [ROW]


def test_an_aggregate_that_states_the_use_leaves_its_branches_known(entered: Dossier) -> None:
    whole = sum(r.amount.value or 0 for r in entered.energy if r.year == YEAR and electricity(r))
    stated = EnergyRecord(YEAR, FINAL, "", "electricity", Amount(whole, "万千瓦时"))
    lost = ne(entered, lambda r: electricity(r) and r.sector == "other_manufacturing")
    assert left_out(lost)
    held = replace(lost, energy=(*lost.energy, stated))
    assert not left_out(held)
    assert not unknown_cells(compile_inventory(held), Basis.GPC_BASIC)


def test_the_parts_of_an_unknown_aggregate_are_those_of_the_nearest_year(entered: Dossier) -> None:
    """Other years state the branches alone, this one says NE of all of industry."""
    branches = ("steel", "other_manufacturing", "petrochemicals")
    gone = tuple(
        r
        for r in entered.energy
        if not (r.year == YEAR and electricity(r) and r.sector in branches)
    )
    unknown = EnergyRecord(
        YEAR, FINAL, "manufacturing", "electricity", Amount(None, "kWh", NotationKey.NE)
    )
    lost = replace(entered, energy=(*gone, unknown))
    made = compile_inventory(lost)
    assert made.filled is not None
    at, j = made.years.index(YEAR), made.carriers.index("electricity")
    for sector in branches:
        s = made.sectors.index(sector)
        assert made.filled.energy[at, s, j] == made.energy[at - 1, s, j]
    assert left_out(lost) == {"assessment", "gpc_basic", "gpc_basic_plus", "park"}


def test_own_use_of_plants_does_not_hide_what_sectors_use(entered: Dossier) -> None:
    own = tuple(
        EnergyRecord(y, Flow.POWER, "", "electricity", Amount(-5e5, "万千瓦时"))
        for y in range(2019, 2024)
    )
    whole = replace(entered, energy=(*entered.energy, *own))
    assert left_out(ne(whole, lambda r: electricity(r) and r.sector == "services"))


def test_partly_unknown_generation_counts_by_its_size(entered: Dossier) -> None:
    """Hydro power is NE in a year that states its thermal power."""

    def beside(size: float) -> Dossier:
        hydro = tuple(
            EnergyRecord(y, Flow.PRODUCTION, "", "electricity", Amount(size, "万千瓦时"))
            for y in range(2019, 2024)
        )
        kept = (r for r in entered.energy if r.flow is not Flow.PRODUCTION)
        return ne(replace(entered, energy=(*kept, *hydro)), lambda r: r.flow is Flow.PRODUCTION)

    assert not left_out(beside(2e4))
    assert left_out(beside(2e6)) == {"assessment", "park"}
    assert unknown_shares(compile_inventory(beside(2e4)), Basis.ASSESSMENT).max() > 0


def test_what_the_first_estimate_does_not_know_is_no_statement_of_the_place() -> None:
    first = first_dossier("330100")
    stated = EnergyRecord(2022, Flow.PRODUCTION, "", "electricity", Amount(2e6, "万千瓦时"))
    made = compile_inventory(replace(first, energy=(*first.energy, stated)))
    assert made.filled is None
    assert not _told(made)


@pytest.mark.parametrize("flows", [{Flow.POWER}, {Flow.POWER, Flow.PRODUCTION}])
def test_unknown_generation_leaves_the_purchase_unknown(entered: Dossier, flows: set[Flow]) -> None:
    lost = ne(entered, lambda r: r.flow in flows and r.carrier == "electricity")
    assert left_out(lost) == {"assessment", "park"}
    told = [f.rule for f in compile_inventory(lost).faults]
    assert "inventory.electricity.generation_unknown" in told
    assert "inventory.electricity.generation_missing" not in told
    assert "inventory.year.incomplete" not in told


def traded(dossier: Dossier, *, made: bool = True) -> Dossier:
    """Return a dossier that states both sides of its trade."""
    net = compile_inventory(dossier).electricity.net_purchased.tolist()
    sides = tuple(
        EnergyRecord(year, flow, "", "electricity", Amount(share * value, "MWh"))
        for year, value in zip(range(2019, 2024), net, strict=True)
        for flow, share in ((Flow.INFLOW, 1.3), (Flow.OUTFLOW, 0.3))
    )
    energy = (r for r in dossier.energy if made or r.carrier != "electricity" or r.flow is FINAL)
    return replace(dossier, energy=(*energy, *sides))


@pytest.mark.parametrize("side", [Flow.INFLOW, Flow.OUTFLOW])
def test_one_side_of_trade_is_no_net_purchase(entered: Dossier, side: Flow) -> None:
    """Use less generation tells the purchase where both are stated, otherwise nothing does."""
    full = total(compile_inventory(traded(entered)), "assessment")
    lost = ne(traded(entered), lambda r: r.flow is side)
    made = compile_inventory(lost)
    assert total(made, "assessment") == pytest.approx(full)
    assert not left_out(lost)
    assert "inventory.balance.open" not in [f.rule for f in made.faults]
    blind = ne(traded(entered, made=False), lambda r: r.flow is side)
    assert left_out(blind) == {"assessment", "park"}


def test_use_by_sector_is_not_missed_where_trade_tells_the_purchase(entered: Dossier) -> None:
    lost = ne(traded(entered), lambda r: electricity(r) and r.sector == "other_manufacturing")
    assert left_out(lost) == {"gpc_basic", "gpc_basic_plus"}


def test_power_coal_is_not_missed_where_the_basis_leaves_it_out(entered: Dossier) -> None:
    lost = ne(entered, lambda r: r.flow is Flow.POWER and r.carrier == "raw_coal")
    assert left_out(lost) == {"territorial", "assessment", "park"}


def test_a_year_without_any_record_of_electricity_is_unknown(entered: Dossier) -> None:
    none = tuple(r for r in entered.energy if r.year != YEAR or r.carrier != "electricity")
    assert left_out(replace(entered, energy=none)) == {
        "assessment",
        "gpc_basic",
        "gpc_basic_plus",
        "park",
    }


def test_unknown_processes_are_missed_where_the_basis_counts_them(entered: Dossier) -> None:
    lost = tuple(
        replace(p, amount=Amount(None, p.amount.unit, NotationKey.NE, place=ROW))
        if p.year == YEAR
        else p
        for p in entered.process
    )
    dossier = replace(entered, process=lost)
    assert left_out(dossier) == {"territorial", "gpc_basic_plus"}  # 4.8 % of the park basis
    made = compile_inventory(dossier)
    (told,) = (f for f in made.faults if f.rule == "inventory.year.incomplete")
    assert told.place == ROW
    assert "Cement" in told.message.en
    assert "Territorial" in told.message.en


def test_unknown_heat_is_missed_where_the_basis_counts_it(entered: Dossier) -> None:
    bought = tuple(
        EnergyRecord(y, flow, sector, "heat", Amount(120_000.0, "TJ"))
        for y in range(2019, 2024)
        for flow, sector in ((FINAL, "services"), (Flow.INFLOW, ""))
    )
    whole = replace(entered, energy=(*entered.energy, *bought))
    assert left_out(ne(whole, lambda r: r.carrier == "heat" and r.flow is FINAL)) == {
        "gpc_basic",
        "gpc_basic_plus",
    }
    assert left_out(ne(whole, lambda r: r.carrier == "heat")) == {
        "assessment",
        "park",
        "gpc_basic",
        "gpc_basic_plus",
    }


def test_a_park_is_told_on_its_own_basis(entered: Dossier) -> None:
    park = replace(entered, identity=replace(entered.identity, kind="park"))
    lost = ne(park, lambda r: electricity(r) and r.sector == "other_manufacturing")
    (told,) = _told(compile_inventory(lost))
    assert "Park" in told


def test_nothing_unknown_leaves_nothing_to_fill(entered: Dossier) -> None:
    assert compile_inventory(entered).filled is None
    assert compile_inventory(first_dossier("330100")).filled is None


def test_another_grid_factor_holds_for_what_is_filled_in(entered: Dossier) -> None:
    made = compile_inventory(_without(entered, "services", "electricity", NotationKey.NE))
    held = with_grid_factor_of(made, 2023)
    share = unknown_shares(held, Basis.ASSESSMENT)
    assert share.sum() == pytest.approx(share[made.years.index(YEAR)])
    assert np.flatnonzero(share).tolist() == [made.years.index(YEAR)]


def _plants(known: float, other: float | NotationKey) -> tuple[EnergyRecord, ...]:
    """Return the coal of two plants [TJ] in the year; 80 and 400 in all others."""
    records = []
    for year in range(2019, 2024):
        one, two = (known, other) if year == YEAR else (80.0, 400.0)
        rest = Amount(None, "TJ", two, place=ROW) if isinstance(two, NotationKey) else None
        records += [
            EnergyRecord(year, Flow.POWER, "", "anthracite", Amount(-one * 1e3, "TJ")),
            EnergyRecord(
                year, Flow.POWER, "power_heat", "anthracite",
                rest or Amount(-float(two) * 1e3, "TJ"),
            ),
        ]  # fmt: skip
    return tuple(records)


@pytest.mark.parametrize("key", [NotationKey.NE, NotationKey.C])
def test_an_unknown_plant_beside_a_known_one_is_unknown(entered: Dossier, key: NotationKey) -> None:
    energy = tuple(r for r in entered.energy if r.carrier != "anthracite")
    made = compile_inventory(replace(entered, energy=(*energy, *_plants(50.0, key))))
    at, whole = made.years.index(YEAR), made.filled
    assert whole is not None
    burnt = whole.energy[at, :, whole.carriers.index("anthracite")].sum()
    assert burnt == pytest.approx(480e3)
    assert known_totals(made)["territorial"][at] is None
    assert YEAR not in comparable_years(made, Basis.TERRITORIAL)
    assert len(_told(made)) == 1


def test_what_is_stated_beside_the_unknown_may_be_more_than_the_nearest_year(
    entered: Dossier,
) -> None:
    energy = tuple(r for r in entered.energy if r.carrier != "anthracite")
    made = compile_inventory(replace(entered, energy=(*energy, *_plants(500.0, NotationKey.C))))
    assert not unknown_shares(made, Basis.TERRITORIAL).any()


def test_an_unknown_entry_beside_an_estimate_leaves_the_estimate() -> None:
    started = first_dossier("330100")
    unknown = EnergyRecord(YEAR, FINAL, "steel", "raw_coal", Amount(None, "TJ", NotationKey.NE))
    made = compile_inventory(replace(started, energy=(*started.energy, unknown)))
    assert not unknown_shares(made, Basis.TERRITORIAL).any()


def test_a_total_that_is_not_counted_holds_no_unknown_sector(entered: Dossier) -> None:
    lost = _without(entered, "other_manufacturing", "gasoline", NotationKey.NE)
    total_ = EnergyRecord(YEAR, FINAL, "", "gasoline", Amount(9e5, "TJ"))
    made = compile_inventory(replace(lost, energy=(*lost.energy, total_)))
    assert "inventory.total.not_itemised" in {f.rule for f in made.faults}
    assert unknown_shares(made, Basis.TERRITORIAL)[made.years.index(YEAR)] > 0


def test_little_unknown_generation_leaves_the_purchase_known(entered: Dossier) -> None:
    plain = tuple(
        r for r in entered.energy if r.carrier != "electricity" or r.flow in (FINAL, Flow.LOSS)
    )
    for own, known in ((1.0, True), (5e5, False)):
        roof = tuple(
            EnergyRecord(
                y, Flow.PRODUCTION, "", "electricity",
                Amount(None, "MWh", NotationKey.NE) if y == YEAR else Amount(own * 1e4, "MWh"),
            )
            for y in range(2019, 2024)
        )  # fmt: skip
        made = compile_inventory(replace(entered, energy=(*plain, *roof)))
        at = made.years.index(YEAR)
        assert (known_totals(made)["assessment"][at] is not None) is known
        assert bool(made.electricity.net_purchased[at] > 0) is known
        rules = [f.rule for f in made.faults]
        assert ("inventory.electricity.generation_unknown" in rules) is not known
        assert unknown_shares(made, Basis.ASSESSMENT)[at] > 0


def test_a_fuel_is_told_where_electricity_lacks_too(entered: Dossier) -> None:
    lost = _without(entered, "other_manufacturing", "diesel", NotationKey.C)
    gap = ne(lost, lambda r: r.carrier == "raw_coal")
    silent = tuple(r for r in gap.energy if r.carrier != "electricity" or r.year != YEAR)
    made = compile_inventory(replace(gap, energy=silent))
    (told,) = _told(made)
    assert "Territorial" in told
    assert "inventory.electricity.unknown" in {f.rule for f in made.faults}


def test_missing_fuel_and_unknown_feedstock_do_not_cancel(entered: Dossier) -> None:
    raw = [
        EnergyRecord(y, flow, "petrochemicals", "anthracite", Amount(3e4, "TJ"))
        for y in range(2019, 2024)
        for flow in (FINAL, Flow.NON_ENERGY)
    ]
    coke = [EnergyRecord(y, FINAL, "steel", "coke", Amount(2.7e4, "TJ")) for y in range(2019, 2024)]
    kept = [r for r in entered.energy if r.carrier not in ("anthracite", "coke")]
    whole = replace(entered, energy=(*kept, *raw, *coke))
    shares = [
        unknown_shares(compile_inventory(ne(whole, lost)), Basis.TERRITORIAL).max()
        for lost in (
            lambda r: r.flow is Flow.NON_ENERGY,
            lambda r: r.carrier == "coke",
            lambda r: r.flow is Flow.NON_ENERGY or r.carrier == "coke",
        )
    ]
    assert min(shares[:2]) > 0.01
    assert shares[2] == pytest.approx(shares[0] + shares[1], rel=0.2)
