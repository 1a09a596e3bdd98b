"""Do the words in brackets beside the names of a record leave its figure what it is said to be?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dafeng.dossier.bracket_words import Find, left_over, says_period, tell_words
from dafeng.dossier.cells import read_year
from dafeng.dossier.energy_rows import flow_row, user_of
from dafeng.dossier.figures import RowReader
from dafeng.dossier.indicators import bare_name, find_indicator
from dafeng.dossier.vocabulary import (
    find_carrier,
    find_class,
    find_group,
    find_process,
    find_sector,
    find_term,
)

_CARRIER: Final = "carrier"


def _flow(text: str) -> object:
    row = flow_row(text)
    return find_term("flow", text) or (row.id if row is not None else user_of(text))


def _subject(text: str) -> object:
    return find_carrier(text) or find_process(text)


#: How the words of a column are looked up, by the kind of the column.
_FINDS: Final[Mapping[str, Find]] = {
    "flow": _flow,
    "sector": lambda text: find_sector(text) or find_class(text),
    "sector_or_product": lambda text: (
        find_sector(text) or find_class(bare_name(text)) or find_term("product", text)
    ),
    "carrier": lambda text: find_carrier(text) or find_group(text),
    "subject": _subject,
}
#: The same where the words in brackets belong to the name, and only a period can be told apart.
_PERIODS: Final[Mapping[str, Find]] = {
    "variable": find_indicator,
    "process": lambda text: find_process(bare_name(text)),
}


def words_fit(reader: RowReader) -> bool:
    """Say whether a record may be read: nothing in brackets says part of a year or another one.

    What a carrier's name says of its unit goes to the reader, which holds it against the unit.

    Parameters
    ----------
    reader
        Reads the row; its findings take the words that are not used.
    """
    row = reader.row
    year = read_year(row.fields["year"].cell) if "year" in row.fields else None
    for column in reader.schema.columns:
        find = _FINDS.get(column.kind) or _PERIODS.get(column.kind)
        text = row.text(column.id) if find else ""
        if find is None or not text:
            continue
        words = left_over(text, find)
        if column.kind in _PERIODS:
            words = tuple(w for w in words if says_period(w))
        if column.kind == _CARRIER:
            reader.beside = text, words
        if words and not tell_words(text, words, row.at(column.id), reader.findings, year):
            return False
    return True
