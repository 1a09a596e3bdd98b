"""Both kernels equal the same arithmetic in plain loops over draws, years, sectors, carriers."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.scenarios.plain_loops import Slow, random_place, random_portfolio

from dafeng.axes import Axis, Floats
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import course_of
from dafeng.scenarios.deployed import Deployed, nothing_deployed
from dafeng.scenarios.draws import draw_block, layout_of
from dafeng.scenarios.engine.blocks import Asked, Found, Source, block_of
from dafeng.scenarios.engine.program import ROWS, program_of
from dafeng.scenarios.kernel import run
from dafeng.scenarios.story import Scenario, default_scenario

#: ``make laws`` asks for 500 systems against the loops and 10,000 for the invariants.
SYSTEMS = int(os.environ.get("DAFENG_SYSTEMS", "12"))
LAWS = 20 * SYSTEMS

ALL = Asked(ROWS, (1.0, 1.0, 1.0))
CARRIERS = 7


def system(place: Callable[..., Baseline], seed: int) -> tuple[Baseline, Scenario]:
    """Return a random place with plants and one to seven other sectors under a scenario."""
    base = random_place(place, seed)
    others = np.random.default_rng(seed).permutation([0, 2, 3, 4, 5, 6, 7])[: 1 + seed % 7]
    kept = list(np.random.default_rng(seed).permutation([1, *others]))
    spread = replace(base.spread, level=base.spread.level[kept], process=base.spread.process[kept])
    base = replace(
        base,
        sectors=Axis("sector", tuple(base.sectors.labels[i] for i in kept)),
        classes=tuple(base.classes[i] for i in kept),
        lineage=tuple(base.lineage[i] for i in kept),
        energy=base.energy[kept],
        factor=base.factor[kept],
        process=base.process[kept],
        spread=spread,
    )
    story = default_scenario(base, ("frozen", "current_policy", "enhanced")[seed % 3])
    return base, replace(story, horizon=(2026, 2035, 2060)[seed // 3 % 3])


def compiled(
    base: Baseline,
    story: Scenario,
    seed: int,
    count: int = 3,
    deployed: Deployed | None = None,
) -> Found:
    program = program_of(base, course_of(base, story), deployed=deployed)
    source = Source(program, layout_of(base), seed, "sobol", ALL)
    return block_of(source, (seed % 3, count))


def row(found: Found, name: str) -> Floats:
    return np.asarray(found.rows[ROWS.index(name)])


@pytest.mark.parametrize("with_portfolio", [False, True])
@pytest.mark.parametrize("seed", range(SYSTEMS))
def test_kernels_equal_plain_loops(
    place: Callable[..., Baseline], seed: int, with_portfolio: bool
) -> None:
    base, story = system(place, seed)
    course = course_of(base, story)
    given = random_portfolio(base, len(course.years), seed) if with_portfolio else None
    draws = draw_block(
        layout_of(base), course.persistence, len(course.years) - 1, seed, (seed % 3, 3)
    )
    readable = list(run(base, course, draws, given))
    fast = compiled(base, story, seed, deployed=given)
    for draw in range(3):
        for t, slow in enumerate(Slow(base, story, course, draws, given).path(draw)):
            share = slow.pop("non_fossil_share")
            assert readable[t].non_fossil_share[draw] == pytest.approx(share, abs=1e-12)
            assert row(fast, "non_fossil_share")[t, draw] == pytest.approx(share, abs=1e-12)
            for name, expected in slow.items():
                values: Floats = getattr(readable[t], name)
                np.testing.assert_allclose(
                    values[..., draw], np.asarray(expected), rtol=1e-12, atol=1e-6, err_msg=name
                )
            plain = {name: np.sum(np.asarray(value)) for name, value in slow.items()}
            scale = abs(plain["fuels"]) + abs(plain["process"]) + abs(plain["power"])
            for name in (
                "fuels",
                "process",
                "power",
                "gdp",
                "population",
                "electricity",
                "energy_thermal",
            ):
                wanted = plain[name]
                near = 1e-12 * max(abs(wanted), scale if name == "power" else 0.0)
                assert abs(row(fast, name)[t, draw] - wanted) <= near, name
            if base.sinks is not None:
                assert row(fast, "sinks")[t, draw] == pytest.approx(plain["sinks"], rel=1e-12)
            by_sector = sum(np.asarray(slow[name]) for name in ("fuels", "process", "power"))
            np.testing.assert_allclose(
                fast.sectors[:, t, draw], by_sector, rtol=1e-12, atol=1e-12 * scale
            )
            carriers = np.asarray(slow["by_carrier"])
            np.testing.assert_allclose(
                fast.rows[-CARRIERS:, t, draw],
                carriers,
                rtol=1e-12,
                atol=1e-12 * np.abs(carriers).sum(),
            )


@pytest.mark.parametrize("first", range(0, LAWS, 20))
def test_laws_of_random_systems(place: Callable[..., Baseline], first: int) -> None:
    """Twenty systems: sums, nothing negative, scaling, monotone effects; with a portfolio too."""
    for seed in range(first, first + 20):
        base, story = system(place, seed)
        found = compiled(base, story, seed, 5)
        _adds_up(found)
        given = random_portfolio(base, len(course_of(base, story).years), seed)
        _adds_up(compiled(base, story, seed, 5, given))
        if seed % 5 == 0:
            _no_more_than_without(base, story, seed, given)
        fuels, process, power = (row(found, name) for name in ("fuels", "process", "power"))
        scale, use = fuels + process + np.abs(power), found.rows[-CARRIERS:]
        larger = compiled(_scaled(base, 3.0), story, seed, 5)
        assert (np.abs(larger.rows[:3] - 3 * found.rows[:3]) <= 1e-11 * 3 * scale).all()
        dirtier = compiled(replace(base, factor=base.factor * 1.1), story, seed, 5)
        assert (row(dirtier, "fuels") >= fuels * (1.1 - 1e-12)).all()
        captured = compiled(base, _with_capture(story), seed, 5)
        assert (row(captured, "fuels") <= fuels).all()
        assert (captured.rows[-CARRIERS:] == use).all()


def _adds_up(found: Found) -> None:
    """Assert that parts sum to wholes and that nothing used or emitted is below zero."""
    fuels, process, power = (row(found, name) for name in ("fuels", "process", "power"))
    scale = fuels + process + np.abs(power)
    assert (np.abs(row(found, "totals") - fuels - process - power) <= 1e-12 * scale).all()
    assert (np.abs(found.sectors.sum(axis=0) - row(found, "totals")) <= 1e-11 * scale).all()
    use = found.rows[-CARRIERS:]
    gap = np.abs(use.sum(axis=0) - row(found, "energy"))
    assert (gap <= 1e-11 * np.abs(use).sum(axis=0)).all()
    assert (fuels >= 0).all()
    assert (process >= 0).all()
    assert (use[[0, 1, 2, 5, 6]] >= 0).all()
    assert (row(found, "electricity") >= 0).all()
    share = row(found, "non_fossil_share")
    assert ((share >= 0) & (share <= 1)).all()


def _no_more_than_without(base: Baseline, story: Scenario, seed: int, given: Deployed) -> None:
    """Assert that saving and capture alone never add, and down to nothing never overshoot."""
    years, kept = len(given.heat), np.eye(CARRIERS)
    plain = nothing_deployed(years, *base.energy.shape)
    before = compiled(base, story, seed, 5)
    saved = np.minimum(given.rows, 1.0) * kept
    saving = replace(given, rows=saved, demand=plain.demand, generated=plain.generated)
    after = compiled(base, story, seed, 5, saving)
    for name in ("fuels", "process", "electricity"):
        assert (row(after, name) <= row(before, name) * (1 + 1e-12)).all(), name
    none = replace(saving, rows=plain.rows * 0.0, process=plain.process * 0.0)
    empty = compiled(base, story, seed, 5, none)
    for name in ("fuels", "process", "electricity"):
        assert (row(empty, name) == 0).all(), name


def _scaled(base: Baseline, times: float) -> Baseline:
    supply = base.supply
    return replace(
        base,
        energy=base.energy * times,
        process=base.process * times,
        supply=replace(
            supply,
            fossil_power=supply.fossil_power * times,
            non_fossil_power=supply.non_fossil_power * times,
            net_purchased=supply.net_purchased * times,
            heat_net_purchased=supply.heat_net_purchased * times,
        ),
    )


def _with_capture(story: Scenario) -> Scenario:
    """Return the scenario with all of its captures raised to what can be captured at most."""
    paths = {
        key: replace(
            path,
            points=tuple(replace(p, low=0.95, central=0.95, high=0.95) for p in path.points),
        )
        if key.driver == "carbon_capture"
        else path
        for key, path in story.paths.items()
    }
    return replace(story, paths=paths)
