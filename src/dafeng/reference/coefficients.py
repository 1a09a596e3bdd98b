"""How much standard coal is a unit of energy, and how much CO2 does a process make?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dafeng.language import Text
from dafeng.reference.catalogue import rows, unknown


@dataclass(frozen=True, slots=True)
class StandardCoal:
    """Coal-equivalent coefficient of a carrier.

    Parameters
    ----------
    carrier
        Carrier id.
    coefficient
        Standard coal per unit [unit].
    unit
        Unit of the coefficient, for example ``tce/t``.
    source, verification
        Source id and mark.
    """

    carrier: str
    coefficient: float
    unit: str
    source: str
    verification: str


@dataclass(frozen=True, slots=True)
class ProcessFactor:
    """CO2 of an industrial process (or a stoichiometric share) per unit of output.

    Parameters
    ----------
    id, name
        Identifier and name.
    value
        The factor [unit].
    unit
        ``tCO2/t``, ``tCO2/GJ`` or ``1``.
    sector
        Sector id to which the process belongs; "" if to none.
    source, year, verification
        Source id, its year, and mark (A located and recomputed, D located, M from memory).
    counts
        Ids of the CO2 that it stands for, where another process stands for the same: of one id
        only one process may be counted.
    """

    id: str
    name: Text
    value: float
    unit: str
    sector: str
    source: str
    year: int
    verification: str
    counts: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def standard_coals() -> dict[str, StandardCoal]:
    """Return the coal-equivalent coefficient of each carrier that has one."""
    return {
        r["carrier"]: StandardCoal(
            r["carrier"], float(r["coefficient"]), r["unit"], r["source"], r["verification"]
        )
        for r in rows("standard_coal")
        if r["carrier"]
    }


def standard_coal(carrier: str) -> StandardCoal:
    """Return the coal-equivalent coefficient of a carrier.

    Raises
    ------
    UnknownNameError
        If none is published for it.
    """
    found = standard_coals().get(carrier)
    if found is None:
        raise unknown("折标准煤系数", "coal-equivalent coefficient of", carrier, standard_coals())
    return found


@lru_cache(maxsize=1)
def process_factors() -> dict[str, ProcessFactor]:
    """Return all process factors by id."""
    return {
        r["id"]: ProcessFactor(
            r["id"],
            Text(r["zh"], r["en"]),
            float(r["value"]),
            r["unit"],
            r["sector"],
            r["source"],
            int(r["year"]),
            r["verification"],
            tuple(r["counts"].split()),
        )
        for r in rows("process_factors")
    }


def process_factor(identifier: str) -> ProcessFactor:
    """Return one process factor.

    Raises
    ------
    UnknownNameError
        If there is no such process.
    """
    found = process_factors().get(identifier)
    if found is None:
        raise unknown("过程排放因子", "process", identifier, process_factors())
    return found


def heat_factor() -> ProcessFactor:
    """Return the default CO2 factor of purchased heat, 0.11 tCO2/GJ."""
    return process_factor("purchased_heat")
