"""Compiled random numbers: Philox as published, normals as tabulated, correlation as the matrix."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
from scipy import stats

from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.draws import aligned, layout_of, lower_factor
from dafeng.scenarios.engine.addresses import addressed
from dafeng.scenarios.engine.compiled import random
from dafeng.scenarios.engine.sweep import mixing_of, place_number

LOW = 0xFFFFFFFF


def philox(counter: tuple[int, ...], key: tuple[int, int]) -> list[int]:
    """Philox 4x32-10 in plain whole numbers (Salmon et al. 2011)."""
    words, keys = list(counter), list(key)
    for _ in range(10):
        one, two = words[0] * 0xD2511F53, words[2] * 0xCD9E8D57
        words = [
            (two >> 32) ^ words[1] ^ keys[0],
            two & LOW,
            (one >> 32) ^ words[3] ^ keys[1],
            one & LOW,
        ]
        keys = [(keys[0] + 0x9E3779B9) & LOW, (keys[1] + 0xBB67AE85) & LOW]
    return words


def filled(rows: int, draws: int, seed: int, place: int, first: int = 0) -> np.ndarray:
    """Return independent normals (number, draw)."""
    none, nothing = np.zeros(1), np.zeros(1, dtype=np.int64)
    mixing = (nothing, 0, none, none, nothing, rows)
    return np.concatenate(
        [panel(mixing, seed, place, first + at)[:rows] for at in range(0, draws, 32)], axis=1
    )


def panel(mixing: tuple[Any, ...], seed: int, place: int, first: int) -> np.ndarray:
    """Return the numbers of one panel without yearly errors (number, draw)."""
    compiled, found, none = random(), aligned(mixing[-1] + 3, 32), np.zeros(1)
    streams = compiled.Streams(
        found, none, compiled.Mixing(*mixing), 0, 1, seed, place, none, 0, 0, none, 0
    )
    compiled.draw_panel(addressed(streams), first)
    return found


def test_the_plain_philox_gives_the_published_words() -> None:
    """Known answers of Random123 for Philox 4x32-10."""
    assert philox((0, 0, 0, 0), (0, 0)) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    assert philox((LOW,) * 4, (LOW, LOW)) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


def test_compiled_normals_are_those_of_philox_and_box_muller() -> None:
    seed, place = 0x123456789ABCDEF, 99
    found = filled(8, 64, seed, place, 1000)
    for draw in (0, 31, 63):
        for group in (0, 1):
            words = philox((1000 + draw, group, place, 0), (seed & LOW, seed >> 32))
            one, two, three, four = ((word + 0.5) / 2**32 for word in words)
            for row, (length, turn) in ((0, (one, two)), (2, (three, four))):
                radius, angle = np.sqrt(-2 * np.log(length)), 2 * np.pi * (turn - 0.5)
                expected = radius * np.cos(angle), radius * np.sin(angle)
                at = 4 * group + row
                np.testing.assert_allclose(found[at : at + 2, draw], expected, atol=1e-13)


def test_compiled_normals_are_normal_and_independent() -> None:
    found = filled(40, 4096, 7, 1)
    assert stats.kstest(found.ravel(), "norm").pvalue > 1e-3
    assert np.abs(np.corrcoef(found) - np.eye(40)).max() < 0.08
    assert not np.array_equal(found, filled(40, 4096, 7, 2))
    assert not np.array_equal(found, filled(40, 4096, 8, 1))


def test_running_sums_stand_for_the_correlation_matrix(typical: Baseline) -> None:
    layout = layout_of(typical)
    expected = lower_factor(layout) @ filled(layout.size, 32, 3, 5)
    found = panel(mixing_of(layout), 3, 5, 0)[: layout.size]
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_no_place_has_the_stream_of_all_places() -> None:
    codes = [f"{code:06d}" for code in range(110000, 130000)]
    numbers = {place_number(code) for code in codes}
    assert 0 not in numbers
    assert len(numbers) == len(codes)


def test_the_compiler_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, dafeng.scenarios, dafeng.peak.sweep; sys.exit('numba' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
