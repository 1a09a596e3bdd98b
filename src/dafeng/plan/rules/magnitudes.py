"""Units and magnitudes: 万 for 亿, TJ for tce, 0.3 for 30 %, one place with a nation's coal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.errors import UnitError
from dafeng.language import Text, number, percent, significant
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.mixed_scales import mixed_up
from dafeng.plan.rules.parts_of_wholes import more_than_all
from dafeng.plan.rules.place_size import floor, meant, room, share_of_nation
from dafeng.plan.rules.rows import Target, in_unit, successive, tonnes_of
from dafeng.plan.rules.subject import History, Subject
from dafeng.reference.indicators import MARKS
from dafeng.units import unit

#: Share of the nation's CO2 that no single project avoids [-].
PROJECT_OF_NATION: Final = 0.003
#: Ratio of two figures of one indicator that no plan brings about [-].
JUMP: Final = 50.0
#: Ratio of two figures of a total or an intensity that policy holds down [-].
MANIFOLD: Final = 4.0
#: GJ per tce and tce per TJ, by which they are mistaken for one another, with room for change.
_JOULES: Final = (22.0, 41.0)
#: Investment of one project [元] that is none: below a van, above the largest there are.
INVESTMENT: Final = (2e4, 3e11)


#: What projects count without a unit of measurement.
_COUNTED: Final = frozenset(
    (
        *("台", "辆", "套", "座", "个", "处", "家", "条", "户", "项", "栋", "艘", "头", "株"),
        *("台套", "台（套）", "台(套)", "组", "列"),
        *("units", "vehicles", "buses", "plants", "sites"),
    )
)


@asks("unit.missing")
def missing(subject: Subject) -> Iterator[Hit]:
    """A figure without a unit."""
    for target in subject.targets:
        of = target.indicator
        if target.aim.value is None or target.unit:
            continue
        if of is None or (of.kind != "year" and of.unit != "1"):
            expected = of.unit if of is not None else "—"
            yield target.at("unit"), {"indicator": target.name, "unit": expected}


@asks("unit.unknown")
def unknown(subject: Subject) -> Iterator[Hit]:
    """A unit that nobody knows."""
    for target in subject.targets:
        if target.unit and not _known(target.unit) and target.unit not in ("级", "家", "项"):
            yield target.at("unit"), {"indicator": target.name, "unit": target.unit}
    for project in subject.projects:
        for column in ("capacity_unit", "investment_unit", "reduction_unit"):
            text = project.row[column]
            needed = column != "capacity_unit" or (project.row["measure"] and not _counts(text))
            if text and needed and not _known(text):
                yield project.at(column), {"indicator": project.row["name"], "unit": text}


def _counts(text: str) -> bool:
    """Say whether a size counts things, which needs no unit of measurement."""
    return text.split("/", maxsplit=1)[0].strip().removeprefix("万") in _COUNTED


def _known(text: str) -> bool:
    try:
        return unit(text) is not None
    except UnitError:
        return False


@asks("unit.dimension")
def dimension(subject: Subject) -> Iterator[Hit]:
    """A unit of another kind than the indicator's."""
    for target in subject.targets:
        of = target.indicator
        if of is None or target.aim.value is None or not target.unit or not _known(target.unit):
            continue
        if of.kind != "count" and in_unit(1.0, target.unit, of.unit) is None:
            if of.id in ("coal_total", "oil_total") and in_unit(1.0, target.unit, "t") is not None:
                continue  # physical tonnes are as good
            yield (
                target.at("unit"),
                {"indicator": target.name, "unit": target.unit, "expected": of.unit},
            )


@asks("unit.project_investment")
def project_investment_unit(subject: Subject) -> Iterator[Hit]:
    """An investment without a unit of money."""
    yield from _of_projects(subject, "investment", "元")


@asks("unit.project_reduction")
def project_reduction_unit(subject: Subject) -> Iterator[Hit]:
    """A reduction without a unit of CO2."""
    yield from _of_projects(subject, "reduction", "tCO2")


def _of_projects(subject: Subject, column: str, wanted: str) -> Iterator[Hit]:
    for project in subject.projects:
        row = project.row
        if row[column] and getattr(project, column) is None and any(map(str.isdigit, row[column])):
            stated = row[f"{column}_unit"] or "—"
            yield (
                project.at(f"{column}_unit"),
                {"project": row["name"], "text": row[column], "unit": stated, "wanted": wanted},
            )


