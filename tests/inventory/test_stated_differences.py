"""A stated statistical difference explains an open balance; what closes one is said plainly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dafeng.dossier.records import Dossier, Flow
from dafeng.errors import Fault
from dafeng.inventory.plausibility import check_dossier

Line = tuple[int, Flow, str, str, float, str]
Build = Callable[..., Dossier]

GAS: Line = (2023, Flow.FINAL_CONSUMPTION, "services", "natural_gas", 1.2, "亿立方米")


def coal(flow: Flow, quantity: float, sector: str = "") -> Line:
    return (2023, flow, sector, "raw_coal", quantity, "万吨")


def balance(difference: float | None, burnt: float = -700.0) -> list[Line]:
    """Return coal of which 900 come in and 20 more than are used."""
    lines = [
        coal(Flow.INFLOW, 900.0),
        coal(Flow.POWER, burnt),
        coal(Flow.FINAL_CONSUMPTION, 880.0 + burnt, "building_materials"),
        GAS,
    ]
    if difference is not None:
        lines.append(coal(Flow.STATISTICAL_DIFFERENCE, difference))
    return lines


def doubts(dossier: Dossier) -> list[Fault]:
    return [f for f in check_dossier(dossier) if f.rule == "inventory.balance.open"]


@pytest.mark.parametrize("stated", [20.0, -20.0])
def test_a_stated_difference_that_makes_up_the_gap_is_no_error(build: Build, stated: float) -> None:
    assert not doubts(build(balance(stated)))


@pytest.mark.parametrize("stated", [None, 3.0])
def test_a_gap_that_nothing_states_is_told_with_what_it_is_a_share_of(
    build: Build, stated: float | None
) -> None:
    (fault,) = doubts(build(balance(stated)))
    assert "10.0%" in fault.message.zh
    assert "生产与调入合计的 2.2%" in fault.message.zh
    assert "2.2% of production and inflow" in fault.message.en


def test_a_large_stated_difference_is_told(build: Build) -> None:
    lines = [coal(Flow.INFLOW, 900.0), coal(Flow.FINAL_CONSUMPTION, 600.0, "building_materials")]
    assert doubts(build([*lines, coal(Flow.STATISTICAL_DIFFERENCE, 300.0), GAS]))


def test_a_figure_that_is_too_small_is_to_be_multiplied(build: Build) -> None:
    lines = [
        coal(Flow.INFLOW, 900.0),
        coal(Flow.POWER, -400.0),
        coal(Flow.FINAL_CONSUMPTION, 50.0, "building_materials"),
        GAS,
    ]
    (fault,) = doubts(build(lines))
    assert "乘以 10（" in fault.message.zh
    assert "multiplied by 10 (" in fault.message.en
