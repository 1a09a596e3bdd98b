"""Do rows that sum up industries (六大高耗能行业) fit industry? They are checked, never added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.combining import Labelled
from dafeng.dossier.energy_rows import (
    BY_SECTOR,
    INDUSTRY,
    PRODUCTIVE,
    SECONDARY,
    SHEET_INDUSTRY,
)
from dafeng.dossier.industry_groups import (
    GROUP,
    divisions_of,
    is_manufacturing,
    sectors_of_groups,
)
from dafeng.dossier.long_cells import columns_of
from dafeng.dossier.rules import Findings
from dafeng.dossier.sector_groups import exhausted
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.dossier.wording import of_which, without_enumerator
from dafeng.language import Text, number
from dafeng.reference import industry_code

#: Rows that hold all industry, nearest first; the total over all sectors comes last.
_WHOLES: Final = (INDUSTRY, SHEET_INDUSTRY, SECONDARY, PRODUCTIVE, "")
_MANUFACTURING: Final = "manufacturing"
#: Divisions that are all of their sector, or of what no other sector holds.
_WHOLE_SECTORS: Final = ("C30", "C31", "C32", "C41", "D44")
#: Divisions of GB/T 4754 [1, of 41] from which on a list is one of all that a city has.
_MOST_DIVISIONS: Final = 30
_ALL_INDUSTRY: Final = Text("工业", "industry")


def without_groups(table: BalanceTable, findings: Findings) -> BalanceTable:
    """Return a table without rows that sum up industries; each is held against what it sums up.

    A name that also means a sector (轻工业) stays as that where nothing beside it can hold it.

    Parameters
    ----------
    table
        A balance, or a table of sectors.
    findings
        Takes groups that do not fit, and those that no industry stands beside.
    """
    if not any(c.sector == GROUP for c in table.cells):
        return table
    table = replace(table, cells=tuple(_as_sectors(table.cells)))
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in (c for c in table.cells if c.flow in BY_SECTOR):
        columns[cell.year, cell.column.index].append(cell)
    _check(list(columns.values()), findings)
    return replace(table, cells=tuple(c for c in table.cells if c.sector != GROUP))


def _as_sectors(cells: Sequence[BalanceCell]) -> list[BalanceCell]:
    own = sectors_of_groups([(c.label, c.sector) for c in cells])
    return [replace(c, sector=s) if s != c.sector else c for c, s in zip(cells, own, strict=True)]


def rows_without_groups(
    rows: Sequence[Labelled | None], findings: Findings
) -> list[Labelled | None]:
    """Return the rows of a table in long form, None for those that sum up industries."""
    if not any(r is not None and r.record.sector == GROUP for r in rows):
        return list(rows)
    stated = [r for r in rows if r is not None]
    own = sectors_of_groups([(r.label, r.record.sector) for r in stated])
    named = {
        id(r): replace(r, record=replace(r.record, sector=s))
        for r, s in zip(stated, own, strict=True)
        if s != r.record.sector
    }
    rows = [None if r is None else named.get(id(r), r) for r in rows]
    for flow in BY_SECTOR:
        _check(columns_of([r for r in rows if r is not None and r.record.flow is flow]), findings)
    return [None if r is None or r.record.sector == GROUP else r for r in rows]


def _check(columns: Sequence[Sequence[BalanceCell]], findings: Findings) -> None:
    check = TotalsCheck(findings)
    named = {code for cells in columns for c in cells if (code := _code(c))}
    listed = _lists_industry([c for cells in columns for c in cells], named)
    for cells in columns:
        for group in (c for c in cells if c.sector == GROUP):
            if not _hold(group, cells, named, check) and not listed and group.amount.value != 0:
                findings.once("energy.group.alone", group.line, label=group.label)
    check.close()


def _lists_industry(cells: Iterable[BalanceCell], named: Collection[str]) -> bool:
    """Say whether rows make up all industry: its sectors, or a list of its divisions."""
    sectors = {c.sector for c in cells if (code := _code(c))[1:] == "" or code in _WHOLE_SECTORS}
    return exhausted(INDUSTRY, sectors) or sum(len(code) > 1 for code in named) >= _MOST_DIVISIONS


def _hold(
    group: BalanceCell, cells: Sequence[BalanceCell], named: Iterable[str], check: TotalsCheck
) -> bool:
    """Hold a group against its divisions where all of them have rows, else against industry.

    Say whether either is stated; what the group holds would count nowhere else.
    """
    divisions = divisions_of(group.label)
    whole = _whole(group, cells)
    itemised = bool(divisions) and set(divisions) <= set(named)
    if not itemised and whole is None:
        return False
    label = whole.label if whole is not None else _ALL_INDUSTRY
    check.findings.once("energy.row.part", group.line, label=group.label, parent=label)
    if itemised:
        parts = [c.amount for c in cells if _code(c) in divisions and c.amount.value is not None]
        check.compare(group.amount, parts, group.column.carrier)
    elif whole is not None:
        _within(group, whole, check.findings)
    return True


def _whole(group: BalanceCell, cells: Sequence[BalanceCell]) -> BalanceCell | None:
    """Return the nearest row of a column with a figure that holds the industries of a group."""
    wholes = (_MANUFACTURING, *_WHOLES) if is_manufacturing(group.label) else _WHOLES
    stated = {
        c.sector: c
        for c in reversed(cells)
        if c.flow is group.flow
        and c.amount.value is not None
        and c.role in ("value", "total", "parent")
    }
    return next((stated[s] for s in wholes if s in stated), None)


def _within(group: BalanceCell, whole: BalanceCell, findings: Findings) -> None:
    found = comparable(group.amount, [whole.amount], group.column.carrier)
    value = group.amount.value
    if found is None or not found.values or value is None:
        return
    if value > found.values[0] and not agrees(value, found.values):
        findings.add(
            "energy.part.exceeds", group.amount.place, label=group.label, parent=whole.label,
            part=number(value), total=number(found.values[0]), unit=group.amount.unit,
        )  # fmt: skip


def _code(cell: BalanceCell) -> str:
    return industry_code(of_which(without_enumerator(cell.label))[1])
