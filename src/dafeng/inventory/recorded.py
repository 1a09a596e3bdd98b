"""What does the place record of a driver, year by year? The one reader of whole-place figures."""

from __future__ import annotations

from collections.abc import Iterable

from dafeng.dossier.records import ActivityRecord


def recorded(records: Iterable[ActivityRecord], variable: str, unit: str) -> dict[int, float]:
    """Return the figures of the whole place by year [unit]; GDP is read by `dafeng.inventory.gdp`.

    Parameters
    ----------
    records
        Activity records of a place; figures with a notation key count as absent.
    variable
        Variable id, for example ``population``.
    unit
        Unit wanted.

    Raises
    ------
    UnitError
        If a unit does not fit the variable.
    """
    return {
        r.year: r.amount.in_unit(unit)
        for r in records
        if r.variable == variable and not r.sector and r.amount.value is not None
    }


def residents(records: Iterable[ActivityRecord]) -> dict[int, float]:
    """Return the resident population by year [persons].

    Parameters
    ----------
    records
        Activity records of a place.
    """
    return recorded(records, "population", "人")
