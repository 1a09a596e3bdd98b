"""Every command: its tables, its JSON, its exit status, in both languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import answered, run

VERBS = ("inventory", "drivers", "scenarios", "peak", "sensitivity", "measures")
QUICK = {
    "scenarios": ("--draws", "200"),
    "peak": ("--draws", "200"),
    "sensitivity": ("--rows", "64"),
}


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "huzhou"
    assert answered("new", "湖州", str(folder)).returncode == 0
    return folder


@pytest.mark.parametrize("verb", VERBS)
def test_json_is_one_document_with_the_same_numbers_in_both_languages(
    verb: str, dossier: Path
) -> None:
    names = {"zh": "湖州市", "en": "Huzhou"}
    shown = []
    for lang, name in names.items():
        done = answered(verb, str(dossier), "--json", *QUICK.get(verb, ()), lang=lang)
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        assert answer["verb"] == verb
        assert answer["place"] == {"code": "330500", "name": name}
        shown.append(_numbers(answer))
    assert shown[0] == shown[1]
    assert shown[0]


def _numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [n for v in value.values() for n in _numbers(v)]
    if isinstance(value, list):
        return [n for v in value for n in _numbers(v)]
    return [float(value)] if isinstance(value, int | float) else []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_are_readable(lang: str, dossier: Path) -> None:
    done = run("inventory", str(dossier), lang=lang)
    assert done.returncode == 0
    assert ("湖州市" if lang == "zh" else "Huzhou") in done.stdout
    assert ("各口径" if lang == "zh" else "CO2 on each basis") in done.stdout


def test_check_of_a_good_dossier_is_fine(dossier: Path) -> None:
    done = answered("check", str(dossier), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["errors"] == 0


def test_check_lists_faults_at_their_cells_and_fails(dossier: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt"
    spoilt.mkdir()
    for file in dossier.iterdir():
        if file.is_file():
            (spoilt / file.name).write_bytes(file.read_bytes())
    energy = spoilt / "energy.csv"
    lines = energy.read_text(encoding="utf-8-sig").splitlines()
    cells = lines[3].split(",")
    cells[lines[0].split(",").index("Unit")] = "furlong"
    lines[3] = ",".join(cells)
    energy.write_text("\n".join(lines), encoding="utf-8")
    done = answered("check", str(spoilt), "--json", lang="zh")
    assert done.returncode == 1
    faults = json.loads(done.stdout)["faults"]
    found = [f for f in faults if f["severity"] == "error"]
    assert [f["cell"] for f in found] == ["F4"]
    assert "furlong" in found[0]["message"]
    assert answered("inventory", str(spoilt)).returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "Atlantis"),
        ("new", "Yulin"),
        ("inventory", "no/such/folder"),
        ("peak", "--draws", "0", "."),
        ("reference", "show", "no-such-table"),
        ("nonsense",),
    ],
)
def test_wrong_use_is_status_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dafeng.cli.main", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_dossier_is_not_written_over_unasked(dossier: Path) -> None:
    assert answered("new", "330500", str(dossier)).returncode == 2
    assert answered("new", "330500", str(dossier), "--force").returncode == 0


def test_every_reference_table_can_be_shown() -> None:
    listed = json.loads(answered("reference", "list", "--json").stdout)
    assert len(listed) > 10
    for name in (entry["name"] for entry in listed[:3]):
        shown = json.loads(answered("reference", "show", name, "--json").stdout)
        assert shown["rows"]
        assert all(row["source"] and row["licence"] for row in shown["rows"])


@pytest.mark.parametrize(("language", "licence"), [("zh", "中国官方文件"), ("en", "official")])
def test_licences_are_shown_in_the_language_of_the_reader(language: str, licence: str) -> None:
    done = answered("--lang", language, "reference", "show", "pilots", "--json")
    assert licence in json.loads(done.stdout)["rows"][0]["licence"]


def test_reference_rows_can_be_picked() -> None:
    done = answered("reference", "show", "pilots", "--where", "kind=park", "--json")
    assert len(json.loads(done.stdout)["rows"]) == 10


def test_verify_tells_changed_results(dossier: Path, tmp_path: Path) -> None:
    target = tmp_path / "r"
    quick = ("--draws", "50", "--documents", "none", "--no-portfolio")
    made = answered("plan", str(dossier), "--out", str(target), *quick)
    assert made.returncode == 0, made.stderr
    assert answered("verify", str(target)).returncode == 0
    (target / "totals.csv").write_text("changed", encoding="utf-8")
    done = answered("verify", str(target), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["changed"] == ["totals.csv"]
    assert answered("verify", str(tmp_path)).returncode == 1


def test_a_ceads_workbook_is_read_as_published(shared_data: Path) -> None:
    book = shared_data / "ceads" / "provinces" / "Emission_Inventories_for_30_Provinces_2019.xlsx"
    done = answered("inventory", "--ceads", str(book), "--area", "Zhejiang", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert len(answer["sheets"]) == 30
    assert all(abs(row["difference"]) < 1e-3 for row in answer["sheets"])
    assert len(answer["sectors:Zhejiang2019"]) == 13


def test_areas_of_a_ceads_workbook_go_by_either_language_and_unknown_ones_are_told(
    shared_data: Path,
) -> None:
    book = shared_data / "ceads" / "provinces" / "Emission_Inventories_for_30_Provinces_2019.xlsx"
    done = answered("inventory", "--ceads", str(book), "--area", "浙江", "--json")
    assert len(json.loads(done.stdout)["sectors:Zhejiang2019"]) == 13
    lost = answered("inventory", "--ceads", str(book), "--area", "Atlantis")
    assert lost.returncode == 2
    assert "Atlantis" in lost.stderr
    assert "Zhejiang" in lost.stderr


@pytest.mark.parametrize(
    "options", [("--area", "Zhejiang"), ("--ceads", "--basis", "territorial")], ids=" ".join
)
def test_options_that_do_not_go_together_are_refused(
    dossier: Path, options: tuple[str, ...]
) -> None:
    for language, word in (("zh", "--ceads"), ("en", "--ceads")):
        done = answered("--lang", language, "inventory", str(dossier), *options)
        assert done.returncode == 2
        assert word in done.stderr
        assert ("档案" in done.stderr or "工作簿" in done.stderr) == (language == "zh")


def test_what_is_no_ceads_workbook_is_refused(dossier: Path) -> None:
    assert answered("inventory", "--ceads", str(dossier / "energy.csv")).returncode == 1


def spoilt(dossier: Path, target: Path, assumptions: str) -> Path:
    """Copy a dossier and give it assumptions."""
    target.mkdir()
    for file in dossier.iterdir():
        if file.is_file():
            (target / file.name).write_bytes(file.read_bytes())
    head = "Scenario,Driver,Sector,Carrier,Year,Low,Central,High,Unit,Source"
    (target / "assumptions.csv").write_text(f"{head}\n{assumptions}\n", encoding="utf-8")
    return target


@pytest.mark.parametrize(
    ("assumption", "rule"),
    [
        ("current_policy,carbon_capture,,,2030,,150,,%,", "assumption.bounds"),
        ("current_policy,grid_factor,,,2030,,0.1,,tCO2/MWh,", "assumption.unusable"),
    ],
)
def test_check_tries_what_later_commands_need(
    assumption: str, rule: str, dossier: Path, tmp_path: Path
) -> None:
    done = answered("check", str(spoilt(dossier, tmp_path / "d", assumption)), "--json")
    assert done.returncode == 1
    found = [f for f in json.loads(done.stdout)["faults"] if f["severity"] == "error"]
    assert [(f["rule"], f["file"], f["cell"]) for f in found] == [(rule, "assumptions.csv", "2")]


def test_check_writes_its_findings_on_standard_output(dossier: Path) -> None:
    done = answered("check", str(dossier))
    assert "0 error(s)" in done.stdout
    assert not done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nonsense",), "没有命令 nonsense"),
        (("peak",), "缺少参数"),
        (("peak", "--draws", "0", "."), "1 至 1000000"),
        (("inventory", ".", "--basis", "x"), "只能取：territorial"),
        (("plan", "--foo"), "没有选项 --foo"),
        (("check", "nope"), "“nope”不存在"),
        (("new", "330500", "x", "--panel", "."), "“.”是文件夹，这里要文件"),
    ],
)
def test_wrong_use_is_told_in_chinese(arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments, lang="zh")
    assert done.returncode == 2
    assert told in done.stderr


def test_what_cannot_be_written_is_said_without_traceback(dossier: Path) -> None:
    done = answered("scenarios", str(dossier), "--draws", "10", "--out", "/nonexistent/x.csv")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "/nonexistent/x.csv" in done.stderr


def test_a_poor_terminal_loses_letters_not_answers() -> None:
    command = [sys.executable, "-m", "dafeng.cli.main", "reference", "show", "pilots"]
    environment = {**os.environ, "DAFENG_LANG": "zh", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, check=False, capture_output=True, env=environment)
    assert done.returncode == 0
    assert b"\\u" in done.stdout


def test_a_place_without_series_may_start_blank(tmp_path: Path) -> None:
    refused = answered("new", "玉林市", str(tmp_path / "a"), "--lang", "en")
    assert refused.returncode == 2
    assert "--blank" in refused.stderr
    assert "--panel" in refused.stderr
    made = answered("new", "玉林市", str(tmp_path / "b"), "--blank", "--json")
    assert json.loads(made.stdout)["rows"] == 0
    found = json.loads(answered("check", str(tmp_path / "b"), "--json").stdout)
    errors = [f["rule"] for f in found["faults"] if f["severity"] == "error"]
    assert errors == ["dossier.energy.missing"]


def test_a_slip_in_a_name_gets_a_proposal(tmp_path: Path) -> None:
    done = answered("new", "湖洲", str(tmp_path / "a"))
    assert done.returncode == 2
    assert "330500 Huzhou" in done.stderr


def test_wrong_use_has_its_document_too() -> None:
    done = answered("check", "there-is-nothing", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"] == "usage"


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = [sys.executable, "-m", "dafeng.cli.main", "reference", "show", "divisions"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.readline()
        started.stdout.close()
        told = started.stderr.read()
        assert started.wait() == 0
    assert told == b""


def test_a_closed_output_is_no_error(dossier: Path) -> None:
    script = f"{sys.executable} -m dafeng.cli.main inventory {dossier} >&-"
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_futures_are_not_written_into_the_dossier(dossier: Path) -> None:
    before = sorted(p.name for p in dossier.iterdir())
    done = answered("scenarios", str(dossier), "--out", str(dossier / "futures.csv"))
    assert (done.returncode, sorted(p.name for p in dossier.iterdir())) == (2, before)


@pytest.mark.parametrize("name", ["x.nc", "x.xlsx", "x.csv"])
def test_a_place_that_cannot_be_written_is_said_before_the_answered(
    name: str, dossier: Path, tmp_path: Path
) -> None:
    target = tmp_path / "nowhere" / name
    done = answered("scenarios", str(dossier), "--json", "--draws", "900000", "--out", str(target))
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"] == "files"
    assert "Traceback" not in done.stderr


def test_an_unknown_ending_is_said_before_the_answered(dossier: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.parquet"
    done = answered("scenarios", str(dossier), "--json", "--draws", "900000", "--out", str(target))
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"] == "format"
