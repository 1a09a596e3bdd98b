"""Annex 4: what do the scenarios assume, and on whose word?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from dafeng import reference
from dafeng.language import Text, same
from dafeng.plan import facts, names, quantities
from dafeng.plan.assumption_paths import DriverPath, paths, shared
from dafeng.plan.binding import Measured, Spread, Statement, plain, say
from dafeng.plan.chapters.handed_in import awaited
from dafeng.plan.first_letter import capital
from dafeng.plan.material import PlanMaterial
from dafeng.plan.quantities import Quantity
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Paragraph

#: Years shown, at most; a year is shown if it stands in one path of so many.
_MOST: Final = 5


def annex(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the annex: what all scenarios share, then what each has for itself."""
    heading = Heading(1, Text("情景与假设", "Scenarios and assumptions"), annex=True)
    keys = tuple(dict.fromkeys(a.scenario for a in material.assumptions))
    if not keys:
        return (
            heading,
            awaited(material, Text("情景假设", "Assumptions of the scenarios"), "energy"),
        )
    every = {k: paths(a for a in material.assumptions if a.scenario == k) for k in keys}
    common = shared(every.values())
    opening = say(
        "下列各表给出驱动因素的路径：上行为中心值，下行为2.5%和97.5%分位；年份之间线性内插。"
        "报送的假设优先于缺省假设。注明“未附出处”的数值未能附上原文出处，尚待查证。"
        "逐年逐行业的完整数据见随文数据文件。",
        "The tables give the paths of the drivers: central value and, below it, the 2.5% and "
        "97.5% points; linear between the years. What the place hands in goes before defaults. A "
        "figure marked “no source given” still has to be traced to its source. Every point by "
        "year and sector is in the data files that come with this text.",
    )
    rest = {k: tuple(p for p in found if p not in common) for k, found in every.items()}
    return (
        heading,
        Paragraph(opening),
        *_part(material, "common", Text("各情景相同的假设", "Shared by all scenarios"), common),
        *(
            block
            for k, found in rest.items()
            for block in _part(material, k, facts.scenario(k), found)
        ),
    )


def _part(
    material: PlanMaterial, key: str, name: Text, found: tuple[DriverPath, ...]
) -> tuple[Block, ...]:
    if not found:
        return ()
    moving = tuple(p for p in found if not p.held)
    return (
        Heading(2, name),
        *((_table(material, key, name, moving),) if moving else ()),
        *_held(material, tuple(p for p in found if p.held)),
    )


def _held(material: PlanMaterial, found: tuple[DriverPath, ...]) -> tuple[Block, ...]:
    if not found:
        return ()
    by_driver: dict[Text, list[str]] = {}
    for path in found:
        sectors = by_driver.setdefault(path.driver, [])
        sectors += [s for s in path.sectors if s not in sectors]
    parts = [
        Text("{d}（{s}）", "{d} ({s})").format(d=d, s=_sectors(material, tuple(sectors)))
        for d, sectors in by_driver.items()
    ]
    words = Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))
    return (Paragraph(say("保持不变：{what}。", "Held: {what}.", what=words), "note"),)


def _table(
    material: PlanMaterial, key: str, name: Text, found: tuple[DriverPath, ...]
) -> DataTable:
    years = _years(material, found)
    sources = tuple(dict.fromkeys(s for path in found for s in path.sources))
    rows: list[tuple[Cell, ...]] = []
    for driver, group in groupby(found, key=_driver):
        rows.append((capital(driver),))
        rows += [
            (
                _subject(material, path),
                *(_cell(path, year) for year in years),
                same(" ".join(f"[{sources.index(s) + 1}]" for s in path.sources)),
            )
            for path in group
        ]
    return DataTable(
        f"assumptions-{key}",
        Text("假设：{n}", "Assumptions: {n}").format(n=name),
        (
            Column("sector", Text("驱动因素和范围", "Driver, for what"), align="left", weight=3.1),
            *(Column(str(y), same(str(y)), align="center", weight=1.4) for y in years),
            Column("source", Text("依据", "Source"), align="center", weight=0.8),
        ),
        tuple(rows),
        tuple(_source(number, text) for number, text in enumerate(sources, start=1)),
    )


def _source(number: int, text: Text) -> Statement:
    return plain(Text(f"[{number}] {text.zh}", f"[{number}] {text.en}"))


def _years(material: PlanMaterial, found: tuple[DriverPath, ...]) -> tuple[int, ...]:
    """Return the years after the base year that most paths have, in order."""
    counts: dict[int, int] = {}
    for path in found:
        for year, _ in path.points:
            if year > material.base_year:
                counts[year] = counts.get(year, 0) + 1
    most = sorted(counts, key=lambda y: (-counts[y], y))[:_MOST]
    return tuple(sorted(most))


def _kind(path: DriverPath) -> tuple[Quantity, float]:
    if path.unit in ("", "-", "1"):
        whole = max((abs(c) for _, (_, c, _) in path.points), default=0.0) > 1
        return (quantities.RATIO, 1.0) if whole else (quantities.SHARE, 1.0)
    return quantities.of_unit(path.unit)


def _driver(path: DriverPath) -> Text:
    kind, _ = _kind(path)
    if kind == quantities.RATIO:
        return path.driver
    return Text(f"{path.driver.zh}（{kind.unit.zh}）", f"{path.driver.en} ({kind.unit.en})")


def _cell(path: DriverPath, year: int) -> Cell:
    kind, factor = _kind(path)
    found = path.at(year)
    if found is None:
        return Measured(None, kind)
    low, middle, high = found
    if low is None or high is None:
        return Measured(middle * factor, kind)
    return Spread(low * factor, middle * factor, high * factor, kind)


def _subject(material: PlanMaterial, path: DriverPath) -> Text:
    sectors = _sectors(material, path.sectors)
    if not path.carrier:
        return sectors
    carrier = material.carrier_name(path.carrier)
    return Text(f"{sectors.zh}（{carrier.zh}）", f"{sectors.en} ({carrier.en})")


def _sectors(material: PlanMaterial, found: Sequence[str]) -> Text:
    """Name sectors: all of them, or what they are or lack, whichever is said in fewer words."""
    known = dict(material.sectors)
    if set(found) in ({""}, set(known)):
        return Text("全部", "all")
    if not set(found) <= set(known):
        return _joined([known.get(s) or names.name(names.CLASSES, s) for s in found])
    these = _joined(_grouped(known, found))
    others = _joined(_grouped(known, [s for s in known if s not in found]))
    but = Text(f"除{others.zh}外", f"all but {others.en}")
    return min(these, but, key=lambda words: len(words.en))


def _grouped(known: Mapping[str, Text], found: Sequence[str]) -> list[Text]:
    """Return the names of sectors; those that make up a whole group stand under its name."""
    tree = reference.sectors()
    named: dict[str, Text] = {}
    left = [s for s in known if s in found]
    for group in tree.members:
        under = (s for s in known if s in tree.members)
        inside = [s for s in under if group in (s, *tree.above(s))]
        if len(inside) > 1 and set(inside) <= set(left):
            named[inside[0]] = tree.name(group)
            left = [s for s in left if s not in inside]
    return [named.get(s) or known[s] for s in known if s in named or s in left]


def _joined(words: Sequence[Text]) -> Text:
    return Text("；".join(w.zh for w in words), "; ".join(w.en for w in words))
