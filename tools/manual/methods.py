"""Which parts, drivers and paths do the methods take?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.manual.markdown import code, tabulated

from dafeng.language import Language


def bases(language: Language) -> str:
    """Return which parts of the account each basis takes."""
    from dafeng.inventory.bases import (
        BASIS_NAMES,
        BASIS_PARTS,
        PART_NAMES,
        PART_SCOPES,
        Basis,
        Part,
    )

    head = ["part", "scope", *(code(basis.value) for basis in Basis)]
    rows: list[Sequence[object]] = [
        (
            PART_NAMES[part][language],
            PART_SCOPES[part],
            *("✓" if part in BASIS_PARTS[basis] else "" for basis in Basis),
        )
        for part in Part
    ]
    rows.append(("name", "", *(BASIS_NAMES[basis][language] for basis in Basis)))
    return tabulated(head, rows)


def drivers(language: Language) -> str:
    """Return every driver that a scenario moves."""
    from dafeng.scenarios.catalogue import DRIVERS

    rows = [
        (code(d.id), d.name[language], d.unit, d.scope.value, f"{d.low:g} … {d.high:g}")
        for d in DRIVERS
    ]
    return tabulated(("driver", "what it is", "unit", "paths per", "held inside"), rows)


def assumptions(language: Language) -> str:
    """Return the default paths of the three scenarios."""
    from dafeng.scenarios.defaults import Row
    from dafeng.scenarios.defaults import rows as defaults

    groups: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in defaults():
        key = (row.driver, row.sector, row.carrier, row.scenario)
        groups.setdefault(key, []).append(row)
    years = sorted({row.year for row in defaults()})
    lines = []
    for driver, sector, carrier, scenario in sorted(groups, key=_order):
        points = {row.year: row for row in groups[driver, sector, carrier, scenario]}
        shown = [_range(points[year]) if year in points else "" for year in years]
        stands = sorted({row.basis for row in points.values()})
        where = " ".join(x for x in (sector, f"from {carrier}" if carrier else "") if x)
        lines.append((code(driver), where or "all", scenario, *shown, ", ".join(stands)))
    del language
    return tabulated(("driver", "where", "scenario", *map(str, years), "basis"), lines)


def _order(key: tuple[str, str, str, str]) -> tuple[int, str, str, int]:
    from dafeng.scenarios.catalogue import DRIVERS
    from dafeng.scenarios.defaults import SCENARIOS

    driver, sector, carrier, scenario = key
    ids = [d.id for d in DRIVERS]
    return ids.index(driver), sector, carrier, SCENARIOS.index(scenario)


def _range(row: Any) -> str:
    if row.low == row.high:
        return f"{row.central:g}"
    return f"{row.central:g} ({row.low:g} … {row.high:g})"


def words_of(language: Language) -> str:
    """Return on whose word the default paths stand."""
    from dafeng.scenarios.defaults import bases as stated

    rows = [
        (code(b.id), b.text[language], b.citation or "–", "yes" if b.judgement else "")
        for b in stated().values()
    ]
    return tabulated(("basis", "what it says", "document", "the project's judgement alone"), rows)
