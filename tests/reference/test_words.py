"""Sectors, carriers and balance rows are found by what a bureau calls them."""

from __future__ import annotations

import pytest

from dafeng.errors import UnknownNameError
from dafeng.reference import (
    carriers,
    find_carrier,
    industry_code,
    names_part,
    sectors,
    table,
)


def test_tree_in_three_depths() -> None:
    tree = sectors()
    assert len(tree.leaves("coarse")) == 8
    assert len(tree.leaves()) == 13
    assert len(tree.leaves("fine")) == 47
    assert tree.children("households") == ("households_urban", "households_rural")
    assert tree.parent("steel") == "manufacturing"
    assert tree.parent("ceads_28") == "steel"
    assert tree.gpc("steel") == "I.3"
    assert tree.ipcc("ceads_28") == "1A2a"
    assert tree.industry_class("ceads_01") == "primary"
    assert tree.name("transport").en.startswith("Transport")


def test_the_crosswalk_covers_each_ceads_sector_once() -> None:
    tree = sectors()
    covered = [i for leaf in tree.leaves() for i in tree.ceads(leaf)]
    assert sorted(covered) == sorted(tree.leaves("fine"))
    assert set(tree.ceads("manufacturing")) >= set(tree.ceads("steel"))


@pytest.mark.parametrize("entry", table("ceads_sectors").rows, ids=lambda r: str(r[0]))
def test_ceads_names_find_the_sector_that_holds_them(entry: tuple[str, ...]) -> None:
    _, sector, english, chinese, *_ = entry
    assert sectors().find(english) == sector
    assert sectors().find(chinese) == sector


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("1.农、林、牧、渔业", "agriculture"),
        ("2.工业", "manufacturing"),
        ("3.建筑业", "construction"),
        ("4.交通运输、仓储和邮政业", "transport"),
        ("5.批发和零售业、住宿和餐饮业", "services"),
        ("6.其他", "services"),
        ("7.居民生活", "households"),
        ("（1）城镇", "households_urban"),
        ("(2)乡村", "households_rural"),
        ("黑色金属冶炼及压延加工业", "steel"),
        ("鋼鐵", "steel"),
        ("Iron and Steel", "steel"),
        ("Non-metallic minerals", "building_materials"),
        ("power_heat", "power_heat"),
        ("  Transport ", "transport"),
    ],
)
def test_sectors_of_an_energy_balance(text: str, sector: str) -> None:
    assert sectors().find(text) == sector


@pytest.mark.parametrize(
    ("text", "carrier"),
    [
        ("原煤（万吨）", "raw_coal"),
        ("洗精煤", "cleaned_coal"),
        ("其它洗煤", "other_washed_coal"),
        ("天然气（亿立方米）", "natural_gas"),
        ("焦爐煤氣", "coke_oven_gas"),
        ("Diesel Oil", "diesel"),
        ("Raw_Coal", "raw_coal"),
        ("ＬＮＧ", "lng"),
        ("热力 (万百万千焦)", "heat"),
        ("电力(亿千瓦小时)", "electricity"),
        ("其他焦化产品(万吨)", "other_coking_products"),
        ("液化石油气", "lpg"),
    ],
)
def test_carriers_of_an_energy_balance(text: str, carrier: str) -> None:
    assert find_carrier(text) == carrier


def test_synonyms_lead_to_ids_and_do_not_contradict_one_another() -> None:
    for name, ids, find in (
        ("carrier_synonyms", carriers(), find_carrier),
        ("sector_synonyms", sectors(), sectors().find),
    ):
        for text, identifier, *_ in table(name).rows:
            assert identifier in ids
            assert find(text) == identifier, text


@pytest.mark.parametrize("find", [find_carrier, sectors().find])
@pytest.mark.parametrize("text", ["", "（万吨）", "phlogiston", "合计"])
def test_what_has_no_meaning_raises(find: object, text: str) -> None:
    assert callable(find)
    with pytest.raises(UnknownNameError):
        find(text)


@pytest.mark.parametrize("entry", table("industries").rows, ids=lambda r: f"{r[0]}-{r[1]}")
def test_sections_and_divisions_of_the_classification_are_known(entry: tuple[str, ...]) -> None:
    code, chinese, english, sector, *_ = entry
    assert sectors().find(chinese) == sector
    assert industry_code(chinese) == code
    assert not english or sectors().find(english) == sector


def test_the_classification_is_whole() -> None:
    """Sections A to T; 41 divisions of industry, B06 to D46 without gap."""
    codes = {str(row[0]) for row in table("industries").rows if row[4] == "2017"}
    assert codes >= {*"ABCDEFGHIJKLMNOPQRST"}
    divisions = {*range(6, 13)}, {*range(13, 44)}, {*range(44, 47)}
    for section, numbers in zip("BCD", divisions, strict=True):
        assert {int(c[1:]) for c in codes if c[0] == section and len(c) > 1} == numbers


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("服务业", False),
        ("批发和零售业", True),
        ("6.其他", True),
        ("交通运输、仓储和邮政业", False),
        ("道路运输业", True),
        ("采矿业", False),
        ("煤炭开采和洗选业", True),
        ("非金属矿物制品业", False),
        ("水泥", True),
        ("某某", False),
    ],
)
def test_a_name_is_of_a_sector_or_of_a_part_of_it(text: str, part: bool) -> None:
    assert names_part(text) is part
