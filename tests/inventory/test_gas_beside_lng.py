"""Piped gas whose unit is wrong is told although the place uses LNG as well."""

from __future__ import annotations

import pytest

from dafeng.dossier.cells import Cell
from dafeng.dossier.identity_keys import flatten
from dafeng.dossier.parse import parse
from dafeng.dossier.sheets import RawSheet
from dafeng.inventory.plausibility import check_dossier

HEAD: list[Cell] = ["年份", "流向", "部门", "能源品种", "数量", "单位"]
GAS = (("工业", 9.87), ("交通运输、仓储和邮政业", 0.6), ("居民生活", 1.85), ("其他", 0.95))
LNG = (("工业", 1.2), ("交通运输、仓储和邮政业", 2.1))
ACTIVITY: list[list[Cell]] = [
    ["年份", "指标", "数量", "单位", "价格基期"],
    [2023, "常住人口", 343.9, "万人", None],
    [2023, "地区生产总值", 4015.1, "亿元", "当年价"],
]


def _levels(gas: str, lng: str) -> list[str]:
    rows = [HEAD]
    rows += [[2023, "终端消费量", s, "天然气", v, gas] for s, v in GAS]
    rows += [[2023, "终端消费量", s, "液化天然气", v, lng] for s, v in LNG]
    rows += [[2023, "终端消费量", "工业", "原煤", 60.25, "万吨"]]
    identity = {"code": "330500", "base_year": 2023, "price_base": 2020}
    entries, _ = flatten(identity, "dossier.toml")
    sheets = [
        RawSheet(f"{name}.csv", name, tuple(map(tuple, table)))
        for name, table in (("energy", rows), ("activity", ACTIVITY))
    ]
    dossier, _ = parse(sheets, entries)
    assert dossier is not None
    found = check_dossier(dossier)
    return [f.place.cell for f in found if f.rule == "inventory.level.implausible"]


@pytest.mark.parametrize(
    ("gas", "lng", "told"),
    [
        ("亿立方米", "万吨", []),
        ("万立方米", "万吨", ["E2"]),
        ("亿立方米", "千万吨", ["E7"]),
    ],
)
def test_gas_is_judged_by_itself(gas: str, lng: str, told: list[str]) -> None:
    assert _levels(gas, lng) == told
