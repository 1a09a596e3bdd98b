"""A table whose rows name sectors alone is of the flow that its title names."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

HEAD: exemplar.Rows = [["项目", "原煤（万吨）", "天然气（亿立方米）"]]
ROWS: exemplar.Rows = [["钢铁", 100, 5], ["建筑业", 30, 1]]


def _read(title: str, rows: exemplar.Rows, name: str = "能源") -> tuple[Dossier, list[Fault]]:
    table: exemplar.Rows = [[title], *HEAD, *rows]
    sheet = RawSheet("年鉴.xlsx", name, tuple(map(tuple, table)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, [f for f in faults if f.rule in ("sheet.flow", "sheet.raw_material")]


@pytest.mark.parametrize(
    "title",
    [
        "2019年规模以上工业加工转换投入量",
        "2019年能源库存量",
        "2019年能源购进量",
        "2019年能源生产量",
        "2019年火力发电投入",
        "2019年煤炭产量",
        "Energy production in 2019",
        "Stocks of energy, 2019",
    ],
)
def test_what_is_no_consumption_is_an_error_and_not_read(title: str) -> None:
    dossier, (fault,) = _read(title, ROWS)
    assert not dossier.energy
    assert fault.severity is Severity.ERROR
    assert fault.place.cell == "A1"
    assert "流向" in fault.remedy.zh
    assert "flow" in fault.remedy.en


@pytest.mark.parametrize("title", ["2019年购进量", "2019年能源库存量", "2019年加工转换投入量"])
def test_a_title_goes_before_the_name_of_its_sheet(title: str) -> None:
    dossier, faults = _read(title, ROWS, name="能源平衡表")
    assert not dossier.energy
    assert [f.rule for f in faults] == ["sheet.flow"]


def test_the_name_of_the_sheet_is_a_title_too() -> None:
    _, faults = _read("2019年", ROWS, name="能源库存量")
    assert len(faults) == 1


@pytest.mark.parametrize(
    "title",
    [
        "2019年分行业能源消费量",
        "2019年规模以上工业能源购进、消费与库存",
        "2019年能源平衡表",
        "2019年电力、热力生产和供应业",
        "2019年终端能源消费（不含用作原料）",
        "2019年",
        "Energy use by sector in 2019",
        "Energy consumption of industry 2019, including feedstock",
        "2019年分行业能源消费量（非能源使用已剔除）",
        "2019年分行业能源消费量（其中：用作原料见附表）",
        "2019年分行业能源消费量，非能源使用除外",
        "Energy consumption by sector 2019 (non-energy use excluded)",
    ],
)
def test_consumption_and_titles_that_say_nothing_are_read(title: str) -> None:
    dossier, faults = _read(title, ROWS)
    assert not faults
    assert {r.flow for r in dossier.energy} == {Flow.FINAL_CONSUMPTION}
    assert len(dossier.energy) == 4


@pytest.mark.parametrize(
    "title",
    [
        "2019年工业用作原料、材料的能源",
        "2019年原料用能",
        "Energy used as feedstock 2019",
        "2019年用作原料、材料的能源消费量",
        "2019年能源消费量（用作原料、材料）",
    ],
)
def test_use_as_raw_material_is_no_final_consumption(title: str) -> None:
    dossier, (fault,) = _read(title, ROWS)
    assert fault.rule == "sheet.raw_material"
    assert fault.severity is Severity.WARNING
    assert title in fault.message.zh
    assert {r.flow for r in dossier.energy} == {Flow.NON_ENERGY}
    assert {r.sector: r.amount.value for r in dossier.energy if r.carrier == "raw_coal"} == {
        "steel": 100,
        "construction": 30,
    }


def test_rows_that_name_their_flow_need_no_title() -> None:
    rows: exemplar.Rows = [["一次能源生产量", 500, 9], ["终端消费量", 130, 6], *ROWS]
    dossier, faults = _read("2019年能源生产情况", rows)
    assert not faults
    assert {r.flow for r in dossier.energy} >= {Flow.PRODUCTION, Flow.FINAL_CONSUMPTION}


@pytest.mark.parametrize(
    "note",
    [
        "注：用作原料的能源另表列出",
        "注：非能源使用除外",
        "说明：工业用作原料、材料的部分见表5",
        "注：用作原料、材料",
    ],
)
def test_a_remark_on_raw_material_turns_no_table_of_consumption(note: str) -> None:
    rows: exemplar.Rows = [["2019年工业分行业能源消费量"], [note], *HEAD, *ROWS]
    sheet = RawSheet("年鉴.xlsx", "分行业", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    assert {r.flow for r in dossier.energy} == {Flow.FINAL_CONSUMPTION}
    assert "sheet.raw_material" not in {f.rule for f in faults}
