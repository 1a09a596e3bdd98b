"""How much CO2 does a unit of fuel make, by which named set?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dafeng.language import Text
from dafeng.reference.catalogue import Row, rows, unknown
from dafeng.units import CO2_PER_CARBON

_CO2_PER_CARBON = float(CO2_PER_CARBON)


@dataclass(frozen=True, slots=True)
class FuelFactor:
    """Net calorific value, carbon content and oxidation of one carrier in one set.

    ``CO2 = quantity * ncv * carbon_content / 1000 * oxidation * 44/12``

    Parameters
    ----------
    carrier
        Carrier id.
    unit
        Unit of quantity (``t``, ``万立方米``).
    ncv, ncv_low, ncv_high
        Net calorific value and bounds [GJ/unit]; None where the set publishes no bounds.
    carbon_content, cc_low, cc_high
        Carbon per energy and bounds [tC/TJ].
    oxidation
        Share of carbon oxidised [-].
    bounds_reproduced
        False where the published bounds contradict one another or none are published.
    fuel
        Name of the fuel in the source.
    mapped_from
        Set where the source has no such carrier: the fuel whose carbon content stands in.
    ncv_source, source
        Source ids of the net calorific value and of the rest.
    verification
        ``A`` located and recomputed, ``D`` located, ``M`` from memory.
    note
        What was done and why.
    """

    carrier: str
    unit: str
    ncv: float
    ncv_low: float | None
    ncv_high: float | None
    carbon_content: float
    cc_low: float | None
    cc_high: float | None
    oxidation: float
    bounds_reproduced: bool
    fuel: str
    mapped_from: str
    ncv_source: str
    source: str
    verification: str
    note: str

    @property
    def co2_per_tj(self) -> float:
        """CO2 per energy [tCO2/TJ]."""
        return self.carbon_content * self.oxidation * _CO2_PER_CARBON

    @property
    def co2_per_unit(self) -> float:
        """CO2 per physical unit [tCO2/unit]."""
        return self.ncv * self.co2_per_tj / 1000


@dataclass(frozen=True, slots=True)
class FuelFactorSet:
    """A named set of fuel factors; nothing is borrowed from another set.

    Parameters
    ----------
    id, name
        Identifier and name.
    document
        Id of the source.
    factors
        Factor by carrier id.
    """

    id: str
    name: Text
    document: str
    factors: Mapping[str, FuelFactor]

    def __getitem__(self, carrier: str) -> FuelFactor:
        """Return the factor of a carrier.

        Raises
        ------
        UnknownNameError
            If the set has no factor for the carrier.
        """
        found = self.factors.get(carrier)
        if found is None:
            raise unknown(
                f"因子集 {self.id} 中的能源品种",
                f"carrier in factor set {self.id}:",
                carrier,
                self.factors,
            )
        return found

    def __contains__(self, carrier: object) -> bool:
        return carrier in self.factors


@lru_cache(maxsize=1)
def fuel_factor_sets() -> dict[str, FuelFactorSet]:
    """Return all named sets by id."""
    sets: dict[str, dict[str, FuelFactor]] = {}
    for r in rows("fuel_factors"):
        sets.setdefault(r["set"], {})[r["carrier"]] = _factor(r)
    return {
        r["id"]: FuelFactorSet(r["id"], Text(r["zh"], r["en"]), r["source"], sets[r["id"]])
        for r in rows("fuel_factor_sets")
    }


def fuel_factor_set(identifier: str) -> FuelFactorSet:
    """Return one named set.

    Raises
    ------
    UnknownNameError
        If there is no such set.
    """
    found = fuel_factor_sets().get(identifier)
    if found is None:
        raise unknown("因子集", "factor set", identifier, fuel_factor_sets())
    return found


def _factor(row: Row) -> FuelFactor:
    return FuelFactor(
        row["carrier"],
        row["unit"],
        float(row["ncv"]),
        _figure(row["ncv_low"]),
        _figure(row["ncv_high"]),
        float(row["carbon_content"]),
        _figure(row["cc_low"]),
        _figure(row["cc_high"]),
        float(row["oxidation"]),
        row["bounds"] == "reproduced",
        row["fuel"],
        row["mapped_from"],
        row["ncv_source"],
        row["source"],
        row["verification"],
        row["note"],
    )


def _figure(text: str) -> float | None:
    return float(text) if text else None
