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
    return {
        r.year: _tonnes(r.amount.value, r.amount.unit)
        for r in records
        if r.series == series and r.amount.value is not None
    }


def _tonnes(value: float, unit: str) -> float:
    """Return tonnes; a plain mass is read as the mass of CO2, which is what the table holds."""
    co2 = units.unit(unit).dimension == units.unit("tCO2").dimension
    return units.convert(value, unit, "tCO2" if co2 else "t")
