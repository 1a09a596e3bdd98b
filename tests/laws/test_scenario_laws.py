"""Laws of the futures: they hold for any place and any story."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.axes import Axis, Floats
from dafeng.scenarios.base_year import GROUPS
from dafeng.scenarios.baseline import Baseline, Past, Spread, Supply
from dafeng.scenarios.catalogue import Driver, Scope, driver
from dafeng.scenarios.course import course_of
from dafeng.scenarios.draws import draw_block, layout_of
from dafeng.scenarios.kernel import run
from dafeng.scenarios.paths import Path
from dafeng.scenarios.simulation import simulate
from dafeng.scenarios.story import Scenario, default_scenario
from dafeng.scenarios.year_result import YearResult

SECTORS = ("agriculture", "power_heat", "steel", "services", "households_urban")
CLASSES = ("primary", "power", "secondary", "tertiary", "")
SEEDS = st.integers(min_value=0, max_value=10_000)
SCENARIOS = st.sampled_from(("frozen", "current_policy", "enhanced"))
FEW = settings(max_examples=12, deadline=None)


def random_baseline(seed: int) -> Baseline:
    rng = np.random.default_rng(seed)
    shape = (len(SECTORS), len(GROUPS))
    energy = np.asarray(rng.uniform(0, 1e5, shape) * (rng.random(shape) < 0.8))
    energy[:, 4] += 100.0
    used = float(energy[:, 4].sum() / 0.0036)
    own = float(rng.uniform(0, 0.7)) * used
    return Baseline(
        place="000000",
        year=2023,
        price_base=2020,
        sectors=Axis("sector", SECTORS),
        carriers=Axis("carrier", GROUPS),
        classes=CLASSES,
        lineage=tuple((c,) if c not in ("", "power") else () for c in CLASSES),
        population=1e6,
        gdp=1e11,
        class_shares=np.asarray(rng.dirichlet((1, 4, 5))),
        energy=energy,
        factor=np.asarray(rng.uniform(50, 100, shape) * np.array([1, 1, 1, 0, 0, 0, 0])),
        process=np.asarray(rng.uniform(0, 1e6, len(SECTORS))),
        supply=Supply(own * 0.7, own * 0.3, 1.03 * used - own, 0.5, 0.0, 0.11, 0.1),
        spread=Spread(np.full(5, 0.1), np.full((7, 2), 0.05), np.full(5, 0.1), 0.1),
        past=Past(None, None, None),
    )


def years_of(base: Baseline, story: Scenario, seed: int, draws: int = 16) -> list[YearResult]:
    course = course_of(base, story)
    block = draw_block(
        layout_of(base), course.persistence, len(course.years) - 1, seed % 97, (0, draws)
    )
    return list(run(base, course, block))


def shifted(story: Scenario, name: str, by: float) -> Scenario:
    """Return the story with one driver's paths moved after the base year, inside its bounds."""
    of: Driver = driver(name)

    def moved(path: Path) -> Path:
        points = tuple(
            replace(
                p,
                low=min(max(p.low + by, of.low), of.high),
                central=min(max(p.central + by, of.low), of.high),
                high=min(max(p.high + by, of.low), of.high),
            )
            if p.year > 2023 or of.unit == "1/a"
            else p
            for p in path.points
        )
        return replace(path, points=points)

    paths = {k: moved(p) if k.driver == name else p for k, p in story.paths.items()}
    return replace(story, paths=paths)


def total(year: YearResult) -> Floats:
    return np.asarray((year.fuels + year.process + year.power).sum(axis=0))


def direct(year: YearResult) -> Floats:
    return np.asarray((year.fuels + year.process).sum(axis=0))


@FEW
@given(SEEDS, SCENARIOS)
def test_sectors_add_up_on_every_basis(seed: int, scenario: str) -> None:
    base = random_baseline(seed)
    story = replace(default_scenario(base, scenario), horizon=2035)
    years = years_of(base, story, seed)
    for name, parts in (("territorial", ("fuels", "process")), ("assessment", ("fuels", "power"))):
        found = simulate(base, story, 16, seed % 97, name)
        for t, year in enumerate(years):
            by_part = sum(getattr(year, part).sum(axis=0) for part in parts)
            np.testing.assert_allclose(found.totals[t], by_part, rtol=1e-9, atol=1e-3)


