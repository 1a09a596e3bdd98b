"""Tapio: eight states, both cuts, the undefined case, windows."""

from __future__ import annotations

import pytest

from dafeng.drivers import tapio
from dafeng.drivers.tapio import State
from dafeng.errors import MethodError


@pytest.mark.parametrize(
    ("emissions", "economy", "expected"),
    [
        # Tapio (2005), figure 1: the signs of both changes and the elasticity
        (-0.02, 0.05, State.STRONG_DECOUPLING),
        (0.0, 0.05, State.WEAK_DECOUPLING),
        (0.03, 0.05, State.WEAK_DECOUPLING),
        (0.04, 0.05, State.EXPANSIVE_COUPLING),
        (0.05, 0.05, State.EXPANSIVE_COUPLING),
        (0.06, 0.05, State.EXPANSIVE_COUPLING),
        (0.07, 0.05, State.EXPANSIVE_NEGATIVE_DECOUPLING),
        (-0.07, -0.05, State.RECESSIVE_DECOUPLING),
        (-0.06, -0.05, State.RECESSIVE_COUPLING),
        (-0.04, -0.05, State.RECESSIVE_COUPLING),
        (-0.03, -0.05, State.WEAK_NEGATIVE_DECOUPLING),
        (0.0, -0.05, State.WEAK_NEGATIVE_DECOUPLING),
        (0.02, -0.05, State.STRONG_NEGATIVE_DECOUPLING),
        (0.02, 0.0, State.UNDEFINED),
        (0.0, 0.0, State.UNDEFINED),
    ],
)
def test_states(emissions: float, economy: float, expected: State) -> None:
    assert tapio.state(emissions, economy) is expected


def test_every_state_has_a_name() -> None:
    assert set(tapio.NAMES) == set(State)


def test_unchanged_gdp_has_no_elasticity() -> None:
    found = tapio.between({2020: 10.0, 2021: 12.0}, {2020: 5.0, 2021: 5.0}, 2020, 2021)
    assert found.elasticity is None
    assert found.state is State.UNDEFINED


def test_windows_count_back_from_the_last_year() -> None:
    years = range(2010, 2021)
    emissions = {y: 100.0 + y - 2010 for y in years}
    economy = {y: 100.0 + 4 * (y - 2010) for y in years}
    found = tapio.windows(emissions, economy, length=4)
    assert [(w.first, w.last) for w in found] == [(2012, 2016), (2016, 2020)]
    assert len(tapio.windows(emissions, economy, length=4, step=1)) == 7


def test_a_window_needs_only_its_ends() -> None:
    emissions = {2010: 100.0, 2015: 110.0, 2020: 105.0}
    found = tapio.windows(emissions, dict.fromkeys(range(2010, 2021), 50.0), length=5)
    assert [w.first for w in found] == [2010, 2015]


def test_windows_that_do_not_fit_are_refused() -> None:
    with pytest.raises(MethodError, match="5 years apart"):
        tapio.windows({2020: 1.0, 2021: 2.0}, {2020: 1.0, 2021: 2.0})


def test_no_common_year_is_refused() -> None:
    with pytest.raises(MethodError):
        tapio.windows({2020: 1.0}, {2021: 2.0})


def test_a_missing_end_year_is_refused() -> None:
    with pytest.raises(MethodError, match="GDP of 2020"):
        tapio.between({2020: 1.0, 2021: 2.0}, {2021: 2.0}, 2020, 2021)


@pytest.mark.parametrize(("emissions", "economy"), [(float("nan"), 0.1), (0.1, float("nan"))])
def test_a_missing_change_has_no_state(emissions: float, economy: float) -> None:
    with pytest.raises(MethodError):
        tapio.state(emissions, economy)
