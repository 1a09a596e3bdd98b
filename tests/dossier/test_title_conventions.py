"""Units of a title with the convention for electricity beside them, and units in its brackets."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Severity

USUAL: exemplar.Rows = [["部门", "原煤", "电力"], ["工业", 90, 12.29], ["居民生活", 6, 12.29]]
TURNED: exemplar.Rows = [
    ["品种", "农业", "工业", "居民生活"],
    ["原煤", 0, 90, 6],
    ["电力", 0, 12.29, 12.29],
]


def _read(title: exemplar.Rows, rows: exemplar.Rows) -> tuple[Dossier, list[str]]:
    sheet = RawSheet("年鉴.xlsx", "能源", tuple(map(tuple, [*title, *rows])))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, sorted({f.rule for f in faults if f.severity is not Severity.NOTE})


TITLE = "2022年分部门能源消费量"


@pytest.mark.parametrize("rows", [USUAL, TURNED])
@pytest.mark.parametrize(
    "title",
    [
        [[TITLE], ["单位：万吨标准煤（当量值）"]],
        [[TITLE], ["单位：万吨标准煤（电力按当量值）"]],
        [[TITLE], ["计量单位: 万吨标准煤 (按电热当量计算法)"]],
        [[TITLE], ["Unit: 10^4 tce (calorific equivalent)"]],
        [[f"{TITLE}（当量值，万吨标准煤）"]],
        [[f"{TITLE}（电热当量计算法）（万吨标准煤）"]],
        [[TITLE, None, "（万吨标准煤，当量值）"]],
    ],
)
def test_a_convention_beside_the_unit_of_a_title(title: exemplar.Rows, rows: exemplar.Rows) -> None:
    dossier, told = _read(title, rows)
    assert not told
    found = {(r.sector, r.carrier): r.amount for r in dossier.energy if r.amount.value}
    assert found["manufacturing", "raw_coal"].unit == "万吨标准煤"
    power = found["manufacturing", "electricity"]
    assert power.unit == "亿千瓦时"
    assert power.value == pytest.approx(10, rel=1e-3)


@pytest.mark.parametrize("rows", [USUAL, TURNED])
@pytest.mark.parametrize("unit", ["万吨标准煤（等价值）", "万吨标准煤（电力按等价值）"])
def test_electricity_at_plants_rates_is_told_as_that(unit: str, rows: exemplar.Rows) -> None:
    dossier, told = _read([[TITLE], [f"单位：{unit}"]], rows)
    assert told == ["unit.convention"]
    assert {r.carrier for r in dossier.energy} == {"raw_coal"}


@pytest.mark.parametrize(
    "title",
    [
        [[TITLE], ["单位：万吨标准煤（见说明）"]],
        [[f"{TITLE}（万吨标准煤、亿千瓦时）"]],
        [[f"{TITLE}（%）"]],
        [[f"{TITLE}（二）"]],
        [[f"{TITLE}（a）"]],
        [["注：见表5（万吨）"], [TITLE]],
    ],
)
def test_other_brackets_state_no_unit(title: exemplar.Rows) -> None:
    assert "unit.missing" in _read(title, USUAL)[1]


@pytest.mark.parametrize("merged", [(), ((1, 4, 1, 5), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3))])
def test_conventions_below_a_total_are_a_header(
    merged: tuple[tuple[int, int, int, int], ...],
) -> None:
    rows: exemplar.Rows = [
        ["行业", "原煤（万吨）", "电力（亿千瓦时）", "能源合计（万吨标准煤）", None],
        [None, None, None, "当量值", "等价值"],
        ["工业", 127, 20, 115.3, 151],
        ["居民生活", 3, 5, 8.3, 17.4],
    ]
    sheet = RawSheet("年鉴.xlsx", "2022年能源消费量", tuple(map(tuple, rows)), merged)
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    assert not [f for f in faults if f.severity is Severity.ERROR]
    assert sorted(r.amount.value or 0 for r in dossier.energy) == [3, 5, 20, 127]
