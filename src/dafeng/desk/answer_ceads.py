"""``dafeng inventory --ceads``: what stands in a workbook of the CEADs inventories?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dafeng import reference
from dafeng.desk.answers import Answer, AnswerTable, columns, records
from dafeng.errors import Fault, UnknownNameError
from dafeng.inventory.ceads import CeadsInventory, standard
from dafeng.inventory.ceads_cities import CityTotal
from dafeng.language import Text, same
from dafeng.reference.catalogue import unknown


def ceads(path: Path, area: str | None = None) -> tuple[Answer, tuple[Fault, ...]]:
    """Read a provincial, national or city workbook as its publisher lays it out.

    Parameters
    ----------
    path
        The workbook.
    area
        Show sectors of this area (or year of the national workbook), or the series of this city.

    Returns
    -------
    Answer, faults
        Totals of every sheet beside the sum of their parts, and totals that differ.

    Raises
    ------
    InputError
        If the file is no CEADs workbook, or with every fault of its sheets.
    UnknownNameError
        If the workbook has no such area.
    """
    from dafeng.files.ceads import read_ceads_workbook

    found, cities = read_ceads_workbook(path)
    if not found:
        shown = [t for t in cities if area is None or area in t.city]
        _require(shown, area, sorted({t.city for t in cities}))
        return Answer("inventory", (path.name, same("CEADs")), (_series(shown, area),)), ()
    asked = [i for i in found if area and _is(i, area)]
    _require(asked, area, [i.area or f"{i.year}" for i in found])
    tables = [_sheets(found), *map(_sectors, asked)]
    faults = tuple(fault for i in found for fault in i.faults)
    return Answer("inventory", (path.name, same("CEADs")), tuple(tables)), faults


def _require(found: Sequence[object], area: str | None, known: Sequence[str]) -> None:
    if area is not None and not found:
        raise unknown("该工作簿中的地区", "area of this workbook", area, known)


def _is(inventory: CeadsInventory, area: str) -> bool:
    names = {inventory.area.lower(), inventory.sheet.lower(), str(inventory.year)}
    return bool({area.lower(), _in_english(area).lower()} & names)


def _in_english(area: str) -> str:
    """Return the English name of a place that is named in either language, or what was given."""
    try:
        return reference.find_place(area).name.en
    except UnknownNameError:
        return area


def _sheets(found: tuple[CeadsInventory, ...]) -> AnswerTable:
    groups = {carrier: c.group for carrier, c in reference.carriers().items()}
    rows = []
    for one in found:
        fuels = {
            group: sum(
                float(one.co2[:, i].sum())
                for i, carrier in enumerate(one.carriers)
                if groups[carrier] == group
            )
            for group in ("coal", "oil", "gas")
        }
        process, whole = float(one.process.sum()), float(one.co2.sum() + one.process.sum())
        amounts = [*fuels.values(), process, whole, one.total, whole - one.total]
        rows.append((one.area or "CN", one.year, *amounts))
    heads = columns(
        ("area", "地区", "area"),
        ("year", "年份", "year"),
        ("coal", "煤", "coal"),
        ("oil", "油", "oil"),
        ("gas", "气", "gas"),
        ("process", "过程", "process"),
        ("sum", "部门之和", "sum of sectors"),
        ("stated", "表内合计", "stated total"),
        ("difference", "差", "difference"),
    )
    title = Text("CEADs 清单（万吨）", "CEADs inventories (10 kt)")
    figures = ("coal", "oil", "gas", "process", "sum", "stated", "difference")
    return AnswerTable("sheets", title, heads, records(rows), tonnes=figures)


def _sectors(one: CeadsInventory) -> AnswerTable:
    axis, co2, process = standard(one)
    tree = reference.sectors()
    rows = [
        (sector, tree.name(sector), float(co2[i].sum()), float(process[i]))
        for i, sector in enumerate(axis)
    ]
    heads = columns(
        ("sector", "部门代码", "sector id"),
        ("name", "部门", "sector"),
        ("fuels", "燃料", "fuels"),
        ("process", "过程", "process"),
    )
    title = Text(f"{one.sheet}：标准部门（万吨）", f"{one.sheet}: standard sectors (10 kt)")
    name = f"sectors:{one.sheet}"
    return AnswerTable(name, title, heads, records(rows), tonnes=("fuels", "process"))


def _series(found: list[CityTotal], city: str | None) -> AnswerTable:
    title = Text("CEADs 城市排放总量", "CEADs city totals")
    if city is not None:
        heads = columns(
            ("city", "城市", "city"), ("year", "年份", "year"), ("co2", "万吨", "10 kt")
        )
        lines = [(t.city, t.year, t.co2) for t in found]
        return AnswerTable("cities", title, heads, records(lines), tonnes=("co2",))
    years: dict[str, list[CityTotal]] = {}
    for total in found:
        years.setdefault(total.city, []).append(total)
    heads = columns(
        ("city", "城市", "city"),
        ("years", "年数", "years"),
        ("first", "起", "from"),
        ("last", "止", "to"),
        ("co2", "末年 万吨", "last year 10 kt"),
    )
    rows = [(c, len(t), t[0].year, t[-1].year, t[-1].co2) for c, t in years.items()]
    return AnswerTable("cities", title, heads, records(rows), tonnes=("co2",))
