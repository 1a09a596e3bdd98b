"""Which indicators do plans use, and what may their figures be?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.language import Text
from dafeng.reference.catalogue import Row, rows
from dafeng.units import Convention

#: What kind of figure an indicator is.
KINDS: Final[dict[str, Text]] = {
    "share": Text("比重", "share"),
    "fall": Text("比基准年下降幅度", "fall from a base year"),
    "growth": Text("增速或增幅", "growth"),
    "total": Text("总量", "total"),
    "intensity": Text("强度", "intensity"),
    "year": Text("年份", "year"),
    "count": Text("数量", "count"),
    "level": Text("水平", "level"),
}

#: Which way is better.
DIRECTIONS: Final[dict[str, Text]] = {
    "up": Text("越高越好", "higher is better"),
    "down": Text("越低越好", "lower is better"),
    "none": Text("无方向", "no direction"),
}

#: How sure a fact about a guide or an indicator is.
MARKS: Final[dict[str, Text]] = {
    "Q": Text("原文", "quoted"),
    "D": Text("已定位", "located"),
    "S": Text("二次来源", "second-hand"),
    "I": Text("推断", "inferred"),
    "M": Text("凭记忆，未核实", "from memory, unverified"),
}


#: How primary electricity counts in total energy.
CONVENTIONS: Final[dict[Convention, Text]] = {
    Convention.EQUIVALENT: Text("电力按当量值", "electricity at its calorific value"),
    Convention.THERMAL: Text(
        "电力按发电煤耗（等价值）", "electricity by the coal-consumption method (thermal value)"
    ),
}

#: The same, behind a name.
SHORT_CONVENTIONS: Final[dict[Convention, Text]] = {
    Convention.EQUIVALENT: Text("当量值", "calorific value"),
    Convention.THERMAL: Text("等价值", "thermal value"),
}


#: Over which years a total is summed.
PERIODS: Final[dict[str, Text]] = {
    "": Text("当年", "one year"),
    "stated": Text("所写明的一年或数年", "the year or years that are stated"),
}


@dataclass(frozen=True, slots=True)
class NationalValue:
    """What the whole nation has of an indicator, against which a place's figure is held.

    Parameters
    ----------
    value
        In the indicator's unit.
    year, source, mark
        Of the value, as in `Indicator`.
    """

    value: float
    year: int
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of plans.

    Parameters
    ----------
    id, name, synonyms
        Identifier, name, and what else it is called.
    unit
        Unit of the figure.
    kind
        One of `KINDS`.
    direction
        One of `DIRECTIONS`.
    low, high
        What the figure can be at all [unit]; None where there is no bound.
    family
        Indicators of one family are shares of one whole; "" otherwise.
    national
        Figure of the nation; None where there is none.
    formula
        How it is made; None where the name says it.
    result
        Id of what an account gives for it, by the calorific value of electricity; "" where it
        gives none.
    period
        One of `PERIODS`: over which years a total is summed.
    convention
        How primary electricity counts in the total energy that it is or is made with; None where
        it has none in it, or no source says.
    convention_source, convention_mark
        Of the convention, as in `source` and `mark`; "" where there is none.
    source, mark
        Source id, and how sure its place among indicators is (`MARKS`).
    """

    id: str
    name: Text
    synonyms: tuple[str, ...]
    unit: str
    kind: str
    direction: str
    low: float | None
    high: float | None
    family: str
    national: NationalValue | None
    formula: Text | None
    result: str
    period: str
    convention: Convention | None
    convention_source: str
    convention_mark: str
    source: str
    mark: str

    @property
    def record(self) -> str:
        """Return the id of what an account gives for it on its convention; "" for nothing."""
        return self.record_on(self.convention)

    def record_on(self, convention: Convention | None) -> str:
        """Return the id of what an account gives for it on a convention; "" for nothing."""
        thermal = self.result and convention is Convention.THERMAL
        return f"{self.result}_{Convention.THERMAL}" if thermal else self.result


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """Return every indicator of the catalogue by id."""
    return {row["id"]: _indicator(row) for row in rows("indicators")}


def _indicator(row: Row) -> Indicator:
    formula = row["formula_zh"]
    return Indicator(
        id=row["id"],
        name=Text(row["zh"], row["en"]),
        synonyms=tuple(s for s in row["synonyms"].split("|") if s),
        unit=row["unit"],
        kind=row["kind"],
        direction=row["direction"],
        low=_figure(row["low"]),
        high=_figure(row["high"]),
        family=row["family"],
        national=_national(row),
        formula=Text(formula, row["formula_en"]) if formula else None,
        result=row["result"],
        period=row["period"],
        convention=Convention(row["convention"]) if row["convention"] else None,
        convention_source=row["convention_source"],
        convention_mark=row["convention_mark"],
        source=row["source"],
        mark=row["mark"],
    )


def _national(row: Row) -> NationalValue | None:
    if not row["national"]:
        return None
    return NationalValue(
        float(row["national"]),
        int(row["national_year"]),
        row["national_source"],
        row["national_mark"],
    )


def _figure(text: str) -> float | None:
    return float(text) if text else None
