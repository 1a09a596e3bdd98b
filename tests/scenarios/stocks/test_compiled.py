"""Compiled code does what its readable twin does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.scenarios.plain_loops import random_portfolio

from dafeng.dossier.records import Amount, Dossier, Quality
from dafeng.errors import MethodError
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course
from dafeng.scenarios.deployed import Deployed
from dafeng.scenarios.draws import Layout, draw_block
from dafeng.scenarios.engine.blocks import block_of
from dafeng.scenarios.engine.program import program_of
from dafeng.scenarios.simulation import simulate, source_of
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.place import place_stocks, stock_paths, stocks_of
from dafeng.scenarios.stocks.response import bounded
from dafeng.scenarios.stocks.run import run
from dafeng.scenarios.stocks.stock import Drawn
from dafeng.scenarios.story import default_scenario
from dafeng.scenarios.year_result import YearResult

COUNT = 256


def test_turnover(typical: Baseline, dossier: Dossier, course_for: Callable[[str], Course]) -> None:
    course = course_for("current_policy")
    size = np.linspace(1.0, [0.4, 1.0, 1.6], len(course.years))
    drawn = Drawn(size, np.array([-1.0, 0.0, 2.0]), np.array([2.0, 0.0, -1.0]))
    plain = place_stocks(dossier, typical, course)
    fast = place_stocks(dossier, typical, course, compiled=True)
    for one, other in zip(plain, fast, strict=True):
        expected = one.use(drawn)
        assert other.use(drawn) == pytest.approx(expected, rel=1e-12, abs=1e-9)


def _plain(
    paths: StockPaths, course: Course, layout: Layout, deployed: Deployed | None
) -> list[YearResult]:
    years = len(course.years) - 1
    draws = draw_block(layout, course.persistence, years, 7, (0, COUNT))
    own = draws.of("stocks")
    held = np.concatenate([bounded(own[k : k + 4]) for k in range(0, len(own), 4)])
    return list(run(paths, course, draws, held, deployed))


@pytest.mark.parametrize("with_portfolio", [False, True])
@pytest.mark.parametrize(
    ("scenario", "basis"),
    [("frozen", "territorial"), ("current_policy", "assessment"), ("enhanced", "park")],
)
def test_the_kernel_with_stocks_is_its_twin(
    typical: Baseline,
    dossier: Dossier,
    course_for: Callable[[str], Course],
    scenario: str,
    basis: str,
    with_portfolio: bool,
) -> None:
    """To 1e-12 of the largest figure of the year, over every stock, year and draw."""
    course = course_for(scenario)
    paths = stock_paths(dossier, typical, course, compiled=True)
    given = random_portfolio(typical, len(course.years), 7) if with_portfolio else None
    plain = source_of(typical, course, 7, basis, paths=paths)
    source = replace(plain, program=program_of(typical, course, paths, given))
    found = block_of(source, (0, COUNT))
    kept, weights = len(source.asked.rows), source.asked.weights
    for at, year in enumerate(_plain(paths, course, source.layout, given)):
        parts = (year.fuels, year.process, year.power)
        by_sector = np.tensordot(weights, np.stack(parts), 1)
        expected = (
            (found.sectors[:, at], by_sector),
            (found.rows[kept:, at], year.by_carrier),
            (found.rows[0, at], by_sector.sum(axis=0)),
            (found.rows[1, at], (year.fuels + year.process).sum(axis=0)),
            (found.rows[3, at], year.non_fossil_share),
            (found.rows[7, at], year.electricity),
            (found.rows[8, at], year.energy_thermal),
        )
        for one, other in expected:
            scale = np.abs(other).max()
            assert one == pytest.approx(other, rel=1e-12, abs=1e-12 * scale)


def test_capture_reaches_what_stocks_emit(
    typical: Baseline, dossier: Dossier, course_for: Callable[[str], Course]
) -> None:
    course = course_for("current_policy")
    paths = stock_paths(dossier, typical, course, compiled=True)

    def at(share: float) -> np.ndarray:
        band = course.bands["carbon_capture"]
        weights = np.zeros_like(band.weights)
        weights[:, :, 0] = share
        fixed = replace(band, weights=weights, idle=np.full_like(band.idle, share == 0))
        changed = replace(course, bands={**course.bands, "carbon_capture": fixed})
        found = block_of(source_of(typical, changed, 7, "territorial", paths=paths), (0, 64))
        return np.asarray(found.rows[0])

    assert at(0.5) == pytest.approx(at(0.0) / 2, rel=1e-12)


def test_which_stocks_act(typical: Baseline, dossier: Dossier) -> None:
    story = default_scenario(typical, "current_policy")
    plain = simulate(typical, story, 64)
    guessed = replace(
        dossier,
        vehicles=tuple(
            replace(r, amount=Amount(r.amount.value, r.amount.unit, quality=Quality.ESTIMATE))
            for r in dossier.vehicles
        ),
    )
    only_guesses = replace(guessed, buildings=(), plants=(), routes=())
    assert stocks_of(dossier, "off") is None
    assert stocks_of(only_guesses, "entered") is None
    for stocks in (stocks_of(only_guesses, "on"), stocks_of(dossier), stocks_of(guessed)):
        assert stocks is not None
        found = simulate(typical, story, 64, stocks=stocks)
        assert np.isfinite(found.totals).all()
        assert not np.array_equal(found.totals, plain.totals)
    bare = stocks_of(replace(dossier, vehicles=(), buildings=(), plants=(), routes=()), "on")
    assert bare is not None
    assert np.array_equal(simulate(typical, story, 64, stocks=bare).totals, plain.totals)
    with pytest.raises(MethodError):
        stocks_of(dossier, "sometimes")
