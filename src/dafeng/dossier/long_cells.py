"""What do rows of a table in long form say, as figures of a balance?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from dafeng.dossier.balance import BalanceCell
from dafeng.dossier.balance_layout import CarrierColumn
from dafeng.dossier.combining import Labelled
from dafeng.dossier.covering import is_estimate
from dafeng.dossier.records import Amount
from dafeng.dossier.row_labels import meaning_of
from dafeng.dossier.wording import key
from dafeng.errors import UnitError
from dafeng.units import convert


def columns_of(rows: Sequence[Labelled]) -> list[list[BalanceCell]]:
    """Return the entered figures of each year and carrier, in one unit and in their order.

    Rows of one name share a number in all years, as in a balance. A column that names a row twice
    is left out: which of the two holds is told elsewhere.

    Parameters
    ----------
    rows
        Rows of one table; only flows without sectors need to be among them.
    """
    numbers: dict[str, int] = {}
    columns: dict[tuple[Hashable, ...], list[BalanceCell]] = defaultdict(list)
    for row in rows:
        if not is_estimate(row.record):
            column = columns[row.record.year, row.record.carrier]
            number = numbers.setdefault(key(row.label), len(numbers) + 1)
            unit = column[0].amount.unit if column else row.record.amount.unit
            cell = _cell(row, number, unit)
            if cell is not None:
                column.append(cell)
    return [c for c in columns.values() if len({cell.row for cell in c}) == len(c)]


def _cell(row: Labelled, number: int, unit: str) -> BalanceCell | None:
    record = row.record
    amount = _in_unit(record.amount, unit)
    if amount is None:
        return None
    found = meaning_of(row.label)
    column = CarrierColumn(0, record.carrier, "", unit, None, amount.place, "")
    meaning = found.id if found is not None else record.flow.value
    return BalanceCell(
        record.year, number, row.label, record.flow, record.sector, "value", 0, column, amount,
        meaning,
    )  # fmt: skip


def _in_unit(amount: Amount, unit: str) -> Amount | None:
    if amount.unit == unit or amount.value is None:
        return amount
    try:
        value = float(convert(amount.value, amount.unit, unit))
    except UnitError:
        return None
    return replace(amount, value=float(f"{value:.12g}"), unit=unit, low=None, high=None)
