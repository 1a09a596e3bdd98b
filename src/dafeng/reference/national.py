"""What is the nation's goal, and what does it emit and use?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dafeng.language import Text
from dafeng.reference.catalogue import rows, unknown


@dataclass(frozen=True, slots=True)
class Target:
    """A national goal.

    Parameters
    ----------
    id, name
        Identifier and wording.
    year
        Year for which it is set.
    base_year
        Year of comparison; None where there is none (or where it is the peak).
    low, high
        The figure, as a range where one is stated [unit]; None where there is no figure.
    unit
        Unit of the figure.
    source, verification
        Source id and mark (D located, S second-hand, M from memory).
    """

    id: str
    name: Text
    year: int
    base_year: int | None
    low: float | None
    high: float | None
    unit: str
    source: str
    verification: str


@dataclass(frozen=True, slots=True)
class National:
    """Goals and context of the nation.

    Parameters
    ----------
    targets
        National goals.
    generation_mix
        Shares of generation [-] by year and source (coal, gas, oil, hydro, nuclear, wind, solar,
        bioenergy).
    generation
        Generation of all plants [TWh] by year.
    co2
        Fossil and cement CO2 by the Global Carbon Budget [t] by year.
    electricity_use
        Electricity consumption by year and class (total, primary, secondary, tertiary,
        households) [亿千瓦时].
    gdp, population
        Sums of the provinces [亿元 at current prices, 万人] by year.
    """

    targets: tuple[Target, ...]
    generation_mix: Mapping[int, Mapping[str, float]]
    generation: Mapping[int, float]
    co2: Mapping[int, float]
    electricity_use: Mapping[int, Mapping[str, float]]
    gdp: Mapping[int, float]
    population: Mapping[int, float]

    def target(self, identifier: str) -> Target:
        """Return one goal.

        Raises
        ------
        UnknownNameError
            If there is no such goal.
        """
        found = next((t for t in self.targets if t.id == identifier), None)
        if found is None:
            raise unknown("国家目标", "national goal", identifier, [t.id for t in self.targets])
        return found


@lru_cache(maxsize=1)
def national() -> National:
    """Return goals and context of the nation."""
    mix = rows("generation_mix")
    use: dict[int, dict[str, float]] = {}
    for r in rows("electricity_use"):
        use.setdefault(int(r["year"]), {})[r["sector"]] = float(r["value"])
    return National(
        _targets(),
        {int(r["year"]): _shares(r) for r in mix},
        {int(r["year"]): float(r["generation_TWh"]) for r in mix},
        {int(r["year"]): float(r["co2"]) for r in rows("national_co2")},
        use,
        _sum_of_provinces("gdp_current"),
        _sum_of_provinces("population"),
    )


def _targets() -> tuple[Target, ...]:
    return tuple(
        Target(
            r["id"],
            Text(r["zh"], r["en"]),
            int(r["year"]),
            int(r["base_year"]) if r["base_year"] else None,
            float(r["low"]) if r["low"] else None,
            float(r["high"]) if r["high"] else None,
            r["unit"],
            r["source"],
            r["verification"],
        )
        for r in rows("targets")
    )


def _shares(row: dict[str, str]) -> dict[str, float]:
    ending = "_percent"
    return {k.removesuffix(ending): float(v) / 100 for k, v in row.items() if k.endswith(ending)}


def _sum_of_provinces(column: str) -> dict[int, float]:
    sums: dict[int, float] = {}
    for r in rows("province_series"):
        sums[int(r["year"])] = sums.get(int(r["year"]), 0.0) + float(r[column])
    return sums