@asks("unit.share_range")
def share_range(subject: Subject) -> Iterator[Hit]:
    """A figure outside what its indicator can be."""
    for target in subject.targets:
        of, value = target.indicator, target.value
        if of is None and more_than_all(target):
            stated = {"indicator": target.name, "text": target.aim.text}
            yield target.at("value"), {**stated, "limits": "0 – 100 %"}
        if of is None or value is None:
            continue
        below = of.low is not None and value < of.low
        above = of.high is not None and value > of.high
        if below or above:
            limits = f"{_plain(of.low)} – {_plain(of.high)} {of.unit}"
            yield (
                target.at("value"),
                {"indicator": target.name, "text": target.aim.text, "limits": limits},
            )


def _plain(value: float | None) -> str:
    return "…" if value is None else significant(value)


@asks("unit.fraction")
def fraction(subject: Subject) -> Iterator[Hit]:
    """A share written as a fraction of one beside the unit %."""
    for target in subject.targets:
        of, value = target.indicator, target.value
        if of is None or value is None or of.kind not in ("share", "fall"):
            continue
        if 0 < value < 1 and target.unit in ("%", "") and "%" not in target.aim.text:
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "text": target.aim.text,
                    "percent": f"{significant(100 * value)}%",
                },
            )


@asks("unit.jump")
def jump(subject: Subject) -> Iterator[Hit]:
    """Two figures of one indicator that differ as 万 and 亿, or TJ and tce, do."""
    for before, after in successive(subject.targets):
        if before.size and after.size and after.indicator is not None:
            ordered = [t for t in subject.targets if t.id == after.id and t.size]
            ratio = max(_ratio(before, after), 1 / _ratio(before, after))
            scale = after.indicator.kind in ("total", "intensity")
            if ratio >= JUMP or (scale and _JOULES[0] < ratio < _JOULES[1]):
                values: dict[str, object] = {
                    "indicator": after.name,
                    "before": before.stated,
                    "after": after.stated,
                    "ratio": number(ratio, 0),
                    "hint": mixed_up(ratio, after),
                }
                for odd in _odd_ones(ordered, before, after):
                    yield odd.at("value"), values


@asks("unit.decimal")
def decimal(subject: Subject) -> Iterator[Hit]:
    """Two figures of what should fall or hold that differ manifold: a slipped decimal point."""
    for before, after in successive(subject.targets):
        of = after.indicator
        slow = of is not None and of.kind in ("total", "intensity") and of.direction == "down"
        ratio = max(_ratio(before, after), 1 / _ratio(before, after)) if slow else 1.0
        joules = _JOULES[0] < ratio < _JOULES[1]  # `unit.jump` says that
        if MANIFOLD <= ratio < JUMP and not joules:
            yield (
                after.at("value"),
                {
                    "indicator": after.name,
                    "before": before.stated,
                    "after": after.stated,
                    "ratio": number(ratio, 1),
                },
            )


def _ratio(before: Target, after: Target) -> float:
    return abs((after.size or 1.0) / (before.size or 1.0))


def _odd_ones(ordered: list[Target], before: Target, after: Target) -> tuple[Target, ...]:
    """Return the figure of the two that fits the others worse; both where there are no others."""
    others = [t for t in ordered if t is not before and t is not after]
    if not others:
        return before, after
    near = {id(t): abs(_ratio(others[0], t) - 1) for t in (before, after)}
    return (before,) if near[id(before)] > near[id(after)] else (after,)


@asks("unit.nation")
def of_nation(subject: Subject) -> Iterator[Hit]:
    """A figure of a place that would be a large share of the nation's."""
    for target in subject.targets if subject.kind != "province" else ():
        found = share_of_nation(target)
        if found is not None:
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "text": target.aim.text,
                    "unit": target.unit or found.unit,
                    "share": percent(found.share, 0),
                    "nation": f"{number(found.nation.value, 0)} {found.unit}",
                    "year": found.nation.year,
                    "mark": MARKS[found.nation.mark],
                },
            )


