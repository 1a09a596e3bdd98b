"""Which indicators does a plan set figures for, and how does electricity count in each?"""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.dossier.stated_convention import stated_convention
from dafeng.language import Text, same
from dafeng.plan.guide import asked_indicators
from dafeng.plan.rules.rows import Target, targets_of
from dafeng.plan.told import Told
from dafeng.reference.indicators import CONVENTIONS, SHORT_CONVENTIONS, Indicator
from dafeng.units import Convention


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator on one convention: its name, what is known of it, its targets by year."""

    name: Text
    indicator: Indicator | None
    targets: tuple[Target, ...]

    @property
    def convention(self) -> Convention | None:
        """Return how electricity counts in it: as its targets say, else as is usual."""
        if self.indicator is None:
            return None
        return self.targets[0].convention if self.targets else self.indicator.convention

    @property
    def named(self) -> Text:
        """Return its name with the convention that the place itself states for it."""
        said = any(stated_convention(t.row) for t in self.targets)
        if self.convention is None or not said:
            return self.name
        by = SHORT_CONVENTIONS[self.convention]
        return Text(f"{self.name.zh}（{by.zh}）", f"{self.name.en} ({by.en})")


def lines_of(material: Told) -> tuple[Line, ...]:
    """Return the indicators of the guide that must be set, then the others that the place sets."""
    found: dict[str, list[Target]] = {}
    for target in targets_of(material.dossier.targets, material.guide):
        found.setdefault(target.series, []).append(target)
    asked = {i.indicator.id: i.indicator for i in asked_indicators(material.guide)}
    beside = {key: [k for k in found if k.split("@")[0] == key] or [key] for key in asked}
    order = dict.fromkeys((*(k for keys in beside.values() for k in keys), *found))
    return tuple(_line(found.get(key, []), asked.get(key)) for key in order)


def _line(targets: list[Target], asked: Indicator | None) -> Line:
    indicator = targets[0].indicator if targets else asked
    if indicator is None:
        return Line(same(targets[0].name), None, tuple(targets))
    sector = targets[0].sector if targets else ""
    name = indicator.name
    if sector:
        name = Text(f"{sector}{name.zh.removeprefix('行业')}", f"{name.en} ({sector})")
    return Line(name, indicator, tuple(targets))


def counted(line: Line) -> tuple[Text, ...]:
    """Say by which convention electricity counts in the figures of the row."""
    return () if line.convention is None else (CONVENTIONS[line.convention],)
