"""Policy currency: what the documents since 2024 have changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dafeng import reference
from dafeng.errors import UnknownNameError
from dafeng.language import significant
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.subject import Subject

#: From this year on targets count from 2025, and totals are controlled beside intensities.
DUAL_CONTROL: Final = 2026
NEW_BASE: Final = 2025
LAST: Final = 2030
#: Money from which on a project is asked for its carbon evaluation [元].
LARGE: Final = 1e8
_EVALUATED: Final = re.compile(
    r"碳排放评价|碳评|节能审查|carbon evaluation|energy review", re.IGNORECASE
)
_VARIANT: Final = re.compile(
    r"扣除|原料用能|单列|等价值|当量值|口径|分母|denominator|feedstock", re.IGNORECASE
)


def _due(subject: Subject) -> bool:
    return subject.today >= DUAL_CONTROL and bool(subject.targets)


def _ids(subject: Subject, *, after: int = 0) -> set[str]:
    return {
        t.id
        for t in subject.targets
        if (t.year or 0) >= after and t.aim.state in ("figure", "change")
    }


@asks("policy.base_2020")
def base_2020(subject: Subject) -> Iterator[Hit]:
    """A fall to a year of the 15th plan that still counts from 2020."""
    for target in subject.targets:
        falls = target.indicator is not None and target.indicator.kind == "fall"
        late = target.year is not None and target.year > NEW_BASE
        old = target.base_year is not None and NEW_BASE - 5 <= target.base_year < NEW_BASE
        if subject.today >= DUAL_CONTROL and falls and late and old:
            yield (
                target.at("base_year"),
                {"indicator": target.name, "base": target.base_year, "year": target.year},
            )


@asks("policy.total_control")
def total_control(subject: Subject) -> Iterator[Hit]:
    """No target of total CO2 for 2026 and after."""
    stated = _ids(subject, after=DUAL_CONTROL)
    if _due(subject) and not stated & {"co2_total", "carbon_budget", "peak_level"}:
        yield subject.header("targets"), {}


#: Falls that are targets of a total just as well.
_FALLS: Final = {"coal_total": "coal_fall"}


@asks("policy.coal_oil")
def coal_oil(subject: Subject) -> Iterator[Hit]:
    """No target of coal or of oil for 2026 and after."""
    stated = _ids(subject, after=DUAL_CONTROL)
    missing = [i for i in ("coal_total", "oil_total") if not stated & {i, _FALLS.get(i, i)}]
    if _due(subject) and missing and subject.kind != "park":
        for identifier in missing:
            yield subject.header("targets"), {"indicator": reference.indicators()[identifier].name}


@asks("policy.carbon_budget")
def carbon_budget(subject: Subject) -> Iterator[Hit]:
    """No carbon budget by year for 2026 to 2030."""
    years = {t.year for t in subject.targets if t.id == "carbon_budget"}
    missing = [y for y in range(max(subject.today, DUAL_CONTROL), LAST + 1) if y not in years]
    if _due(subject) and subject.kind != "park" and missing:
        listed = ", ".join(map(str, missing))
        yield subject.header("targets"), {"years": listed}


@asks("policy.targets_past")
def targets_past(subject: Subject) -> Iterator[Hit]:
    """A plan all of whose targets lie in the past."""
    years = [t.year for t in subject.targets if t.year is not None]
    if years and max(years) < subject.today:
        last = max(years)
        row = next(t for t in subject.targets if t.year == last)
        yield row.at("year"), {"last": last, "today": subject.today}


@asks("policy.project_evaluation")
def project_evaluation(subject: Subject) -> Iterator[Hit]:
    """Large projects of 2026 and after of which none names its carbon evaluation."""
    large = [
        p
        for p in subject.projects
        if (p.investment or 0.0) >= LARGE and (p.start or DUAL_CONTROL) >= DUAL_CONTROL
    ]
    bare = [p for p in large if not _EVALUATED.search(p.row["comment"] + p.row["status"])]
    if subject.today >= DUAL_CONTROL and bare:
        yield bare[0].at("comment"), {"count": len(bare), "all": len(large)}


@asks("policy.non_fossil_variant")
def non_fossil_variant(subject: Subject) -> Iterator[Hit]:
    """A non-fossil share without its denominator and convention."""
    found = [t for t in subject.targets if t.id == "non_fossil_share"]
    words = "".join(t.name + t.row["comment"] + t.row["kind"] for t in found)
    if found and not _VARIANT.search(words):
        yield found[0].at("comment"), {"indicator": found[0].name}


@asks("policy.zero_carbon_park")
def zero_carbon_park(subject: Subject) -> Iterator[Hit]:
    """A park without the core indicator of zero-carbon parks."""
    stated = {t.id for t in subject.targets}
    if subject.kind == "park" and subject.targets and "co2_per_energy" not in stated:
        yield subject.header("targets"), {}


@asks("policy.factor_set")
def factor_set(subject: Subject) -> Iterator[Hit]:
    """An account on another factor set than that of the provincial guide of 2025."""
    dossier = subject.dossier
    if dossier is not None and dossier.identity.factor_set != "provincial-guideline-2025":
        yield dossier.identity.place("factor_set"), {"stated": dossier.identity.factor_set}


@asks("policy.grid_year")
def grid_year(subject: Subject) -> Iterator[Hit]:
    """A local grid factor of an earlier year than the latest published, held for all years."""
    dossier = subject.dossier
    if dossier is None:
        return
    latest = max(f.year for f in reference.grid_factors() if f.kind == "average")
    for record in dossier.factors:
        value = record.amount.value
        if record.quantity != "grid" or value is None or record.year is not None:
            continue
        try:
            now = reference.grid_factor(dossier.identity.grid_area, latest).value
        except UnknownNameError:
            continue
        if abs(value - now) > 5e-5:  # noqa: PLR2004 - four decimals are published
            yield (
                record.amount.place,
                {"value": significant(value), "now": significant(now), "year": latest},
            )
