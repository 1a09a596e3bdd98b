"""How are the results of a build handed on?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import polars as pl
import pytest

import dafeng
from dafeng.dossier.records import SourceRecord
from dafeng.files.manifest import (
    NAME,
    NEXT,
    differences,
    edited,
    exchange,
    foreign,
    unlisted,
    write_manifest,
)
from dafeng.files.results import sha256, write_results
from dafeng.files.results_json import SCHEMA, summary
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Document


@pytest.fixture(scope="module")
def folder(
    material: PlanMaterial, document: Document, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    found = tmp_path_factory.mktemp("results")
    write_results(material, found, document)
    return found


def test_the_same_build_gives_the_same_bytes(
    material: PlanMaterial, document: Document, folder: Path, tmp_path: Path
) -> None:
    for path in write_results(material, tmp_path, document):
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_json_follows_its_schema(material: PlanMaterial, document: Document, folder: Path) -> None:
    found = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, SCHEMA)
    assert found["totals"]["territorial"]["2022"] == pytest.approx(35.8e6)
    assert found == json.loads(json.dumps(summary(material, document)))


def test_every_table_is_there_twice(folder: Path) -> None:
    parquet = {p.stem for p in folder.glob("*.parquet")}
    assert parquet == {p.stem for p in folder.glob("*.csv")}
    assert {"inventory", "totals", "decomposition", "status", "quantiles"} <= parquet


def test_sums_of_the_table_are_those_of_the_account(material: PlanMaterial, folder: Path) -> None:
    table = pl.read_parquet(folder / "inventory.parquet").filter(pl.col("year") == 2022)
    co2 = material.inventory.energy_co2[-1]
    absent = co2[material.inventory.state[-1] != 0].sum()
    assert table["co2_t"].sum() == pytest.approx(co2.sum() - absent)


def test_the_promise_stands_in_the_tables_and_in_the_results(
    material: PlanMaterial, folder: Path
) -> None:
    promise = material.promise
    assert promise is not None
    found = json.loads((folder / "results.json").read_text(encoding="utf-8"))["portfolio"]
    assert (found["by"], found["probability"]) == (promise.held.by, promise.held.probability)
    table = pl.read_parquet(folder / "projects.parquet")
    for project in promise.projects:
        row = table.filter((pl.col("subject") == "project") & (pl.col("id") == project.id))
        central = project.tonnes.central if project.tonnes else None
        assert row["median_t"].to_list() == [central]
        assert (found["projects"][project.id] or {}).get("median") == central
    years = pl.read_parquet(folder / "portfolio_years.parquet")
    assert years["investment_yuan"].sum() == pytest.approx(sum(promise.investment))
    amounts = pl.read_parquet(folder / "portfolio.parquet")
    assert set(amounts["measure"]) == {m.id for m in promise.measures}


def test_results_without_a_portfolio_say_so(material: PlanMaterial) -> None:
    found = summary(replace(material, promise=None))
    jsonschema.validate(found, SCHEMA)
    assert found["portfolio"] is None


def test_a_cell_with_a_notation_key_has_no_figure(folder: Path) -> None:
    table = pl.read_parquet(folder / "inventory.parquet").filter(pl.col("state") == "NE")
    assert len(table) == 8
    assert table["co2_t"].null_count() == 8


def test_texts_cannot_become_formulas(material: PlanMaterial, tmp_path: Path) -> None:
    risky = SourceRecord("=1+1", "@SUM(A1)", "-2", "+3", "=cmd|' /C calc'!A0")
    write_results(replace(material, sources=(risky,)), tmp_path)
    line = (tmp_path / "sources.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert line == "'=1+1,'@SUM(A1),'-2,'+3,'=cmd|' /C calc'!A0"
    table = pl.read_parquet(tmp_path / "sources.parquet")
    assert table["title"].to_list() == ["@SUM(A1)"]


def test_negative_numbers_stay_numbers(folder: Path) -> None:
    table = pl.read_csv(folder / "decomposition.csv")
    assert table["effect"].dtype == pl.Float64
    assert table["effect"].min() is not None


def test_manifest_proves_the_outputs(material: PlanMaterial, folder: Path, tmp_path: Path) -> None:
    entry = tmp_path / "dossier" / "energy.csv"
    entry.parent.mkdir()
    entry.write_text("x", encoding="utf-8")
    found = json.loads(
        write_manifest(
            folder, material.provenance, [entry.parent], list(folder.iterdir())
        ).read_text(encoding="utf-8")
    )
    assert [e["file"] for e in found["inputs"]] == ["dossier/energy.csv"]
    assert found["seed"] == 7
    assert "reference/sectors.csv" in found["reference"]
    assert "source_date_epoch" not in found
    assert differences(folder, found) == ()
    (folder / "totals.csv").write_text("changed", encoding="utf-8")
    (folder / "extra.txt").write_text("mine", encoding="utf-8")
    (folder / "process.csv").unlink()
    assert differences(folder, found) == ("process.csv", "totals.csv")
    assert unlisted(folder, found) == ("extra.txt",)
    assert foreign(folder, ["totals.csv", "status.csv", "new.csv", NAME]) == ("totals.csv",)
    staged = tmp_path / "staged"
    staged.mkdir()
    for name in ("new.csv", "status.csv", NAME):
        (staged / name).write_text('{"outputs": []}', encoding="utf-8")
    exchange(staged, folder)
    assert {p.name for p in folder.iterdir()} == {
        "extra.txt",
        "new.csv",
        "status.csv",
        "totals.csv",
        NAME,
    }
    assert (folder / "status.csv").read_text(encoding="utf-8") == '{"outputs": []}'
    assert (folder / "totals.csv").read_text(encoding="utf-8") == "changed"
    assert not list(staged.iterdir())


def test_the_manifest_hashes_the_tables_of_every_room(
    material: PlanMaterial, tmp_path: Path
) -> None:
    path = write_manifest(tmp_path, material.provenance, [], [])
    stated = json.loads(path.read_text(encoding="utf-8"))
    source = Path(dafeng.__file__).parent
    tables = {f"{p.parts[-3]}/{p.name}": p for p in source.glob("*/tables/*") if p.is_file()}
    assert "inventory/assumed.csv" in tables
    guides = (source / "reference" / "guides").iterdir()
    tables |= {f"reference/guides/{p.name}": p for p in guides if p.is_file()}
    assert stated["reference"] == {name: sha256(p) for name, p in tables.items()}
    assert {"h5py", "openpyxl"} <= set(stated["packages"])


def test_a_stated_time_is_kept(
    material: PlanMaterial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    path = write_manifest(tmp_path, material.provenance, [], [])
    assert json.loads(path.read_text(encoding="utf-8"))["source_date_epoch"] == 1_700_000_000


def test_a_build_that_was_interrupted_knows_its_own_files(tmp_path: Path) -> None:
    old, new = tmp_path / "a.csv", tmp_path / "b.csv"
    old.write_text("old", encoding="utf-8")
    new.write_text("new", encoding="utf-8")
    for name, file in ((NAME, old), (NEXT, new)):
        outputs = [{"file": file.name, "sha256": sha256(file)}]
        (tmp_path / name).write_text(json.dumps({"outputs": outputs}), encoding="utf-8")
    assert foreign(tmp_path, ["a.csv", "b.csv"]) == ()
    assert edited(tmp_path) == ()
    new.write_text("edited", encoding="utf-8")
    assert edited(tmp_path) == ("b.csv",)


def test_a_manifest_of_somebody_else_is_foreign(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("mine", encoding="utf-8")
    assert foreign(tmp_path, ["a.csv"]) == (NAME,)
    assert edited(tmp_path) == (NAME,)
