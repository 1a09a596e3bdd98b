"""``dafeng portfolio`` as a user runs it, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.commands import answered, run

KEYS = ("summary", "fields", "measures", "totals", "front")


def answer(*arguments: str, lang: str = "en") -> dict[str, Any]:
    done = answered("portfolio", *arguments, "--json", lang=lang)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(name="dossier", scope="module")
def pilot_dossier(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("portfolio") / "huzhou"
    assert answered("new", "湖州", str(folder)).returncode == 0
    return str(folder)


def test_least_cost_shows_savings_and_tonnes_side_by_side(dossier: str) -> None:
    shown = {lang: answer(dossier, "--front", "3", lang=lang) for lang in ("zh", "en")}
    for found in shown.values():
        assert all(found[key] for key in KEYS)
        *fields, together = found["fields"]
        credited = sum(row["shapley"] for row in fields)
        assert credited == pytest.approx(together["shapley"], rel=1e-9)
        assert found["front"][0]["avoided"] <= found["front"][-1]["avoided"]
    assert shown["zh"]["summary"] == shown["en"]["summary"]
    assert shown["zh"]["measures"][0]["name"] != shown["en"]["measures"][0]["name"]


def test_a_peak_is_held_and_the_budget_kept(dossier: str) -> None:
    found = answer(dossier, "--hold-by", "2035", "--probability", "0.6", "--budget", "500")
    (held,) = found["hold"]
    assert held["draws"] == 10_000
    assert held["probability"] >= 100 * 0.6 - 2 or "out of reach" in held["verdict"]
    assert found["summary"][0]["investment"] <= 500 * (1 + 1e-6)


def test_tables_are_written_in_either_language(dossier: str) -> None:
    assert "Deployment of measures" in answered("portfolio", dossier).stdout
    assert "措施部署" in answered("portfolio", dossier, lang="zh").stdout


def test_what_would_have_to_give_is_listed(dossier: str) -> None:
    found = answer(dossier, "--cap", "co2", "2030", "100", "--non-fossil", "2030", "20")
    assert not found["feasible"]
    assert {row["how"] for row in found["gives"]} >= {"all together"}
    assert all(row["amount"] > 0 for row in found["gives"])
    met = answer(dossier, "--cap", "coal", "2030", "900", "--non-fossil", "2030", "20")
    assert met["feasible"]


def test_an_unknown_scenario_is_an_error(dossier: str) -> None:
    done = run("portfolio", dossier, "--scenario", "utopia")
    assert done.returncode == 1
    assert "utopia" in done.stderr
