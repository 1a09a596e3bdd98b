"""What has been published of the place's CO2? A series of the dossier in tonnes."""

from __future__ import annotations

from collections.abc import Iterable

from dafeng import units
from dafeng.dossier.records import PublishedRecord


def published_totals(records: Iterable[PublishedRecord], series: str) -> dict[int, float]:
    """Return one published series by year [t]; absent figures are absent years.

    Parameters
    ----------
    records
        Published totals of the place, in tonnes of CO2 or of mass.
    series
        Id of the series.

    Raises
    ------
    UnitError
        If a unit is neither.
    """
    found = {r.year: published_co2(r) for r in records if r.series == series}
    return {year: co2 for year, co2 in found.items() if co2 is not None}


def published_co2(record: PublishedRecord) -> float | None:
    """Return what one record states [t], or None where it holds a notation key.

    Raises
    ------
    UnitError
        If the unit is neither that of CO2 nor of mass.
    """
    value = record.amount.value
    return None if value is None else tonnes_of_co2(value, record.amount.unit)


def tonnes_of_co2(value: float, unit: str) -> float:
    """Return an amount of CO2 [t]; a plain mass is read as the mass of CO2.

    Raises
    ------
    UnitError
        If the unit is neither that of CO2 nor of mass.
    """
    co2 = units.unit(unit).dimension == units.unit("tCO2").dimension
    return units.convert(value, unit, "tCO2" if co2 else "t")
