"""Forecasts held against the naive ones on both CO2 series: ``make bench-forecast``.

Run ``python -m bench.forecast --write`` to put the same figures into docs/forecasts.md and its
Chinese twin. The panel is looked for in ``DAFENG_SHARED_DATA``, then beside the checkout.
"""

from __future__ import annotations

import argparse
import itertools
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from dafeng.axes import Booleans, Floats, Integers
from dafeng.files.series_panel import SeriesPanel, read_series_panel
from dafeng.peak.backtest import Backtest, backtest, coverage, skill
from dafeng.peak.backtest.scores import covered, crps
from dafeng.scenarios.forecast import DEFAULT, HORIZONS, LogPanel, PooledSettings, pooled
from dafeng.scenarios.forecast.drift import drift
from dafeng.scenarios.forecast.last_value import last_value
from dafeng.scenarios.forecast.log_linear import log_linear
from dafeng.scenarios.forecast.log_panel import log_panel

ROOT = Path(__file__).resolve().parents[1]
SERIES = ("co2_edgar8_t", "co2_ceads_mt")
SPLITS, SEED = 4, 20231206
#: Last target year of the cases on which settings are chosen in "early to late".
EARLY = 2015

Forecast = Callable[[LogPanel, Sequence[int]], Floats]

#: Every reading of "Gaussian intervals from the place's own past changes" that was tried.
NAIVE: Mapping[str, Forecast] = {
    "last value, all changes": last_value,
    "last value, last 10 changes": lambda p, h: last_value(p, h, window=10),
    "last value, spread about zero": lambda p, h: last_value(p, h, about="zero"),
    "drift, all changes": drift,
    "drift, last 10 changes": lambda p, h: drift(p, h, window=10),
    "log-linear": log_linear,
}

#: What the default is made of, taken away piece by piece.
PIECES: Mapping[str, PooledSettings] = {
    "as shipped": PooledSettings(),
    "no growth, common or own": PooledSettings(growth_kept=0.0, drift_kept=0.0),
    "common growth goes on in full": PooledSettings(growth_kept=1.0, damping=0.999),
    "no own drift": PooledSettings(drift_kept=0.0),
    "no reversal": PooledSettings(reversal_of_falls=0.0, reversal_of_rises=0.0),
    "companion series not looked at": PooledSettings(pull=0.0, lean_follow=1e9),
    "one scale for all places": PooledSettings(lean_scale=1e9),
    "hardly any pooling of scale": PooledSettings(lean_scale=0.5),
    "restlessness remembered briefly": PooledSettings(memory_restless=3.0),
    "no common shock": PooledSettings(common_shock=1e-6),
    "twice the common shock": PooledSettings(common_shock=0.036),
    "all past errors weigh alike": PooledSettings(memory_tails=1e9),
}

#: Settings among which the check on left-out places chooses.
GRID = tuple(
    replace(PooledSettings(), growth_kept=g, drift_kept=d, common_shock=c, memory_tails=m)
    for g, d, c, m in itertools.product((0.0, 0.25, 0.5), (0.3, 0.6), (0.01, 0.018), (2.0, 5.0))
)


def panel_file() -> Path | None:
    """Return the given panel, or None if it is not there."""
    folder = Path(os.environ.get("DAFENG_SHARED_DATA", str(ROOT.parent / "shared" / "data")))
    path = folder / "city_panel.csv"
    return path if path.is_file() else None


def logs(read: SeriesPanel) -> LogPanel:
    """Return the panel that the command makes of a file."""
    return log_panel(read.series, read.companion or None)


def said(found: Backtest, model: Forecast, panel: LogPanel | None = None) -> Floats:
    """Return the quantiles of a model at the cases of a backtest (case, level)."""
    whole = panel or found.panel
    table = np.full((len(found), 19), np.nan)
    for origin in np.unique(found.origin):
        rows = np.flatnonzero(found.origin == origin)
        told = model(whole.until(int(origin)), HORIZONS)
        table[rows] = told[found.place[rows], found.horizon[rows] - 1]
    return table


def with_settings(settings: PooledSettings) -> Forecast:
    """Return the pooled forecast under some settings."""
    return lambda panel, horizons: pooled(panel, horizons, settings)


def row(name: str, scores: Floats, best: Floats, found: Backtest, table: Floats) -> list[str]:
    """Return one line of a table: score, skill with interval, coverage."""
    better = skill(scores, best, found.place)
    shares = [
        coverage(covered(table, found.observed, share), found.place, share).share
        for share in (0.5, 0.8, 0.9)
    ]
    return [
        name,
        f"{scores.mean():.4f}",
        f"{better.value:.3f}",
        f"{better.low:.3f}–{better.high:.3f}",
        *(f"{share:.3f}" for share in shares),
    ]


