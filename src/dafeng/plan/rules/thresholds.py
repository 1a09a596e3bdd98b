"""Targets against thresholds of the guide, the nation's targets, the account and the grade."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import reference
from dafeng.dossier.stated_convention import convention_of
from dafeng.language import Text, number, same
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.rows import Target, actuals_of, in_unit
from dafeng.plan.rules.subject import Subject
from dafeng.reference.guides import Threshold

#: National targets by the indicator of a plan.
_NATIONAL: Final = {
    "co2_intensity_fall": "co2_per_gdp_2030",
    "energy_intensity_fall": "energy_per_gdp_2030",
    "non_fossil_share": "non_fossil_share_2030",
}


@asks("target.below_nation")
def below_nation(subject: Subject) -> Iterator[Hit]:
    """A target of 2030 that asks for less than the nation's."""
    for identifier, name in _NATIONAL.items():
        nation = reference.national().target(name)
        for target in subject.figures(identifier):
            if target.year != nation.year or target.changes_from not in (None, nation.base_year):
                continue
            if nation.low is not None and (target.value or 0.0) < nation.low:
                yield (
                    target.at("value"),
                    {
                        "indicator": target.name,
                        "text": target.aim.text,
                        "nation": number(nation.low, 0) + "%",
                        "mark": _mark(nation.verification),
                    },
                )


def _mark(verification: str) -> Text:
    from dafeng.reference.indicators import MARKS

    return MARKS.get(verification, same(verification))


@asks("target.threshold")
def threshold(subject: Subject) -> Iterator[Hit]:
    """A figure that misses what the guide asks for, in the last year for which one stands."""
    for asked in subject.guide.indicators:
        found = subject.figures(asked.indicator.id)
        if not found:
            continue
        target = max(found, key=lambda t: t.year or 0)
        for limit in asked.thresholds:
            if _applies(limit, subject, target.year or 0) and _misses(limit, target.value or 0.0):
                yield target.at("value"), _limit_words(limit, target, asked.indicator.unit)
                break


def _applies(limit: Threshold, subject: Subject, year: int) -> bool:
    if not limit.size:
        return True
    size = _size(limit.size, subject, year)
    low, high = limit.size_from, limit.size_below
    return size is not None and (low or 0.0) <= size and (high is None or size < high)


def _size(identifier: str, subject: Subject, year: int) -> float | None:
    """Return the figure by which a threshold is chosen: as planned, else as the account says."""
    planned = subject.value(identifier, year)
    if planned is not None or subject.account is None:
        return planned
    of = reference.indicators()[identifier]
    known = subject.account.values.get(of.record)
    return None if known is None else in_unit(known[0], known[1], of.unit)


def _misses(limit: Threshold, value: float) -> bool:
    return value < limit.value if limit.relation == "at_least" else value > limit.value


def _limit_words(limit: Threshold, target: Target, unit: str) -> dict[str, object]:
    sign = "≥" if limit.relation == "at_least" else "≤"
    return {
        "indicator": target.name,
        "text": target.aim.text,
        "limit": f"{sign}{number(limit.value, 2).rstrip('0').rstrip('.')} {unit}",
        "mark": _mark(limit.mark),
    }


@asks("target.threshold_size")
def threshold_size(subject: Subject) -> Iterator[Hit]:
    """A threshold that depends on a size which nobody states."""
    for asked in subject.guide.indicators:
        found = subject.figures(asked.indicator.id)
        sizes = {t.size for t in asked.thresholds if t.size}
        for identifier in sizes if found else ():
            if _size(identifier, subject, found[-1].year or 0) is None:
                yield (
                    found[-1].at("value"),
                    {
                        "indicator": found[-1].name,
                        "size": reference.indicators()[identifier].name,
                        "year": found[-1].year,
                    },
                )


@asks("target.already_met")
def already_met(subject: Subject) -> Iterator[Hit]:
    """A target that the account of the base year meets already."""
    account = subject.account
    for target in subject.targets:
        of = target.indicator
        if account is None or of is None or target.value is None or not of.result:
            continue
        known = account.values.get(of.record_on(convention_of(target.row, of)))
        sign = 0 if of.kind == "total" else {"up": 1, "down": -1}.get(of.direction, 0)
        now = None if known is None else in_unit(known[0], known[1].replace("-", "1"), of.unit)
        if now is None or not sign or (target.year or 0) <= account.year:
            continue
        if sign * (now - target.value) >= 0:
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "text": target.aim.text,
                    "now": f"{number(now)} {of.unit}",
                    "year": account.year,
                },
            )


@asks("target.graded")
def graded(subject: Subject) -> Iterator[Hit]:
    """What grade the actual figures would bring by the guide's rule, where targets are missed."""
    from dafeng.reference.guides import grade_of

    for year, rows in sorted(_met(subject).items()):
        met = {identifier: reached for identifier, (reached, _) in rows.items()}
        grade = None if all(met.values()) else grade_of(subject.guide, met)
        for reached, row in rows.values():
            if grade is not None and not reached:
                values = {"indicator": row.name, "year": year, "grade": grade.name}
                yield row.at("value"), values


def _met(subject: Subject) -> dict[int, dict[str, tuple[bool, Target]]]:
    """Return by year whether each target with an actual figure is met, with the actual row."""
    found: dict[int, dict[str, tuple[bool, Target]]] = {}
    for actual in actuals_of(subject.table("actuals"), subject.guide):
        aim = next((t for t in subject.figures(actual.id) if t.year == actual.year), None)
        if aim is None or actual.value is None or aim.indicator is None:
            continue
        sign = {"up": 1, "down": -1}.get(aim.indicator.direction, 0)
        if sign:
            reached = sign * (actual.value - (aim.value or 0.0)) >= 0
            found.setdefault(aim.year or 0, {})[actual.id] = (reached, actual)
    return found