@asks("unit.of_place")
def of_place(subject: Subject) -> Iterator[Hit]:
    """A figure far from what the place's published past allows, whatever its name."""
    history = _best_known(subject)
    for target in subject.targets:
        found = meant(target)
        if found is None or not found[1] or _told(target, subject):
            continue
        span = room(target, found[0], history)
        if span is not None and not span.least <= found[1] <= span.most:
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "text": target.stated,
                    "known": span.known,
                    "year": span.year,
                    "source": history.source,
                },
            )


def _best_known(subject: Subject) -> History:
    """Return the place's past with the CO2 of its own account, where it has one."""
    history, account = subject.history or History(), subject.account
    if account is None:
        return history
    return replace(history, co2={account.year: account.co2}, source=_ACCOUNT)


_ACCOUNT: Final = Text("清单", "the account")


def _told(target: Target, subject: Subject) -> bool:
    """Say whether the account knows the figure, or the nation's tells what is wrong with it."""
    of, account = target.indicator, subject.account
    if subject.kind != "province" and share_of_nation(target) is not None:
        return True
    if account is None or of is None:
        return False
    return of.id in ("co2_total", "peak_level") or of.record in account.values


@asks("unit.too_small")
def too_small(subject: Subject) -> Iterator[Hit]:
    """A total that no city or park is as small as: tonnes for 万吨, TJ for tce."""
    if subject.history is not None or subject.account is not None:
        return  # `unit.of_place` and `unit.against_account` know the place itself
    for target in subject.targets:
        least = floor(target.id, subject.kind)
        if least is not None and target.size and 0 < target.size < least:
            unit_ = target.indicator.unit if target.indicator else ""
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "text": target.stated,
                    "least": f"{significant(least)} {unit_}",
                },
            )


@asks("unit.project_of_nation")
def project_of_nation(subject: Subject) -> Iterator[Hit]:
    """A project that would avoid a share of the nation's CO2 that no project can."""
    totals = reference.national().co2
    nation = totals[max(totals)]
    for project in subject.projects:
        if project.reduction is not None and project.reduction > PROJECT_OF_NATION * nation:
            yield (
                project.at("reduction"),
                {
                    "project": project.row["name"],
                    "tonnes": tonnes_of(project.reduction),
                    "share": percent(project.reduction / nation),
                },
            )


@asks("unit.project_of_place")
def project_of_place(subject: Subject) -> Iterator[Hit]:
    """A project that would avoid more than a third of the place's CO2, or all of it."""
    whole = co2_of(subject)
    for project in subject.projects:
        if whole is not None and project.reduction is not None and project.reduction > whole / 3:
            yield (
                project.at("reduction"),
                {
                    "project": project.row["name"],
                    "tonnes": tonnes_of(project.reduction),
                    "whole": tonnes_of(whole),
                    "share": percent(project.reduction / whole, 0),
                },
            )


def co2_of(subject: Subject) -> float | None:
    """Return what the place emits [t]: by its account, else the last published figure."""
    if subject.account is not None:
        return subject.account.co2
    if subject.history is not None and subject.history.co2:
        return subject.history.co2[max(subject.history.co2)]
    return None


@asks("unit.project_scale")
def project_scale(subject: Subject) -> Iterator[Hit]:
    """An investment that is too small or too large for any single project."""
    for project in subject.projects:
        value = project.investment
        if value is not None and value > 0 and not INVESTMENT[0] <= value <= INVESTMENT[1]:
            yield (
                project.at("investment"),
                {
                    "project": project.row["name"],
                    "text": f"{project.row['investment']} {project.row['investment_unit']}",
                    "yuan": number(value, 0),
                },
            )


@asks("unit.against_account")
def against_account(subject: Subject) -> Iterator[Hit]:
    """A figure that is far from what the account of the base year says."""
    account = subject.account
    for target in subject.targets:
        of = target.indicator
        if (
            account is None
            or of is None
            or not target.value
            or of.kind
            not in (
                "total",
                "intensity",
            )
        ):
            continue
        known = account.values.get(of.record)
        now = in_unit(account.co2, "t", of.unit) if of.id in ("co2_total", "peak_level") else None
        now = now if known is None else in_unit(known[0], known[1], of.unit)
        if now and not 0.1 <= target.value / now <= 10:  # noqa: PLR2004 - an order of magnitude
            yield (
                target.at("value"),
                {
                    "indicator": target.name,
                    "text": target.stated,
                    "now": f"{number(now)} {of.unit}",
                    "year": account.year,
                },
            )
