"""What does ``dafeng sensitivity`` say, and does ``dafeng scenarios`` tell which stocks act?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests import exemplar

from dafeng.desk.answer_futures import scenarios
from dafeng.desk.answer_sensitivity import sensitivity, told
from dafeng.dossier.records import Amount, Dossier, Quality, VehicleRecord
from dafeng.errors import MethodError
from dafeng.files.dossiers import write_dossier
from dafeng.language import Text
from dafeng.peak.decisive import Decisive
from dafeng.scenarios.sensitivity.groups import Group
from dafeng.scenarios.sensitivity.indices import indices

ROWS, SEED = 128, 1


def written(dossier: Dossier, folder: Path) -> Path:
    write_dossier(dossier, folder)
    return folder


def test_every_outcome_is_told_in_words_and_in_a_table(tmp_path: Path) -> None:
    answer = sensitivity(
        written(exemplar.good_dossier(), tmp_path / "place"), "enhanced", ROWS, SEED
    )
    words, *tables = answer.tables
    assert [t.id for t in tables] == ["peak_year", "peak_level", "emissions_2035"]
    assert len(words.rows) == len(tables)
    for table in tables:
        totals = [row[2] for row in table.rows if isinstance(row[2], float)]
        assert totals == sorted(totals, reverse=True)
    assert dict(answer.facts)["scenario"] == "enhanced"


def test_an_unknown_scenario_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MethodError):
        sensitivity(written(exemplar.good_dossier(), tmp_path / "p"), "miracle", ROWS, SEED)


def _decisive(strength: tuple[float, ...], constant: float | None = None) -> Decisive:
    """Return what decides a sum of independent numbers."""
    rng = np.random.default_rng(0)
    c = np.array(strength)[:, None]
    one, other = rng.normal(size=(2, len(strength), 4096))
    mixed = np.array(
        [
            (c * np.where(np.arange(len(c))[:, None] == i, other, one)).sum(axis=0)
            for i in range(len(c))
        ]
    )
    values = [(c * one).sum(axis=0), (c * other).sum(axis=0), mixed]
    if constant is not None:
        values = [np.full_like(v, constant) for v in values]
    names = (Group(f"g{i}", Text(f"假设{i}", f"assumption {i}"), one) for i in range(len(c)))
    return Decisive("frozen", tuple(names), {"peak_year": indices(*values)}, 0)


def test_the_leading_assumptions_are_named_first() -> None:
    words = told(_decisive((0.1, 3.0, 1.5)), "peak_year")
    assert words.en.index("assumption 1") < words.en.index("assumption 2")
    assert "assumption 0" not in words.en
    assert words.zh.index("假设1") < words.zh.index("假设2")
    assert "almost independently" in words.en


def test_what_never_varies_is_said() -> None:
    assert "2030" in told(_decisive((1.0, 1.0), 2030.0), "peak_year").en


def test_estimated_cars_act_only_if_asked(tmp_path: Path) -> None:
    """The remark names the stock and its calibration; entered cars act by default."""
    base = replace(exemplar.good_dossier(), buildings=(), plants=(), routes=())
    year = base.identity.base_year
    guess = Amount(1e5, "辆", quality=Quality.ESTIMATE)
    cars = VehicleRecord(year, "private_car", "", "stock", guess)
    guessed = written(replace(base, vehicles=(cars,)), tmp_path / "guessed")
    stated = replace(cars, amount=Amount(1e5, "辆"))
    entered = written(replace(base, vehicles=(stated,)), tmp_path / "entered")

    def acting(path: Path, stocks: str) -> set[str]:
        answer, _, _ = scenarios(path, 64, SEED, stocks=stocks)
        found = [r.en for r in answer.remarks if "calibration factor" in r.en]
        return {text.split()[1] for text in found}

    cars_of = "vehicles:households_urban"
    assert acting(guessed, "entered") == set()
    assert acting(entered, "off") == set()
    assert acting(entered, "entered") == {cars_of}
    assert acting(guessed, "on") == acting(entered, "on") >= {cars_of}
