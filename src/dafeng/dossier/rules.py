"""Which rules does an input obey? The catalogue of diagnostics, and how one is stated."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

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
    return Fault(
        stated.id,
        stated.severity,
        place,
        stated.message.format(**values),
        Text(
            stated.remedy.zh.format(**_in_language(values, zh=True)).strip(),
            stated.remedy.en.format(**_in_language(values, zh=False)).strip(),
        ),
    )


def _in_language(values: dict[str, object], *, zh: bool) -> dict[str, object]:
    return {k: (v.zh if zh else v.en) if isinstance(v, Text) else v for k, v in values.items()}


class Findings:
    """Faults gathered in the order of the input; nothing is raised before all are known."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.cited: dict[str, Place] = {}

    def add(self, rule: str, place: Place, /, **values: object) -> None:
        """Note that a rule is broken at a place."""
        self.faults.append(fault(rule, place, **values))

    def cite(self, source: str, place: Place) -> None:
        """Remember where a source is first cited, until all sources are known."""
        self.cited.setdefault(source, place)
