"""Tables of carriers whose title is of emissions, savings or capacity are no tables of energy."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

USUAL: exemplar.Rows = [
    ["部门", "原煤", "焦炭"],
    ["农业", 1, 0],
    ["工业", 9, 4],
    ["居民生活", 6, 0],
]
TURNED: exemplar.Rows = [["品种", "农业", "工业", "居民生活"], ["原煤", 1, 9, 6], ["焦炭", 0, 4, 0]]
BALANCE: exemplar.Rows = [["项目", "原煤", "焦炭"], ["终端消费量", 9, 4], ["工业", 9, 4]]


def _read(
    title: str, rows: exemplar.Rows, name: str = "表1", unit: str = "万吨"
) -> tuple[Dossier, list[Fault]]:
    table: exemplar.Rows = [[title], [f"单位：{unit}"], *rows]
    sheet = RawSheet("年鉴.xlsx", name, tuple(map(tuple, table)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, [f for f in faults if f.rule == "sheet.subject"]


@pytest.mark.parametrize("rows", [USUAL, TURNED, BALANCE])
@pytest.mark.parametrize("name", ["表1", "能源平衡表"])
@pytest.mark.parametrize(
    "title",
    [
        "湖州市2022年分部门分品种二氧化碳排放量",
        "2022年能源消费碳排放表",
        "2022年温室气体排放清单",
        "2022年能源消费产生的CO2排放量",
        "2022年二氧化硫排放量",
        "2022年大气污染物排放量（按能源消费量测算）",
        "2022年节能量",
        "2022年能源消费减少量",
        "2022年新增能源消费量",
        "2022年减煤量",
        "2022年能源设计产能",
        "CO2 emissions by carrier and sector, 2022",
        "Emissions from energy use in 2022",
    ],
)
def test_what_is_no_energy_is_an_error_and_not_read(
    title: str, name: str, rows: exemplar.Rows
) -> None:
    dossier, (fault,) = _read(title, rows, name)
    assert not dossier.energy
    assert fault.severity is Severity.ERROR
    assert fault.place.cell == "A1"
    assert fault.message.en != fault.message.zh


def test_the_name_of_the_sheet_says_it_too() -> None:
    dossier, faults = _read("湖州市2022年", USUAL, "碳排放")
    assert not dossier.energy
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2022年分行业能源消费量", "碳排放核算"),
        ("2022年碳排放核算能源消费量", "表1"),
        ("2022年能源平衡表（碳排放核算用）", "表1"),
        ("2022年能源消费与碳排放", "表1"),
        ("2022年能源消费量和节能量", "表1"),
        ("2022年温室气体清单能源活动水平数据", "表1"),
        ("2022年重点排放单位燃料", "表1"),
        ("2022年产能过剩行业能源消费量", "表1"),
        ("2022年能源消费量（不含新增能源消费量）", "表1"),
        ("2022年低碳城市能源消费量", "碳达峰"),
        ("Energy use by sector for emission accounts, 2022", "Sheet1"),
        ("Energy consumption and CO2 emissions in 2022", "Sheet1"),
        ("2022年", "表1"),
    ],
)
def test_energy_that_is_accounted_for_its_emissions_is_read(title: str, name: str) -> None:
    dossier, faults = _read(title, USUAL, name)
    assert not faults
    assert len(dossier.energy) == 6


def test_gases_have_no_unit_of_energy() -> None:
    assert not _read("2022年碳排放测算", USUAL, unit="万吨标准煤")[1]
    assert len(_read("2022年节能量", USUAL, unit="万吨标准煤")[1]) == 1


def test_a_note_above_the_table_is_no_title() -> None:
    rows: exemplar.Rows = [["注：碳排放量见表5"], *USUAL]
    assert not _read("2022年", rows)[1]
