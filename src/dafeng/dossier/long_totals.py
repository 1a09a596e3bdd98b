"""Which rows of a table in long form sum up carriers, and do they agree with them?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.balance_layout import CarrierColumn, carrier_total, electricity_method
from dafeng.dossier.column_totals import check_columns
from dafeng.dossier.energy_rows import INDUSTRY
from dafeng.dossier.figures import Expected, RowReader
from dafeng.dossier.lone_totals import STAND_INS, members
from dafeng.dossier.long_table import LongRow
from dafeng.dossier.records import Amount, EnergyRecord
from dafeng.dossier.rules import Findings
from dafeng.dossier.sector_groups import over
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.totals import TotalsCheck
from dafeng.dossier.vocabulary import (
    carrier_name,
    find_carrier,
    find_sector,
    is_industry,
    is_total,
)
from dafeng.dossier.wording import key
from dafeng.language import Text

_ALL_ENERGY: Final = Text("能源合计", "all energy")


class LongCarrierTotals:
    """Gathers the rows of one table, and holds those that sum up carriers against the others."""

    def __init__(self, sheet: RawSheet) -> None:
        self.sheet = sheet
        self._cells: list[BalanceCell] = []
        self._groups: list[tuple[BalanceCell, LongRow]] = []
        self._rows: dict[tuple[int, str, str], int] = {}
        self._totals = 0

    def read(self, reader: RowReader) -> bool:
        """Say whether a row names a total of carriers; if so it is kept for the check."""
        text = reader.row.text("carrier")
        if not text or find_carrier(text) is not None:
            return False
        group, method = carrier_total(text)
        if not group:
            return False
        year = reader.year()
        amount = reader.amount(Expected(_ALL_ENERGY, (), negative=True))
        if year is not None and amount is not None:
            self._totals += 1
            self._add(reader.row, year, amount, ("", group, method))
            if group in STAND_INS:
                self._groups.append((self._cells[-1], reader.row))
        return True

    def lone(self, findings: Findings) -> Iterator[LongRow]:
        """Yield the totals of coal and oil beside which no carrier stands, as rows of a carrier."""
        for total, row in self._groups:
            held = members(total.column.group)
            parts = [c for c in self._cells if c.column.carrier in held and c.year == total.year]
            if any(_akin(total, part) for part in parts):
                continue
            self._cells.remove(total)
            self._totals -= 1
            carrier = STAND_INS[total.column.group]
            field = row.fields["carrier"]
            name = carrier_name(carrier)
            findings.add("total.as_carrier", field.place, label=field.text, carrier=name)
            yield replace(row, fields={**row.fields, "carrier": replace(field, cell=carrier)})

    def part(self, row: LongRow, record: EnergyRecord) -> None:
        """Remember a row of one carrier."""
        method = electricity_method(row.text("carrier"))
        self._add(row, record.year, record.amount, (record.carrier, "", method))

    def _add(self, row: LongRow, year: int, amount: Amount, what: tuple[str, str, str]) -> None:
        flow, sector = row.text("flow"), row.text("sector")
        number = self._rows.setdefault((year, key(flow), key(sector)), len(self._rows) + 1)
        carrier, group, method = what
        column = CarrierColumn(0, carrier, group, amount.unit, None, amount.place, method)
        label = " ".join(t for t in (flow, sector) if t) or row.text("carrier")
        where = year, number, label, None, _sector(sector), "value", 0
        self._cells.append(BalanceCell(*where, column, amount, key(flow)))

    def check(self, findings: Findings) -> None:
        """Check the totals; none is added."""
        if self._totals:
            check = TotalsCheck(findings)
            check_columns(BalanceTable(self.sheet, tuple(self._cells), standard=False), check)
            check.close()


def _sector(text: str) -> str:
    if is_total(text):
        return ""
    return INDUSTRY if is_industry(text) else find_sector(text) or text


def _akin(total: BalanceCell, part: BalanceCell) -> bool:
    """Say whether two rows of one flow name one sector, or one within the other."""
    one, other = total.sector, part.sector
    within = one == other or "" in (one, other)
    return total.meaning == part.meaning and (within or one in over(other) or other in over(one))
