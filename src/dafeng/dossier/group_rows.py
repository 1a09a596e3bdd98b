"""Do rows that sum up industries (六大高耗能行业) fit industry? They are checked, never added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.combining import Labelled
from dafeng.dossier.energy_rows import BY_SECTOR, INDUSTRY
from dafeng.dossier.industry_groups import GROUP, divisions_of
from dafeng.dossier.long_cells import columns_of
from dafeng.dossier.rules import Findings
from dafeng.dossier.sector_groups import over
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.dossier.wording import of_which, without_enumerator
from dafeng.language import Text, number
from dafeng.reference import industry_code

_ALL_INDUSTRY: Final = Text("工业", "industry")


def without_groups(table: BalanceTable, findings: Findings) -> BalanceTable:
    """Return a table without rows that sum up industries; each is held against what it sums up.

    Parameters
    ----------
    table
        A balance, or a table of sectors.
    findings
        Takes groups that do not fit, and those that no industry stands beside.
    """
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in (c for c in table.cells if c.flow in BY_SECTOR):
        columns[cell.year, cell.column.index].append(cell)
    if not any(c.sector == GROUP for c in table.cells):
        return table
    _check(list(columns.values()), findings)
    return replace(table, cells=tuple(c for c in table.cells if c.sector != GROUP))


def rows_without_groups(
    rows: Sequence[Labelled | None], findings: Findings
) -> list[Labelled | None]:
    """Return the rows of a table in long form, None for those that sum up industries."""
    if not any(r is not None and r.record.sector == GROUP for r in rows):
        return list(rows)
    for flow in BY_SECTOR:
        own = [r for r in rows if r is not None and r.record.flow is flow]
        _check(columns_of(own), findings)
    return [None if r is None or r.record.sector == GROUP else r for r in rows]


def _check(columns: Sequence[Sequence[BalanceCell]], findings: Findings) -> None:
    check = TotalsCheck(findings)
    named = {code for cells in columns for c in cells if (code := _code(c))}
    industrial = any(_industrial(c.sector) for cells in columns for c in cells)
    for cells in columns:
        for group in (c for c in cells if c.sector == GROUP):
            if industrial:
                _hold(group, cells, named, check)
            else:
                findings.once("sheet.row.unknown", group.line, label=group.label, near="")
    check.close()


def _hold(
    group: BalanceCell, cells: Sequence[BalanceCell], named: Iterable[str], check: TotalsCheck
) -> None:
    """Hold a group against its divisions where all of them have rows, else against industry."""
    divisions = divisions_of(group.label)
    whole = next((c for c in cells if c.sector == INDUSTRY and c.role == "value"), None)
    label = whole.label if whole is not None else _ALL_INDUSTRY
    check.findings.once("energy.row.part", group.line, label=group.label, parent=label)
    if divisions and set(divisions) <= set(named):
        parts = [c.amount for c in cells if _code(c) in divisions and c.amount.value is not None]
        check.compare(group.amount, parts, group.column.carrier)
    elif whole is not None:
        _within(group, whole, check.findings)


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


def _industrial(sector: str) -> bool:
    return sector == INDUSTRY or INDUSTRY in over(sector)
