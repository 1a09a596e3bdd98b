"""Does a year lack so much, by NE or C, that its total says little?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Dossier, NotationKey
from dafeng.errors import NOWHERE, Fault, Place, Severity
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import MOST_UNKNOWN
from dafeng.inventory.unknown_cells import UnknownCell, unknown_cells, unknown_shares
from dafeng.language import Text, percent

#: Share of a year's CO2 from which what is not known is worth a warning [-].
WORTH_SAYING: Final = 0.01


_LEFT_OUT: Final = Text(
    "：该年合计不列出，也不与其他年份比较",
    ": no total of the year is shown or compared with others",
)

_COUNTED: Final = Text("：该年合计偏低", ": the total of the year is too low by about that")


def check_unknown(inventory: Inventory, dossier: Dossier) -> Iterator[Fault]:
    """Yield years of which a substantial part is not estimated or confidential.

    Parameters
    ----------
    inventory
        The account.
    dossier
        What it was compiled from.
    """
    basis = Basis.ASSESSMENT
    cells = unknown_cells(inventory, basis)
    shares = dict(zip(inventory.years, unknown_shares(inventory, basis).tolist(), strict=True))
    for year, share in shares.items():
        lacking = [cell for cell in cells if cell.year == year]
        if lacking and share > WORTH_SAYING:
            largest = max(lacking, key=lambda cell: cell.co2)
            yield _lacking(largest, share, _place(dossier, largest))


def _place(dossier: Dossier, cell: UnknownCell) -> Place:
    keys = (NotationKey.NE, NotationKey.C)
    at = (cell.year, cell.sector, cell.carrier)
    return next(
        (
            r.amount.place
            for r in dossier.energy
            if r.amount.notation in keys and (r.year, r.sector, r.carrier) == at
        ),
        NOWHERE,
    )


def _lacking(cell: UnknownCell, share: float, place: Place) -> Fault:
    sector = reference.sectors().name(cell.sector)
    carrier = reference.carriers()[cell.carrier].name
    then = _LEFT_OUT if share > MOST_UNKNOWN else _COUNTED
    return Fault(
        "inventory.year.incomplete",
        Severity.WARNING,
        place,
        Text(
            f"{cell.year} 年约 {percent(share)} 的排放未知（NE 或 C；按相邻年份估计），"
            f"最大一项是{sector.zh}{carrier.zh}{then.zh}",
            f"about {percent(share)} of the CO2 of {cell.year} is not known (NE or C; as in the "
            f"year beside), the largest part {carrier.en} of {sector.en}{then.en}",
        ),
        Text("填上该数，或给出估算值与区间", "enter the figure, or an estimate with its range"),
    )
