"""What is known of an indicator in a year: actual figures, the account, records of GDP?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dafeng.dossier.records import ActivityRecord
from dafeng.errors import UnitError
from dafeng.language import Text, number, same
from dafeng.plan.rules.rows import actuals_of, in_unit
from dafeng.plan.rules.subject import Account, Subject
from dafeng.reference.indicators import Indicator

_CURRENT: Final = Text("现价", "current prices")
#: Indicators per GDP: they depend on whose prices GDP is in.
_PER_GDP: Final = ("co2_intensity", "energy_intensity")


@dataclass(frozen=True, slots=True)
class Known:
    """One figure that is known of an indicator.

    Parameters
    ----------
    value
        In the indicator's unit.
    figure
        The figure in words, with what tells it from others (prices).
    where
        Where it stands.
    """

    value: float
    figure: Text
    where: Text


def actual(subject: Subject, identifier: str, year: int) -> Known | None:
    """Return the actual figure of an indicator and year; None if none was handed in."""
    for row in actuals_of(subject.table("actuals"), subject.guide):
        if row.id == identifier and row.year == year and row.value is not None:
            text = same(row.stated)
            return Known(row.value, text, same(str(row.at("value"))))
    return None


def of_account(subject: Subject, indicator: Indicator) -> tuple[Known, ...]:
    """Return what the account of the base year gives for an indicator, on every convention.

    The figure that tables print comes first. GDP, and what is counted per GDP, is known at the
    prices of each record: what a place calls its GDP is seldom that at constant prices.

    Parameters
    ----------
    subject
        The plan; without an account nothing is known.
    indicator
        What is asked for.
    """
    account = subject.account
    return () if account is None else tuple(_of_account(subject, account, indicator))


def _of_account(subject: Subject, account: Account, of: Indicator) -> Iterator[Known]:
    where = Text(f"{account.year} 年清单", f"the account of {account.year}")
    if of.id == "co2_total":
        tonnes = in_unit(account.co2, "t", of.unit)
        if tonnes is not None:
            yield Known(tonnes, same(f"{number(tonnes)} {of.unit}"), where)
        return
    names = [n for n in account.values if n == of.result or n.startswith(f"{of.result}_")]
    for name in sorted(names, key=lambda n: n != of.record) if of.result else ():
        value, stated = account.values[name]
        found = in_unit(value, stated.replace("-", "1"), of.unit)
        if found is not None:
            yield Known(found, same(f"{number(found)} {of.unit}"), where)
            yield from _at_prices(subject, account, of, found)


def _at_prices(
    subject: Subject, account: Account, of: Indicator, at_constant: float
) -> Iterator[Known]:
    """Yield GDP, or a figure per GDP, at the prices of every record of the base year."""
    gdp = account.values.get("gdp")
    if gdp is None or of.id not in ("gdp", *_PER_GDP):
        return
    for record in subject.dossier.activity if subject.dossier else ():
        yuan = _yuan(record) if (record.variable, record.year) == ("gdp", account.year) else None
        if not yuan:
            continue
        value = yuan if of.id == "gdp" else at_constant * gdp[0] / yuan
        prices = _prices(record.price_base)
        figure = f"{number(value)} {of.unit}"
        told = Text(f"{figure}（{prices.zh}）", f"{figure} ({prices.en})")
        yield Known(value, told, same(str(record.amount.place)))


def _yuan(record: ActivityRecord) -> float | None:
    """Return an amount of money [亿元]; None where there is none."""
    try:
        return None if record.amount.value is None else record.amount.in_unit("亿元")
    except UnitError:
        return None


def _prices(base: str) -> Text:
    return Text(f"{base} 年价", f"prices of {base}") if base.isdigit() else _CURRENT
