"""How is an economy split into sectors, and what does another split call them?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dafeng.language import Text
from dafeng.reference.catalogue import rows, unknown
from dafeng.reference.synonyms import Words

Detail = Literal["coarse", "standard", "fine"]


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the tree.

    Parameters
    ----------
    id, parent
        Identifier and that of the sector above ("" at the top).
    name
        Name in both languages.
    ipcc_2006, gpc
        Category of the IPCC 2006 guidelines and sub-sector of the Global Protocol.
    industry_class
        ``primary``, ``secondary``, ``tertiary`` or ``none`` (households).
    """

    id: str
    parent: str
    name: Text
    ipcc_2006: str
    gpc: str
    industry_class: str


@dataclass(frozen=True, slots=True)
class SectorTree:
    """Sectors in three depths: 8 coarse, 13 standard, 47 fine (CEADs).

    Parameters
    ----------
    members
        All sectors by id, parents before children.
    words
        Spellings of the coarse and standard sectors.
    """

    members: dict[str, Sector]
    words: Words

    def leaves(self, level: Detail = "standard") -> tuple[str, ...]:
        """Return the sector ids of one depth, in order."""
        if level == "fine":
            return tuple(i for i in self.members if i.startswith("ceads_"))
        main = [s for i, s in self.members.items() if not i.startswith("ceads_")]
        if level == "coarse":
            return tuple(s.id for s in main if not s.parent)
        parents = {s.parent for s in main}
        return tuple(s.id for s in main if s.id not in parents)

    def parent(self, sector: str) -> str:
        """Return the id of the sector above; "" at the top."""
        return self[sector].parent

    def above(self, sector: str) -> tuple[str, ...]:
        """Return the ids of the sectors above one, nearest first."""
        chain = []
        while sector := self.parent(sector):
            chain.append(sector)
        return tuple(chain)

    def children(self, sector: str) -> tuple[str, ...]:
        """Return the ids of the sectors right below."""
        return tuple(s.id for s in self.members.values() if s.parent == self[sector].id)

    def name(self, sector: str) -> Text:
        """Return the name of a sector."""
        return self[sector].name

    def industry_class(self, sector: str) -> str:
        """Return ``primary``, ``secondary``, ``tertiary`` or ``none``."""
        return self[sector].industry_class

    def ceads(self, sector: str) -> tuple[str, ...]:
        """Return the CEADs sectors (``ceads_01`` ...) at or below a sector."""
        if sector.startswith("ceads_"):
            return (self[sector].id,)
        return tuple(i for child in self.children(sector) for i in self.ceads(child))

    def gpc(self, sector: str) -> str:
        """Return the sub-sector of the Global Protocol (``I.3``)."""
        return self[sector].gpc

    def ipcc(self, sector: str) -> str:
        """Return the category of the IPCC 2006 guidelines (``1A2a``)."""
        return self[sector].ipcc_2006

    def find(self, text: str) -> str:
        """Return the id of the sector that a text names, in either language.

        Raises
        ------
        UnknownNameError
            If no sector is called so.
        """
        if text in self.members:
            return text
        found = self.words.find(text)
        if found is None:
            raise unknown("部门", "sector", text, self.leaves())
        return found

    def __contains__(self, sector: object) -> bool:
        return sector in self.members

    def __getitem__(self, sector: str) -> Sector:
        try:
            return self.members[sector]
        except KeyError:
            raise unknown("部门", "sector", sector, self.members) from None


@lru_cache(maxsize=1)
def sectors() -> SectorTree:
    """Return the sector tree."""
    members: dict[str, Sector] = {}
    for r in rows("sectors"):
        name = Text(r["zh"], r["en"])
        members[r["id"]] = Sector(
            r["id"], r["parent"], name, r["ipcc_2006"], r["gpc"], r["industry_class"]
        )
    for r in rows("ceads_sectors"):
        industry = members[r["sector"]].industry_class
        members[r["id"]] = Sector(
            r["id"], r["sector"], Text(r["zh"], r["en"]), r["ipcc_2006"], r["gpc"], industry
        )
    return SectorTree(members, _words(members))


def _words(members: dict[str, Sector]) -> Words:
    """Own names first, then synonyms, CEADs names and industries for the sector that holds them."""
    main = [s for s in members.values() if not s.id.startswith("ceads_")]
    pairs = [(text, s.id) for s in main for text in (s.id, s.name.zh, s.name.en)]
    pairs += [(r["text"], r["id"]) for r in rows("sector_synonyms")]
    fine = [s for s in members.values() if s.id.startswith("ceads_")]
    pairs += [(text, s.parent) for s in fine for text in (s.name.zh, s.name.en)]
    return Words.of(pairs + _industries("sector"))


def _industries(column: str) -> list[tuple[str, str]]:
    """Return each name of an industry with what a column of the table says of it."""
    return [(r[name], r[column]) for r in rows("industries") for name in ("zh", "en") if r[name]]


@lru_cache(maxsize=1)
def _industry_codes() -> Words:
    return Words.of(_industries("code"))


@lru_cache(maxsize=1)
def _parts() -> Words:
    names = [(r["text"], r["id"]) for r in rows("sector_synonyms") if r["part"]]
    fine = [(r[n], r["sector"]) for r in rows("industries") if r["part"] for n in ("zh", "en")]
    return Words.of(names + [pair for pair in fine if pair[0]])


def names_part(text: str) -> bool:
    """Say whether a text names only a part of its sector (水泥, 铁路, 批发和零售业).

    Parameters
    ----------
    text
        What a bureau calls a sector, in either language.
    """
    return _parts().find(text) is not None


def industry_code(text: str) -> str:
    """Return the code that a text names in GB/T 4754 (``B``, ``C31``), or nothing.

    Parameters
    ----------
    text
        A section or division of the classification, in either language, any edition.
    """
    return _industry_codes().find(text) or ""
