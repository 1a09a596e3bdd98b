"""What do the three scenarios assume where a place says nothing, and on whose word?

The rows stand in ``tables/assumptions.csv`` in the form of a dossier's assumptions, so that a
planner can read and copy them: low, central and high are the 2.5, 50 and 97.5 % points; a sector
is a leaf, a parent, an industry class or empty for all; a later row beats an earlier one. Rates
are yearly, shares count from the mix of the base year. ``tables/bases.csv`` says for each row on
whose word it stands, and where that is only the project's judgement.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from dafeng.language import Text, same

#: Ids of the three scenarios in the order of their ambition.
SCENARIOS: Final[tuple[str, ...]] = ("frozen", "current_policy", "enhanced")

#: Id of a scenario with levers moved (`dafeng.scenarios.levers`).
ADJUSTED: Final = "adjusted"

#: Names of the three scenarios, and of one that somebody tries.
NAMES: Final[dict[str, Text]] = {
    "frozen": Text("基准情景（政策冻结）", "Frozen policy"),
    "current_policy": Text("现行政策情景", "Current policy"),
    "enhanced": Text("强化情景", "Enhanced policy"),
    ADJUSTED: Text("调整后", "Adjusted"),
}


def name_of(scenario: str) -> Text:
    """Return the name of a scenario; a place's own goes by its id."""
    return NAMES.get(scenario) or same(scenario)


@dataclass(frozen=True, slots=True)
class Basis:
    """On whose word an assumption stands.

    Parameters
    ----------
    id
        Stable id.
    text
        What it says.
    citation
        Document; empty for the project's own judgement.
    judgement
        True where the figures are the project's judgement and nobody else's.
    """

    id: str
    text: Text
    citation: str
    judgement: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One point of a default path; see the module for the reading of its columns."""

    scenario: str
    driver: str
    sector: str
    carrier: str
    year: int
    low: float
    central: float
    high: float
    basis: str


@cache
def bases() -> dict[str, Basis]:
    """Return the bases of the default assumptions by id."""
    return {
        row["id"]: Basis(
            row["id"], Text(row["zh"], row["en"]), row["citation"], row["judgement"] == "yes"
        )
        for row in _read("bases.csv")
    }


@cache
def rows() -> tuple[Row, ...]:
    """Return all default points in the order of the table."""
    return tuple(
        Row(
            row["scenario"],
            row["driver"],
            row["sector"],
            row["carrier"],
            int(row["year"]),
            float(row["low"]),
            float(row["central"]),
            float(row["high"]),
            row["basis"],
        )
        for row in _read("assumptions.csv")
    )


def _read(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("tables", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
