"""Does a provider serve the place of need?"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from io import StringIO

from dafeng.language import Text, same
from dafeng.reference.catalogue import Row

#: Other codes for the same place.
_ALIASES = {"UK": "GB", "EL": "GR", "CN-HK": "HK", "CN-MO": "MO", "CN-TW": "TW", "CHN": "CN"}


def region_code(text: str) -> str:
    """Return the code by which a region is known here; empty if it is none.

    Parameters
    ----------
    text
        ``CN`` (mainland provinces alone: Hong Kong, Macao and Taiwan are asked for by their own
        codes), ``EU`` (the 27 member states), ``EEA``, ``ASEAN``, a country by ISO 3166-1 or a
        Chinese province by ISO 3166-2 (``CN-ZJ``).
    """
    code = text.strip().upper().replace("_", "-")
    code = _ALIASES.get(code, code)
    return code if code in _regions() else ""


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
    return tuple(row["within"].split("|")) if row and row["within"] else ()


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, Row]:
    path = files("dafeng.exchange") / "tables" / "regions.csv"
    table = csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline=""))
    return {row["code"]: row for row in table}
