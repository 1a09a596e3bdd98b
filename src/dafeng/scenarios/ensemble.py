"""An ensemble of futures: a recipe, its yearly totals per draw and its quantiles."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from dafeng.axes import Axis, Floats

#: Quantiles that every ensemble keeps.
LEVELS: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an ensemble was drawn; with the same dossier the same ensemble can be drawn again.

    The dossier gives the base year, the history and the assumptions; its content hash
    (`dafeng.dossier.snapshot.content_hash`) stands in the manifest of a build.

    Parameters
    ----------
    scenario
        Scenario id.
    draws
        Number of draws.
    seed
        Seed of the random streams.
    basis
        Basis of `Ensemble.totals`.
    version
        Version of Dafeng.
    horizon
        Last year.
    sampler
        How parameters fill the unit cube: ``sobol`` or ``latin``.
    inputs
        Hash of the base year, the paths and the random streams: with the same hash and version,
        the same draws.
    """

    scenario: str
    draws: int
    seed: int
    basis: str
    version: str
    horizon: int = 0
    sampler: str = "sobol"
    inputs: str = ""

    @property
    def hash(self) -> str:
        """Return the hash of the whole recipe: equal recipes give the same bytes."""
        return sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Futures of one place under one scenario; draws are the last axis.

    Parameters
    ----------
    recipe
        How it was drawn.
    years
        Base year to horizon.
    sectors, carriers
        Axes of the quantiles.
    totals
        CO2 on the basis of the recipe, sinks not netted [t] (year, draw).
    direct
        CO2 from fuel and processes inside the boundary, whatever the basis [t] (year, draw).
    energy
        Total energy use: fuels, local non-fossil power and net purchases, electricity at its
        calorific value [TJ] (year, draw).
    non_fossil_share
        Non-fossil share of energy use [-] (year, draw).
    gdp
        Gross domestic product at constant prices [yuan] (year, draw).
    population
        Resident population [persons] (year, draw).
    sinks
        Uptake reported apart, never netted [t] (year, draw); NaN where the place states none.
    levels
        Quantile levels of the two arrays below.
    by_sector
        Quantiles of CO2 by sector on the basis of the recipe [t] (level, year, sector).
    by_carrier
        Quantiles of energy by carrier: fuels and non-fossil energy used here, electricity and
        heat net purchased, so that each draw's carriers add up to `energy`
        [TJ] (level, year, carrier).
    electricity
        Electricity used, wherever it was generated [MWh] (year, draw).
    energy_thermal
        Total energy use as `energy`, but primary electricity by the coal-consumption method
        (等价值): what the official figures of energy and energy per GDP count [TJ] (year, draw).
    use
        Energy by carrier as in `by_carrier` [TJ] (carrier, year, draw); empty if not kept.
    """

    recipe: Recipe
    years: Axis[int]
    sectors: Axis[str]
    carriers: Axis[str]
    totals: Floats
    direct: Floats
    energy: Floats
    non_fossil_share: Floats
    gdp: Floats
    population: Floats
    sinks: Floats
    levels: tuple[float, ...]
    by_sector: Floats
    by_carrier: Floats
    electricity: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    energy_thermal: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    use: Floats = field(default_factory=lambda: np.zeros((0, 0, 0)))
