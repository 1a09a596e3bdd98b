"""``dafeng plan``: a guide that is named, a draft that says so, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dafeng
from dafeng.cli.plan import command

QUICK = ("--draws", "50", "--documents", "none", "--no-portfolio")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "huzhou"
    dafeng.new("330500", folder, language="en")
    return folder


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)])


def test_a_draft_is_written_and_exits_with_one(dossier: Path) -> None:
    (dossier / "texts.csv").write_text("section,text\n总体目标,{{ peak.yeer }}\n", encoding="utf-8")
    done = _run(dossier, *QUICK, "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["draft"] is True
    assert [(f["rule"], f["cell"]) for f in told["errors"]] == [("word.reference", "B2")]
    assert (Path(told["folder"]) / "results.json").is_file()
    shown = _run(dossier, *QUICK)
    assert shown.exit_code == 1
    assert "peak.yeer" in shown.stderr


def test_a_guide_file_lays_the_plan_out_and_a_broken_one_is_told(
    dossier: Path, tmp_path: Path
) -> None:
    text = """format = 1
[guide]
id = "mine"
version = "1"
zh = "要点"
en = "Outline"
for = "city"
status = "official"
source = "pilot-guide"
year = 2026
years = [2035]
[[chapters]]
id = "goals"
zh = "发展目标"
en = "Aims"
mark = "I"
"""
    guide = tmp_path / "mine.toml"
    guide.write_text(text, encoding="utf-8")
    quick = ("--draws", "50", "--documents", "zh", "--no-portfolio")
    done = _run(dossier, "--guide", guide, *quick, "--json")
    assert done.exit_code == 0, done.output
    page = (dossier / "results" / "plan.zh.html").read_text(encoding="utf-8")
    assert "发展目标" in page
    assert "2035年测算" in page
    guide.write_text(text.replace("[2035]", '"soon"'), encoding="utf-8")
    broken = _run(dossier, "--guide", guide, *QUICK)
    assert broken.exit_code != 0
