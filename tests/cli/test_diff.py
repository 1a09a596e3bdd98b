"""``dafeng diff``: its tables, its JSON and its exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests import exemplar
from tests.commands import Done, answered

from dafeng.files.dossiers import write_dossier

QUICK = ("--draws", "64", "--credit-draws", "64", "--no-portfolio")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("diff")
    write_dossier(exemplar.good_dossier(), folder / "a")
    shutil.copytree(folder / "a", folder / "b")
    table = folder / "b" / "targets.csv"
    lines = table.read_text("utf-8-sig").splitlines()
    table.write_text("\n".join(lines[:-1]) + "\n", "utf-8")
    return str(folder / "a"), str(folder / "b")


def compared(*arguments: str, lang: str = "en") -> Done:
    return answered("diff", *arguments, *QUICK, lang=lang)


def test_what_was_compared_exits_with_zero_whether_or_not_it_differs(
    places: tuple[str, str],
) -> None:
    done = compared(*places, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["verb"] == "diff"
    assert not answer["same"]
    assert [row["change"] for row in answer["rows"]] == ["removed"]
    assert (answer["figures"], answer["peak_moved"]) == ([], None)
    same = compared(places[0], places[0], "--json")
    assert (same.returncode, json.loads(same.stdout)["same"]) == (0, True)


def test_readers_see_the_row_in_their_language(places: tuple[str, str]) -> None:
    done = compared(*places, lang="zh")
    assert done.returncode == 0
    assert "不同的行" in done.stdout
    assert "删除" in done.stdout


def test_wrong_use_and_broken_input_are_told_apart(places: tuple[str, str], tmp_path: Path) -> None:
    assert compared(places[0], str(tmp_path / "nowhere")).returncode == 2
    assert compared(places[0]).returncode == 2
    assert compared(*places, "--scenario", "nope").returncode == 2
    (tmp_path / "results.json").write_text("{}", "utf-8")
    broken = compared(places[0], str(tmp_path), "--json")
    assert broken.returncode == 1
    assert json.loads(broken.stdout)["faults"][0]["rule"] == "results.unreadable"
