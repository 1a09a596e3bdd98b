"""Wherever and however futures are computed, the bytes are the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from dafeng.errors import MethodError
from dafeng.files.kept_blocks import KeptBlocks
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.draws import BLOCK, LATIN, SAMPLERS, layout_of, numbers_of
from dafeng.scenarios.engine.blocks import Store, Way
from dafeng.scenarios.ensemble import Ensemble
from dafeng.scenarios.simulation import simulate
from dafeng.scenarios.story import default_scenario

DRAWS = 2 * BLOCK + 100


class Stopped(Exception):  # noqa: N818 - stands for Ctrl-C
    pass


def same_bytes(one: Ensemble, other: Ensemble) -> bool:
    arrays = [f.name for f in fields(one) if isinstance(getattr(one, f.name), np.ndarray)]
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in arrays)


@pytest.fixture(name="alone", scope="module")
def computed_here(typical: Baseline) -> Ensemble:
    return simulate(typical, default_scenario(typical, "current_policy"), DRAWS, 5)


def test_processes_do_not_change_a_bit(typical: Baseline, alone: Ensemble) -> None:
    story = default_scenario(typical, "current_policy")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert same_bytes(alone, simulate(typical, story, DRAWS, 5, executor=pool))


@pytest.mark.filterwarnings("ignore")
def test_dask_does_not_change_a_bit(typical: Baseline, alone: Ensemble) -> None:
    distributed = pytest.importorskip("distributed")
    story = default_scenario(typical, "current_policy")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        found = simulate(typical, story, DRAWS, 5, executor=client.get_executor())
    assert same_bytes(alone, found)


def stores(folder: Path) -> Callable[[str], Store]:
    return lambda key: KeptBlocks(folder / key[:16])


def test_a_stopped_run_goes_on_from_its_blocks(
    typical: Baseline, alone: Ensemble, tmp_path: Path
) -> None:
    story = default_scenario(typical, "current_policy")

    def stop(done: int, _whole: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        simulate(typical, story, DRAWS, 5, way=Way(stores=stores(tmp_path), watch=stop))
    assert len(list(tmp_path.rglob("*.npz"))) == 2
    told: list[tuple[int, int]] = []
    way = Way(stores=stores(tmp_path), watch=lambda *seen: told.append(seen))
    assert same_bytes(alone, simulate(typical, story, DRAWS, 5, way=way))
    assert told == [(3, 3)]


def test_a_block_that_is_not_whole_is_computed_again(
    typical: Baseline, alone: Ensemble, tmp_path: Path
) -> None:
    story = default_scenario(typical, "current_policy")
    way = Way(stores=stores(tmp_path))
    simulate(typical, story, DRAWS, 5, way=way)
    first, second, third = sorted(tmp_path.rglob("*.npz"))
    first.write_bytes(first.read_bytes()[:1000])
    second.write_text("nothing", encoding="utf-8")
    third.write_bytes(b"")
    assert same_bytes(alone, simulate(typical, story, DRAWS, 5, way=way))


def test_blocks_of_another_run_are_not_taken(typical: Baseline, tmp_path: Path) -> None:
    way = Way(stores=stores(tmp_path))
    story = default_scenario(typical, "current_policy")
    simulate(typical, story, 100, 5, way=way)
    other = simulate(typical, default_scenario(typical, "enhanced"), 100, 5, way=way)
    assert same_bytes(other, simulate(typical, default_scenario(typical, "enhanced"), 100, 5))
    assert len(list(tmp_path.iterdir())) == 2


def test_the_recipe_knows_what_it_depends_on(typical: Baseline, alone: Ensemble) -> None:
    story = default_scenario(typical, "current_policy")
    assert alone.recipe.horizon == 2060
    again = simulate(typical, story, DRAWS, 5).recipe
    assert again.hash == alone.recipe.hash
    others = [
        simulate(typical, story, DRAWS, 6),
        simulate(typical, replace(story, horizon=2050), DRAWS, 5),
        simulate(replace(typical, gdp=2e12), story, DRAWS, 5),
        simulate(typical, story, DRAWS, 5, way=Way(sampler=LATIN)),
    ]
    assert len({e.recipe.hash for e in others} | {again.hash}) == 5


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_samplers_fill_every_stratum(typical: Baseline, sampler: str) -> None:
    numbers = numbers_of(layout_of(typical), 3, 1, 1, sampler).normal[0, :BLOCK]
    edges = np.searchsorted(np.sort(numbers), [-1.2815515655, 0.0, 1.2815515655]) / BLOCK
    np.testing.assert_allclose(edges, [0.1, 0.5, 0.9], atol=0.002)


def test_samplers_agree(typical: Baseline, alone: Ensemble) -> None:
    story = default_scenario(typical, "current_policy")
    other = simulate(typical, story, DRAWS, 5, way=Way(sampler=LATIN))
    np.testing.assert_allclose(
        np.median(other.totals, axis=1), np.median(alone.totals, axis=1), rtol=0.02
    )


def test_an_unknown_sampler_is_refused(typical: Baseline) -> None:
    with pytest.raises(MethodError, match="sampler"):
        simulate(typical, default_scenario(typical, "frozen"), 10, way=Way(sampler="dice"))


def test_carriers_are_kept_by_draw(alone: Ensemble) -> None:
    np.testing.assert_allclose(alone.use.sum(axis=0), alone.energy, rtol=1e-12)
    assert alone.use.shape == (7, 38, DRAWS)
    assert (alone.electricity > 0).all()
