"""What the world publishes: divisions, pilots, factors, series."""

from __future__ import annotations

from dafeng.reference.carriers import Carrier, carriers, find_carrier
from dafeng.reference.catalogue import Source, Table, sources, table, tables
from dafeng.reference.coefficients import (
    ProcessFactor,
    StandardCoal,
    heat_factor,
    process_factor,
    process_factors,
    standard_coal,
    standard_coals,
)
from dafeng.reference.divisions import (
    Division,
    Pilot,
    division,
    divisions,
    find_place,
    pilot,
    pilots,
)
from dafeng.reference.energy_prices import (
    EnergyPrice,
    energy_price,
    energy_prices,
    price_level,
)
from dafeng.reference.fuel_factors import (
    FuelFactor,
    FuelFactorSet,
    fuel_factor_set,
    fuel_factor_sets,
)
from dafeng.reference.grid import (
    FootprintFactor,
    GridFactor,
    GridKind,
    footprint_factors,
    grid_factor,
    grid_factors,
)
from dafeng.reference.guides import Guide, guide, guides
from dafeng.reference.indicators import Indicator, indicators
from dafeng.reference.measure_rows import measure, measures
from dafeng.reference.measures import Measure, Span
from dafeng.reference.names import (
    carrier_name,
    find_grid_area,
    grid_area_name,
    grid_kind_name,
    licence_name,
    process_name,
    sector_name,
    series_name,
)
from dafeng.reference.national import National, Target, national
from dafeng.reference.own_places import (
    is_country,
    is_own_id,
    known_host,
    own_place,
    place_abroad,
)
from dafeng.reference.places import (
    PRICE_BASE,
    PlaceSeries,
    ProvinceSeries,
    place_series,
    places_with_series,
    province_series,
)
from dafeng.reference.powers import Power, powers
from dafeng.reference.provinces import (
    ProvinceEmissions,
    ProvinceHistory,
    all_province_emissions,
    province_emissions,
    province_history,
)
from dafeng.reference.sectors import Sector, SectorTree, industry_code, names_part, sectors

__all__ = [
    "PRICE_BASE",
    "Carrier",
    "Division",
    "EnergyPrice",
    "FootprintFactor",
    "FuelFactor",
    "FuelFactorSet",
    "GridFactor",
    "GridKind",
    "Guide",
    "Indicator",
    "Measure",
    "National",
    "Pilot",
    "PlaceSeries",
    "Power",
    "ProcessFactor",
    "ProvinceEmissions",
    "ProvinceHistory",
    "ProvinceSeries",
    "Sector",
    "SectorTree",
    "Source",
    "Span",
    "StandardCoal",
    "Table",
    "Target",
    "all_province_emissions",
    "carrier_name",
    "carriers",
    "division",
    "divisions",
    "energy_price",
    "energy_prices",
    "find_carrier",
    "find_grid_area",
    "find_place",
    "footprint_factors",
    "fuel_factor_set",
    "fuel_factor_sets",
    "grid_area_name",
    "grid_factor",
    "grid_factors",
    "grid_kind_name",
    "guide",
    "guides",
    "heat_factor",
    "indicators",
    "industry_code",
    "is_country",
    "is_own_id",
    "known_host",
    "licence_name",
    "measure",
    "measures",
    "names_part",
    "national",
    "own_place",
    "pilot",
    "pilots",
    "place_abroad",
    "place_series",
    "places_with_series",
    "powers",
    "price_level",
    "process_factor",
    "process_factors",
    "process_name",
    "province_emissions",
    "province_history",
    "province_series",
    "sector_name",
    "sectors",
    "series_name",
    "sources",
    "standard_coal",
    "standard_coals",
    "table",
    "tables",
]
