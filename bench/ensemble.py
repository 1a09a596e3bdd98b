"""How long do the futures of one place take: three scenarios, 10,000 draws, quantiles and peaks?

Run ``python bench/ensemble.py``. The target is under 1 s for the whole; the first run also imports
SciPy. Beside it stands the join with history: the median of the base year over the account.
"""

from __future__ import annotations

import time

import numpy as np

from dafeng.inventory import bases
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.peak.outlook import outlook, peaks_of
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.defaults import SCENARIOS
from dafeng.scenarios.draws import draw_block
from dafeng.scenarios.simulation import simulate_all
from dafeng.scenarios.story import scenario

PLACE = "330100"


def main() -> None:
    """Print the timings of three warm runs and what came out."""
    dossier = first_dossier(PLACE)
    inventory = compile_inventory(dossier)
    baseline = baseline_of(inventory, dossier)
    stories = [scenario(baseline, name, dossier.assumptions) for name in SCENARIOS]
    simulate_all(baseline, stories, draws=100)
    times = []
    for _ in range(3):
        draw_block.cache_clear()
        started = time.perf_counter()
        ensembles = simulate_all(baseline, stories)
        outlooks = [outlook(peaks_of(e.totals, e.years), e.recipe.scenario) for e in ensembles]
        times.append(time.perf_counter() - started)
    years, sectors = len(ensembles[0].years), len(baseline.sectors)
    print(
        f"{PLACE}: 3 scenarios x 10,000 draws x {years} years x {sectors} sectors x "
        f"{len(baseline.carriers)} carriers: best {min(times):.2f} s of {len(times)}"
    )
    account = float(bases.total(inventory, "assessment")[inventory.years.index(baseline.year)])
    for ensemble, found in zip(ensembles, outlooks, strict=True):
        join = np.median(ensemble.totals[0]) / account - 1
        early, median, late = (found.year_quantiles[i] or "none" for i in (0, 2, 4))
        print(
            f"  {ensemble.recipe.scenario:15} join {100 * join:+.2f} %, peak {early} / {median} / "
            f"{late} (5 / 50 / 95 %), no peak {found.none:.2f}"
        )


if __name__ == "__main__":
    main()
