"""Cost outliers: what a project costs, against the reference costs of its measure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from dafeng import reference
from dafeng.language import Text, number, percent
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.rows import Project, capacity, figure
from dafeng.plan.rules.subject import Subject
from dafeng.reference.measures import Measure

#: Factors beyond the range of the reference cost that are doubted, and that cannot be.
DOUBT: Final = 2.0
IMPOSSIBLE: Final = 20.0
#: Yuan per yearly tonne outside which no project lies, whatever it is [元/(t/a)].
PER_TONNE: Final = (30.0, 300_000.0)


@asks("cost.outlier")
def outlier(subject: Subject) -> Iterator[Hit]:
    """A cost beyond twice the range of the measure's reference costs."""
    yield from _outliers(subject, DOUBT, IMPOSSIBLE)


@asks("cost.impossible")
def impossible(subject: Subject) -> Iterator[Hit]:
    """A cost so far from the reference that a unit must be wrong."""
    yield from _outliers(subject, IMPOSSIBLE, math.inf)


def _outliers(subject: Subject, beyond: float, below: float) -> Iterator[Hit]:
    own = {row["id"]: row["library"] for row in subject.table("measures")}
    for project in subject.projects:
        name = project.row["measure"]
        measure = reference.measures().get(own.get(name, "") or name)
        cost = None if measure is None else _cost(project, measure)
        if measure is None or cost is None or cost <= 0:
            continue
        low, high = measure.investment.low, measure.investment.high
        factor = max(low / cost if low > 0 else 0.0, cost / high if high > 0 else 0.0)
        if beyond < factor <= below:
            unit = f"元/({measure.effect_unit}/a)"
            yield (
                project.at("investment"),
                {
                    "project": project.row["name"],
                    "cost": f"{number(cost, 0)} {unit}",
                    "low": number(low, 0),
                    "high": number(high, 0),
                    "measure": measure.name,
                    "mark": measure.quality,
                },
            )


def _cost(project: Project, measure: Measure) -> float | None:
    """Return the investment per yearly effect [yuan per effect unit/a]; None if not known."""
    size = capacity(project)
    if size is not None:
        effect = size * measure.hours if measure.hours > 0 else None
    else:
        unit = measure.effect_unit
        wanted = "tCO2" if unit == "tCO2e" else unit
        effect = figure(project.row["capacity"], project.row["capacity_unit"], wanted)
    if not effect or project.investment is None:
        return None
    return project.investment / effect


@asks("cost.per_tonne")
def per_tonne(subject: Subject) -> Iterator[Hit]:
    """Yuan per yearly tonne that no measure of the library comes near."""
    for project in subject.projects:
        if project.investment and project.reduction and project.reduction > 0:
            cost = project.investment / project.reduction
            if not PER_TONNE[0] <= cost <= PER_TONNE[1]:
                yield (
                    project.at("reduction"),
                    {
                        "project": project.row["name"],
                        "cost": number(cost, 0 if cost > 1 else 3),
                        "low": number(PER_TONNE[0], 0),
                        "high": number(PER_TONNE[1], 0),
                    },
                )


@asks("cost.total")
def total(subject: Subject) -> Iterator[Hit]:
    """Investment of all projects beyond half a year's GDP."""
    gdp = _gdp(subject)
    spent = math.fsum(p.investment or 0.0 for p in subject.projects)
    if gdp and spent > 0.5 * gdp * 1e8:
        yield (
            subject.header("projects"),
            {
                "spent": _money(spent / 1e8),
                "gdp": _money(gdp),
                "share": percent(spent / (gdp * 1e8), 0),
            },
        )


def _money(amount: float) -> Text:
    """Write an amount of money [亿元]."""
    return Text(f"{number(amount, 0)} 亿元", f"{number(amount / 10, 1)} billion yuan")


def _gdp(subject: Subject) -> float | None:
    """Return GDP of a year [亿元]: of the account, else the last published figure."""
    if subject.account is not None and "gdp" in subject.account.values:
        return subject.account.values["gdp"][0]
    if subject.history is not None and subject.history.gdp:
        return subject.history.gdp[max(subject.history.gdp)]
    return None


@asks("cost.class_mean")
def class_mean(subject: Subject) -> Iterator[Hit]:
    """A class whose mean investment per project is a hundred times that of another."""
    means: dict[str, float] = {}
    for row in subject.table("classes"):
        count, money = _numbers(row["count"], row["investment"])
        if count and money:
            means[row["class"]] = money / count
    if len(means) < 3:  # noqa: PLR2004 - a middle needs three
        return
    middle = sorted(means.values())[len(means) // 2]
    for row in subject.table("classes"):
        mean = means.get(row["class"])
        if mean is not None and not 0.01 < mean / middle < 100:  # noqa: PLR2004
            yield (
                row.at("investment"),
                {"class": row["class"], "mean": number(mean), "middle": number(middle)},
            )


@lru_cache(maxsize=256)
def _numbers(count: str, money: str) -> tuple[float | None, float | None]:
    from dafeng.dossier.cells import read_number

    return read_number(count).value, read_number(money).value
