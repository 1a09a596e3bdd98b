"""Which series of past emissions does a chart show?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dafeng.inventory.account import State
from dafeng.plan import pictures
from dafeng.plan.charts import FanChart, StackedChart
from dafeng.plan.material import PlanMaterial, PublishedSeries
from dafeng.plan.names import series
from dafeng.plan.past_lines import history_lines, own_past


def estimated(material: PlanMaterial, *, every: bool) -> PlanMaterial:
    """Return the material with all or none of its energy estimated."""
    shape = material.inventory.estimated.shape
    return replace(material, inventory=replace(material.inventory, estimated=np.full(shape, every)))


def test_an_estimated_account_has_no_past_before_the_futures(material: PlanMaterial) -> None:
    account, *others = own_past(estimated(material, every=True))
    assert account.years == (material.base_year,)
    assert "估算" in account.name.zh
    assert all(line.dashed for line in others)


def test_an_entered_account_stands_before_the_futures(material: PlanMaterial) -> None:
    entered = estimated(material, every=False)
    account, *_ = own_past(entered)
    years = entered.inventory.years.labels
    assert account.years == tuple(y for y in years if y <= material.base_year)
    assert np.array_equal(account.values, entered.totals[entered.basis][: len(account.years)])
    assert not account.dashed
    assert "估算" not in account.name.zh


def without_electricity(material: PlanMaterial, year: int) -> PlanMaterial:
    """Return the material with the electricity of one year not known (NE)."""
    states = np.full(len(material.inventory.years), State.VALUE, dtype=np.int8)
    states[material.inventory.years.index(year)] = State.NE
    power = replace(material.inventory.electricity, state=states)
    return replace(material, inventory=replace(material.inventory, electricity=power))


def test_a_year_without_its_electricity_is_left_out_and_named(material: PlanMaterial) -> None:
    lacking = without_electricity(material, 2020)
    kept = tuple(y for y in material.inventory.years.labels if y != 2020)
    assert history_lines(lacking)[0].years == kept
    for picture in (pictures.history(lacking), pictures.by_sector(lacking)):
        assert "2020" in picture.description["zh"].split("未知")[0]
        assert picture.description["en"].endswith("2020.")
    stack = pictures.by_sector(lacking).chart
    assert isinstance(stack, StackedChart)
    assert stack.years == kept
    assert all(len(path) == len(kept) for _, path in stack.layers)


def test_a_complete_account_leaves_no_year_out(material: PlanMaterial) -> None:
    assert history_lines(material)[0].years == material.inventory.years.labels
    assert "未知" not in pictures.history(material).description["zh"]


def test_published_series_name_their_basis(material: PlanMaterial) -> None:
    found = (
        PublishedSeries("edgar-v8", series("edgar-v8"), (2020, 2021), np.array([1e7, 2e7])),
        PublishedSeries("yearbook", series("yearbook"), (2020,), np.array([1e7])),
    )
    edgar, yearbook = history_lines(replace(material, published=found))[1:]
    assert edgar.name.zh == "EDGAR v8（属地口径）"
    assert "basis: see its source" in yearbook.name.en


def test_the_fan_takes_the_own_past(material: PlanMaterial) -> None:
    chart = pictures.fan(estimated(material, every=True)).chart
    assert isinstance(chart, FanChart)
    assert [line.dashed for line in chart.history] == [False] + [True] * len(material.published)
    assert chart.history[0].years == (material.base_year,)
