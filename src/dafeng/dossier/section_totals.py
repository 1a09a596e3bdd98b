"""Do the totals of a balance's sections agree with their rows, and is every figure used?"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.closing import ENDS, SECTION_ROWS, SUPPLY
from dafeng.dossier.energy_rows import FUELS
from dafeng.dossier.records import Amount, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.sector_groups import exhausted, highest
from dafeng.dossier.sector_totals import OTHER_INDUSTRY, SERVICES
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.dossier.wording import of_which, without_enumerator
from dafeng.errors import Place
from dafeng.language import number

#: Power of plants that a balance of electricity states among supply (生产量).
_GENERATION: Final = ("generation", "generated")

#: Labels of a row that holds all branches of manufacturing that have none of their own.
_REST_OF_INDUSTRY: Final = re.compile("其[他它]|other", re.IGNORECASE)


def counted(cells: Iterable[BalanceCell]) -> list[BalanceCell]:
    """Return the figures of one column that add up: of sectors the highest, totals left out."""
    own = [c for c in cells if c.role in ("value", "parent") and c.flow is not None]
    final = {c.sector for c in own if c.flow is Flow.FINAL_CONSUMPTION and _states(c)}
    tops = highest(final)
    return [c for c in own if c.flow is not Flow.FINAL_CONSUMPTION or c.sector in tops]


def _states(cell: BalanceCell) -> bool:
    return cell.amount.value is not None


def check_sections(table: BalanceTable, check: TotalsCheck) -> list[BalanceCell]:
    """Compare the total of each section with its rows; return those of final use that stay.

    They stay where no rows stand below them, or only some (其中), and stand for all sectors: what
    no sector holds of them the account counts (electricity, heat) or refuses (fuels). A total of
    supply or transformation without rows fills no cell of the balance and is reported.
    """
    columns: dict[tuple[int, int, int], list[BalanceCell]] = defaultdict(list)
    sectors: dict[tuple[int, int], set[str]] = defaultdict(set)
    for cell in table.cells:
        columns[cell.year, cell.section, cell.column.index].append(cell)
        sectors[cell.year, cell.section].add(cell.sector)
    lone: list[BalanceCell] = []
    partly: list[BalanceCell] = []
    for cell in (c for c in table.cells if c.role == "section" and c.amount.value is not None):
        rows = columns.get((cell.year, cell.row, cell.column.index), ())
        parts = [c for c in counted(rows) if _fits(cell.meaning, c)]
        if parts and _itemised(cell, parts, sectors[cell.year, cell.row]):
            check.compare(cell.amount, [p.amount for p in parts], cell.column.carrier)
        elif parts and cell.meaning == "final" and cell.column.carrier:
            partly.append(_whole(cell))
        elif cell.amount.value and cell.column.carrier:
            lone.append(cell)
        else:
            check.seen.add(cell.amount.place)
    _tell_lone([c for c in lone if c.meaning != "final"], check)
    final = [c for c in lone if c.meaning == "final" and not _rows_beside(c, table)]
    return [*partly, *map(_whole, final)]


def _itemised(section: BalanceCell, parts: Sequence[BalanceCell], sectors: Collection[str]) -> bool:
    """Say whether rows must make up their section.

    Sectors that are missing, and rows that are marked 其中, may leave a rest.
    """
    whole = section.amount.value or 0.0
    values = [p.amount.value or 0.0 for p in parts]
    listed = exhausted("", sectors) if section.meaning == "final" else True
    marked = any(p.parent == section.row for p in parts)
    agree = agrees(whole, values) or abs(math.fsum(values)) > abs(whole)
    return agree or (listed and not marked)


def _fits(section: str, cell: BalanceCell) -> bool:
    if section == "final":
        return cell.flow is Flow.FINAL_CONSUMPTION
    if section == "supply":
        return cell.flow in SUPPLY or cell.meaning in _GENERATION
    return cell.flow not in ENDS


def _whole(cell: BalanceCell) -> BalanceCell:
    return replace(cell, role="value", flow=Flow.FINAL_CONSUMPTION)


def _rows_beside(section: BalanceCell, table: BalanceTable) -> bool:
    """Say whether rows of sectors stand outside the section, whose sum it may be."""
    spot = section.year, section.column.index
    cells = [c for c in table.cells if (c.year, c.column.index) == spot]
    return any(c.flow is Flow.FINAL_CONSUMPTION for c in cells if c.amount.value is not None)


def _tell_lone(cells: Sequence[BalanceCell], check: TotalsCheck) -> None:
    rows: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in cells:
        rows[cell.year, cell.row].append(cell)
        check.seen.add(cell.amount.place)
    carriers = reference.carriers()
    for found in rows.values():
        burnt = [
            c
            for c in found
            if c.meaning == "transformation"
            and (c.amount.value or 0.0) < 0
            and carriers[c.column.carrier].group in FUELS
        ]
        first = (burnt or found)[0]
        rule = "energy.transformation.alone" if burnt else "energy.section.alone"
        check.findings.add(
            rule, first.amount.place,
            label=first.label, count=len(found), rows=SECTION_ROWS[first.meaning],
        )  # fmt: skip


def check_parts(table: BalanceTable, check: TotalsCheck) -> None:
    """Report a part (其中) that is larger than the row of which it is a part."""
    rows = {(c.year, c.row, c.column.index): c for c in table.cells}
    for cell in table.cells:
        whole = rows.get((cell.year, cell.parent, cell.column.index)) if cell.parent else None
        if cell.role == "part" and whole is not None and whole.amount.value is not None:
            check.seen.add(cell.amount.place)
            if not _within(cell.amount, whole.amount):
                _tell_larger(cell, whole, check.findings)


def _within(part: Amount, whole: Amount) -> bool:
    value, total = part.value or 0.0, whole.value or 0.0
    return abs(value) <= abs(total) or agrees(total, [value])


def _tell_larger(part: BalanceCell, whole: BalanceCell, findings: Findings) -> None:
    findings.add(
        "energy.part.exceeds",
        part.amount.place,
        label=part.label,
        parent=whole.label,
        part=number(part.amount.value or 0.0),
        total=number(whole.amount.value or 0.0),
        unit=part.amount.unit,
    )


def tell_unused(table: BalanceTable, used: Collection[Place], findings: Findings) -> None:
    """Report the figures of a table that are in no record, in no check and in no other finding."""
    told = {*used, *(f.place for f in findings.faults)}
    left: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in table.cells:
        if cell.amount.value and cell.amount.place not in told:
            left[cell.year, cell.row].append(cell)
    for cells in left.values():
        first = cells[0]
        label = first.label or first.amount.place.cell
        findings.add("energy.figure.unused", first.amount.place, label=label, count=len(cells))


def partial_cells(tables: Iterable[BalanceTable]) -> frozenset[Place]:
    """Return where sectors stand that hold what no other does, of which a table states a part.

    Such are other manufacturing where its rows are marked 其中 or are branches (textiles) without
    one for all others, and services of which trade alone has a row: what they leave of the row
    above counts.
    """
    return frozenset(p for table in tables for p in _partial(table))


def _bare(label: str) -> str:
    return of_which(without_enumerator(label))[1]


def _partial(table: BalanceTable) -> Iterator[Place]:
    cells = [c for c in table.cells if c.role == "value" and c.sector in (OTHER_INDUSTRY, SERVICES)]
    kinds: dict[tuple[int, str], set[str]] = defaultdict(set)
    for cell in cells:
        branch = cell.sector == OTHER_INDUSTRY and not _REST_OF_INDUSTRY.match(_bare(cell.label))
        kinds[cell.year, cell.sector].add("part" if cell.parent or branch else cell.meaning)
    for cell in cells:
        if kinds[cell.year, cell.sector] <= {"part", "trade"}:
            yield cell.amount.place
