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


def _with_shares(material: PlanMaterial, *shares: float) -> PlanMaterial:
    keys = ("coal_share", "oil_share", "gas_share")
    found = {
        key: Indicator(key, Text("占比", "share"), share, "-", material.base_year)
        for key, share in zip(keys, shares, strict=True)
    }
    return replace(material, indicators=found)


def test_shares_that_sum_to_more_than_the_whole_are_explained(material: PlanMaterial) -> None:
    (note,) = notes.exported(_with_shares(material, 0.981, 0.023, 0.035))
    assert "大于100%" in note["zh"]
    assert not notes.exported(_with_shares(material, 0.9, 0.04, 0.06))


def _estimated(material: PlanMaterial, *, fully: bool) -> PlanMaterial:
    estimated = np.full(material.inventory.estimated.shape, fully)
    return replace(material, inventory=replace(material.inventory, estimated=estimated))


def test_nothing_estimated_is_said_in_words_not_as_nought(material: PlanMaterial) -> None:
    assert "全部依据填报数据" in notes.estimated(_estimated(material, fully=False))["zh"]
    assert "100.0%" in notes.estimated(_estimated(material, fully=True))["en"]


def test_what_is_printed_as_the_whole_is_told_as_the_whole(material: PlanMaterial) -> None:
    assert not notes.wholly_estimated(material)
    whole = _estimated(material, fully=True).inventory
    assert notes.wholly_estimated(replace(material, inventory=whole))
    nearly, co2 = whole.estimated.copy(), whole.energy_co2.copy()
    nearly[-1, 0, 0], co2[-1, 0, 0] = False, 1.0  # a tonne is not seen in the share
    almost = replace(material, inventory=replace(whole, estimated=nearly, energy_co2=co2))
    assert almost.estimated_share < 1
    assert notes.wholly_estimated(almost)
