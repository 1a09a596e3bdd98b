"""Arithmetic: sums, shares and intensities from the totals that stand beside them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from dafeng.dossier.aims import read_aim
from dafeng.language import Text, number
from dafeng.plan.rules.catalogue import Hit, Question, asks
from dafeng.plan.rules.project_sums import SUMS, shown, sums_of
from dafeng.plan.rules.rows import Target, class_of, in_unit
from dafeng.plan.rules.subject import Subject

#: Relative gap that rounding explains [-].
ROUNDING: Final = 0.002
#: Relative gap between a stated intensity and that of the stated totals [-].
INTENSITY_GAP: Final = 0.03
#: Percentage points between a stated fall and that of the stated figures.
FALL_GAP: Final = 0.6


def _sums(rule: str) -> Question:
    """Return the question which sums of a kind do not add up."""

    def question(subject: Subject) -> Iterator[Hit]:
        return (found.hit for found in sums_of(subject) if found.rule == rule and not found.agrees)

    return question


for _rule in SUMS:
    asks(_rule)(_sums(_rule))


@asks("sum.checked")
def checked(subject: Subject) -> Iterator[Hit]:
    """Sums of projects that were checked and agree."""
    found = [s for s in sums_of(subject) if s.agrees]
    if found:
        zh = "、".join(s.words.zh for s in found)
        yield (
            found[0].place,
            {"count": len(found), "sums": Text(zh, "; ".join(s.words.en for s in found))},
        )


@asks("sum.classes_against_list")
def classes_against_list(subject: Subject) -> Iterator[Hit]:
    """A class whose number of projects is not that of the list."""
    listed: dict[str, int] = defaultdict(int)
    for project in subject.projects:
        listed[project.cls] += 1
    for row in subject.table("classes"):
        cls, count = class_of(row["class"], subject.guide), read_aim(row["count"]).value
        if cls and count is not None and listed[cls] != count:
            values = {"class": row["class"], "count": shown(count), "listed": listed[cls]}
            yield row.at("count"), values


@asks("sum.energy_shares")
def energy_shares(subject: Subject) -> Iterator[Hit]:
    """Shares of one whole that exceed it, or, all given, do not fill it."""
    by_year: dict[int, dict[str, Target]] = defaultdict(dict)
    for target in subject.targets:
        family = target.indicator.family if target.indicator else ""
        if family and target.value is not None and target.year is not None:
            by_year[target.year].setdefault(target.id, target)
    for year, found in by_year.items():
        whole = math.fsum(t.value or 0.0 for t in found.values())
        every = len(found) == 4  # noqa: PLR2004 - coal, oil, gas, non-fossil
        if len(found) > 1 and (whole > 101 or (every and whole < 99)):  # noqa: PLR2004
            last = list(found.values())[-1]
            names = "、".join(t.name for t in found.values())
            yield last.at("value"), {"names": names, "year": year, "sum": number(whole, 1)}


@asks("sum.co2_intensity")
def co2_intensity(subject: Subject) -> Iterator[Hit]:
    """CO2 per GDP that is not the stated total over the stated GDP."""
    yield from _ratio(subject, "co2_intensity", "co2_total", "gdp")


@asks("sum.energy_intensity")
def energy_intensity(subject: Subject) -> Iterator[Hit]:
    """Energy per GDP that is not the stated total over the stated GDP."""
    yield from _ratio(subject, "energy_intensity", "energy_total", "gdp")


@asks("sum.co2_per_energy")
def co2_per_energy(subject: Subject) -> Iterator[Hit]:
    """CO2 per energy that is not the stated total over the stated energy."""
    yield from _ratio(subject, "co2_per_energy", "co2_total", "energy_total")


def _ratio(subject: Subject, result: str, above: str, below: str) -> Iterator[Hit]:
    for target in subject.figures(result):
        top = subject.value(above, target.year or 0)
        bottom = subject.value(below, target.year or 0)
        if top is None or not bottom or not target.value:
            continue
        expected = top / bottom  # 万t / 亿元 = t/万元; 万t / 万tce = t/tce
        if abs(target.value / expected - 1) > INTENSITY_GAP:
            yield (
                target.at("value"),
                {
                    "text": target.aim.text,
                    "expected": number(expected),
                    "above": number(top),
                    "below": number(bottom),
                    "year": target.year,
                },
            )


#: Falls that two figures of an intensity or a total imply.
_FALLS: Final = (
    ("co2_intensity_fall", "co2_intensity"),
    ("energy_intensity_fall", "energy_intensity"),
    ("coal_fall", "coal_total"),
)


@asks("sum.fall")
def fall(subject: Subject) -> Iterator[Hit]:
    """A fall that is not that of the stated figures of base year and target year."""
    for identifier, of in _FALLS:
        for target in subject.figures(identifier):
            before = subject.value(of, target.base_year or 0)
            after = subject.value(of, target.year or 0)
            if not before or after is None:
                continue
            expected = 100 * (1 - after / before)
            if abs((target.value or 0.0) - expected) > FALL_GAP:
                yield (
                    target.at("value"),
                    {
                        "text": f"{number(target.value or 0.0, 1)}%",
                        "expected": number(expected, 1),
                        "before": number(before),
                        "after": number(after),
                        "base": target.base_year,
                        "year": target.year,
                    },
                )


#: Wholes and the indicators that are parts of them.
_WHOLES: Final = (
    ("wind_solar_capacity", ("wind_capacity", "solar_capacity")),
    ("own_green_power", ("wind_power", "solar_power")),
    ("energy_total", ("coal_total", "oil_total", "non_electric_renewables")),
    ("renewable_energy", ("non_electric_renewables",)),
    ("co2_total", ()),
    ("electricity_use", ()),
)


@asks("sum.parts_exceed")
def parts_exceed(subject: Subject) -> Iterator[Hit]:
    """Parts that exceed their whole: wind and solar, coal and oil, the CO2 of a sector."""
    for whole, parts in _WHOLES:
        for target in subject.figures(whole):
            every = {p: v for p in parts if (v := _planned(subject, p, target)) is not None}
            listed = [*_parts_by_name(subject, target)]
            for names, size in (_together(every, subject), *listed):
                if names and size > (target.value or 0.0) * (1 + ROUNDING):
                    yield (
                        target.at("value"),
                        {
                            "indicator": target.name,
                            "text": target.aim.text,
                            "parts": names,
                            "sum": number(size),
                            "year": target.year,
                        },
                    )


def _planned(subject: Subject, part: str, whole: Target) -> float | None:
    return subject.value(part, whole.year or 0)


def _together(parts: dict[str, float], subject: Subject) -> tuple[str, float]:
    names = [next(t.name for t in subject.targets if t.id == part) for part in parts]
    return "、".join(names), math.fsum(parts.values())


def _parts_by_name(subject: Subject, whole: Target) -> Iterator[tuple[str, float]]:
    """Yield rows that are named as a part of the whole (工业二氧化碳排放量), with their figures."""
    of = whole.indicator
    endings = (of.name.zh, *of.synonyms) if of is not None else ()
    for target in subject.targets:
        named = target.name.endswith(endings) and _OTHER_THAN_PART.search(target.name) is None
        if of is None or target.indicator is not None or target.year != whole.year or not named:
            continue
        size = None if target.aim.value is None else in_unit(target.aim.value, target.unit, of.unit)
        if size is not None:
            yield target.name, size


#: Words by which a name is a ratio, a change or a sum over years and no part.
_OTHER_THAN_PART: Final = re.compile(r"单位|人均|每|非|累计|减|增|降|万元|占|强度")
#: Electricity, the capacity that makes it, and the full-load hours of such plants [h/a].
_HOURS: Final = (
    ("own_green_power", "wind_solar_capacity", (700.0, 4000.0)),
    ("solar_power", "solar_capacity", (500.0, 2300.0)),
    ("wind_power", "wind_capacity", (900.0, 4800.0)),
)


@asks("sum.load_hours")
def load_hours(subject: Subject) -> Iterator[Hit]:
    """Wind or solar power that needs more hours than such plants run, or far fewer."""
    for power, plants, (low, high) in _HOURS:
        for target in subject.figures(power):
            capacity = subject.value(plants, target.year or 0)
            if not capacity or not target.value:
                continue
            hours = target.value * 1e4 / capacity  # 亿千瓦时 per 万千瓦
            if not low <= hours <= high:
                yield (
                    target.at("value"),
                    {
                        "text": target.aim.text,
                        "capacity": Text(
                            f"{number(capacity)}万千瓦", f"{number(10 * capacity)} MW"
                        ),
                        "hours": number(hours, 0),
                        "low": number(low, 0),
                        "high": number(high, 0),
                    },
                )
