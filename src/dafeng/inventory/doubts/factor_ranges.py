"""Within what range do published figures of a fuel lie, by carrier and quantity?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng import reference, units
from dafeng.reference.fuel_factors import FuelFactor

#: What raw coal may be: its own figures may be those of its rank. Dry gas is gas.
_KIN: Final = {
    "raw_coal": ("anthracite", "bituminous_coal", "lignite"),
    "bituminous_coal": ("raw_coal",),
    "other_washed_coal": ("cleaned_coal",),
    "other_gas": ("coke_oven_gas",),
}

#: Carriers whose quality is made, and so varies little, though they are solid.
_COKES: Final = ("coke", "petroleum_coke")

#: How far below and above the published bounds an own figure may lie before it is doubted [-], by
#: kind of fuel. Coal as mined varies most; CO2 per tonne of raw coal stays below 2.5 t.
_SLACK: Final = {
    "solid": {
        "ncv": (1.25, 1.15),
        "carbon_content": (1.06, 1.06),
        "oxidation": (1.5, 1.0),
        "per_unit": (1.25, 1.013),
        "per_tj": (1.25, 1.06),
    },
    "coke": {
        "ncv": (1.06, 1.05),
        "carbon_content": (1.06, 1.06),
        "oxidation": (1.1, 1.0),
        "per_unit": (1.1, 1.05),
        "per_tj": (1.1, 1.06),
    },
    "works_gas": {
        "ncv": (1.25, 1.25),
        "carbon_content": (1.3, 1.3),
        "oxidation": (1.15, 1.0),
        "per_unit": (1.3, 1.3),
        "per_tj": (1.3, 1.3),
    },
    "oil": {
        "ncv": (1.05, 1.05),
        "carbon_content": (1.06, 1.06),
        "oxidation": (1.03, 1.0),
        "per_unit": (1.05, 1.05),
        "per_tj": (1.06, 1.06),
    },
    "gas": {
        "ncv": (1.1, 1.08),
        "carbon_content": (1.06, 1.06),
        "oxidation": (1.03, 1.0),
        "per_unit": (1.1, 1.08),
        "per_tj": (1.06, 1.06),
    },
}


@dataclass(frozen=True, slots=True)
class Published:
    """Published figures of one carrier and quantity, over all sets.

    Parameters
    ----------
    values
        Figures of the carrier itself.
    own
        The same with its bounds, and figures of the fuels that it may consist of.
    bounds
        Lowest and highest published bound.
    limits
        Bounds widened by the slack of its kind.
    """

    values: tuple[float, ...]
    own: tuple[float, ...]
    bounds: tuple[float, float]
    limits: tuple[float, float]


@lru_cache(maxsize=512)
def published(carrier: str, quantity: str) -> Published | None:
    """Return what is published of a carrier; None where no set has it.

    Parameters
    ----------
    carrier
        Carrier id.
    quantity
        ``ncv`` [GJ/unit], ``carbon_content`` [tC/TJ], ``oxidation`` [-], ``per_unit``
        [tCO2/unit] or ``per_tj`` [tCO2/TJ].
    """
    values = _values(carrier, quantity)
    if not values:
        return None
    edges = _edges(carrier, quantity)
    low, high = min(*values, *edges), max(*values, *edges)
    kin = [v for k in _KIN.get(carrier, ()) for v in _values(k, quantity)]
    down, up = _SLACK[_kind(carrier)][quantity]
    own = (*values, *edges, *kin)
    return Published(values, own, (low, high), (low / down, high * up))


def _factors(carrier: str) -> list[FuelFactor]:
    sets = reference.fuel_factor_sets().values()
    return [s.factors[carrier] for s in sets if carrier in s.factors]


def _values(carrier: str, quantity: str) -> tuple[float, ...]:
    """Return published figures; CO2 factors are the products of all published parts."""
    factors = _factors(carrier)
    if quantity == "ncv":
        found = {f.ncv for f in factors} | (set(_by_coefficient(carrier)) if factors else set())
    elif quantity in ("carbon_content", "oxidation"):
        found = {float(getattr(f, quantity)) for f in factors}
    else:
        heats = _values(carrier, "ncv") if quantity == "per_unit" else (1000.0,)
        found = {n / 1000 * f.co2_per_tj for f in factors for n in heats}
    return tuple(sorted(found))


def _by_coefficient(carrier: str) -> Iterator[float]:
    """Yield the calorific value behind the coal-equivalent coefficient [GJ/unit]."""
    coal = reference.standard_coals().get(carrier)
    if coal is not None:
        own = f"GJ/{reference.carriers()[carrier].unit}"
        per = coal.unit.partition("/")[2]
        kilos = units.convert(coal.coefficient, coal.unit.partition("/")[0], "tce")
        yield units.convert(kilos * float(units.GJ_PER_TCE), f"GJ/{per}", own)


def _edges(carrier: str, quantity: str) -> tuple[float, ...]:
    """Return the published bounds; of CO2 factors, the products of the extremes of their parts."""
    factors = _factors(carrier)
    if quantity == "ncv":
        found = [x for f in factors for x in (f.ncv_low, f.ncv_high) if x]
    elif quantity == "carbon_content":
        found = [x for f in factors for x in (f.cc_low, f.cc_high) if x]
    elif quantity == "oxidation":
        found = []
    else:
        found = _extremes(carrier, per_unit=quantity == "per_unit")
    return tuple(found) or _values(carrier, quantity)


def _extremes(carrier: str, *, per_unit: bool) -> list[float]:
    def ends(part: str) -> tuple[float, float]:
        every = (*_values(carrier, part), *_edges(carrier, part))
        return min(every), max(every)

    heats = ends("ncv") if per_unit else (1000.0, 1000.0)
    parts = zip(heats, ends("carbon_content"), ends("oxidation"), strict=True)
    return [n * c * o / 1000 * 44 / 12 for n, c, o in parts]


def _kind(carrier: str) -> str:
    known = reference.carriers()[carrier]
    if carrier in _COKES:
        return "coke"
    if known.group == "coal":
        liquid = known.unit != "t" or carrier == "other_coking_products"
        return "works_gas" if liquid else "solid"
    return "gas" if known.group == "gas" else "oil"
