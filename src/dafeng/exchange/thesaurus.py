"""Which concepts has the field, what is each called in both languages, what is above which?"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from io import StringIO
from math import log

from dafeng.exchange.problems import Problem, Problems, Recognised
from dafeng.exchange.surfaces import Sense, Surfaces, cue
from dafeng.language import Text
from dafeng.reference.catalogue import Row, sources, unknown

#: Files of concepts, one per field, in the order of the work.
FIELDS = (
    "energy_supply",
    "grid_and_storage",
    "hydrogen_and_fuels",
    "carbon_capture",
    "energy_efficiency",
    "industry",
    "buildings",
    "transport",
    "waste",
    "water",
    "agriculture",
    "sinks",
    "environment",
    "planning",
    "carbon_management",
    "finance",
    "policy",
    "services",
    "digital",
)


@dataclass(frozen=True)
class Concept:
    """A concept of the field.

    Parameters
    ----------
    id
        Identifier; stable.
    label
        The usual name in both languages.
    synonyms_zh, synonyms_en
        Other names: abbreviations, spellings, words of Hong Kong and Taiwan (in simplified
        characters), of the United States and of the United Kingdom.
    kind
        ``field``, ``sector``, ``technology``, ``practice``, ``service``, ``equipment``,
        ``resource``, ``pollutant``, ``problem``, ``standard`` or ``instrument`` (policy, finance).
    broader, related
        Ids of the concepts above, and of others that go along with it.
    sectors
        Ids of the sector tree (`dafeng.reference.sectors`); those of the concept above if its own
        row names none.
    measures
        Ids of the library of measures (`dafeng.reference.measures`).
    source, licence
        Where the entry comes from, and the terms of its use.
    """

    id: str
    label: Text
    synonyms_zh: tuple[str, ...]
    synonyms_en: tuple[str, ...]
    kind: str
    broader: tuple[str, ...]
    related: tuple[str, ...]
    sectors: tuple[str, ...]
    measures: tuple[str, ...]
    source: str
    licence: str

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Return every wording: labels first, then synonyms."""
        return (self.label.zh, self.label.en, *self.synonyms_zh, *self.synonyms_en)


@dataclass(frozen=True)
class Mention:
    """A concept named in a text, from character `start` up to but not including `end`."""

    concept: str
    start: int
    end: int
    surface: str


@dataclass(frozen=True)
class Thesaurus:
    """The concepts of the field and what finds them in a text.

    Parameters
    ----------
    concepts
        Concepts by id, field by field.
    problem_table
        Problems that people state without knowing the technology.
    """

    concepts: Mapping[str, Concept]
    problem_table: tuple[Problem, ...]
    _narrower: Mapping[str, tuple[str, ...]] = field(repr=False)
    _surfaces: Surfaces = field(repr=False)
    _problems: Problems = field(repr=False)

    def __getitem__(self, concept: str) -> Concept:
        try:
            return self.concepts[concept]
        except KeyError:
            raise unknown("概念", "concept", concept, self.concepts) from None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the ids of the concepts at the top."""
        return tuple(c.id for c in self.concepts.values() if not c.broader)

    def narrower(self, concept: str) -> tuple[str, ...]:
        """Return the ids of the concepts right below one."""
        return self._narrower.get(self[concept].id, ())

    def ancestors(self, concept: str) -> tuple[str, ...]:
        """Return the ids of all concepts above one, nearest first."""
        above = list(self[concept].broader)
        for name in above:  # grows while it is read: breadth first
            above += [b for b in self[name].broader if b not in above]
        return tuple(above)

    def specificity(self, concept: str) -> float:
        """Return how much it says that a concept is named: 1 with none below it, 0 for a field.

        ``1 - ln(1 + n) / ln(1 + N)`` with `n` concepts below it of `N`.
        """
        return self._specificity.get(concept, 0.0)

    @cached_property
    def _specificity(self) -> Mapping[str, float]:
        below = Counter(above for concept in self.concepts for above in self.ancestors(concept))
        most = log(1 + len(self.concepts))
        return {
            c.id: 1 - log(1 + below[c.id]) / most if c.broader else 0.0
            for c in self.concepts.values()
        }

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the concepts that a text names, in either language, in the order of the text.

        At each place the longest wording counts, and none that lies within another. Words are
        read whole, in singular or plural, in British or American spelling; an ambiguous wording
        counts only if the text decides what it means.

        Parameters
        ----------
        text
            Any text with simplified characters: Chinese, English or mixed.
        """
        return tuple(
            Mention(hit.concept, hit.start, hit.end, text[hit.start : hit.end])
            for hit in self._surfaces.hits(text)
        )

    def problems(self, text: str) -> tuple[Recognised, ...]:
        """Return the known problems that a text describes, the best recognised first."""
        return self._problems.recognised(text)


@lru_cache(maxsize=1)
def load_thesaurus() -> Thesaurus:
    """Return the thesaurus of the field."""
    concepts = _concepts()
    spellings = {r["written"]: r["read"] for r in _rows("spellings")}
    problems = tuple(_problem(r) for r in _rows("problems"))
    return Thesaurus(
        concepts,
        problems,
        _below(concepts),
        Surfaces.of(_senses(concepts, spellings), spellings),
        Problems(problems, spellings),
    )


def _concepts() -> dict[str, Concept]:
    rows = {r["id"]: r for name in FIELDS for r in _rows(name)}
    return {identifier: _concept(r, rows) for identifier, r in rows.items()}


def _concept(row: Row, rows: Mapping[str, Row]) -> Concept:
    return Concept(
        id=row["id"],
        label=Text(row["zh"], row["en"]),
        synonyms_zh=_list(row["synonyms_zh"]),
        synonyms_en=_list(row["synonyms_en"]),
        kind=row["kind"],
        broader=_list(row["broader"]),
        related=_list(row["related"]),
        sectors=_list(_inherited_sectors(row, rows)),
        measures=_list(row["measures"]),
        source=row["source"],
        licence=sources()[row["source"]].licence,
    )


def _inherited_sectors(row: Row, rows: Mapping[str, Row]) -> str:
    while not row["sectors"] and row["broader"]:
        row = rows[_list(row["broader"])[0]]
    return row["sectors"]


def _below(concepts: Mapping[str, Concept]) -> dict[str, tuple[str, ...]]:
    below: dict[str, tuple[str, ...]] = {}
    for concept in concepts.values():
        for above in concept.broader:
            below[above] = (*below.get(above, ()), concept.id)
    return below


def _senses(concepts: Mapping[str, Concept], spellings: Mapping[str, str]) -> Iterator[Sense]:
    """Yield what each wording means; the table of ambiguous wordings overrules the concepts."""
    told = _rows("ambiguous")
    declared = {(r["surface"], r["concept"]) for r in told}
    for concept in concepts.values():
        for surface in concept.surfaces:
            if (surface, concept.id) not in declared:
                yield Sense(concept.id, surface)
    for r in told:
        cues = tuple(cue(c, spellings) for c in _list(r["cues"]))
        yield Sense(r["concept"], r["surface"], r["exact"] == "yes", cues)


def _problem(row: Row) -> Problem:
    groups = tuple(_list(group) for group in row["cues"].split(";"))
    statement = Text(row["zh"], row["en"])
    return Problem(row["id"], statement, groups, _list(row["concepts"]), _list(row["measures"]))


def _rows(name: str) -> tuple[Row, ...]:
    path = files("dafeng.exchange") / "concepts" / f"{name}.csv"
    return tuple(csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline="")))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
