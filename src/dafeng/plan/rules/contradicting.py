"""Does a figure that a sentence states contradict the plan's tables, the account or the model?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dafeng.language import Text, number, same
from dafeng.plan.rules.known import Known, actual, of_account
from dafeng.plan.rules.rows import Target
from dafeng.plan.rules.subject import Path, Subject
from dafeng.plan.rules.typed import Typed

#: Relative gap below which two figures are one, beyond what rounding leaves [-].
_GAP: Final = 0.005


@dataclass(frozen=True, slots=True)
class Other:
    """What is said elsewhere of the same indicator and year."""

    figure: Text
    where: Text


def contradicted(subject: Subject, typed: Typed) -> Other | None:
    """Return what a typed figure contradicts: tables, account or model; None if nothing.

    The first that states the same name and year decides: a target, the actual figure, the account;
    what a target says of the model is told of the target.
    """
    aims = [t for t in subject.targets if _is_of(t, typed)]
    if aims:
        told = [_of_target(typed, target) for target in aims]
        return None if None in told else told[0]
    if typed.year is None:
        return _of_model(subject, typed) if _once(typed) else None
    known = actual(subject, typed.indicator.id, typed.year)
    if known is not None:
        return _of_known(typed, (known,))
    account = subject.account
    stated = of_account(subject, typed.indicator)
    if account is not None and account.year == typed.year and stated:
        return _of_known(typed, stated)
    return _of_model(subject, typed)


def _is_of(target: Target, typed: Typed) -> bool:
    """Say whether a target is of what a figure is about: years, base year and convention."""
    if target.id != typed.indicator.id or target.value is None or target.aim.relation == "range":
        return False
    if typed.convention is not None and target.convention != typed.convention:
        return False
    if typed.span or target.summed:
        return target.summed is not None and target.summed.span == typed.span
    bases = {b for b in (typed.since, target.changes_from) if b is not None}
    return (
        (_once(typed) or target.year == typed.year) and target.year is not None and len(bases) <= 1
    )


def _once(typed: Typed) -> bool:
    """Say whether a plan has one figure of an indicator, whatever the year of its row."""
    return typed.indicator.id in ("peak_year", "peak_level")


def _of_target(typed: Typed, target: Target) -> Other | None:
    year = typed.indicator.id == "peak_year"
    known = float(target.aim.latest or 0) if year else target.value or 0.0
    wider = year and typed.relation == "at_most" and typed.value >= known
    if wider or not _differs(typed, known):
        return None
    return Other(same(target.stated), same(str(target.at("value"))))


def _of_known(typed: Typed, known: Sequence[Known]) -> Other | None:
    """Return what is known if a figure is none of it, on no convention and at no prices."""
    if any(not _differs(typed, one.value) for one in known):
        return None
    every = list(dict.fromkeys((one.figure.zh, one.figure.en) for one in known))
    figure = Text("、".join(zh for zh, _ in every), ", ".join(en for _, en in every))
    return Other(figure, known[0].where)


def _of_model(subject: Subject, typed: Typed) -> Other | None:
    """Return the span of the model's scenarios if a figure lies outside all of it."""
    paths = subject.results.paths if subject.results else ()
    spans = [s for path in paths if (s := _span(path, typed)) is not None]
    if not spans:
        return None
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    room = _GAP * abs(typed.value) if typed.indicator.kind != "year" else 0.0
    below, above = typed.value < low - room, typed.value > high + room
    wrong = {"at_most": below, "at_least": above}.get(typed.relation, below or above)
    if not wrong:
        return None
    digits = 0 if typed.indicator.kind == "year" else 1
    figures = [f"{x:.0f}" if not digits else number(x, digits) for x in (low, high)]
    if high == float("inf"):
        figures[1] = "…"
    return Other(
        same(f"{figures[0]}–{figures[1]} {typed.indicator.unit}"),
        Text("各情景的 5%—95% 区间", "the scenarios' 5–95% range"),
    )


def _span(path: Path, typed: Typed) -> tuple[float, float] | None:
    """Return the 5 % and 95 % points of what a figure is about in one scenario."""
    match typed.indicator.id:
        case "peak_year":
            return path.peak_years
        case "peak_level":
            return None if path.level is None else (path.level[0] / 1e4, path.level[1] / 1e4)
        case "co2_total" | "non_fossil_share" if typed.year in path.years:
            at = path.years.index(typed.year)
            if typed.indicator.id == "co2_total":
                return path.low[at] / 1e4, path.high[at] / 1e4
            low, high = path.share
            return (100 * low[at], 100 * high[at]) if low else None
    return None


def _differs(typed: Typed, known: float) -> bool:
    """Say whether two figures differ by more than the digits of the typed one leave open."""
    if typed.indicator.kind == "year":
        return typed.value != known
    return not close(typed.figure, typed.value, known)


def close(figure: str, value: float, known: float) -> bool:
    """Say whether two figures are one as far as the digits of a typed one tell.

    Parameters
    ----------
    figure
        As typed.
    value, known
        The same, and the other, in one unit.
    """
    digits = figure.replace(",", "")
    decimals = len(digits.partition(".")[2])
    rounding = 0.5 * 10**-decimals / (float(digits) or 1.0)
    return bool(abs(value - known) <= max(_GAP, rounding) * max(abs(known), abs(value)))
