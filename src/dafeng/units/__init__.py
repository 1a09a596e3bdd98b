"""What is a figure worth in another unit? Exact conversions; conventions named, never implied."""

from __future__ import annotations

from dafeng.units.conversion import (
    CO2_PER_CARBON,
    EQUIVALENT_RATE,
    THERMAL_RATES,
    Convention,
    carbon_to_co2,
    convert,
    electricity_to_standard_coal,
    factor,
    money,
    reprice,
)
from dafeng.units.kinds import Unit
from dafeng.units.listing import known
from dafeng.units.reading import unit
from dafeng.units.spellings import GJ_PER_TCE, TCE_PER_TJ, TJ_PER_MWH

__all__ = [
    "CO2_PER_CARBON",
    "EQUIVALENT_RATE",
    "GJ_PER_TCE",
    "TCE_PER_TJ",
    "THERMAL_RATES",
    "TJ_PER_MWH",
    "Convention",
    "Unit",
    "carbon_to_co2",
    "convert",
    "electricity_to_standard_coal",
    "factor",
    "known",
    "money",
    "reprice",
    "unit",
]
