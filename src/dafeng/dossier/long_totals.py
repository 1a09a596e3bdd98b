"""Which rows of a table in long form sum up carriers, and do they agree with them?"""

from __future__ import annotations

from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.balance_layout import CarrierColumn, carrier_total
from dafeng.dossier.column_totals import check_columns
from dafeng.dossier.figures import Expected, RowReader
from dafeng.dossier.long_table import LongRow
from dafeng.dossier.records import Amount, EnergyRecord
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.totals import TotalsCheck
from dafeng.dossier.vocabulary import find_carrier
from dafeng.dossier.wording import key
from dafeng.language import Text

_ALL_ENERGY: Final = Text("能源合计", "all energy")


class LongCarrierTotals:
    """Gathers the rows of one table, and holds those that sum up carriers against the others."""

    def __init__(self, sheet: RawSheet) -> None:
        self.sheet = sheet
        self._cells: list[BalanceCell] = []
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
        return True

    def part(self, row: LongRow, record: EnergyRecord) -> None:
        """Remember a row of one carrier."""
        self._add(row, record.year, record.amount, (record.carrier, "", ""))

    def _add(self, row: LongRow, year: int, amount: Amount, what: tuple[str, str, str]) -> None:
        flow, sector = row.text("flow"), row.text("sector")
        number = self._rows.setdefault((year, key(flow), key(sector)), len(self._rows) + 1)
        carrier, group, method = what
        column = CarrierColumn(0, carrier, group, amount.unit, None, amount.place, method)
        label = " ".join(t for t in (flow, sector) if t) or row.text("carrier")
        self._cells.append(BalanceCell(year, number, label, None, "", "value", 0, column, amount))

    def check(self, findings: Findings) -> None:
        """Check the totals; none is added."""
        if self._totals:
            check = TotalsCheck(findings)
            check_columns(BalanceTable(self.sheet, tuple(self._cells), standard=False), check)
            check.close()
