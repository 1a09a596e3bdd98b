"""Which figures does the inventory assume where nothing is published or recorded?"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from types import MappingProxyType


def assumed(group: str) -> Mapping[str, float]:
    """Return one group of assumed figures by key, in the order of ``tables/assumed.csv``.

    Each row names its unit, its source and how far that was verified (M from memory, J the
    project's judgement).

    Parameters
    ----------
    group
        ``gdp_share``, ``secondary_power``, ``household_power``, ``tertiary_power``,
        ``half_width`` or ``gdp_range``.
    """
    return _groups()[group]


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, Mapping[str, float]]:
    path = files("dafeng.inventory") / "tables" / "assumed.csv"
    found: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline="")):
        found.setdefault(row["group"], {})[row["key"]] = float(row["value"])
    return MappingProxyType({name: MappingProxyType(group) for name, group in found.items()})
