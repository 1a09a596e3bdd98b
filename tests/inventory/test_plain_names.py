"""Diagnostics call sectors, carriers and processes by the names that readers know."""

from __future__ import annotations

import pytest
from tests.dossier import test_single_faults as planted_faults
from tests.inner_words import inner_words, untranslated

from dafeng import reference
from dafeng.errors import Fault
from dafeng.language import Text


@pytest.mark.parametrize(
    "planted",
    [p for p in planted_faults.PLANTED if p.rule.startswith("inventory.")],
    ids=str,
)
def test_planted_faults_are_told_without_ids(
    planted: planted_faults.Planted, told: list[Fault]
) -> None:
    assert planted_faults.reported(planted)
    assert any(f.rule == planted.rule for f in told)
    assert not untranslated(told)


def test_an_id_in_a_text_is_noticed() -> None:
    assert inner_words(Text("2020 年 raw_coal 一列", "raw coal")) == {"raw_coal"}
    assert inner_words(Text("类别 average 的因子", "kind average")) == {"average"}
    assert inner_words(Text("城镇与乡村", "households_urban and rural")) == {"households_urban"}
    assert inner_words(Text("见 energy.csv E2", "coke of steel works, average")) == set()


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        (reference.sector_name("steel"), "黑色金属冶炼和压延加工业"),
        (reference.sector_name(""), "合计"),
        (reference.carrier_name("raw_coal"), "原煤"),
        (reference.process_name("clinker"), "水泥熟料（省级指南）"),
        (reference.grid_kind_name("average"), "电力平均二氧化碳排放因子"),
        (reference.grid_area_name("CN"), "全国"),
        (reference.grid_area_name("CN-EAST"), "华东"),
        (reference.series_name("ceads"), "CEADs 城市清单"),
        (reference.sector_name("moon"), "moon"),
        (reference.carrier_name("dilithium"), "dilithium"),
        (reference.process_name("alchemy"), "alchemy"),
    ],
)
def test_an_id_has_a_name(name: Text, zh: str) -> None:
    assert name.zh == zh
