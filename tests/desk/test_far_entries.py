"""An entry that puts a whole year far from everything published is doubted at its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

import dafeng
from dafeng.errors import Fault

HEAD = "年份,流向,部门,能源品种,消费量,计量单位\n"


def warnings(folder: Path, coal: float) -> list[Fault]:
    (folder / "energy2.csv").write_text(
        f"{HEAD}2022,终端消费量,工业,原煤,{coal:g},万吨\n", encoding="utf-8"
    )
    return [f for f in dafeng.check_dossier(folder) if f.rule == "inventory.published.far"]


@pytest.mark.parametrize(("coal", "doubted"), [(9975, True), (400, False)])
def test_a_figure_in_the_wrong_unit_beside_estimates(
    coal: float,
    doubted: bool,
    tmp_path: Path,
) -> None:
    dafeng.new("330500", tmp_path / "d")
    found = warnings(tmp_path / "d", coal)
    cells = [(f.place.file, f.place.cell) for f in found]
    assert cells == ([("energy2.csv", "E2")] if doubted else [])
