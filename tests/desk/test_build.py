"""The whole line from a place to its plan: sums, bytes, forms."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import dafeng
from dafeng import reference
from dafeng.desk.building import compile_inventory
from dafeng.desk.output_folder import OverwriteError
from dafeng.desk.planning import Plan
from dafeng.desk.verifying import verify
from dafeng.errors import InputError, MethodError
from dafeng.files.result_past import process
from dafeng.inventory.account import State
from dafeng.inventory.first_dossier import first_dossier
from dafeng.plan.material import PlanMaterial

BRIEF = dafeng.Options(draws=100, seed=1, portfolio=False)
FAST = dafeng.Options(draws=500, seed=7, portfolio=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "tangshan"
    dafeng.new("130200", path)
    return path


@pytest.fixture(scope="module")
def material(folder: Path) -> PlanMaterial:
    return dafeng.build(dafeng.open_dossier(folder), FAST)


def base_total(material: PlanMaterial) -> float:
    """Return the total of the base year on the basis of the plan [t]."""
    return float(material.totals[material.basis][material.base])


def compiled(folder: Path, target: Path, seed: int = 7) -> Plan:
    options = dafeng.Options(draws=200, seed=seed, portfolio=False)
    return dafeng.compile_plan(folder, target, options=options, languages=())


def test_sectors_sum_to_the_total(material: PlanMaterial) -> None:
    total = material.totals[material.basis]
    assert np.allclose(material.by_sector.sum(axis=1), total, rtol=1e-12)


def test_bases_reconcile(material: PlanMaterial) -> None:
    steps = [co2 or 0.0 for _name, co2 in material.reconciliation]
    assert sum(steps[:-1]) == pytest.approx(steps[-1], rel=1e-12)


def test_effects_add_up_to_the_change(material: PlanMaterial) -> None:
    assert material.decompositions
    for found in material.decompositions:
        scale = np.abs(found.effects).sum()
        assert np.abs(found.effects.sum(axis=1) - found.change).max() < 1e-9 * scale


def test_futures_start_at_the_inventory(material: PlanMaterial) -> None:
    for ensemble in material.ensembles.values():
        assert np.median(ensemble.totals[0]) == pytest.approx(base_total(material), rel=0.05)


def test_peak_probabilities_add_up(material: PlanMaterial) -> None:
    for outlook in material.outlooks.values():
        assert outlook.by_year[-1] + outlook.none == pytest.approx(1)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(
    folder: Path, tmp_path: Path
) -> None:
    names = ("futures.nc", "futures_iamc.csv", "results.json", "quantiles.parquet")
    first, again, other = (
        compiled(folder, tmp_path / name, seed).folder
        for name, seed in (("a", 7), ("b", 7), ("c", 8))
    )
    for name in names:
        assert (first / name).read_bytes() == (again / name).read_bytes(), name
        assert (first / name).read_bytes() != (other / name).read_bytes(), name


def test_folder_and_workbook_give_the_same_plan(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "tangshan.xlsx"
    dafeng.new("130200", book)
    of_folder = compiled(folder, tmp_path / "f").folder / "results.json"
    of_book = compiled(book, tmp_path / "w").folder / "results.json"
    assert json.loads(of_folder.read_text()) == json.loads(of_book.read_text())


# every ninth, cities and a park; `make pilots` compiles the plans of all 35
@pytest.mark.parametrize("pilot", reference.pilots()[::9], ids=lambda p: p.id)
def test_pilots_compile(pilot: reference.Pilot, tmp_path: Path) -> None:
    dafeng.new(pilot.id, tmp_path / "d")
    made = dafeng.build(dafeng.open_dossier(tmp_path / "d"), BRIEF)
    assert base_total(made) > 0
    assert set(made.outlooks) == {"frozen", "current_policy", "enhanced"}
    assert not [f for f in made.faults if f.severity == "error"]


def test_a_panel_starts_a_dossier_of_any_prefecture(shared_data: Path, tmp_path: Path) -> None:
    dafeng.new("赣州", tmp_path / "d", panel=shared_data / "city_panel.csv")
    made = dafeng.build(dafeng.open_dossier(tmp_path / "d"), BRIEF)
    assert base_total(made) > 0


def test_a_process_that_is_not_told_has_a_state_and_no_figure(material: PlanMaterial) -> None:
    state = np.full(material.inventory.process_co2.shape, State.VALUE, dtype=np.int8)
    state[0, 0] = State.C
    told = replace(material, inventory=replace(material.inventory, process_state=state))
    columns = process(told)
    assert (columns["co2_t"][1][0], columns["state"][1][0]) == (None, "C")
    assert columns["co2_t"][1][1] is not None


def test_what_people_edited_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "results"
    compiled(folder, target)
    edited = target / "results.json"
    edited.write_text("mine", encoding="utf-8")
    before = {p.name: p.read_bytes() for p in target.iterdir()}
    with pytest.raises(OverwriteError, match=r"results\.json"):
        compiled(folder, target, seed=8)
    assert {p.name: p.read_bytes() for p in target.iterdir()} == before
    options = dafeng.Options(draws=200, seed=8, portfolio=False)
    dafeng.compile_plan(folder, target, options=options, languages=(), replace=True)
    assert edited.read_text(encoding="utf-8").startswith("{")
    assert verify(target).changed == ()


def test_files_that_dafeng_never_wrote_are_not_overwritten(folder: Path, tmp_path: Path) -> None:
    precious = tmp_path / "results.json"
    precious.write_text("precious", encoding="utf-8")
    with pytest.raises(OverwriteError):
        compiled(folder, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["results.json"]
    assert precious.read_text(encoding="utf-8") == "precious"


def test_an_unknown_name_in_a_dossier_is_a_fault_of_the_input() -> None:
    good = first_dossier("130200")
    dossier = replace(good, identity=replace(good.identity, factor_set="no-such-set"))
    with pytest.raises(InputError) as error:
        compile_inventory(dossier)
    assert "no-such-set" in error.value.faults[0].message.en


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (10**7, 1), (1, -1), (1, 2**63)])
def test_draws_and_seeds_that_no_ensemble_has_are_refused(draws: int, seed: int) -> None:
    with pytest.raises(MethodError, match="whole number"):
        dafeng.Options(draws=draws, seed=seed)


def test_a_build_takes_the_place_of_a_dossier(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        dafeng.build(tmp_path / "nowhere.xlsx")


def test_a_code_may_be_a_number() -> None:
    assert dafeng.find_place(330500) == dafeng.find_place("330500")
