"""How fast do stocks answer: exactly in each draw, and by their polynomials?"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib import util
from pathlib import Path
from types import ModuleType

import numpy as np

from dafeng.scenarios.course import course_of
from dafeng.scenarios.stocks.compiled import compiled_fill
from dafeng.scenarios.stocks.place import place_stocks, stock_paths
from dafeng.scenarios.stocks.response import Response, bounded
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


def _best(action: Callable[[], object], times: int = 7) -> float:
    action()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


def _compiled(response: Response, around: np.ndarray, normal: np.ndarray) -> Callable[[], None]:
    """Return the compiled loop as a fused kernel calls it: logarithms are shared by all stocks."""
    loop, out = compiled_fill(), np.empty((len(response.columns), DRAWS))
    logs, held, scratch = response.apart(YEAR, around), bounded(normal), np.empty(DRAWS)
    arrays = (
        response.weights[YEAR],
        response.ramps,
        np.ascontiguousarray(response.ramp_use[:, YEAR]),
        np.ascontiguousarray(response.slopes[:, YEAR]),
        response.steered * response.improvement[YEAR],
    )
    calendar = response.first_year + YEAR
    return lambda: loop(*arrays, YEAR, calendar, logs, held, scratch, out)


def main() -> None:
    """Print time per draw and year of each stock, and the time to set all up."""
    baseline = _made_up("scenarios/conftest.py")._typical()  # noqa: SLF001 - the tests' own city
    dossier = _made_up("scenarios/stocks/conftest.py").full()
    course = course_of(baseline, default_scenario(baseline, "current_policy"))
    years, rng = len(course.years), np.random.default_rng(1)
    normal, around = rng.normal(size=(4, DRAWS)), np.exp(rng.normal(0, 0.1, (3, DRAWS)))
    setting_up = _best(lambda: stock_paths(dossier, baseline, course, compiled=True))
    print(f"all stocks of a place turned over at their nodes and fitted: {1e3 * setting_up:.0f} ms")
    stocks = place_stocks(dossier, baseline, course, compiled=True)
    owned = stock_paths(dossier, baseline, course, compiled=True).owned
    drawn = Drawn(np.ones((years, DRAWS)), normal[1], normal[2])
    print("ns per draw and year: exact in each draw, polynomial in NumPy, compiled")
    for stock, one in zip(stocks, owned, strict=True):
        response = one.response
        exact = _best(lambda s=stock: s.use(drawn), 3) / years
        plain = _best(lambda r=response: r.at(YEAR, around, normal))
        fast = _best(_compiled(response, around, normal), 50)
        figures = "  ".join(f"{1e9 * t / DRAWS:7.1f}" for t in (exact, plain, fast))
        print(f"  {stock.name:32s} {figures}")


if __name__ == "__main__":
    main()
