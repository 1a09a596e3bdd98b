"""Which energy carriers are there, and what is each called?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dafeng.language import Text
from dafeng.reference.catalogue import rows, unknown
from dafeng.reference.synonyms import Words

FOSSIL_GROUPS = ("coal", "oil", "gas")


@dataclass(frozen=True, slots=True)
class Carrier:
    """An energy carrier.

    Parameters
    ----------
    id, group
        Identifier, and ``coal``, ``oil``, ``gas``, ``heat``, ``electricity``, ``non_fossil`` or
        ``other``.
    name
        Name in both languages.
    unit
        Unit of its factors.
    """

    id: str
    group: str
    name: Text
    unit: str


@lru_cache(maxsize=1)
def carriers() -> dict[str, Carrier]:
    """Return all carriers by id."""
    return {
        r["id"]: Carrier(r["id"], r["group"], Text(r["zh"], r["en"]), r["unit"])
        for r in rows("carriers")
    }


def find_carrier(text: str) -> str:
    """Return the id of the carrier that a text names, in either language.

    Raises
    ------
    UnknownNameError
        If no carrier is called so.
    """
    if text in carriers():
        return text
    found = _words().find(text)
    if found is None:
        raise unknown("能源品种", "energy carrier", text, carriers())
    return found


@lru_cache(maxsize=1)
def _words() -> Words:
    own = [(text, c.id) for c in carriers().values() for text in (c.id, c.name.zh, c.name.en)]
    return Words.of(own + [(r["text"], r["id"]) for r in rows("carrier_synonyms")])
