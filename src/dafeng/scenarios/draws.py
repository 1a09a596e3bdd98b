"""Which random numbers move the drivers, the same for every scenario and any number of workers?

Draws come in blocks of a fixed size. Parameters take consecutive points of one scrambled Sobol
sequence, yearly errors take Philox streams keyed by (seed, block). So a block's numbers depend on
the seed and its own position alone, and more draws only add to fewer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import (
    BETWEEN_DRIVERS,
    CLASSES,
    DRIVERS,
    WITHIN_DRIVER,
    Driver,
    Scope,
)

#: Draws in a block; results depend on it, so it is a constant and no option.
BLOCK: Final = 2048

#: Draws in a panel: as many as the compiled kernel computes side by side.
PANEL: Final = 32

#: Ways to spread parameters over the unit cube: scrambled Sobol points, or a Latin hypercube
#: within each block.
SOBOL: Final = "sobol"
LATIN: Final = "latin"

#: Name of the numbers of stocks in a layout.
STOCKS: Final = "stocks"

#: Yearly error processes, in the order of their streams; append, never insert.
ERRORS: Final = ("energy_intensity", "gdp_growth", "grid_factor")

#: Spread [1/a] and persistence [-] of yearly errors where the place has no history, and the
#: bounds of the spread where it has (project's judgement).
ERROR_DEFAULT: Final = {
    "gdp_growth": (0.015, 0.3),
    "energy_intensity": (0.025, 0.2),
    "grid_factor": (0.015, 0.2),
}
ERROR_BOUNDS: Final = {"gdp_growth": (0.010, 0.025), "energy_intensity": (0.015, 0.040)}

#: Smallest distance of a uniform number from 0 and 1.
_EDGE: Final = 2.0**-32


@dataclass(frozen=True, slots=True)
class Layout:
    """Which standard normal numbers belong to whom.

    Parameters
    ----------
    counts
        How many numbers each driver takes, and then ``level``, ``factor``, ``process`` and
        ``purchased`` for the uncertainty of the base year, and ``stocks`` where there are any.
    """

    counts: tuple[tuple[str, int], ...]

    @property
    def size(self) -> int:
        """Return how many numbers a draw takes."""
        return sum(count for _, count in self.counts)

    @property
    def slices(self) -> dict[str, slice]:
        """Return the place of each name's numbers among all."""
        ends = list(accumulate(count for _, count in self.counts))
        return {
            name: slice(end - count, end)
            for (name, count), end in zip(self.counts, ends, strict=True)
        }


@dataclass(frozen=True, slots=True)
class Draws:
    """Random numbers of one block.

    Parameters
    ----------
    layout
        Meaning of the rows of `normal`.
    normal
        Correlated standard normal numbers (parameter, draw).
    errors
        Standardised AR(1) paths by process, unit variance; year 0 is the first after the base
        year (year, draw).
    """

    layout: Layout
    normal: Floats
    errors: Mapping[str, Floats]

    def of(self, name: str) -> Floats:
        """Return the numbers of a driver (label, draw)."""
        return self.normal[self.layout.slices[name]]


def blocks(draws: int) -> tuple[tuple[int, int], ...]:
    """Return (block, number of draws in it) for a number of draws."""
    full, rest = divmod(draws, BLOCK)
    return (*((b, BLOCK) for b in range(full)), *(((full, rest),) if rest else ()))


