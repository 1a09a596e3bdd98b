"""What is GDP at constant prices? The one reader of indicators, drivers and scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dafeng.dossier.records import ActivityRecord


@dataclass(frozen=True, slots=True)
class ConstantGdp:
    """GDP of the whole place at constant prices; an absent year is absent.

    Parameters
    ----------
    values
        GDP by year [yuan of `price_base`].
    price_base
        Year whose prices hold; None if there is no figure.
    current
        GDP at current prices by year [yuan].
    comparable
        Whether years can be compared. Without, there are current prices and no index: `values`
        then holds the year asked for as price base alone, if it is known.
    """

    values: Mapping[int, float]
    price_base: int | None
    current: Mapping[int, float]
    comparable: bool


def constant_gdp(records: Iterable[ActivityRecord], price_base: int | None = None) -> ConstantGdp:
    """Return GDP at constant prices.

    The series entered at the price base comes first; then the longest one at another base (the
    latest of equals), restated at the price base where current GDP of that year allows it; then
    current GDP of one year. Gaps and ends are carried along the GDP index (previous year = 100).

    Parameters
    ----------
    records
        Activity records of the place; figures with a notation key count as absent.
    price_base
        Year whose prices are wanted; None leaves the choice to what is recorded.

    Raises
    ------
    UnitError
        If a unit does not fit its variable.
    """
    known = [r for r in records if r.amount.value is not None and not r.sector]
    by_base: dict[str, dict[int, float]] = {}
    for record in known:
        if record.variable == "gdp":
            found = by_base.setdefault(record.price_base or "current", {})
            found[record.year] = record.amount.in_unit("元")
    index = {r.year: r.amount.in_unit("1") for r in known if r.variable == "gdp_index"}
    current = by_base.pop("current", {})
    fixed = {int(base): values for base, values in by_base.items() if base.isdigit()}
    base, level = _level(fixed, current, index, price_base)
    values = _carried(level, index)
    comparable = bool(fixed) or len(values) > 1
    if price_base is not None and base != price_base and {price_base} <= set(values) & set(current):
        ratio = current[price_base] / values[price_base]
        base, values = price_base, {year: value * ratio for year, value in values.items()}
    return ConstantGdp(values, base, current, comparable)


def _level(
    fixed: Mapping[int, Mapping[int, float]],
    current: Mapping[int, float],
    index: Mapping[int, float],
    wanted: int | None,
) -> tuple[int | None, dict[int, float]]:
    """Return the price base and the figures that stand at it, before an index carries them."""
    if fixed:
        longest = max(fixed, key=lambda base: (len(fixed[base]), base))
        base = wanted if wanted in fixed and wanted is not None else longest
        # current GDP of a year is GDP at the prices of that year
        same = {base: current[base]} if base in current else {}
        return base, {**same, **fixed[base]}
    touched = [year for year in current if year in index or year + 1 in index]
    if wanted is not None and wanted in current and (wanted in touched or not touched):
        return wanted, {wanted: current[wanted]}
    return (max(touched), {max(touched): current[max(touched)]}) if touched else (None, {})


def _carried(level: Mapping[int, float], index: Mapping[int, float]) -> dict[int, float]:
    """Fill gaps and ends along the ratio to the previous year; what is stated stays."""
    values = dict(level)
    ahead = sorted(index)
    for year in ahead:
        if year not in values and year - 1 in values:
            values[year] = values[year - 1] * index[year]
    for year in reversed(ahead):
        if year - 1 not in values and year in values:
            values[year - 1] = values[year] / index[year]
    return dict(sorted(values.items()))
