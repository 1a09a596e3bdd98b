"""What do the words of a row in long form mean, so that rows of one meaning repeat each other?"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from dafeng import reference
from dafeng.dossier.energy_rows import find_balance_row
from dafeng.dossier.vocabulary import find_sector, find_term, is_total
from dafeng.dossier.wording import key, without_enumerator


@lru_cache(maxsize=4096)
def row_meaning(flow_text: str, sector_text: str) -> tuple[tuple[str, ...], bool]:
    """Return what the words of a long row mean, finer than flow and sector.

    Two rows of trade and of other services are both services, and differ; two spellings of one
    name do not. The second item says whether the words name the whole of their cell.
    """
    flow = _row_meaning(flow_text)
    term = find_term("flow", flow_text)
    if not sector_text:
        return (flow,), flow == term and term in _SUMMED
    if is_total(sector_text):
        return (term or flow, "total"), True
    sector = _row_meaning(sector_text)
    found = find_sector(sector_text)
    named = reference.sectors().name(found) if found else None
    whole = named is not None and key(sector_text) in {
        key(w) for w in (found or "", named.zh, named.en)
    }
    meaning = (term or flow, found if whole and found else sector)
    return meaning, whole and found != "other_manufacturing"


#: Flows whose own name holds all their rows.
_SUMMED: Final = ("stock_change",)


#: Rows under whose one name plants of several kinds stand (煤电, 气电): each name is its own.
_SEVERAL: Final = ("other_primary", "fuel_power", "waste_power")


def _row_meaning(text: str) -> str:
    row = find_balance_row(text)
    known = row is not None and row.id not in _SEVERAL
    return (
        row.id
        if row is not None and known
        else find_term("flow", text) or key(without_enumerator(text))
    )
