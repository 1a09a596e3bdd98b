"""Which rules does an input obey? The catalogue of diagnostics, and how one is stated."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from dafeng.dossier.plain_text import printable
from dafeng.dossier.records import EnergyRecord
from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that an input can break.

    Parameters
    ----------
    id
        Stable identifier.
    severity
        How far breaking it bars the way.
    message, remedy
        Wordings with named gaps.
    """

    id: str
    severity: Severity
    message: Text
    remedy: Text


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Return every rule by id, in the order of the catalogue."""
    return {
        row["rule"]: Rule(
            row["rule"],
            Severity(row["severity"]),
            Text(row["message_zh"], row["message_en"]),
            Text(row["remedy_zh"], row["remedy_en"]),
        )
        for row in rows("rules")
    }


def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of one of the dossier's own tables."""
    text = files("dafeng.dossier").joinpath("tables", f"{table}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def fault(rule: str, place: Place, /, **values: object) -> Fault:
    """State that a rule is broken at a place.

    Parameters
    ----------
    rule
        Id of the rule.
    place
        Where.
    values
        What fills the gaps of its wordings; a `Text` is filled in its own language.
    """
    stated = rules()[rule]
    message = stated.message.format(**values)
    return Fault(
        stated.id,
        stated.severity,
        _printable_place(place),
        Text(printable(message.zh), printable(message.en)),
        _fixed_remedy(rule) or _remedy(stated.remedy.format(**values)),
    )


@lru_cache(maxsize=512)
def _fixed_remedy(rule: str) -> Text | None:
    """Return the remedy of a rule if it has no gap to fill."""
    remedy = rules()[rule].remedy
    return None if "{" in remedy.zh + remedy.en else _remedy(remedy)


def _remedy(text: Text) -> Text:
    return Text(printable(text.zh).strip(), printable(text.en).strip())


def _printable_place(place: Place) -> Place:
    file, sheet, field = (printable(part) for part in (place.file, place.sheet, place.field))
    if (file, sheet, field) == (place.file, place.sheet, place.field):
        return place
    return replace(place, file=file, sheet=sheet, field=field)


class Findings:
    """Faults gathered in the order of the input; nothing is raised before all are known."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.cited: dict[str, list[Place]] = {}
        self.unread: dict[str, list[Place]] = {}
        self.titles: dict[Place, str] = {}
        self.words: dict[tuple[str, str, str, str], list[Place]] = {}
        self.unknown: list[EnergyRecord] = []
        self._told: set[tuple[str, Place]] = set()
        self._said: set[Fault] = set()

    def add(self, rule: str, place: Place, /, **values: object) -> None:
        """Note that a rule is broken at a place; the same words of the same place stand once."""
        found = fault(rule, place, **values)
        if found not in self._said:
            self.faults.append(found)
        self._said.add(found)
        self._told.add((rule, place))

    def once(self, rule: str, place: Place, /, **values: object) -> None:
        """Note that a rule is broken at a place, unless that has been said."""
        if (rule, place) not in self._told:
            self.add(rule, place, **values)

    def leave_unread(self, variable: str, place: Place) -> None:
        """Remember where a variable stands that nothing reads, until all rows are known."""
        self.unread.setdefault(variable, []).append(place)

    def entitle(self, text: str, place: Place) -> None:
        """Remember what a title or the name of a sheet says, until the place is known."""
        self.titles[place] = text

    def leave_words(self, name: str, words: str, place: Place) -> None:
        """Remember words in the brackets of a name that nothing reads, until all are known."""
        self.words.setdefault((place.file, place.sheet, name, words), []).append(place)

    def leave_unknown(self, record: EnergyRecord) -> None:
        """Remember a part of a cell that is not known (NE, C), until the rest of it is settled."""
        self.unknown.append(record)

    def cite(self, source: str, place: Place) -> None:
        """Remember where a source is cited, until all sources are known."""
        self.cited.setdefault(source, []).append(place)
