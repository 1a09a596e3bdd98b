"""Which rules do requests and offers obey, and how is a broken one stated?"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from io import StringIO

from dafeng.dossier.plain_text import printable
from dafeng.dossier.rules import Rule
from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text

#: Longest piece of an input that a message repeats [characters].
REPEATED = 60


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Return every rule of the exchange by id."""
    path = files("dafeng.exchange") / "tables" / "rules.csv"
    table = csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline=""))
    return {
        row["rule"]: Rule(
            row["rule"],
            Severity(row["severity"]),
            Text(row["message_zh"], row["message_en"]),
            Text(row["remedy_zh"], row["remedy_en"]),
        )
        for row in table
    }


def fault(rule: str, place: Place, /, **values: object) -> Fault:
    """State that a rule is broken at a place.

    Parameters
    ----------
    rule
        Id of the rule.
    place
        Where.
    values
        What fills the gaps of its wordings; long pieces are cut.
    """
    stated = rules()[rule]
    short = {k: v if isinstance(v, Text) else _short(str(v)) for k, v in values.items()}
    return Fault(
        rule, stated.severity, place, stated.message.format(**short), stated.remedy.format(**short)
    )


def _short(text: str) -> str:
    line = printable(text)
    return line if len(line) <= REPEATED else line[: REPEATED - 1] + "…"
