"""What does the word in a cell mean, and how is it said in the other language?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from dafeng.dossier.schema import Column, TableSchema
from dafeng.dossier.vocabulary import (
    CLASSES,
    carrier_name,
    carrier_words,
    find_carrier,
    find_class,
    find_group,
    find_process,
    find_sector,
    find_term,
    group_words,
    is_total,
    process_words,
    processes,
    sector_name,
    sector_words,
    term_words,
    terms,
)
from dafeng.language import Language, Text

_TOTAL: Final = Text("合计", "Total")
#: Kinds of columns whose closed list goes by another name.
_LISTS: Final = {"price_base": "price"}

_Find = Callable[[str], str | None]


@lru_cache(maxsize=8192)
def meaning(kind: str, text: str) -> str:
    """Return the id of what a cell's word means; the text itself where it is no known word.

    Parameters
    ----------
    kind
        Kind of the column (`dafeng.dossier.schema.Column.kind`).
    text
        What stands in the cell.
    """
    found = next((i for find, _name in _lists(kind) if (i := find(text))), None) if text else None
    return found or text


@lru_cache(maxsize=8192)
def spoken(kind: str, text: str, language: Language) -> str:
    """Return a cell's word in a language; as it stands where it would not be read back alike."""
    for find, name in _lists(kind) if text else ():
        if found := find(text):
            said = name(found)[language]
            return said if meaning(kind, said) == found else text
    return text


def spoken_rows(
    schema: TableSchema, rows: Sequence[tuple[str, ...]], language: Language
) -> tuple[tuple[str, ...], ...]:
    """Return rows, a cell for each column of the table, with their words in a language."""
    kinds = [column.kind if any(_lists(column.kind)) else "" for column in schema.columns]
    if not any(kinds):
        return tuple(rows)
    return tuple(
        tuple(
            spoken(kind, cell, language) if kind else cell
            for kind, cell in zip(kinds, row, strict=True)
        )
        for row in rows
    )


def proposals(column: Column, language: Language) -> tuple[str, ...]:
    """Return the words that a column knows, for whoever fills it."""
    kind = column.kind
    if kind in ("sector", "sector_or_product"):
        words = [*sector_words(), *(term_words("product") if kind != "sector" else ())]
    elif kind == "carrier":
        words = [*carrier_words(), *group_words()]
    elif kind == "process":
        words = list(process_words())
    elif kind == "subject":
        words = [*carrier_words(), *process_words()]
    else:
        words = list(term_words(_LISTS.get(kind, kind)))
    return tuple(dict.fromkeys(word.name[language] for word in words))


def _lists(kind: str) -> Iterator[tuple[_Find, Callable[[str], Text]]]:
    """Yield the lists to which a column's words can belong: how to find and how to name one."""
    if kind in ("sector", "sector_or_product"):
        if kind == "sector_or_product":
            yield from _closed("product")
        yield (lambda text: "total" if is_total(text) else None), (lambda _: _TOTAL)
        yield find_class, lambda i: CLASSES[i][0]
        yield find_sector, sector_name
    elif kind in ("carrier", "subject"):
        yield find_carrier, carrier_name
        yield (
            (find_process, lambda i: processes()[i])
            if kind == "subject"
            else (
                find_group,
                carrier_name,
            )
        )
    elif kind == "process":
        yield find_process, lambda i: processes()[i]
    elif kind != "notation":  # a key is the same in both languages
        yield from _closed(_LISTS.get(kind, kind))


def _closed(kind: str) -> Iterator[tuple[_Find, Callable[[str], Text]]]:
    if terms(kind):
        yield (lambda text: find_term(kind, text)), (lambda i: terms(kind)[i].name)