@FEW
@given(SEEDS, SCENARIOS)
def test_nothing_inside_is_negative_and_all_is_finite(seed: int, scenario: str) -> None:
    base = random_baseline(seed)
    for year in years_of(base, default_scenario(base, scenario), seed):
        assert (year.fuels >= 0).all()
        assert (year.process >= 0).all()
        assert (year.electricity > 0).all()
        assert ((year.non_fossil_share >= 0) & (year.non_fossil_share <= 1)).all()
        assert np.isfinite(total(year)).all()
        fuels = [GROUPS.index(c) for c in ("coal", "oil", "gas", "non_fossil", "other")]
        assert (year.by_carrier[fuels] >= -1e-9).all()


@FEW
@given(SEEDS, SCENARIOS, st.floats(min_value=0.001, max_value=0.05))
def test_faster_growth_never_lowers_direct_emissions(seed: int, scenario: str, by: float) -> None:
    base = random_baseline(seed)
    story = default_scenario(base, scenario)
    less, more = (years_of(base, s, seed) for s in (story, shifted(story, "gdp_growth", by)))
    for one, two in zip(less, more, strict=True):
        assert (direct(two) >= direct(one) * (1 - 1e-12)).all()


@FEW
@given(SEEDS, SCENARIOS, st.floats(min_value=0.001, max_value=0.05))
def test_faster_fall_of_intensity_never_raises_direct_emissions(
    seed: int, scenario: str, by: float
) -> None:
    base = random_baseline(seed)
    story = default_scenario(base, scenario)
    slow, fast = (years_of(base, s, seed) for s in (story, shifted(story, "energy_intensity", -by)))
    for one, two in zip(slow, fast, strict=True):
        assert (direct(two) <= direct(one) * (1 + 1e-12)).all()


@FEW
@given(SEEDS, st.sampled_from(("shift_to_non_fossil", "carbon_capture")))
def test_moving_to_non_fossil_and_capture_never_raise_direct_emissions(
    seed: int, name: str
) -> None:
    base = random_baseline(seed)
    story = default_scenario(base, "frozen")
    less, more = (years_of(base, s, seed) for s in (story, shifted(story, name, 0.3)))
    for one, two in zip(less, more, strict=True):
        assert (direct(two) <= direct(one) * (1 + 1e-12)).all()


@FEW
@given(SEEDS)
def test_electrification_moves_and_does_not_lose_useful_energy(seed: int) -> None:
    base = random_baseline(seed)
    story = replace(default_scenario(base, "frozen"), horizon=2030)
    for path in story.paths.values():
        assert driver(path.key.driver).scope is not Scope.TRANSFER or not any(
            p.high for p in path.points
        )
    more = shifted(story, "shift_to_electricity", 0.2)
    for one, two in zip(years_of(base, story, seed), years_of(base, more, seed), strict=True):
        assert (two.fuels <= one.fuels * (1 + 1e-12)).all()
        assert (two.electricity >= one.electricity * (1 - 1e-12)).all()


@FEW
@given(SEEDS, SCENARIOS, st.floats(min_value=0.01, max_value=100.0))
def test_a_place_of_another_size_scales(seed: int, scenario: str, size: float) -> None:
    base = random_baseline(seed)
    supply = base.supply
    other = replace(
        base,
        energy=base.energy * size,
        process=base.process * size,
        gdp=base.gdp * size,
        population=base.population * size,
        supply=replace(
            supply,
            fossil_power=supply.fossil_power * size,
            non_fossil_power=supply.non_fossil_power * size,
            net_purchased=supply.net_purchased * size,
        ),
    )
    story = default_scenario(base, scenario)
    for one, two in zip(years_of(base, story, seed), years_of(other, story, seed), strict=True):
        np.testing.assert_allclose(total(two), size * total(one), rtol=1e-9, atol=1e-4 * size)
        np.testing.assert_allclose(two.non_fossil_share, one.non_fossil_share, rtol=1e-9)


@FEW
@given(SEEDS, SCENARIOS)
def test_a_cleaner_grid_never_raises_the_bill_of_a_buyer(seed: int, scenario: str) -> None:
    base = random_baseline(seed)
    story = default_scenario(base, scenario)
    dirty, clean = (years_of(base, s, seed) for s in (story, shifted(story, "grid_factor", -0.02)))
    for one, two in zip(dirty, clean, strict=True):
        bill, cleaner = one.power.sum(axis=0), two.power.sum(axis=0)
        assert (np.abs(cleaner) <= np.abs(bill) * (1 + 1e-12)).all()
        assert np.array_equal(one.fuels, two.fuels)
