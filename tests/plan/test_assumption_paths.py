"""Which paths do the assumptions form, and which of them are alike?"""

from __future__ import annotations

from dataclasses import replace

from tests.wordings import printed

from dafeng.language import Text, same
from dafeng.plan.assumption_paths import paths, shared
from dafeng.plan.material import Assumption, PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.tree import DataTable

DRIVER = Text("增长率", "growth")
SOURCE = same("S1")


def path(sector: str, *values: float, carrier: str = "") -> list[Assumption]:
    return [
        Assumption("a", DRIVER, sector, 2025 + 5 * n, v, v, v, "1/a", SOURCE, carrier)
        for n, v in enumerate(values)
    ]


def test_sectors_with_the_same_path_are_named_together() -> None:
    found = paths([*path("steel", 0.1, 0.2), *path("mining", 0.3), *path("services", 0.1, 0.2)])
    assert [p.sectors for p in found] == [("steel", "services"), ("mining",)]
    assert found[0].points == ((2025, (0.1, 0.1, 0.1)), (2030, (0.2, 0.2, 0.2)))


def test_a_year_that_does_not_follow_begins_another_path() -> None:
    found = paths([*path("steel", 0.1, 0.2), *path("steel", 0.3, 0.4)])
    assert len(found) == 2


def test_carriers_are_kept_apart() -> None:
    found = paths([*path("steel", 0.1, carrier="coal"), *path("steel", 0.1, carrier="oil")])
    assert [p.carrier for p in found] == ["coal", "oil"]


def test_what_every_scenario_has_is_shared() -> None:
    first = paths([*path("", 0.1), *path("steel", 0.2)])
    second = paths([*path("", 0.1), *path("steel", 0.3)])
    assert [p.sectors for p in shared((first, second))] == [("",)]
    assert shared((first,)) == ()


def test_zero_throughout_is_held() -> None:
    assert paths(path("steel", 0.0, 0.0))[0].held
    assert not paths(path("steel", 0.0, 0.1))[0].held


def test_the_annex_names_all_sectors_in_a_word(material: PlanMaterial) -> None:
    points = [a for sector, _ in material.sectors for a in path(sector, 0.1)]
    few = [a for sector, _ in material.sectors[2:] for a in path(sector, 0.2)]
    other = replace(points[0], driver=Text("强度", "intensity"))
    again = [replace(a, driver=other.driver) for a in few]
    made = compose(replace(material, assumptions=(*points, *again)))
    table = next(b for b in made.blocks if isinstance(b, DataTable) and b.id == "assumptions-a")
    assert [row[0]["zh"] for row in table.rows] == [
        "增长率（%/年）",
        "全部",
        "强度（%/年）",
        "除农林牧渔业；电力、热力生产外",
    ]
    assert len(table.rows[0]) == 1


def test_what_stays_is_said_in_a_sentence(material: PlanMaterial) -> None:
    made = compose(replace(material, assumptions=tuple(path("", 0.0))))
    assert any(text.startswith("保持不变：增长率") for text in printed(made, "zh"))


def test_groups_of_sectors_stand_under_their_name(material: PlanMaterial) -> None:
    """Sectors that make up manufacturing, or households, are not listed one by one."""
    known = [key for key, _ in material.sectors]
    industry = ["mining", "construction", *(k for k in known if k in _MANUFACTURING)]
    moving = [a for sector in industry for a in path(sector, 0.1, 0.2)]
    told = _labels(replace(material, assumptions=tuple(moving)))
    assert told == [
        Text("采矿业；制造业；建筑业", "Mining and quarrying; Manufacturing; Construction")
    ]
    rest = [
        a
        for k in known
        if k not in ("households_urban", "households_rural")
        for a in path(k, 0.1, 0.2)
    ]
    told = _labels(replace(material, assumptions=tuple(rest)))
    assert [t.en for t in told] == ["all but Households"]


_MANUFACTURING = (
    "steel",
    "nonferrous",
    "building_materials",
    "petrochemicals",
    "other_manufacturing",
)


def _labels(material: PlanMaterial) -> list[Text]:
    tables = [b for b in compose(material).blocks if isinstance(b, DataTable)]
    (table,) = (t for t in tables if t.id.startswith("assumptions-"))
    return [row[0] for row in table.rows if len(row) > 1]  # type: ignore[misc]
