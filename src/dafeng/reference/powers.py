"""Who decides whether a measure comes, and what can a city do about it?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.language import Text
from dafeng.reference.catalogue import rows, sources

#: Who decides.
LEVELS: Final[dict[str, Text]] = {
    "place": Text("本地可定", "the place"),
    "province": Text("省级决定", "the province"),
    "nation": Text("国家决定", "the nation"),
    "owner": Text("业主自定", "the owner"),
}


@dataclass(frozen=True, slots=True)
class Power:
    """Who decides on a kind of measure.

    Parameters
    ----------
    id, name
        Identifier, and the rule in a sentence.
    decides
        Key of `LEVELS`.
    means
        What the place itself can do about it.
    document
        Law or document that it rests on.
    mark
        Q quoted from the text, S second-hand, M from memory and unverified.
    source, year, licence
        Id of the source, its year and terms.
    """

    id: str
    name: Text
    decides: str
    means: Text
    document: Text
    mark: str
    source: str
    year: int
    licence: str


@lru_cache(maxsize=1)
def powers() -> dict[str, Power]:
    """Return who decides, by id."""
    return {
        row["id"]: Power(
            id=row["id"],
            name=Text(row["zh"], row["en"]),
            decides=row["decides"],
            means=Text(row["means_zh"], row["means_en"]),
            document=Text(row["document_zh"], row["document_en"]),
            mark=row["mark"],
            source=row["source"],
            year=int(row["year"]),
            licence=sources()[row["source"]].licence,
        )
        for row in rows("powers")
    }
