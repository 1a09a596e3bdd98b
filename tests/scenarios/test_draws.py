"""Random numbers: correlation, autocorrelation, blocks and seeds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import BETWEEN_DRIVERS, WITHIN_DRIVER
from dafeng.scenarios.draws import (
    BLOCK,
    ERRORS,
    ar1,
    blocks,
    correlation,
    draw_block,
    gaussian_correlation,
    layout_of,
)

PERSISTENCE = tuple((name, 0.5) for name in ERRORS)


def test_blocks_cover_all_draws() -> None:
    assert blocks(2 * BLOCK + 5) == ((0, BLOCK), (1, BLOCK), (2, 5))
    assert sum(count for _, count in blocks(10_000)) == 10_000


def test_rank_correlation_between_drivers_is_reached(typical: Baseline) -> None:
    layout = layout_of(typical)
    parts = [draw_block(layout, PERSISTENCE, 3, 1, block) for block in blocks(16_384)]
    for first, second, wanted in BETWEEN_DRIVERS:
        one = np.concatenate([part.of(first)[0] for part in parts])
        two = np.concatenate([part.of(second)[0] for part in parts])
        assert spearmanr(one, two).statistic == pytest.approx(wanted, abs=0.03)


def test_rank_correlation_between_labels_is_reached(typical: Baseline) -> None:
    layout = layout_of(typical)
    parts = [draw_block(layout, PERSISTENCE, 3, 2, block) for block in blocks(16_384)]
    rows = np.concatenate([part.of("energy_intensity") for part in parts], axis=1)
    assert spearmanr(rows[0], rows[-1]).statistic == pytest.approx(WITHIN_DRIVER, abs=0.03)
    base = np.concatenate([part.of("level") for part in parts], axis=1)
    assert spearmanr(base[0], base[-1]).statistic == pytest.approx(0.0, abs=0.03)


def test_correlation_matrix_is_possible(typical: Baseline) -> None:
    matrix = correlation(layout_of(typical))
    assert np.linalg.eigvalsh(matrix)[0] > 0
    np.testing.assert_allclose(np.diag(matrix), 1.0, atol=1e-12)


@pytest.mark.parametrize(("rank", "normal"), [(0.0, 0.0), (1.0, 1.0), (0.5, 0.5176380902)])
def test_gaussian_correlation(rank: float, normal: float) -> None:
    assert gaussian_correlation(rank) == pytest.approx(normal, abs=1e-9)


@pytest.mark.parametrize("persistence", [0.0, 0.4, 0.8])
def test_autocorrelation_is_reached(persistence: float) -> None:
    noise = np.random.Generator(np.random.Philox(key=[5, 0])).standard_normal((30, BLOCK))
    paths = ar1(noise, persistence)
    assert paths[10].std() == pytest.approx(1.0, abs=0.06)
    successive = np.corrcoef(paths[:-1].ravel(), paths[1:].ravel())[0, 1]
    assert successive == pytest.approx(persistence, abs=0.01)


def test_numbers_are_standard_normal(typical: Baseline) -> None:
    draws = draw_block(layout_of(typical), PERSISTENCE, 3, 3, (0, BLOCK))
    assert np.abs(draws.normal.mean(axis=1)).max() < 0.05
    assert np.abs(draws.normal.std(axis=1) - 1).max() < 0.06


def test_a_smaller_block_is_the_beginning_of_a_larger_one(typical: Baseline) -> None:
    layout = layout_of(typical)
    whole = draw_block(layout, PERSISTENCE, 5, 7, (2, BLOCK))
    part = draw_block(layout, PERSISTENCE, 5, 7, (2, 100))
    assert np.array_equal(whole.normal[:, :100], part.normal)
    assert np.array_equal(whole.errors["gdp_growth"][:, :100], part.errors["gdp_growth"])


def test_another_seed_or_block_gives_other_numbers(typical: Baseline) -> None:
    layout = layout_of(typical)
    first = draw_block(layout, PERSISTENCE, 5, 7, (0, 50))
    for seed, block in ((8, 0), (7, 1)):
        other = draw_block(layout, PERSISTENCE, 5, seed, (block, 50))
        assert not np.array_equal(first.normal, other.normal)
        assert not np.array_equal(first.errors["gdp_growth"], other.errors["gdp_growth"])


def test_blocks_together_fill_the_unit_cube_evenly(typical: Baseline) -> None:
    layout = layout_of(typical)
    rows = [draw_block(layout, PERSISTENCE, 1, 4, (b, BLOCK)).normal[0] for b in range(4)]
    share_below = [np.mean(np.concatenate(rows) < z) for z in (-1.2815515655, 0.0, 1.2815515655)]
    np.testing.assert_allclose(share_below, [0.1, 0.5, 0.9], atol=0.002)
