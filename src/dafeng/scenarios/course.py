"""Which numbers does the kernel need: the paths of a scenario laid out on the kernel's axes?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng.axes import Axis, Floats, year_axis
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import CLASSES, TRANSFERS, Key, driver
from dafeng.scenarios.draws import ERRORS, error_model, transfer_sources
from dafeng.scenarios.paths import Band, Path, band
from dafeng.scenarios.story import Scenario


@dataclass(frozen=True, slots=True)
class Transfer:
    """Energy use that moves from one carrier group to another.

    Parameters
    ----------
    source, target
        Positions on the carrier axis.
    driver, label
        Whose random number it takes, and which.
    band
        Share of the source's use, at the mix of the base year, that has moved (year, sector).
    electric
        Whether the replacement ratio of electricity applies.
    """

    source: int
    target: int
    driver: str
    label: int
    band: Band
    electric: bool


@dataclass(frozen=True, slots=True)
class Course:
    """A scenario on the kernel's axes; the first year is the base year.

    Parameters
    ----------
    scenario
        Scenario id.
    policy
        The default scenario on which it rests.
    years
        Base year to horizon.
    bands
        Paths of the simple drivers by id (year, label).
    transfers
        Moves between carriers.
    errors
        Standard deviation of the yearly errors, zero where growth has been observed already,
        by process [1/a] (year).
    persistence
        AR(1) coefficients of the yearly errors by process, in the order of
        `dafeng.scenarios.draws.ERRORS` [-].
    """

    scenario: str
    policy: str
    years: Axis[int]
    bands: dict[str, Band]
    transfers: tuple[Transfer, ...]
    errors: dict[str, Floats]
    persistence: tuple[tuple[str, float], ...]


def course_of(baseline: Baseline, scenario: Scenario) -> Course:
    """Lay the paths of a scenario out year by year."""
    years = year_axis(baseline.year, scenario.horizon)
    model = error_model(baseline)
    spread = {name: np.full(len(years), size) for name, (size, _) in model.items()}
    for name, year, _ in baseline.past.known:
        if name in spread and year in years.labels:
            spread[name][years.index(year)] = 0.0
    if scenario.policy == "frozen":
        spread["grid_factor"][:] = 0.0
    return Course(
        scenario=scenario.id,
        policy=scenario.policy,
        years=years,
        bands=_bands(baseline, scenario, years),
        transfers=_transfers(baseline, scenario, years),
        errors=spread,
        persistence=tuple((name, model[name][1]) for name in ERRORS),
    )


def _bands(baseline: Baseline, scenario: Scenario, years: Axis[int]) -> dict[str, Band]:
    labels = {
        "structure": CLASSES,
        **dict.fromkeys(
            ("output_gap", "energy_intensity", "process_intensity", "carbon_capture"),
            baseline.sectors.labels,
        ),
    }
    found = {}
    for name in _SIMPLE:
        if Key(name) in scenario.paths or name in labels:
            paths = [scenario.paths[Key(name, label)] for label in labels.get(name, ("",))]
            found[name] = _band(paths, years)
    return found


_SIMPLE = (
    "population_growth",
    "gdp_growth",
    "structure",
    "output_gap",
    "energy_intensity",
    "electricity_replacement",
    "grid_factor",
    "process_intensity",
    "local_fossil_power",
    "local_non_fossil_power",
    "carbon_capture",
    "sinks",
)


def _transfers(baseline: Baseline, scenario: Scenario, years: Axis[int]) -> tuple[Transfer, ...]:
    carriers = baseline.carriers
    found = []
    for name in TRANSFERS:
        target = driver(name).target
        if target not in carriers.labels:
            continue
        for label, source in enumerate(transfer_sources(driver(name), carriers.labels)):
            paths = [scenario.paths[Key(name, s, source)] for s in baseline.sectors]
            shares = _band(paths, years)
            if not shares.idle.all():
                found.append(
                    Transfer(
                        carriers.index(source),
                        carriers.index(target),
                        name,
                        label,
                        shares,
                        target == "electricity",
                    )
                )
    return tuple(found)


def _band(paths: list[Path], years: Axis[int]) -> Band:
    of = driver(paths[0].key.driver)
    return band(paths, years.labels, of.low, of.high)
