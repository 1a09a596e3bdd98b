"""Which indicators do plans use, and what may their figures be?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.language import Text
from dafeng.reference.catalogue import Row, rows

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
        Id of the indicator that an account gives for it; "" where it gives none.
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
    source: str
    mark: str


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
