"""Targets: a number, a year, a base, more than the trend, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng.dossier.aims import is_past
from dafeng.language import Text, percent, same, significant
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.rows import Target, successive
from dafeng.plan.rules.subject import History, Subject
from dafeng.reference.indicators import DIRECTIONS

#: Growth of GDP that is assumed where neither plan nor past states one [1/a].
GROWTH: Final = 0.05
#: Years by which a trend of the past is measured, at least.
TREND_YEARS: Final = 4


@asks("target.assigned")
def assigned(subject: Subject) -> Iterator[Hit]:
    """A target that is handed down without its number."""
    for target in subject.targets:
        if target.aim.state == "assigned":
            yield target.at("value"), {"indicator": target.name, "text": target.aim.text}


@asks("target.no_number")
def no_number(subject: Subject) -> Iterator[Hit]:
    """A target in words."""
    for target in subject.targets:
        if target.aim.state == "words":
            yield target.at("value"), {"indicator": target.name, "text": target.aim.text}


@asks("target.year")
def no_year(subject: Subject) -> Iterator[Hit]:
    """A target without a year that can be read."""
    for target in subject.targets:
        if target.year is None and target.summed is None:
            yield target.at("year"), {"indicator": target.name, "text": target.row["year"] or "—"}


@asks("target.same_value")
def same_value(subject: Subject) -> Iterator[Hit]:
    """The same figure for an earlier and a later year."""
    for before, after in successive(subject.targets):
        kind = after.indicator.kind if after.indicator else ""
        share = kind == "share" or (after.indicator is None and after.unit == "%")
        capped = share and after.value == 100  # noqa: PLR2004 - no more than all
        held = any(word in after.row["kind"] for word in ("保持", "hold"))
        again = before.changes_from != after.changes_from  # a new fall from a new base is progress
        excused = capped or held or again or kind in ("year", "growth") or _kept(before, after)
        if before.size == after.size and not excused:
            yield (
                after.at("value"),
                {
                    "indicator": after.name,
                    "value": after.aim.text,
                    "before": before.year,
                    "after": after.year,
                },
            )


def _kept(before: Target, after: Target) -> bool:
    """Say whether what may rise before it falls, or has no direction, is to stay as it was.

    Caps of successive years are level at the top of a path that peaks.
    """
    of = after.indicator
    yearly = (after.year or 0) - (before.year or 0) == 1
    if of is not None and (of.id == "carbon_budget" or (of.id == "co2_total" and yearly)):
        return True
    free = of is not None and (of.direction == "none" or _peaking(of.id))
    return free and is_past(before.row)


@asks("target.backwards")
def backwards(subject: Subject) -> Iterator[Hit]:
    """A later target that asks for less than the earlier one."""
    for before, after in successive(subject.targets):
        if after.indicator is None or before.changes_from != after.changes_from:
            continue
        sign = {"up": 1, "down": -1}.get(after.indicator.direction, 0)
        if after.indicator.kind == "growth" or _peaking(after.id):
            continue
        if sign * ((after.size or 0.0) - (before.size or 0.0)) < 0:
            yield (
                after.at("value"),
                {
                    "indicator": after.name,
                    "value": after.aim.text,
                    "earlier": before.aim.text,
                    "before": before.year,
                    "after": after.year,
                    "direction": DIRECTIONS[after.indicator.direction],
                },
            )


def _peaking(identifier: str) -> bool:
    """Say whether an amount may rise up to the peak before it falls."""
    return identifier in ("co2_total", "energy_total", "coal_total", "oil_total", "carbon_budget")


@asks("target.base_missing")
def base_missing(subject: Subject) -> Iterator[Hit]:
    """A fall without the year from which it counts."""
    for target in subject.targets:
        falls = target.indicator is not None and target.indicator.kind == "fall"
        if falls and target.base_year is None and target.aim.state != "blank":
            yield target.at("base_year"), {"indicator": target.name}


@asks("target.base_order")
def base_order(subject: Subject) -> Iterator[Hit]:
    """A base year that does not lie before the year of the target (dossiers: `target.base`)."""
    if subject.dossier is not None:
        return
    for target in subject.targets:
        start = target.value == 0 and target.base_year == target.year  # no fall yet: a base value
        if target.year is None or start:
            continue
        if (target.base_year or 0) >= target.year:
            values = {"year": target.year, "base": target.base_year}
            yield target.at("base_year"), {"indicator": target.name, **values}


@asks("target.base_before_data")
def base_before_data(subject: Subject) -> Iterator[Hit]:
    """A base year before the first year of energy data."""
    dossier = subject.dossier
    years = [r.year for r in dossier.energy] if dossier else []
    for target in subject.targets:
        base = target.base_year
        if years and base is not None and base < min(years) and _of_account(target):
            yield (
                target.at("base_year"),
                {"indicator": target.name, "base": base, "first": min(years)},
            )


def _of_account(target: Target) -> bool:
    known = ("co2_intensity_fall", "energy_intensity_fall", "coal_fall")
    return target.indicator is not None and target.indicator.id in known


@asks("target.unknown_indicator")
def unknown_indicator(subject: Subject) -> Iterator[Hit]:
    """An indicator that neither the guide nor the catalogue knows."""
    told: set[str] = set()
    for target in subject.targets:
        if target.indicator is None and target.id not in told:
            told.add(target.id)
            yield target.at("indicator"), {"indicator": target.name}


@asks("target.direction")
def direction(subject: Subject) -> Iterator[Hit]:
    """A bound on the wrong side of an indicator with a direction."""
    wrong = {"up": "at_most", "down": "at_least"}
    for target in subject.targets:
        if target.indicator is None or target.indicator.kind == "year":
            continue
        if target.aim.relation == wrong.get(target.indicator.direction):
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "text": target.aim.text,
                    "direction": DIRECTIONS[target.indicator.direction],
                },
            )


@asks("target.intensity_total")
def intensity_total(subject: Subject) -> Iterator[Hit]:
    """A fall of CO2 per GDP that still lets the total rise: by how much, at which growth."""
    if subject.figures("co2_total") or subject.figures("carbon_budget"):
        return
    growth, origin = _growth(subject)
    for target in subject.figures("co2_intensity_fall"):
        if target.base_year is None or target.year is None:
            continue
        years = target.year - target.base_year
        rise = (1 - (target.value or 0.0) / 100) * (1 + growth) ** years - 1
        if years > 0 and rise > 0:
            yield (
                target.at("value"),
                {
                    "text": f"{significant(target.value or 0.0)}%",
                    "base": target.base_year,
                    "year": target.year,
                    "rise": percent(rise),
                    "growth": percent(growth),
                    "origin": origin,
                },
            )


def _growth(subject: Subject) -> tuple[float, Text]:
    """Return the growth of GDP that is taken, and whose it is."""
    stated = subject.figures("gdp_growth")
    if stated and stated[0].value is not None:
        return stated[0].value / 100, Text("方案所列增速", "the plan's own growth")
    found = _rate(subject.history.gdp) if subject.history else None
    if found is not None:
        return found, Text("该地区近年实际增速", "the place's own past growth")
    return GROWTH, Text("假定增速", "assumed growth")


def _rate(series: dict[int, float] | object) -> float | None:
    """Return the mean yearly rate over the last five years of a series [1/a]."""
    if not isinstance(series, dict) or len(series) <= TREND_YEARS:
        return None
    last = max(series)
    first = min(y for y in series if y >= last - 5)
    if last - first < TREND_YEARS or series[first] <= 0 or series[last] <= 0:
        return None
    return float((series[last] / series[first]) ** (1 / (last - first)) - 1)


@asks("target.easier_than_trend")
def easier_than_trend(subject: Subject) -> Iterator[Hit]:
    """A fall of CO2 per GDP that is slower than the place's own past."""
    trend = _past_fall(subject.history)
    if trend is None:
        return
    for target in subject.figures("co2_intensity_fall"):
        if target.base_year is None or (target.year or 0) <= target.base_year:
            continue
        years = (target.year or 0) - target.base_year
        yearly = 1 - (1 - min((target.value or 0.0) / 100, 0.999)) ** (1 / years)
        if yearly < trend[0]:
            yield (
                target.at("value"),
                {
                    "text": f"{significant(target.value or 0.0)}%",
                    "yearly": percent(yearly),
                    "past": percent(trend[0]),
                    "span": f"{trend[1]}–{trend[2]}",
                    "source": subject.history.source if subject.history else same("—"),
                },
            )


def _past_fall(history: History | None) -> tuple[float, int, int] | None:
    """Return the mean yearly fall of CO2 per GDP of the last years known [1/a], and the span."""
    if history is None:
        return None
    both = sorted(set(history.co2) & set(history.gdp))
    intensity = {y: history.co2[y] / history.gdp[y] for y in both if history.gdp[y] > 0}
    rate = _rate(intensity)
    if rate is None:
        return None
    last = max(intensity)
    return -rate, min(y for y in intensity if y >= last - 5), last
