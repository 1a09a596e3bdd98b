"""Compiled code does what its readable twin does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dafeng.dossier.records import Dossier
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course
from dafeng.scenarios.stocks.compiled import fill
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.place import place_stocks
from dafeng.scenarios.stocks.stock import Drawn

pytest.importorskip("numba")


def test_turnover(typical: Baseline, dossier: Dossier, course_for: Callable[[str], Course]) -> None:
    course = course_for("current_policy")
    size = np.linspace(1.0, [0.4, 1.0, 1.6], len(course.years))
    drawn = Drawn(size, np.array([-1.0, 0.0, 2.0]), np.array([2.0, 0.0, -1.0]))
    plain = place_stocks(dossier, typical, course)
    fast = place_stocks(dossier, typical, course, compiled=True)
    for one, other in zip(plain, fast, strict=True):
        expected = one.use(drawn)
        assert other.use(drawn) == pytest.approx(expected, rel=1e-12, abs=1e-9)


def test_response(paths: StockPaths) -> None:
    rng = np.random.default_rng(11)
    around = np.exp(rng.normal(0, 0.2, (3, 64)))
    normal = rng.normal(0, 1.5, (4, 64))
    for owned in paths.owned:
        response = owned.response
        for year in (0, 1, 12, 37):
            out = np.empty((len(response.columns), 64))
            fill(response, year, around, normal, out)
            expected = response.at(year, around, normal)
            assert out == pytest.approx(expected, rel=1e-9, abs=1e-9 * expected.max())
