"""Peak: a maximum in the last year is none; not before the model allows; sinks for neutrality."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from dafeng.language import percent
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.rows import Target, peak_claim, tonnes_of
from dafeng.plan.rules.subject import Subject

#: The nation's year: emissions peak before it is over.
NATION: Final = 2030
#: Probability below which a claimed peak is a hope [-].
LIKELY: Final = 0.5
#: Part by which a later year must lie above the claimed peak to deny it [-].
NOISE: Final = 0.01
_SINK: Final = re.compile(
    r"碳汇|造林|森林|捕集|CCUS|CCS|负排放|湿地|sink|forest|capture", re.IGNORECASE
)


@asks("peak.last_year")
def last_year(subject: Subject) -> Iterator[Hit]:
    """A path of total CO2 whose maximum is its last year."""
    for identifier in ("co2_total", "carbon_budget"):
        found = sorted(subject.figures(identifier), key=lambda t: t.year or 0)
        if len(found) > 1 and (found[-1].value or 0.0) >= max(t.value or 0.0 for t in found):
            claimed = _claimed(subject)
            last = found[-1].year or 0
            if claimed is None or _year(claimed) <= last:
                yield found[-1].at("value"), {"year": last, "text": found[-1].aim.text}


def _claimed(subject: Subject) -> Target | None:
    return peak_claim(t for t in subject.targets if t.value is not None)


def _year(target: Target) -> int:
    """Return the last year that a claim allows: ``before 2030`` is 2029 at the latest."""
    return target.aim.latest or 0


@asks("peak.after_nation")
def after_nation(subject: Subject) -> Iterator[Hit]:
    """A peak after the nation's."""
    for target in subject.targets:
        peaks = target.indicator is not None and target.indicator.id in (
            "peak_year",
            "sector_peak_year",
        )
        if peaks and target.value is not None and _year(target) > NATION:
            yield (
                target.at("value"),
                {"indicator": target.name, "text": target.aim.text, "nation": NATION},
            )


@asks("peak.before_sectors")
def before_sectors(subject: Subject) -> Iterator[Hit]:
    """A peak of the whole before that of every sector."""
    claimed = _claimed(subject)
    sectors = [
        _year(t)
        for t in subject.targets
        if t.indicator is not None and t.indicator.id == "sector_peak_year" and t.value is not None
    ]
    if claimed is not None and len(sectors) > 1 and _year(claimed) < min(sectors):
        yield (
            claimed.at("value"),
            {"text": claimed.aim.text, "first": min(sectors), "count": len(sectors)},
        )


@asks("peak.before_p10")
def before_p10(subject: Subject) -> Iterator[Hit]:
    """A peak earlier than nine tenths of the draws of every scenario."""
    claimed = _claimed(subject)
    paths = subject.results.paths if subject.results else ()
    if claimed is None or not paths:
        return
    earliest = min((p.p10 for p in paths if p.p10 is not None), default=None)
    year = _year(claimed)
    if earliest is None or year < earliest:
        first = earliest if earliest is not None else f">{paths[0].years[-1]}"
        yield claimed.at("value"), {"text": claimed.aim.text, "p10": first}


@asks("peak.unlikely")
def unlikely(subject: Subject) -> Iterator[Hit]:
    """A peak that is less likely than not in every scenario."""
    claimed = _claimed(subject)
    paths = subject.results.paths if subject.results else ()
    if claimed is None or not paths:
        return
    best = max(paths, key=lambda p: p.chance_by(_year(claimed)))
    chance = best.chance_by(_year(claimed))
    earliest = min((p.p10 for p in paths if p.p10 is not None), default=None)
    told = earliest is None or _year(claimed) < earliest  # `peak.before_p10` says more
    if chance < LIKELY and not told:
        yield (
            claimed.at("value"),
            {"text": claimed.aim.text, "chance": percent(chance, 0), "scenario": best.name},
        )


@asks("peak.below_history")
def below_history(subject: Subject) -> Iterator[Hit]:
    """A peak level below what the place has already emitted."""
    history = subject.history
    if history is None or not history.co2:
        return
    top = max(history.co2, key=lambda y: history.co2[y])
    claimed = _claimed(subject)
    for target in subject.targets:
        if target.id != "peak_level" or target.value is None:
            continue
        past = claimed is not None and _year(claimed) <= top
        if target.value * 1e4 < 0.9 * history.co2[top] and not past:
            yield (
                target.at("value"),
                {
                    "text": target.stated,
                    "past": tonnes_of(history.co2[top]),
                    "year": top,
                    "source": history.source,
                },
            )


@asks("peak.past")
def past(subject: Subject) -> Iterator[Hit]:
    """A peak in a year after which the place has emitted more, by the latest series."""
    claimed, history = _claimed(subject), subject.history
    if claimed is None or history is None:
        return
    source, series = max(history.every, key=lambda one: max(one[1], default=0))
    found = _after(series, _year(claimed))
    if found is not None and found[1] > found[2] * (1 + NOISE):
        yield (
            claimed.at("value"),
            {
                "text": claimed.aim.text,
                "year": found[0],
                "tonnes": tonnes_of(found[1]),
                "before": tonnes_of(found[2]),
                "source": source,
            },
        )


def _after(series: Mapping[int, float], claim: int) -> tuple[int, float, float] | None:
    """Return the year and level of most emissions after a year, and the most up to it [t]."""
    later = [y for y in series if y > claim]
    earlier = [series[y] for y in series if y <= claim]
    if not later or not earlier:
        return None
    top = max(later, key=lambda y: series[y])
    return top, series[top], max(earlier)


@asks("peak.level_missing")
def level_missing(subject: Subject) -> Iterator[Hit]:
    """A peak year without a level in tonnes."""
    claimed = _claimed(subject)
    stated = {t.id for t in subject.targets if t.value is not None}
    if claimed is not None and not stated & {"peak_level", "co2_total"}:
        yield claimed.at("value"), {"text": claimed.aim.text}


@asks("peak.level_differs")
def level_differs(subject: Subject) -> Iterator[Hit]:
    """A peak level below a total that the plan itself states."""
    totals = subject.figures("co2_total")
    for target in subject.targets:
        if target.id != "peak_level" or target.value is None or not totals:
            continue
        most = max(totals, key=lambda t: t.value or 0.0)
        if (most.value or 0.0) > target.value * 1.005:
            yield (
                target.at("value"),
                {
                    "text": target.aim.text,
                    "total": most.aim.text,
                    "year": most.year,
                    "place": str(most.at("value")),
                },
            )


@asks("peak.neutral_sinks")
def neutral_sinks(subject: Subject) -> Iterator[Hit]:
    """A year of neutrality without any sink."""
    aims = [t for t in subject.targets if t.id == "neutrality_year" and t.value is not None]
    sinks = any(t.id == "carbon_sink" for t in subject.targets) or any(
        _SINK.search(row["name"] + row["content"] + row["kind"] + row["lever"])
        for table in ("projects", "measures", "tasks")
        for row in subject.table(table)
    )
    if aims and not sinks:
        yield aims[0].at("value"), {"text": aims[0].aim.text}
