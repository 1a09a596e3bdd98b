"""Which inputs act on the futures, and which of them can change hands between two dossiers?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.records import Dossier
from dafeng.dossier.snapshot import content_hash
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class InputGroup:
    """Inputs that change hands together.

    Parameters
    ----------
    id, name
        What they are.
    tables
        Tables of the dossier.
    keys
        Fields of the identity.
    """

    id: str
    name: Text
    tables: tuple[str, ...]
    keys: tuple[str, ...] = ()


#: Everything that acts on the futures, parted into groups.
INPUT_GROUPS: Final = (
    InputGroup(
        "settings",
        Text("身份与核算设置", "identity and settings"),
        (),
        ("kind", "province", "hosts", "base_year", "price_base"),
    ),
    InputGroup("energy", Text("能源与工业过程", "energy and processes"), ("energy", "process")),
    InputGroup(
        "activity",
        Text("社会经济与已发布序列", "activity and published series"),
        ("activity", "published"),
    ),
    InputGroup(
        "factors",
        Text("排放因子与电网因子", "emission and grid factors"),
        ("factors",),
        ("factor_set", "grid_kind", "grid_area"),
    ),
    InputGroup("assumptions", Text("情景假设", "assumptions"), ("assumptions",)),
    InputGroup(
        "stocks",
        Text("车辆、建筑、机组与工艺路线", "vehicles, buildings, plants, routes"),
        ("vehicles", "buildings", "plants", "routes"),
    ),
)


def differing_groups(before: Dossier, after: Dossier) -> tuple[str, ...]:
    """Return the groups of inputs in which two dossiers differ, wherever their cells stand."""
    whole = content_hash(before)
    return tuple(
        group.id
        for group in INPUT_GROUPS
        if content_hash(mixed(before, after, frozenset({group.id}))) != whole
    )


def mixed(before: Dossier, after: Dossier, taken: frozenset[str]) -> Dossier:
    """Return the first dossier with some groups of inputs from the second."""
    groups = [g for g in INPUT_GROUPS if g.id in taken]
    keys = {key: getattr(after.identity, key) for g in groups for key in g.keys}
    tables = {table: getattr(after, table) for g in groups for table in g.tables}
    return replace(before, identity=replace(before.identity, **keys), **tables)
