"""Sobol indices against functions whose indices are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from dafeng.scenarios.sensitivity.indices import Indices, indices

Outcome = Callable[[np.ndarray], np.ndarray]


def _found(outcome: Outcome, inputs: int, rows: int = 8192, seed: int = 1) -> Indices:
    """Indices of a function of numbers between 0 and 1 (input, row)."""
    points = qmc.Sobol(2 * inputs, rng=seed).random(rows).T
    one, other = points[:inputs], points[inputs:]
    mixed = []
    for i in range(inputs):
        exchanged = one.copy()
        exchanged[i] = other[i]
        mixed.append(outcome(exchanged))
    return indices(outcome(one), outcome(other), np.array(mixed))


def _ishigami(u: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * u - 1)
    return np.asarray(np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))


def test_ishigami() -> None:
    """Ishigami and Homma 1990 with a = 7, b = 0.1: closed form in Saltelli et al. 2008, p. 196."""
    a, b = 7, 0.1
    one = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    two, joint = a**2 / 8, 8 * b**2 * np.pi**8 / 225
    variance = one + two + joint
    found = _found(_ishigami, 3)
    assert found.variance == pytest.approx(variance, rel=0.01)
    assert found.first == pytest.approx(np.array([one, two, 0.0]) / variance, abs=0.02)
    assert found.total == pytest.approx(np.array([one + joint, two, joint]) / variance, abs=0.02)


def test_the_g_function() -> None:
    """Saltelli and Sobol 1995: ``S_i = V_i / V``, ``V_i = 1 / (3 (1 + a_i)^2)``."""
    a = np.array([0.0, 1.0, 4.5, 9.0, 99.0])

    def g(u: np.ndarray) -> np.ndarray:
        return np.asarray(np.prod((np.abs(4 * u - 2) + a[:, None]) / (1 + a[:, None]), axis=0))

    part = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + part) - 1
    total = part * np.array([np.prod(1 + np.delete(part, i)) for i in range(5)]) / variance
    found = _found(g, 5)
    assert found.first == pytest.approx(part / variance, abs=0.01)
    assert found.total == pytest.approx(total, abs=0.01)


def test_intervals_hold_the_truth_and_shrink() -> None:
    """Of a linear function, first and total are ``c_i^2 / sum c^2``."""
    c = np.array([3.0, 2.0, 1.0])
    true = c**2 / (c**2).sum()
    rng = np.random.default_rng(4)
    held, widths = 0, []
    for rows in (256, 4096):
        one, other = rng.normal(size=(2, 3, rows))
        mixed = np.stack([c @ np.where(np.arange(3)[:, None] == i, other, one) for i in range(3)])
        found = indices(c @ one, c @ other, mixed)
        for value, ends in ((found.first, found.first_ends), (found.total, found.total_ends)):
            assert (ends[0] <= value).all()
            assert (value <= ends[1]).all()
            held += int(((ends[0] <= true) & (true <= ends[1])).sum())
        widths.append(float((found.total_ends[1] - found.total_ends[0]).mean()))
    assert held >= 9
    assert widths[1] < widths[0] / 2.5


def test_what_does_not_vary_has_no_index() -> None:
    found = indices(np.full(64, 2030.0), np.full(64, 2030.0), np.full((2, 64), 2030.0))
    assert np.isnan(found.first).all()
    assert np.isnan(found.total_ends).all()
    assert found.variance == 0


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e4))
@settings(max_examples=20, deadline=None)
def test_indices_do_not_depend_on_the_unit(shift: float, scale: float) -> None:
    rng = np.random.default_rng(2)
    a, b, m = rng.normal(size=64), rng.normal(size=64), rng.normal(size=(2, 64))
    plain = indices(a, b, m)
    moved = indices(shift + scale * a, shift + scale * b, shift + scale * m)
    assert moved.first == pytest.approx(plain.first, rel=1e-5, abs=1e-5)
    assert moved.total == pytest.approx(plain.total, rel=1e-5, abs=1e-5)
