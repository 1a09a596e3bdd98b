"""A year without electricity is no year of low emissions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests import exemplar

from dafeng.desk import past, series
from dafeng.dossier.records import Dossier
from dafeng.inventory import comparable
from dafeng.inventory.bases import Basis
from dafeng.inventory.compile import compile_inventory
from dafeng.scenarios.base_year import baseline_of


def _without_electricity(*years: int) -> Dossier:
    dossier = exemplar.good_dossier()
    kept = tuple(r for r in dossier.energy if r.carrier != "electricity" or r.year not in years)
    return replace(dossier, energy=kept)


def test_a_year_without_electricity_is_left_out_of_the_series_and_named() -> None:
    dossier = _without_electricity(2018)
    made = compile_inventory(dossier)
    known = series.all_series(dossier, made, Basis.ASSESSMENT)["inventory:assessment"]
    assert 2018 not in known
    found = past.past_of(dossier, made, Basis.ASSESSMENT)
    assert any("2018" in remark.en and "electricity" in remark.en for remark in found.remarks)
    assert any("2018" in remark.zh for remark in found.remarks)


def test_it_stays_where_the_basis_has_no_electricity() -> None:
    made = compile_inventory(_without_electricity(2018))
    assert 2018 in comparable.comparable_totals(made, Basis.TERRITORIAL)
    assert comparable.incomplete_years(made, Basis.TERRITORIAL) == ()


def test_the_parts_that_explain_a_fall_have_the_same_years() -> None:
    made = compile_inventory(_without_electricity(2018))
    parts = comparable.breakdown(made, Basis.ASSESSMENT)
    assert all(2018 not in line for line in parts.values())


@pytest.mark.parametrize(("years", "noted"), [((2020,), True), ((2018,), False)])
def test_a_base_year_without_electricity_is_noted(years: tuple[int, ...], noted: bool) -> None:
    dossier = _without_electricity(*years)
    notes = baseline_of(compile_inventory(dossier), dossier).notes
    assert any("electricity" in note.en for note in notes) == noted


def test_estimates_alone_have_no_pace_of_their_own() -> None:
    from dafeng.inventory.first_dossier import first_dossier

    dossier = first_dossier("330100")
    trend = baseline_of(compile_inventory(dossier), dossier).past.carbon_intensity
    assert trend is not None
    assert not trend.series.startswith("inventory:")


def test_enough_entries_have() -> None:
    dossier = exemplar.good_dossier()
    trend = baseline_of(compile_inventory(dossier), dossier).past.carbon_intensity
    assert trend is not None
    assert trend.series == "inventory:assessment"


def test_an_account_of_electricity_alone_rests_on_no_estimates() -> None:
    whole = exemplar.good_dossier()
    bare = tuple(r for r in whole.energy if r.carrier == "electricity" and r.flow.value != "power")
    dossier = replace(whole, energy=bare, process=())
    inventory = compile_inventory(dossier)
    assert comparable.fuelless_years(inventory) == inventory.years.labels
    told = past.past_of(dossier, inventory, Basis.ASSESSMENT).remarks
    assert any("no fuel at all" in r.en for r in told)
    assert not any("estimates" in r.en for r in told)
