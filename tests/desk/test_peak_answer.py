"""What does ``dafeng peak`` answer, in which units?"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import exemplar

from dafeng.desk.account import plan_basis
from dafeng.desk.answer_futures import peak
from dafeng.desk.building import compile_inventory
from dafeng.desk.futures import futures
from dafeng.desk.opening import open_dossier
from dafeng.files.dossiers import write_dossier

DRAWS, SEED = 64, 1


def test_the_rate_after_the_peak_is_in_per_cent_as_in_the_plan(tmp_path: Path) -> None:
    write_dossier(exemplar.good_dossier(), tmp_path / "place")
    answer = peak(tmp_path / "place", DRAWS, SEED)
    table = next(t for t in answer.tables if t.id == "rate_after")
    assert "%/年" in table.title.zh
    assert "%/a" in table.title.en
    dossier = open_dossier(tmp_path / "place").dossier
    inventory, _ = compile_inventory(dossier)
    made = futures(dossier, inventory, plan_basis(dossier), DRAWS, SEED)
    for row, outlook in zip(table.rows, made.outlooks.values(), strict=True):
        assert list(row)[1:] == pytest.approx([100 * r for r in outlook.rate_quantiles])
