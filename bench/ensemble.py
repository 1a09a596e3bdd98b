"""How long do futures take? Each figure with its target, as ratios within one run.

Run ``python -m bench.ensemble``; ``--whole`` draws all 340 places x 100,000 instead of a tenth.
The NumPy reference is `dafeng.scenarios.kernel`, draws last, on one thread: the same arithmetic,
which the compiled kernel equals to 1e-12. Times are the best of several runs; other load on the
machine makes them worse, not better.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from bench.machine import arithmetic, best, copied, multiply_adds, two_at_once
from bench.printing import told

from dafeng.axes import Axis
from dafeng.inventory import bases
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.peak.glance import glance
from dafeng.peak.outlook import outlook, peaks_of
from dafeng.peak.sweep import sweep
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import course_of
from dafeng.scenarios.defaults import SCENARIOS
from dafeng.scenarios.draws import BLOCK, draw_block, layout_of, numbers_of
from dafeng.scenarios.engine.blocks import Asked, Source, block_of, usable_cores
from dafeng.scenarios.engine.program import program_of
from dafeng.scenarios.kernel import run
from dafeng.scenarios.simulation import simulate_all
from dafeng.scenarios.story import Scenario, default_scenario, scenario

PLACE = "330100"
DRAWS = 10_000
Pair = tuple[Baseline, Scenario]


def place() -> Pair:
    """Return a city with its default sectors and carriers."""
    dossier = first_dossier(PLACE)
    baseline = baseline_of(compile_inventory(dossier), dossier)
    return baseline, scenario(baseline, "current_policy", dossier.assumptions)


def shaped(baseline: Baseline, sectors: int, carriers: int, years: int) -> Pair:
    """Return the city with other numbers of sectors (repeated), carriers (without use), years."""
    rows = np.arange(sectors) % len(baseline.sectors)
    extra = carriers - len(baseline.carriers)
    labels = tuple(baseline.carriers.labels) + tuple(f"other_{i}" for i in range(extra))

    def wide(table: np.ndarray) -> np.ndarray:
        return np.pad(table[rows], ((0, 0), (0, extra)))

    spread = replace(
        baseline.spread,
        level=baseline.spread.level[rows],
        process=baseline.spread.process[rows],
        factor=np.pad(baseline.spread.factor, ((0, extra), (0, 0))),
    )
    energy = wide(baseline.energy)
    energy[:, len(baseline.carriers) :] = 1.0
    made = replace(
        baseline,
        sectors=Axis("sector", tuple(f"s{i}" for i in range(sectors))),
        carriers=Axis("carrier", labels),
        classes=tuple(baseline.classes[i] for i in rows),
        lineage=tuple(baseline.lineage[i] for i in rows),
        energy=energy,
        factor=wide(baseline.factor),
        process=baseline.process[rows],
        spread=spread,
    )
    story = default_scenario(made, "current_policy")
    return made, replace(story, horizon=made.year + years - 1)


def sizes(baseline: Baseline) -> tuple[tuple[str, Pair], ...]:
    """Return the size for which the targets are set, and that of a city."""
    return (
        ("36 years x 8 sectors x 8 carriers", shaped(baseline, 8, 8, 36)),
        ("the city as it is", place()),
    )


def _totals_source(pair: Pair) -> Source:
    course = course_of(*pair)
    asked = Asked(("totals",), (1.0, 0.0, 1.0), carriers=False, sectors=False)
    return Source(program_of(pair[0], course), layout_of(pair[0]), 1, "sobol", asked)


def kernel(baseline: Baseline) -> None:
    """Compare the kernel with its NumPy twin and with the compute floor.

    All on one thread, by the time that this thread had a core.
    """
    clock = time.thread_time
    rate = multiply_adds()
    told("copy bandwidth of one thread", copied(), "GB/s", None)
    told("fused multiply-adds of one thread", rate / 1e9, "1e9/s", None)
    for name, pair in sizes(baseline):
        source, course = _totals_source(pair), course_of(*pair)
        work = arithmetic(source.program)
        numbers = draw_block(
            source.layout, course.persistence, len(course.years) - 1, 1, (0, BLOCK)
        )
        block_of(source, (0, 64))
        slow = best(lambda p=pair, c=course, n=numbers: list(run(p[0], c, n)), 5, clock) / BLOCK
        fast = best(lambda s=source: block_of(s, (0, BLOCK)), 40, clock) / BLOCK
        floor = work.operations / rate
        print(f"\n{name}: {work.operations} operations, {work.flops} flops a draw")
        told("  NumPy, draws last, ns per draw", slow * 1e9, "ns", None)
        told("  compiled, ns per draw", fast * 1e9, "ns", None)
        told("  compiled / NumPy", fast / slow, "", 0.25)
        told("  floor (operations at that rate) / compiled", floor / fast, "", 0.6, least=True)
        floor = work.flops / (2 * rate)
        told("  floor (flops at twice that rate) / compiled", floor / fast, "", None)
    print()


def one_place(pair: Pair) -> None:
    """Time one place, all stages; a slider of the site asks for totals and peaks, past included."""
    base = pair[0].year
    past = {year: 1e6 * (1 + 0.02 * (year - base)) for year in range(base - 13, base + 1)}
    cases: Sequence[tuple[str, Callable[[], object], float | None]] = (
        ("one place, totals and peaks, random numbers kept", lambda: glance(*pair), 10),
        (
            "  with a past of 13 years, as a slider",
            lambda: glance(*pair, observed=past),
            10,
        ),
        ("  with quantiles by sector and carrier", lambda: glance(*pair, sectors=True), 10),
    )
    for what, action, target in cases:
        action()
        told(what, best(action, 25) * 1e3, "ms", target)

    told(
        "  processor time of all threads",
        best(lambda: glance(*pair, sectors=True), 25, time.process_time) * 1e3,
        "ms",
        None,
    )

    def anew() -> None:
        numbers_of.cache_clear()
        glance(*pair, sectors=True)

    told("  and random numbers drawn anew", best(anew, 5) * 1e3, "ms", None)


def many_places(pair: Pair, *, whole: bool) -> None:
    """Time sweeps, with draws of each place's own."""
    base, story = pair
    pairs = [(replace(base, place=f"{i:06d}"), story) for i in range(340)]
    sweep(pairs[:2], 64)
    told("35 places x 10,000 draws", best(lambda: sweep(pairs[:35], DRAWS), 3), "s", 0.25)
    told(
        "  processor time",
        best(lambda: sweep(pairs[:35], DRAWS), 3, time.process_time),
        "s",
        None,
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = 340 if whole else 34
    started = time.perf_counter(), time.process_time()
    sweep(pairs[:count], 100_000)
    spent = (time.perf_counter() - started[0]) * 340 / count
    busy = (time.process_time() - started[1]) / count / 1e5
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    note = "" if whole else f" ({count} measured, scaled)"
    told(f"340 places x 100,000 draws{note}", spent, "s", 30)
    told("  processor time per draw", busy * 1e6, "us", None)
    told("  working memory beyond what stood before", more, "MB", 300)


def exponents(pair: Pair) -> None:
    """Fit the exponent of cost over places, draws, years and cells.

    By processor time, sizes in turn. Where a place has few sectors, what does not depend on them
    (the place's own drivers, moves between carriers) is most of the cost: it is named, and the
    exponent is that of sizes where it is not.
    """
    base, story = pair

    def fitted(
        what: str, sizes: Sequence[int], action: Callable[[int], object], alone: bool = False
    ) -> Sequence[float]:
        clock = time.thread_time if alone else time.process_time
        rounds = [[best(lambda s=size: action(s), 1, clock) for size in sizes] for _ in range(9)]
        times = np.min(rounds[1:], axis=0)
        slope = float(np.polyfit(np.log(sizes), np.log(times), 1)[0])
        told(f"exponent of cost over {what} {tuple(sizes)}", slope, "", None)
        told("  distance from 1", abs(slope - 1), "", 0.1)
        return [float(spent) for spent in times]

    pairs = [(replace(base, place=f"{i:06d}"), story) for i in range(32)]
    fitted("places", (4, 8, 16, 32), lambda n: sweep(pairs[:n], 4_000))
    fitted("draws", (8_000, 16_000, 32_000, 64_000), lambda n: sweep(pairs[:2], n))
    years = {n: _totals_source(shaped(base, 13, 7, n)) for n in (38, 76, 152)}
    fitted("years", tuple(years), lambda n: block_of(years[n], (0, BLOCK)), True)
    cells = {n: _totals_source(shaped(base, n, 7, 38)) for n in (13, 104, 208, 416)}
    more = tuple(cells)[1:]
    few, *many = (
        best(lambda: block_of(cells[13], (0, BLOCK)), 9, time.thread_time),
        *fitted("cells (sectors)", more, lambda n: block_of(cells[n], (0, BLOCK)), True),
    )
    each = float(np.polyfit(more, many, 1)[0])
    told("  of the cost of 13 sectors, what does not depend on them", 1 - 13 * each / few, "", None)


def on_dask(pair: Pair) -> None:
    """Compare one and two single-thread Dask workers on this machine."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        print("Dask is not installed: two workers against one not measured")
        return
    pairs = [(replace(pair[0], place=f"{i:06d}"), pair[1]) for i in range(16)]
    times, bytes_found = [], []
    for count in (1, 2):
        with (
            LocalCluster(
                n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None
            ) as cluster,
            Client(cluster) as client,
        ):
            executor = client.get_executor()
            sweep(pairs, 500, executor=executor)
            times.append(best(lambda e=executor: sweep(pairs, 30_000, executor=e), 3))
            bytes_found.append([s.totals.tobytes() for s in sweep(pairs, 5_000, executor=executor)])
    told("two threads of multiply-adds against one, on this machine", two_at_once(), "x", None)
    told("two single-thread Dask workers against one", times[0] / times[1], "x", 1.7, least=True)
    print(f"  same bytes: {bytes_found[0] == bytes_found[1]}")


def first_use() -> None:
    """Time the first use in a new process, without and with compiled code on disk."""
    code = (
        "import time; t = time.perf_counter(); from bench.ensemble import place; p = place(); "
        "from dafeng.peak.glance import glance; s = time.perf_counter(); "
        "glance(*p, draws=64, sectors=True); print(time.perf_counter() - s)"
    )
    with tempfile.TemporaryDirectory() as folder:
        given = {**os.environ, "XDG_CACHE_HOME": folder}
        for what in ("first use of a new version, compiling", "first use in a later process"):
            done = subprocess.run(
                [sys.executable, "-c", code], env=given, capture_output=True, check=True, text=True
            )
            told(what, float(done.stdout), "s", None)


def scenarios_of_a_place() -> None:
    """Print what three scenarios of one place cost and what came out."""
    dossier = first_dossier(PLACE)
    inventory = compile_inventory(dossier)
    baseline = baseline_of(inventory, dossier)
    stories = [scenario(baseline, name, dossier.assumptions) for name in SCENARIOS]
    simulate_all(baseline, stories, draws=100)

    def whole() -> list[object]:
        numbers_of.cache_clear()
        ensembles = simulate_all(baseline, stories)
        return [outlook(peaks_of(e.totals, e.years), e.recipe.scenario) for e in ensembles]

    told("three scenarios, numbers drawn anew, every draw kept", best(whole, 3), "s", 1)
    account = float(bases.total(inventory, "assessment")[inventory.years.index(baseline.year)])
    for ensemble in simulate_all(baseline, stories):
        found = outlook(peaks_of(ensemble.totals, ensemble.years), ensemble.recipe.scenario)
        join = np.median(ensemble.totals[0]) / account - 1
        early, median, late = (found.year_quantiles[i] or "none" for i in (0, 2, 4))
        print(
            f"  {ensemble.recipe.scenario:15} join {100 * join:+.2f} %, peak {early} / {median} / "
            f"{late} (5 / 50 / 95 %), no peak {found.none:.2f}"
        )


def main() -> None:
    """Print every figure."""
    pair = place()
    baseline = pair[0]
    print(
        f"{PLACE}: {len(baseline.sectors)} sectors x {len(baseline.carriers)} carriers, base year "
        f"to {pair[1].horizon}; {usable_cores()} cores, load {os.getloadavg()[0]:.1f}"
    )
    for name, sized in sizes(baseline):
        print(f"\n{name}:")
        many_places(sized, whole="--whole" in sys.argv)
        one_place(sized)
    kernel(baseline)
    exponents(pair)
    on_dask(pair)
    first_use()
    scenarios_of_a_place()


if __name__ == "__main__":
    main()
