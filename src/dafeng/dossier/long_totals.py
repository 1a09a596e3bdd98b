"""Which rows of a table in long form sum up carriers, and what do they count for?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.balance_layout import CarrierColumn
from dafeng.dossier.column_totals import check_columns
from dafeng.dossier.energy_rows import INDUSTRY
from dafeng.dossier.figures import Expected, RowReader
from dafeng.dossier.long_table import LongRow
from dafeng.dossier.records import Amount, EnergyRecord
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.total_headers import carrier_total, electricity_method
from dafeng.dossier.totals import TotalsCheck
from dafeng.dossier.unsplit_totals import (
    OTHERS,
    STAND_INS,
    Figures,
    Spot,
    Use,
    members,
    rest_of,
    use_of,
)
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
        """Yield the totals of coal and oil that count, as rows of a carrier."""
        own = Figures()
        for cell in (c for c in self._cells if c.column.carrier):
            own.add(_spot(cell), cell.column.carrier)
        for total, row in self._groups:
            found = self._counting(total, row, own, findings)
            if found is not None:
                self._cells.remove(total)
                self._totals -= 1
                yield found

    def _counting(
        self, total: BalanceCell, row: LongRow, own: Figures, findings: Findings
    ) -> LongRow | None:
        """Return a total that stands for a carrier, or what one leaves of it, as a row."""
        group, field = total.column.group, row.fields["carrier"]
        use = use_of(_spot(total), group, own, own)
        if use is Use.ALONE:
            carrier, name = STAND_INS[group], carrier_name(STAND_INS[group])
            findings.add("total.as_carrier", field.place, label=field.text, carrier=name)
            return replace(row, fields={**row.fields, "carrier": replace(field, cell=carrier)})
        held = [c for c in self._cells if c.column.carrier in members(group)]
        parts = [c.amount for c in held if _spot(c) == _spot(total)]
        rest = rest_of(total.amount, parts, OTHERS[group]) if use is Use.REST else None
        quantity = row.fields.get("quantity")
        if rest is None or quantity is None:
            return None
        findings.add("total.rest", field.place, carrier=carrier_name(OTHERS[group]))
        changed = {
            "carrier": replace(field, cell=OTHERS[group]),
            "quantity": replace(quantity, cell=rest),
        }
        return replace(row, fields={**row.fields, **changed})

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


def _spot(cell: BalanceCell) -> Spot:
    return Spot(cell.year, cell.meaning, cell.sector)
