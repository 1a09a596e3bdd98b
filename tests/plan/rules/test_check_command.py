"""``dafeng check`` as its user meets it: readable, one JSON document, SARIF, exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import xlsxwriter

import dafeng
from dafeng.cli.main import main
from dafeng.desk.plan_checking import Wish, check
from dafeng.dossier.records import Row
from dafeng.errors import Severity
from dafeng.files import write_dossier

PUBLISHED = Path(__file__).resolve().parents[1] / "published"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in arguments])
    return int(ended.value.code or 0), capsys.readouterr().out


@pytest.fixture(scope="module")
def huzhou(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "huzhou"
    dafeng.new("330500", folder)
    return folder


@pytest.mark.parametrize("code", ["330500", "P-320500-SIP"])
@pytest.mark.parametrize("form", ["folder", "workbook"])
def test_a_dossier_of_the_first_day_has_no_error(tmp_path: Path, code: str, form: str) -> None:
    folder = tmp_path / "place"
    dafeng.new(code, folder)
    path = folder
    if form == "workbook":
        dossier, _ = dafeng.files.read_dossier(folder)
        assert dossier is not None
        path = tmp_path / "place.xlsx"
        write_dossier(dossier, path, "workbook")
    found = check(path, Wish(year=2026))
    assert {f.severity for f in found.faults} == {Severity.NOTE}
    gate = check(path, Wish(year=2026, submission=True))
    blocked = {f.rule for f in gate.faults if f.severity is Severity.ERROR}
    assert blocked == {"complete.table", "data.estimates"}


def test_the_models_results_are_run_when_asked_for(huzhou: Path) -> None:
    (huzhou / "targets.csv").write_text(
        "indicator,year,value,unit\n碳达峰年份,2024,2024,年\n碳排放峰值,2024,20,万吨二氧化碳\n",
        encoding="utf-8",
    )
    without = check(huzhou, Wish(year=2026))
    assert "peak.before_p10" in {n.rule for n in without.not_run}
    found = check(huzhou, Wish(year=2026, results=True, draws=64, select=("peak", "unit")))
    assert "peak.before_p10" not in {n.rule for n in found.not_run}
    told = {f.rule: f.place.cell for f in found.faults}
    assert told["peak.below_history"] == "C3"
    assert told["unit.against_account"] == "C3"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ("错误  targets.csv C3  [target.same_value]", "重构", "条：需要任务表")),
        ("en", ("error  targets.csv C3  [target.same_value]", "reconstructed", "a table of tasks")),
    ],
)
def test_people_read_place_reason_remedy_and_what_was_not_run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    told: tuple[str, ...],
) -> None:
    monkeypatch.setenv("DAFENG_LANG", language)
    status, text = run(capsys, "check", PUBLISHED / "xinyang", "--year", 2026)
    assert status == 1
    assert [part for part in told if part not in text] == []


def test_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--year", 2026, "--select", "target", "--json", "--lang", "en")
    status, text = run(capsys, "check", PUBLISHED / "xinyang", *arguments)
    found = json.loads(text)
    assert status == 1
    assert found["form"] == "plan"
    assert found["guide"]["id"] == "city-2023"
    assert found["errors"] == 1
    fault = next(f for f in found["faults"] if f["rule"] == "target.same_value")
    assert (fault["file"], fault["cell"]) == ("targets.csv", "C3")
    assert (fault["group"], fault["source"]) == ("targets", "xinyang-plan")
    assert {n["rule"] for n in found["not_run"]} >= {"target.already_met", "target.graded"}


def test_sarif_names_rule_level_and_region(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PUBLISHED)
    _, text = run(capsys, "check", "xinyang", "--year", 2026, "--sarif")
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (made,) = log["runs"]
    rules = [r["id"] for r in made["tool"]["driver"]["rules"]]
    result = next(r for r in made["results"] if r["ruleId"] == "target.same_value")
    assert rules[result["ruleIndex"]] == "target.same_value"
    assert result["level"] == "error"
    (location,) = result["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "xinyang/targets.csv"
    assert place["region"] == {"startLine": 3}
    assert location["logicalLocations"][0]["fullyQualifiedName"].split()[1] == "C3"


def test_sarif_has_row_and_column_of_a_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        sheet = book.add_worksheet("表1")
        sheet.write_row(0, 0, ["主要指标", "2025年", "2030年"])
        sheet.write_row(1, 0, ["非化石能源消费占比（%）", 30, 30])
    monkeypatch.chdir(tmp_path)
    _, text = run(capsys, "check", "t.xlsx", "--year", 2026, "--sarif")
    results = json.loads(text)["runs"][0]["results"]
    (location,) = next(r for r in results if r["ruleId"] == "target.same_value")["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 3}
    assert location["properties"] == {"sheet": "表1", "cell": "C2"}


def test_sarif_writes_addresses_that_editors_can_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "湖州 plan"
    shutil.copytree(PUBLISHED / "xinyang", folder)
    (folder / "附 注:1.txt").write_text("x", encoding="utf-8")

    def addresses(path: Path) -> set[str]:
        _, text = run(capsys, "check", path, "--year", 2026, "--sarif")
        places = (r["locations"][0] for r in json.loads(text)["runs"][0]["results"])
        found = (p["physicalLocation"] for p in places if "physicalLocation" in p)
        return {p["artifactLocation"]["uri"] for p in found}

    monkeypatch.chdir(tmp_path)
    stem = "%E6%B9%96%E5%B7%9E%20plan/"
    near = addresses(Path("湖州 plan"))
    assert f"{stem}targets.csv" in near
    assert f"{stem}%E9%99%84%20%E6%B3%A8%3A1.txt" in near
    assert addresses(folder) == near
    monkeypatch.chdir(PUBLISHED)
    assert all(a.startswith("file:///") and stem in a for a in addresses(folder))


def test_the_rules_are_listed_without_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    status, text = run(capsys, "check", "--rules", "--lang", "en")
    assert status == 0
    assert "target.same_value" in text
    _, text = run(capsys, "check", "--rules", "--select", "peak", "--json", "--lang", "zh")
    listed = json.loads(text)
    assert {r["group"] for r in listed} == {"peak"}
    assert next(r for r in listed if r["rule"] == "peak.before_p10")["needs"] == [
        "targets",
        "results",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", PUBLISHED / "xinyang", "--select", "x"),
        ("check", PUBLISHED / "xinyang", "--guide", "x"),
    ],
)
def test_wrong_use_has_its_own_status(
    capsys: pytest.CaptureFixture[str], arguments: tuple[object, ...]
) -> None:
    assert run(capsys, *arguments)[0] == 2


def test_rows_of_a_plan_keep_their_columns_and_their_hash() -> None:
    row = Row((("name", "x"),), columns={"name": 2})
    assert row == Row((("name", "x"),))
    assert row.at("name").column == 2
    assert row.at("owner").column == 2, "the cell that names the row"
    assert Row((("name", "x"),)).at("owner").field == "owner"
