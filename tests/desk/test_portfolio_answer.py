"""What the answer of a portfolio says besides its tables."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import dafeng
from dafeng.desk import answer_portfolio
from dafeng.desk.posing import Wish
from dafeng.measures.portfolio.solve import Portfolio, least_cost


@pytest.fixture(name="folder", scope="module")
def dossier_of_a_pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answer") / "huzhou"
    dafeng.new("330500", folder)
    return folder


@pytest.mark.parametrize(
    ("gap", "said"), [(0.0, ""), (1e-3, ""), (0.05, "5.0%"), (float("nan"), "unknown")]
)
def test_a_search_that_was_ended_early_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, gap: float, said: str
) -> None:
    def stopped(problem: Any) -> Portfolio:
        return replace(least_cost(problem), gap=gap)

    monkeypatch.setattr(answer_portfolio, "least_cost", stopped)
    answer = answer_portfolio.portfolio(folder, Wish(), 3)
    remarks = [r.en for r in answer.remarks if "before the best was proved" in r.en]
    assert len(remarks) == bool(said)
    assert all(said in text for text in remarks)
    assert "NaN" not in json.dumps(dict(answer.facts))
