"""How does the guide define its indicators: formula, denominator, base year, for whom?"""

from __future__ import annotations

from dataclasses import replace

from dafeng.dossier.records import Row
from dafeng.language import Text, same
from dafeng.plan.guide import asked_indicators
from dafeng.plan.rules.rows import targets_of
from dafeng.plan.told import Told
from dafeng.plan.tree import Block, Cell, Column, DataTable
from dafeng.reference.guides import KINDS, GuideIndicator

#: What stands instead of a figure that the guide does not let be published.
RESTRICTED = Text("不公开", "not published")
_SCOPES = {**KINDS, "sector": Text("行业", "sector")}
_UNSAID = same("—")


def table(material: Told) -> tuple[Block, ...]:
    """Return how the indicators that the guide asks for are defined; nothing if it does not say."""
    asked = [i for i in asked_indicators(material.guide) if _said(i, material.guide.kind)]
    if not asked:
        return ()
    return (
        DataTable(
            "indicator-terms",
            Text("指南对指标的规定", "How the guide defines its indicators"),
            (
                Column("indicator", Text("指标", "Indicator"), align="left", weight=2.0),
                Column("formula", Text("算法和分母", "Formula, denominator"), None, "left", 3.2),
                Column("base", Text("对比年份", "Counts from"), align="center", weight=0.9),
                Column("scope", Text("适用", "For whom"), align="left", weight=1.1),
            ),
            tuple(_row(i) for i in asked),
        ),
    )


def restricted(material: Told, identifier: str) -> bool:
    """Say whether the guide keeps the figures of an indicator from being published."""
    found = material.guide.indicator(identifier)
    return found is not None and found.access == "restricted"


def withheld(material: Told, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return rows of targets; those of indicators that are not published without their figure."""
    read = targets_of(rows, material.guide)
    return tuple(
        _hidden(row) if of.indicator and restricted(material, of.indicator.id) else row
        for row, of in zip(rows, read, strict=True)
    )


def _hidden(row: Row) -> Row:
    values = tuple((c, RESTRICTED.zh if c == "value" else text) for c, text in row.values)
    return replace(row, values=values)


def _said(found: GuideIndicator, kind: str) -> bool:
    own = tuple(found.scope) != (kind,)
    stated = (found.indicator.formula, found.denominator, found.field, found.base_year)
    return own or any(what is not None for what in stated) or found.access == "restricted"


def _row(found: GuideIndicator) -> tuple[Cell, ...]:
    parts = [p for p in (found.indicator.formula, found.denominator) if p is not None]
    scopes = [_SCOPES.get(s, same(s)) for s in found.scope]
    scopes += [found.field] if found.field else []
    scopes += [RESTRICTED] if found.access == "restricted" else []
    return (
        found.indicator.name,
        _listed(parts) if parts else _UNSAID,
        same(str(found.base_year)) if found.base_year else _UNSAID,
        _listed(scopes) if scopes else _UNSAID,
    )


def _listed(parts: list[Text]) -> Text:
    return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))
