"""Which parts, drivers and paths do the methods take?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tools.manual.markdown import code, say, tabulated

from dafeng.language import Language, Text

#: What a driver has a path for each of.
SCOPES: Final = {
    "place": Text("地方", "place"),
    "class": Text("产业", "class"),
    "sector": Text("部门", "sector"),
    "process_sector": Text("有工业过程的部门", "process_sector"),
    "transfer": Text("替代", "transfer"),
}


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

    first = say(language, "组成部分|范围", "part|scope").split("|")
    head = [*first, *(code(basis.value) for basis in Basis)]
    rows: list[Sequence[object]] = [
        (
            PART_NAMES[part][language],
            PART_SCOPES[part],
            *("✓" if part in BASIS_PARTS[basis] else "" for basis in Basis),
        )
        for part in Part
    ]
    name = say(language, "名称", "name")
    rows.append((name, "", *(BASIS_NAMES[basis][language] for basis in Basis)))
    return tabulated(head, rows)


def drivers(language: Language) -> str:
    """Return every driver that a scenario moves."""
    from dafeng.scenarios.catalogue import DRIVERS

    rows = [
        (
            code(d.id),
            d.name[language],
            d.unit,
            SCOPES[d.scope.value][language],
            f"{d.low:g} … {d.high:g}",
        )
        for d in DRIVERS
    ]
    head = say(
        language,
        "驱动因素|含义|单位|路径按|限定在",
        "driver|what it is|unit|paths per|held inside",
    )
    return tabulated(head.split("|"), rows)


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
        taken = say(language, f"自 {carrier}", f"from {carrier}") if carrier else ""
        where = " ".join(x for x in (sector, taken) if x) or say(language, "全部", "all")
        lines.append((code(driver), where, scenario, *shown, ", ".join(stands)))
    first = say(language, "驱动因素|范围|情景", "driver|where|scenario").split("|")
    return tabulated((*first, *map(str, years), say(language, "依据", "basis")), lines)


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

    yes = say(language, "是", "yes")
    rows = [
        (code(b.id), b.text[language], b.citation or "–", yes if b.judgement else "")
        for b in stated().values()
    ]
    head = say(
        language,
        "依据|内容|文件|仅为本项目判断",
        "basis|what it says|document|the project's judgement alone",
    )
    return tabulated(head.split("|"), rows)
