"""``dafeng sweep``: places in the order given, the sum of cities, wrong use told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import answered, run

QUICK = ("--draws", "200")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("sweep")
    for code in ("330500", "130200", "P-320500-SIP"):
        assert answered("new", code, str(folder / code)).returncode == 0
    return [str(folder / code) for code in ("330500", "130200", "P-320500-SIP")]


def test_places_stand_in_the_order_given_and_cities_are_added(places: list[str]) -> None:
    shown = [
        json.loads(answered("sweep", *places, "--json", *QUICK, lang=g).stdout)
        for g in ("zh", "en")
    ]
    for answer in shown:
        assert [row["code"] for row in answer["places"]] == ["330500", "130200", "P-320500-SIP"]
        assert [row["basis"] for row in answer["places"]] == ["assessment", "assessment", "park"]
    strip = [[{k: v for k, v in row.items() if k != "name"} for row in a["places"]] for a in shown]
    assert strip[0] == strip[1]
    assert shown[0]["sum"] == shown[1]["sum"]
    assert len(shown[0]["sum"]) == 1
    assert shown[0]["sum_paths"][0]["year"] == 2023


def test_a_place_twice_is_not_added(places: list[str]) -> None:
    answer = json.loads(answered("sweep", places[0], places[0], "--json", *QUICK).stdout)
    assert "sum" not in answer
    assert any("stands there twice" in remark for remark in answer["remarks"])


def test_faults_of_all_dossiers_name_theirs(places: list[str], tmp_path: Path) -> None:
    wrong = [tmp_path / "a", tmp_path / "b"]
    for folder in wrong:
        assert answered("new", "330500", str(folder)).returncode == 0
        table = folder / "energy.csv"
        table.write_text(table.read_text("utf-8").replace("TJ", "furlong", 1), "utf-8")
    done = answered("sweep", places[0], *map(str, wrong), *QUICK)
    assert done.returncode == 1
    assert "a/energy.csv" in done.stderr
    assert "b/energy.csv" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("--pilots", ".")], ids=["nothing", "both"])
def test_either_dossiers_or_the_pilots(arguments: tuple[str, ...]) -> None:
    assert run("sweep", *arguments).returncode == 2
