"""What a title or the name of a sheet says of period and place: part of a year, plans, others."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.title_years import only_year, title_year
from dafeng.errors import Fault, Severity

HEAD: exemplar.Rows = [["项目", "原煤（万吨）", "天然气（亿立方米）", "电力（亿千瓦时）"]]
ROWS: exemplar.Rows = [["工业", 300, 9, 200], ["第三产业", None, 1, 35], ["居民生活", None, 2, 30]]


def read(
    title: str, name: str = "表2", who: dict[str, object] | None = None
) -> tuple[Dossier, tuple[Fault, ...]]:
    rows: exemplar.Rows = [[title], *HEAD, *ROWS]
    sheet = RawSheet("年鉴.xlsx", name, tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity(**(who or {})))
    assert dossier is not None
    return dossier, faults


def told(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(f.rule, f.place.cell) for f in faults if f.severity is not Severity.NOTE]


def years(dossier: Dossier) -> set[int]:
    return {r.year for r in dossier.energy}


@pytest.mark.parametrize(
    "title",
    [
        "2020年1-6月能源平衡表",
        "２０２０年１—９月能源平衡表",
        "2020年上半年能源平衡表",
        "2020年一季度能源平衡表",
        "2020年前三季度能源平衡表",
        "2020年6月能源平衡表",
        "2020H1",
        "Energy balance, January-June 2020",
        "Energy balance, Q3 2020",
        "Energy balance, first half of 2020",
    ],
)
def test_part_of_a_year_is_no_year(title: str) -> None:
    for dossier, faults in (read(title), read("能源平衡表", title)):
        assert not dossier.energy
        assert [rule for rule, _ in told(faults)] == ["sheet.period.part"]


def test_where_the_part_of_a_year_stands() -> None:
    assert told(read("2020年1-6月能源平衡表")[1]) == [("sheet.period.part", "A1")]
    (fault,) = (f for f in read("能源平衡表", "2020年1-9月")[1] if f.rule == "sheet.period.part")
    assert (fault.place.sheet, fault.place.row) == ("2020年1-9月", None)
    assert "2020年1-9月" in fault.message.en


@pytest.mark.parametrize(
    "title",
    [
        "2020年能源平衡表（预测）",
        "2020年能源平衡表（规划目标）",
        "2020年能源需求预测",
        "2020年规划",
    ],
)
def test_plans_and_forecasts_are_no_statistics(title: str) -> None:
    dossier, faults = read(title)
    assert not dossier.energy
    assert told(faults) == [("sheet.period.planned", "A1")]


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("2020年1-12月能源平衡表", "表2"),
        ("2020年能源平衡表（2021年12月编制）", "表2"),
        ("2020年能源平衡表（按2015年口径）", "表2"),
        ("2020年能源平衡表（快报数）", "表2"),
        ("2020年能源平衡表（“十四五”规划基础数据）", "表2"),
        ("能源平衡表（2021年3月）", "2020年"),
        ("填表日期：2021年3月5日", "能源2020"),
        ("中国能源统计年鉴2021　2020年能源平衡表", "表2"),
        ("《统计年鉴》2020年能源平衡表", "表2"),
        ("Energy balance, January to December 2020", "表2"),
    ],
)
def test_a_whole_year_is_read(title: str, sheet: str) -> None:
    dossier, faults = read(title, sheet)
    assert years(dossier) == {2020}
    assert told(faults) == []


@pytest.mark.parametrize(
    "title", ["统计年鉴2021　5-3 能源平衡表", "2021年统计年鉴", "《年鉴—2021》"]
)
def test_the_year_of_a_yearbook_is_not_that_of_its_figures(title: str) -> None:
    dossier, faults = read(title)
    assert not dossier.energy
    assert told(faults) == [("sheet.year.yearbook", "A1")]
    assert years(read(title, "2020年")[0]) == {2020}


@pytest.mark.parametrize(
    "title",
    [
        "2020年1月—12月能源平衡表",
        "2020年1月至12月能源平衡表",
        "2020年1月至2020年12月能源平衡表",
        "2020年01月-2020年12月能源平衡表",
        "2020年1月1日至12月31日能源平衡表",
        "2020.01-2020.12",
        "2020年第一至第四季度能源平衡表",
        "2020年能源平衡表（含四季度核定数）",
        "截至2020年底能源消费情况",
        "2020年能源平衡表摘自统计年鉴",
    ],
)
def test_a_whole_year_in_other_words_is_read(title: str) -> None:
    dossier, faults = read(title)
    assert years(dossier) == {2020}
    assert told(faults) == []


def test_january_of_one_year_to_december_of_another_is_no_year() -> None:
    assert title_year("2020年1月至2021年12月").year is None


@pytest.mark.parametrize(
    ("note", "rules"),
    [
        ("注：一季度数据经调整", ["sheet.period.beside"]),
        ("资料来源：2021年上半年调查", ["sheet.period.beside"]),
        ("注：本表为1-6月数", ["sheet.period.part"]),
        ("（上半年）", ["sheet.period.part"]),
    ],
)
def test_only_what_names_the_table_makes_it_part_of_a_year(note: str, rules: list[str]) -> None:
    rows: exemplar.Rows = [["2020年能源平衡表"], [note], *HEAD, *ROWS]
    dossier, faults = parse(
        [RawSheet("年鉴.xlsx", "表2", tuple(map(tuple, rows)))], exemplar.identity()
    )
    assert dossier is not None
    assert told(faults) == [(rule, "A2") for rule in rules]
    assert years(dossier) == (set() if rules == ["sheet.period.part"] else {2020})


def _economy(*rows: list[object]) -> tuple[Dossier, list[tuple[str, str]]]:
    sheet = RawSheet("年鉴.xlsx", "主要指标", tuple(map(tuple, rows)))  # type: ignore[arg-type]
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, told(faults)


@pytest.mark.parametrize("title", ["2023年上半年国民经济主要指标", "2023年1-6月主要指标"])
def test_half_a_year_of_the_economy_is_no_year(title: str) -> None:
    for heads in (["2023年"], ["2022年", "2023年"]):
        values = [1200.0] * len(heads)
        dossier, found = _economy(
            [title], ["指标", "单位", *heads], ["地区生产总值（当年价）", "亿元", *values]
        )
        assert not dossier.activity
        assert found == [("sheet.period.part", "A1")]


def test_forecasts_of_the_economy_are_told() -> None:
    dossier, found = _economy(
        ["2025-2030年主要指标预测"], ["年份", "常住人口（万人）"], [2025, 541], [2026, 542]
    )
    assert found == [("sheet.period.planned_beside", "A1")]
    assert len(dossier.activity) == 2


def test_a_half_year_beside_whole_years_is_told_and_the_years_are_read() -> None:
    dossier, found = _economy(
        ["2021-2022年及2023年上半年主要指标"],
        ["指标", "单位", "2021年", "2022年"],
        ["常住人口", "万人", 541, 542],
    )
    assert [r.year for r in dossier.activity] == [2021, 2022]
    assert found == [("sheet.period.beside", "A1")]


def test_a_long_table_takes_no_part_of_a_year_either() -> None:
    rows: exemplar.Rows = [
        ["2020年1-6月能源消费"],
        ["流向", "部门", "能源品种", "数量", "单位"],
        ["终端消费量", "建筑业", "原煤", 2.0, "万吨"],
    ]
    sheet = RawSheet("年鉴.xlsx", "能源", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    assert not dossier.energy
    assert told(faults) == [("sheet.period.part", "A1")]
    rows[1], rows[2] = ["年份", *rows[1]], [2020, *rows[2]]
    dossier, faults = parse(
        [RawSheet("年鉴.xlsx", "能源", tuple(map(tuple, rows)))], exemplar.identity()
    )
    assert dossier is not None
    assert years(dossier) == {2020}
    assert told(faults) == [("sheet.period.beside", "A1")]


def test_a_year_that_cannot_be_true_stays_an_error() -> None:
    assert title_year("2202年能源").year == 2202
    assert only_year("2020年1-6月") is None
    assert only_year("能源2020") == 2020


OWN = exemplar.identity_values()["name_zh"]


@pytest.mark.parametrize(
    "title", ["杭州市2020年能源平衡表", "杭州2020年能源平衡表", "Hangzhou 2020"]
)
def test_the_table_of_another_place_is_an_error(title: str) -> None:
    _, faults = read(title)
    assert told(faults) == [("place.other", "A1")]
    (fault,) = (f for f in faults if f.rule == "place.other")
    assert fault.severity is Severity.ERROR
    assert "Hangzhou" in fault.message.en


def test_the_table_of_the_province_is_an_error() -> None:
    assert told(read("河南省2020年能源平衡表")[1]) == [("place.other", "A1")]


@pytest.mark.parametrize(
    ("title", "sheet", "name"),
    [
        ("吴兴区2020年能源平衡表", "表2", "吴兴区"),
        (f"{OWN}吴兴区2020年能源平衡表", "表2", "吴兴区"),
        ("2020年长兴县能源平衡表", "表2", "长兴县"),
        ("能源平衡表", "吴兴区2020", "吴兴区"),
    ],
)
def test_the_table_of_a_district_is_doubted(title: str, sheet: str, name: str) -> None:
    dossier, faults = read(title, sheet)
    assert [rule for rule, _ in told(faults)] == ["place.district"]
    assert f"“{name}”" in next(f for f in faults if f.rule == "place.district").message.zh
    assert years(dossier) == {2020}


@pytest.mark.parametrize(
    "title",
    ["2020年市区能源平衡表", "2020年规模以上工业能源平衡表", "2020年能源平衡表（不含电力热力）"],
)
def test_a_part_of_the_place_is_doubted(title: str) -> None:
    assert told(read(title)[1]) == [("place.scope", "A1")]


@pytest.mark.parametrize(
    "title",
    [
        f"{OWN}2020年能源平衡表",
        f"河南省{OWN}2020年能源平衡表",
        "全市2020年能源平衡表",
        "2020年分县区能源平衡表",
        "各县（市、区）2020年能源消费量",
        "河南省统计局 2020年能源平衡表",
        "2020年可供本地区消费的能源量",
        "示例市2020年能源平衡表",
        "2020年能源平衡表（资料来源：浙江省统计年鉴）",
        "2020年全市区县能源消费量",
        "2020年市区县合计能源消费量",
        "2020年能源消费量（不含原料用能）",
        "Energy consumption 2020 (excluding non-energy use)",
    ],
)
def test_the_own_table_is_not_doubted(title: str) -> None:
    assert told(read(title)[1]) == []


@pytest.mark.parametrize(
    "note",
    [
        "资料来源：河南省统计年鉴",
        "电力折标系数采用河南省公布值",
        "按照浙江省温室气体清单编制指南编制",
    ],
)
def test_a_note_may_name_other_places(note: str) -> None:
    rows: exemplar.Rows = [["2020年能源平衡表"], [note], *HEAD, *ROWS]
    _, faults = parse([RawSheet("年鉴.xlsx", "表2", tuple(map(tuple, rows)))], exemplar.identity())
    assert told(faults) == []


def test_the_province_of_the_same_short_name_is_another_place() -> None:
    who: dict[str, object] = {
        "code": "220200", "name_zh": "吉林市", "name_en": "Jilin", "province": "220000",
        "hosts": ["220200"], "grid_area": "220000",
    }  # fmt: skip
    assert told(read("2020年吉林省能源平衡表", who=who)[1]) == [("place.other", "A1")]
    for title in ("2020年吉林市能源平衡表", "吉林2020年能源平衡表", "2020年吉林省吉林市能源平衡表"):
        assert told(read(title, who=who)[1]) == [], title


def test_large_works_beside_the_whole_are_not_doubted() -> None:
    whole: exemplar.Rows = [["2020年能源平衡表"], *HEAD, ["工业", 310, 9, 210], *ROWS[1:]]
    large: exemplar.Rows = [["2020年规模以上工业能源消费量"], *HEAD, ["规模以上工业", 300, 9, 200]]
    tables = {"全市": whole, "规上": large}
    sheets = [RawSheet("年鉴.xlsx", n, tuple(map(tuple, rows))) for n, rows in tables.items()]
    _, faults = parse(sheets, exemplar.identity())
    assert [rule for rule, _ in told(faults) if rule.startswith("place")] == []


def test_a_park_may_hand_in_tables_under_its_own_and_its_hosts_name() -> None:
    who: dict[str, object] = {
        "code": "P-320500-SIP", "name_zh": "苏州工业园区", "name_en": "Suzhou Industrial Park",
        "kind": "park", "province": "320000", "hosts": ["320500"], "grid_area": "320000",
    }  # fmt: skip
    for title in ("苏州市2020年能源平衡表", "园区2020年能源平衡表", "开发区2020年能源平衡表"):
        assert told(read(title, who=who)[1]) == [], title
    assert told(read("无锡市2020年能源平衡表", who=who)[1]) == [("place.other", "A1")]


def test_factors_of_the_province_are_not_doubted() -> None:
    rows: exemplar.Rows = [
        ["河南省2020年电网排放因子"],
        ["因子", "对象", "年份", "数值", "单位"],
        ["电网因子", "", 2020, 0.6, "tCO2/MWh"],
    ]
    sheet = RawSheet("因子.xlsx", "因子", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    assert [(r.quantity, r.year) for r in dossier.factors] == [("grid", 2020)]
    assert told(faults) == []
