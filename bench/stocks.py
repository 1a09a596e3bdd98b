"""How fast do stocks answer: exactly in each draw, and by their polynomials?"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from importlib import util
from pathlib import Path
from types import ModuleType

import numpy as np
from bench.machine import best
from bench.printing import told

from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course, course_of
from dafeng.scenarios.draws import BLOCK
from dafeng.scenarios.engine.blocks import Source, block_of
from dafeng.scenarios.simulation import source_of
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.place import place_stocks, stock_paths
from dafeng.scenarios.stocks.stock import Drawn
from dafeng.scenarios.story import default_scenario

ROOT = Path(__file__).resolve().parents[1]
DRAWS = 512
YEAR = 12


def _made_up(path: str) -> ModuleType:
    """Load the places that tests have made up."""
    sys.path.insert(0, str(ROOT))
    spec = util.spec_from_file_location(Path(path).stem, ROOT / "tests" / path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _block(source: Source) -> float:
    """Return the time of the kernel for one draw of a block [ns], by this thread's processor."""
    block_of(source, (0, 64))
    return 1e9 * best(lambda: block_of(source, (0, BLOCK)), 25, time.thread_time) / BLOCK


def _one_by_one(baseline: Baseline, course: Course, paths: StockPaths) -> None:
    """Print what each stock adds to the kernel."""
    plain = _block(source_of(baseline, course, 1, "assessment"))
    for position, owned in enumerate(paths.owned):
        alone = replace(paths, owned=(owned,), rows=(paths.rows[position],))
        added = _block(source_of(baseline, course, 1, "assessment", paths=alone)) - plain
        print(f"  {owned.response.name:32s} {added / len(course.years):7.1f}")
    print("ns per draw, all years:")
    told("kernel without stocks", plain, "ns", None)
    whole = _block(source_of(baseline, course, 1, "assessment", paths=paths))
    told("kernel with all stocks", whole, "ns", None)
    told("with all stocks / without", whole / plain, "x", 3)


def main() -> None:
    """Print time per draw and year of each stock, and the time to set all up."""
    baseline = _made_up("scenarios/conftest.py")._typical()  # noqa: SLF001 - the tests' own city
    dossier = _made_up("scenarios/stocks/conftest.py").full()
    course = course_of(baseline, default_scenario(baseline, "current_policy"))
    years, rng = len(course.years), np.random.default_rng(1)
    normal, around = rng.normal(size=(4, DRAWS)), np.exp(rng.normal(0, 0.1, (3, DRAWS)))
    setting_up = best(lambda: stock_paths(dossier, baseline, course, compiled=True))
    print(f"all stocks of a place turned over at their nodes and fitted: {1e3 * setting_up:.0f} ms")
    paths = stock_paths(dossier, baseline, course, compiled=True)
    drawn = Drawn(np.ones((years, DRAWS)), normal[1], normal[2])
    print("ns per draw and year: exact in each draw, polynomial in NumPy")
    stocks = place_stocks(dossier, baseline, course, compiled=True)
    for stock, one in zip(stocks, paths.owned, strict=True):
        response = one.response
        exact = best(lambda s=stock: s.use(drawn), 3) / years
        plain = best(lambda r=response: r.at(YEAR, around, normal))
        figures = "  ".join(f"{1e9 * t / DRAWS:7.1f}" for t in (exact, plain))
        print(f"  {stock.name:32s} {figures}")
    print("ns per draw and year in the compiled kernel, added to it:")
    _one_by_one(baseline, course, paths)


if __name__ == "__main__":
    main()
