"""What was known of all places at an origin? Log values by place and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.errors import MethodError
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class LogPanel:
    """Logarithms of a positive series of several places over consecutive years.

    Parameters
    ----------
    places
        Codes or names.
    years
        Consecutive years.
    values
        Natural logarithm of the series (place, year); NaN where nothing is known.
    companion
        Natural logarithm of another estimate of the same quantity (place, year), if there is one.
    """

    places: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats
    companion: Floats | None = None

    def until(self, year: int) -> LogPanel:
        """Return what was known at the end of a year: later columns are gone, not hidden."""
        width = max(0, min(len(self.years), year - self.years[0] + 1)) if self.years else 0
        other = None if self.companion is None else self.companion[:, :width]
        return LogPanel(self.places, self.years[:width], self.values[:, :width], other)

    def only(self, rows: Sequence[int] | Integers) -> LogPanel:
        """Return some of the places."""
        chosen = np.asarray(rows, dtype=np.int64)
        other = None if self.companion is None else self.companion[chosen]
        names = tuple(self.places[i] for i in chosen)
        return LogPanel(names, self.years, self.values[chosen], other)

    @property
    def counts(self) -> Integers:
        """Return the number of known years of each place."""
        return np.asarray(np.isfinite(self.values).sum(axis=1), dtype=np.int64)


Series = Mapping[str, Mapping[int, float]]


def log_panel(series: Series, companion: Series | None = None) -> LogPanel:
    """Return the panel of series by place and year.

    Parameters
    ----------
    series
        Values [any one unit] by year, by place.
    companion
        Another estimate of the same quantity, for some of the places; a place or year that the
        series does not have is left out.

    Raises
    ------
    MethodError
        If a value is not a finite positive number: it has no logarithm.
    """
    known = sorted({year for values in series.values() for year in values})
    years = tuple(range(known[0], known[-1] + 1)) if known else ()
    other = {place: companion.get(place, {}) for place in series} if companion else None
    return LogPanel(
        tuple(series), years, _logs(series, years), None if other is None else _logs(other, years)
    )


def _logs(series: Series, years: tuple[int, ...]) -> Floats:
    column = {year: at for at, year in enumerate(years)}
    table = np.full((len(series), len(years)), np.nan)
    for row, values in enumerate(series.values()):
        for year in values.keys() & column.keys():
            table[row, column[year]] = values[year]
    given = table[~np.isnan(table)]
    if not (np.isfinite(given) & (given > 0)).all():
        raise MethodError(
            Text("取对数的序列必须为正的有限数", "a series to forecast must be positive and finite")
        )
    return np.asarray(np.log(table))


def yearly_changes(panel: LogPanel) -> Floats:
    r"""Return the changes per year; a gap is bridged by its mean change.

    .. math:: d_{i,s} = \frac{l_{i,b} - l_{i,a}}{b - a}, \quad a < s \le b

    with `a` and `b` the known years next to the gap. Nothing is filled before the first or after
    the last known year.

    Returns
    -------
    Floats
        Change into each year (place, year); NaN where unknown, and in the first year.
    """
    changes = np.full(panel.values.shape, np.nan)
    for row, values in enumerate(panel.values):
        known = np.flatnonzero(np.isfinite(values))
        if len(known) > 1:
            steps = np.diff(values[known]) / np.diff(known)
            changes[row, known[0] + 1 : known[-1] + 1] = np.repeat(steps, np.diff(known))
    return changes
