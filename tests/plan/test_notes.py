"""Which notes keep the figures of tables from being misread?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.language import Text
from dafeng.plan.chapters import notes
from dafeng.plan.material import Indicator, PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.tree import DataTable, Document


def table(document: Document, key: str) -> DataTable:
    """Return a table of the document."""
    return next(b for b in document.blocks if isinstance(b, DataTable) and b.id == key)


def test_the_two_ranges_of_the_base_year_are_told_apart(material: PlanMaterial) -> None:
    (note,) = notes.base_year_ranges(material)
    ensemble = next(iter(material.ensembles.values()))
    drawn = ensemble.totals[ensemble.years.index(material.base_year)]
    found = [figure.value for figure in note.figures if figure.id.startswith("scenarios.")]
    assert found == pytest.approx(list(np.quantile(drawn, (0.025, 0.975))))
    assert note in table(compose(material), "uncertainty").notes
    assert notes.RANGES in table(compose(material), "milestones").notes


def test_without_scenarios_there_is_one_range(material: PlanMaterial) -> None:
    assert notes.base_year_ranges(replace(material, ensembles={})) == ()


def test_the_moving_share_of_frozen_policy_is_explained(document: Document) -> None:
    shown = table(document, "milestones-non-fossil").notes
    assert any("基准情景" in note["zh"] and "frozen policy" in note["en"] for note in shown)


@pytest.mark.parametrize("value", [2.9, None])
def test_co2_per_energy_is_explained_where_it_stands(
    material: PlanMaterial, value: float | None
) -> None:
    record = Indicator("co2_per_tce", Text("单位能耗", "CO2 per energy"), value, "t/tce", 2022)
    made = notes.conventions(replace(material, indicators={"co2_per_tce": record}))
    assert bool(made) == (value is not None)