HEADS = ("", "CRPS", "skill", "95 %", "in 50 %", "in 80 %", "in 90 %")


def variants(found: Backtest) -> tuple[list[list[str]], Floats]:
    """Return the lines of the default and every naive variant, and the best variant's scores."""
    tables = {name: said(found, model) for name, model in NAIVE.items()}
    scores = {name: crps(table, found.observed) for name, table in tables.items()}
    best = scores[min(scores, key=lambda name: scores[name].mean())]
    chosen = found.quantiles[DEFAULT]
    lines = [row("**pooled (default)**", crps(chosen, found.observed), best, found, chosen)]
    lines += [row(name, scores[name], best, found, tables[name]) for name in tables]
    return lines, best


def pieces(found: Backtest, best: Floats) -> list[list[str]]:
    """Return the lines of the default without each of its pieces."""
    lines = []
    for name, settings in PIECES.items():
        table = said(found, with_settings(settings))
        lines.append(row(name, crps(table, found.observed), best, found, table))
    return lines


def left_out(panel: LogPanel) -> list[list[str]]:
    """Choose settings on half of the places, measure on the other half as a panel of its own."""
    generator = np.random.default_rng(SEED)
    lines = []
    for split in range(1, SPLITS + 1):
        order = generator.permutation(len(panel.places))
        halves = np.sort(order[: len(order) // 2]), np.sort(order[len(order) // 2 :])
        for name, chosen_on, rows in (("a", *halves), ("b", *halves[::-1])):
            settings = best_of(backtest(panel.only(chosen_on)), None)
            lines.append(measured(f"{split}{name}", panel.only(rows), settings))
    return lines


def best_of(found: Backtest, cases: Booleans | None) -> PooledSettings:
    """Return the settings of the grid that score best on some cases."""
    part = found.where(found.claimed if cases is None else cases & found.claimed)
    return min(GRID, key=lambda s: float(crps(said(part, with_settings(s)), part.observed).mean()))


def measured(name: str, panel: LogPanel, settings: PooledSettings) -> list[str]:
    """Return the line of the chosen settings on places on which nothing was chosen."""
    found = backtest(panel)
    found = found.where(found.claimed)
    best = min(
        (crps(said(found, model), found.observed) for model in NAIVE.values()),
        key=lambda scores: float(scores.mean()),
    )
    table = said(found, with_settings(settings))
    return row(name, crps(table, found.observed), best, found, table)


def early_to_late(found: Backtest) -> list[list[str]]:
    """Choose settings on early targets, measure on origins after them."""
    target: Integers = found.origin + found.horizon
    settings = best_of(found, np.asarray(target <= EARLY))
    late = found.where(np.asarray(found.origin >= EARLY) & found.claimed)
    best = min(
        (crps(said(late, model), late.observed) for model in NAIVE.values()),
        key=lambda scores: float(scores.mean()),
    )
    lines = []
    for name, chosen in (("chosen early", settings), ("as shipped", PooledSettings())):
        table = said(late, with_settings(chosen))
        lines.append(row(name, crps(table, late.observed), best, late, table))
    return lines


def table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    rule = ["---"] + ["---:"] * (len(heads) - 1)
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *lines)) + "\n"


def sections(path: Path, column: str, *, checks: bool = True) -> list[tuple[str, str]]:
    """Return title and table of each part of the figures of a series, in Markdown."""
    whole = backtest(logs(read_series_panel(path, column)))
    found = whole.where(whole.claimed)
    lines, best = variants(found)
    parts = [("variants", table(HEADS, lines))]
    if checks:
        parts.append(("pieces", table(HEADS, pieces(found, best))))
        parts.append(("left out", table(HEADS, left_out(whole.panel))))
        parts.append(("early to late", table(HEADS, early_to_late(found))))
    return parts


def main() -> None:
    """Print the figures, or say that the panel is absent; with ``--write`` write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the pages of the manual")
    parser.add_argument("--quick", action="store_true", help="without the checks on left-out data")
    chosen = parser.parse_args()
    path = panel_file()
    if path is None:
        print("city_panel.csv is absent: set DAFENG_SHARED_DATA to the folder that holds it")
        return
    figures = {}
    for column in SERIES:
        start = time.perf_counter()
        backtest(logs(read_series_panel(path, column)))
        print(f"### {column}: {time.perf_counter() - start:.1f} s for the whole panel\n")
        figures[column] = sections(path, column, checks=not chosen.quick)
        for title, text in figures[column]:
            print(f"{title}\n\n{text}", flush=True)
    if chosen.write:
        from bench.forecast_pages import write

        write(figures, path)


if __name__ == "__main__":
    main()