def layout_of(baseline: Baseline, stocks: int = 0) -> Layout:
    """Return the layout for a baseline; it does not depend on the scenario.

    Parameters
    ----------
    baseline
        Base year.
    stocks
        How many numbers all stocks take; they come last.
    """
    counts = [(d.id, _labels(d, baseline)) for d in DRIVERS]
    counts += [("level", len(baseline.sectors)), ("factor", len(baseline.carriers))]
    counts += [("process", len(baseline.sectors)), ("purchased", 1)]
    counts += [(STOCKS, stocks)] if stocks else []
    return Layout(tuple(counts))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Random numbers of one whole block, before a place's own persistence enters.

    The numbers of `PANEL` draws lie together, so that who computes them reads memory in order.

    Parameters
    ----------
    parameters
        How many rows are parameters.
    panels
        Correlated standard normal numbers of the parameters, then independent ones of the yearly
        errors, processes in the order of `ERRORS` (panel, number, draw).
    """

    parameters: int
    panels: Floats

    @property
    def normal(self) -> Floats:
        """Return the numbers of the parameters (parameter, draw)."""
        return _unfolded(self.panels[:, : self.parameters])

    @property
    def noise(self) -> Floats:
        """Return the numbers of the yearly errors (process x year, draw)."""
        return _unfolded(self.panels[:, self.parameters :])


@lru_cache(maxsize=16)
def numbers_of(layout: Layout, years: int, seed: int, block: int, sampler: str = SOBOL) -> Numbers:
    """Return the random numbers of one block; the last few are kept for the next scenario.

    Parameters
    ----------
    layout
        From `layout_of`.
    years
        Years after the base year.
    seed
        Seed of the ensemble, 0 or more.
    block
        Number of the block.
    sampler
        ``sobol`` or ``latin``, see `SAMPLERS`.
    """
    normal = lower_factor(layout) @ _inverse_normal(_SAMPLES[sampler](layout.size, seed, block))
    noise = [
        _stream(seed, block, stream).standard_normal((years, BLOCK))
        for stream in range(len(ERRORS))
    ]
    panels = in_panels(np.concatenate([normal, *noise]))
    panels.setflags(write=False)
    return Numbers(len(normal), panels)


def draw_block(
    layout: Layout,
    persistence: tuple[tuple[str, float], ...],
    years: int,
    seed: int,
    block: tuple[int, int],
    sampler: str = SOBOL,
) -> Draws:
    """Return the random numbers of one block with a place's persistence, for the NumPy kernel.

    Parameters
    ----------
    layout
        From `layout_of`.
    persistence
        AR(1) coefficient of each error process by name, in the order of `ERRORS` [-].
    years, seed, sampler
        As for `numbers_of`.
    block
        Number of the block and how many of its draws are wanted.
    """
    number, count = block
    numbers = numbers_of(layout, years, seed, number, sampler)
    noise = numbers.noise.reshape(len(ERRORS), years, BLOCK)[:, :, :count]
    errors = {name: ar1(noise[stream], phi) for stream, (name, phi) in enumerate(persistence)}
    return Draws(layout, numbers.normal[:, :count], errors)


def ar1(noise: Floats, persistence: float) -> Floats:
    """Return stationary AR(1) paths of unit variance from independent numbers (year, draw).

    ``e[t] = phi e[t-1] + sqrt(1 - phi^2) w[t]``.
    """
    path = noise.copy()
    fresh = np.sqrt(1 - persistence**2)
    for year in range(1, len(path)):
        path[year] *= fresh
        path[year] += persistence * path[year - 1]
    return path


def aligned(*shape: int) -> Floats:
    """Return an array that begins on a boundary of 64 bytes; its content is not set."""
    size = int(np.prod(shape))
    raw = np.empty(size + 8)
    first = (-raw.ctypes.data // 8) % 8
    return raw[first : first + size].reshape(shape)


def in_panels(numbers: Floats) -> Floats:
    """Lay numbers (number, draw) out by panels (panel, number, draw); the last is filled up."""
    rows, draws = numbers.shape
    count, rest = divmod(draws, PANEL)
    panels = aligned(count + bool(rest), rows, PANEL)
    panels[:count] = numbers[:, : count * PANEL].reshape(rows, count, PANEL).swapaxes(0, 1)
    if rest:
        panels[count] = 0.0
        panels[count, :, :rest] = numbers[:, count * PANEL :]
    return panels


def _unfolded(panels: Floats) -> Floats:
    return panels.swapaxes(0, 1).reshape(panels.shape[1], -1)


def error_model(baseline: Baseline) -> dict[str, tuple[float, float]]:
    """Return spread [1/a] and persistence [-] of the yearly errors of a place."""
    past = {"gdp_growth": baseline.past.gdp, "energy_intensity": baseline.past.carbon_intensity}
    model = dict(ERROR_DEFAULT)
    for name, own in past.items():
        if own is not None:
            low, high = ERROR_BOUNDS[name]
            model[name] = (min(max(own.spread, low), high), own.persistence)
    return model


def gaussian_correlation(rank: float) -> float:
    """Return the correlation of normals that gives a rank correlation.

    ``rho_s = 6/pi asin(rho / 2)``, hence ``rho = 2 sin(pi rho_s / 6)``.

    References
    ----------
    Pearson 1907; Kruskal 1958, doi:10.1080/01621459.1958.10501481.
    """
    return float(2 * np.sin(np.pi * rank / 6))


def correlation(layout: Layout) -> Floats:
    """Return the correlation matrix of the normals (parameter, parameter).

    Labels of one driver share `WITHIN_DRIVER`, drivers are tied by `BETWEEN_DRIVERS`; the base
    year's numbers are independent. Negative eigenvalues, should a table ask for the impossible,
    are set to zero and the diagonal to one.
    """
    matrix, slices = np.eye(layout.size), layout.slices
    inside = gaussian_correlation(WITHIN_DRIVER)
    for d in DRIVERS:
        where = slices[d.id]
        matrix[where, where] += inside * (1 - np.eye(where.stop - where.start))
    for first, second, rank in BETWEEN_DRIVERS:
        rows, columns = slices[first], slices[second]
        matrix[rows, columns] = gaussian_correlation(rank)
        matrix[columns, rows] = gaussian_correlation(rank)
    return _possible(matrix)


def _possible(matrix: Floats) -> Floats:
    values, vectors = np.linalg.eigh(matrix)
    if values[0] > 0:
        return matrix
    mended = (vectors * np.maximum(values, 1e-9)) @ vectors.T
    scale = 1 / np.sqrt(np.diag(mended))
    return np.asarray(mended * scale * scale[:, None])


@lru_cache(maxsize=8)
def lower_factor(layout: Layout) -> Floats:
    """Return the lower factor of `correlation` (parameter, parameter)."""
    return np.asarray(np.linalg.cholesky(correlation(layout)))


def _labels(of: Driver, baseline: Baseline) -> int:
    if of.scope is Scope.CLASS:
        return len(CLASSES)
    if of.scope is Scope.SECTOR:
        return len(baseline.sectors)
    if of.scope is Scope.TRANSFER:
        return len(transfer_sources(of, baseline.carriers.labels))
    return 1


def transfer_sources(of: Driver, carriers: Sequence[str]) -> tuple[str, ...]:
    """Return the carrier groups from which a transfer can move energy here."""
    return tuple(c for c in of.sources if c in carriers)


def _sobol(size: int, seed: int, number: int) -> Floats:
    """Return one block of the scrambled Sobol sequence (parameter, draw)."""
    from scipy.stats import qmc

    scramble = np.random.Philox(np.random.SeedSequence([seed, 0x50B01]))
    engine = qmc.Sobol(size, scramble=True, rng=np.random.Generator(scramble))
    if number:
        engine.fast_forward(number * BLOCK)
    return np.ascontiguousarray(engine.random(BLOCK).T)


def _latin(size: int, seed: int, number: int) -> Floats:
    """Return one block of a Latin hypercube: each parameter once in every 2048th (parameter, draw).

    References
    ----------
    McKay et al. 1979, doi:10.1080/00401706.1979.10489755.
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, (number << 8) | _LATIN_STREAM]))
    strata = generator.permuted(np.tile(np.arange(BLOCK), (size, 1)), axis=1)
    return np.asarray((strata + generator.random((size, BLOCK))) / BLOCK)


_SAMPLES: Final = {SOBOL: _sobol, LATIN: _latin}

#: Samplers by id.
SAMPLERS: Final = tuple(_SAMPLES)

#: Stream of the Latin hypercube, apart from those of the errors.
_LATIN_STREAM: Final = 0xF0


def _stream(seed: int, block: int, stream: int) -> np.random.Generator:
    """Return the counter-based stream of (seed, block); `stream` keeps purposes apart."""
    return np.random.Generator(np.random.Philox(key=[seed, (block << 8) | stream]))


def _inverse_normal(uniform: Floats) -> Floats:
    from scipy.special import ndtri

    np.clip(uniform, _EDGE, 1 - _EDGE, out=uniform)
    return np.asarray(ndtri(uniform, out=uniform))
