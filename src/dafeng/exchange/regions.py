"""Does a provider serve the place of need?"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from typing import Final

from dafeng.exchange.reading import normalised
from dafeng.language import Text, same
from dafeng.reference import divisions
from dafeng.reference.catalogue import Row

#: Where every region lies.
WORLD: Final = "WORLD"
#: Signs that names are written with or without.
_SIGNS = str.maketrans({"_": "-", "’": "'", "&": "and"})


def region_code(text: str) -> str:
    """Return the code by which a region is known here; empty if it is none.

    Parameters
    ----------
    text
        Code or name, Chinese or English: ``CN`` (mainland provinces alone: Hong Kong, Macao and
        Taiwan are asked for by their own codes), ``EU`` (the 27 member states), ``EEA``,
        ``ASEAN``, a country by ISO 3166-1 or a Chinese province by ISO 3166-2 (``CN-ZJ``).
    """
    return _codes().get(_folded(text), "")


def province_of_city(text: str) -> str:
    """Return the code of the province in which a Chinese city of that name lies; "" if none is."""
    return _provinces().get(_folded(text), "")


def known(text: str) -> bool:
    """Say whether a region of a record is one of those that are known here."""
    return text in _regions()


def region_name(code: str) -> Text:
    """Return the name of a region in both languages."""
    row = _regions().get(code)
    return Text(row["zh"], row["en"]) if row else same(code)


def region_of_division(division: str) -> str:
    """Return the ISO 3166-2 code of the province of a division (``330500`` -> ``CN-ZJ``)."""
    province = division.removeprefix("P-")[:2] + "0000"
    return next((c for c, r in _regions().items() if r["division"] == province), "")


def served(
    needed: Iterable[str], offered: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which places of need are served and which are not.

    A place is served if the provider names it or what it lies within. A place of need that is
    wider than what is served (``CN`` against ``CN-ZJ``, ``EEA`` against ``EU``) counts as served
    in part: it stands in both lists.
    """
    reach = frozenset(offered)
    yes = [p for p in needed if reach & {p, *_within(p)} or any(p in _within(r) for r in reach)]
    no = [p for p in needed if not reach & {p, *_within(p)}]
    return tuple(yes), tuple(no)


def _within(code: str) -> tuple[str, ...]:
    row = _regions().get(code)
    if row is None or code == WORLD:
        return ()
    return (*(row["within"].split("|") if row["within"] else ()), WORLD)


def _folded(text: str) -> str:
    """Return a name without accents, in one form of its signs."""
    plain = unicodedata.normalize("NFD", normalised(text).translate(_SIGNS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    """Return codes by every name; of two that are alike the first in the table."""
    found: dict[str, str] = {}
    for code, row in _regions().items():
        full = divisions().get(row["division"])
        names = (code, row["zh"], row["en"], *row["also"].split("|"))
        for name in (*names, *((full.name.zh, full.name.en) if full else ())):
            found.setdefault(_folded(name), code)
    return {name: code for name, code in found.items() if name}


@lru_cache(maxsize=1)
def _provinces() -> Mapping[str, str]:
    """Return provinces by the names of their cities; a name that two provinces have tells none."""
    found: dict[str, set[str]] = {}
    for city in divisions().values():
        province = region_of_division(city.parent) if city.parent else ""
        for name in (city.name.zh, city.short_name.zh, city.name.en):
            if province:
                found.setdefault(_folded(name), set()).add(province)
    return {name: min(some) for name, some in found.items() if len(some) == 1}


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, Row]:
    path = files("dafeng.exchange") / "tables" / "regions.csv"
    table = csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline=""))
    return {row["code"]: row for row in table}
