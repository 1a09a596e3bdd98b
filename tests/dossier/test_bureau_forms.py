"""Tables as bureaus print them are read: factors by fuel, years as columns, energy totals."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity


def _sheet(rows: exemplar.Rows, name: str) -> RawSheet:
    return RawSheet("年鉴.xlsx", name, tuple(map(tuple, rows)))


def _read(*tables: tuple[exemplar.Rows, str]) -> tuple[Dossier, tuple[Fault, ...]]:
    dossier, faults = parse([_sheet(*t) for t in tables], exemplar.identity())
    assert dossier is not None
    return dossier, faults


def _told(faults: tuple[Fault, ...], *severities: Severity) -> list[tuple[str, str]]:
    kinds = severities or (Severity.ERROR, Severity.WARNING)
    return [(f.rule, f.place.cell) for f in faults if f.severity in kinds]


Factors = dict[tuple[str, str, int | None], tuple[float | None, str, str]]


def _factors(dossier: Dossier) -> Factors:
    return {
        (f.quantity, f.subject, f.year): (f.amount.value, f.amount.unit, f.amount.place.cell)
        for f in dossier.factors
    }


PUBLISHED: exemplar.Rows = [
    ["能源品种", "低位发热量（GJ/t）", "单位热值含碳量（tC/TJ）", "碳氧化率（%）"],
    ["原煤", 20.908, 26.37, 94],
    ["焦炭", 28.435, 29.5, None],
]


@pytest.mark.parametrize("name", ["因子", "热值和含碳量"])
def test_a_table_with_a_fuel_a_row_gives_its_factors_at_their_cells(name: str) -> None:
    dossier, faults = _read((PUBLISHED, name))
    assert _told(faults) == []
    assert _factors(dossier) == {
        ("ncv", "raw_coal", None): (20.908, "GJ/t", "B2"),
        ("carbon_content", "raw_coal", None): (26.37, "tC/TJ", "C2"),
        ("oxidation", "raw_coal", None): (94.0, "%", "D2"),
        ("ncv", "coke", None): (28.435, "GJ/t", "B3"),
        ("carbon_content", "coke", None): (29.5, "tC/TJ", "C3"),
    }


def test_a_wide_table_of_factors_equals_the_long_one() -> None:
    long_form: exemplar.Rows = [
        ["因子", "对象", "数值", "单位"],
        ["低位发热量", "原煤", 20.908, "GJ/t"],
        ["单位热值含碳量", "原煤", 26.37, "tC/TJ"],
        ["碳氧化率", "原煤", 94, "%"],
        ["低位发热量", "焦炭", 28.435, "GJ/t"],
        ["单位热值含碳量", "焦炭", 29.5, "tC/TJ"],
    ]
    found = [_factors(_read((rows, "因子"))[0]) for rows in (PUBLISHED, long_form)]
    plain = [{k: v[:2] for k, v in f.items()} for f in found]
    assert plain[0] == plain[1]


def test_units_below_the_header_and_a_column_of_quantities_fit_each_fuel() -> None:
    rows: exemplar.Rows = [
        ["附表1 化石燃料参数"],
        ["燃料品种", "计量单位", "低位发热量", "单位热值含碳量", "燃料碳氧化率"],
        [None, None, "GJ/t，GJ/×10^4Nm3", "tC/GJ", None],
        ["固体燃料"],
        ["烟煤", "t", 20.9, 0.0261, 0.93],
        ["天然气", "10^4Nm3", 389.31, 0.0153, "99%"],
        ["注：摘自指南。"],
    ]
    dossier, faults = _read((rows, "因子"))
    assert _told(faults) == []
    assert _factors(dossier) == {
        ("ncv", "bituminous_coal", None): (20.9, "GJ/t", "C5"),
        ("carbon_content", "bituminous_coal", None): (0.0261, "tC/GJ", "D5"),
        ("oxidation", "bituminous_coal", None): (0.93, "1", "E5"),
        ("ncv", "natural_gas", None): (389.31, "GJ/万立方米", "C6"),
        ("carbon_content", "natural_gas", None): (0.0153, "tC/GJ", "D6"),
        ("oxidation", "natural_gas", None): (99.0, "%", "E6"),
    }


def test_a_fault_in_a_wide_table_of_factors_is_told_at_its_cell() -> None:
    rows = [list(r) for r in PUBLISHED]
    rows[2][1], rows[1][2] = "2O.9", -3
    rows.append(["石棉", 3.0, None, None])
    rows.append(["天然气", 389.31, None, None])
    _, faults = _read((rows, "因子"))
    assert sorted(_told(faults)) == [
        ("factor.subject.unknown", "A4"),
        ("unit.dimension", "B5"),
        ("value.letter", "B3"),
        ("value.negative", "C2"),
    ]


def test_a_standard_coal_coefficient_is_a_calorific_value_or_a_check_of_one() -> None:
    head: list[str | float | int | None] = ["能源名称", "折标准煤系数（kgce/kg）"]
    alone: exemplar.Rows = [head, ["原煤", 0.7143], ["电力（当量值）", 0.1229]]
    dossier, faults = _read((alone, "因子"))
    assert _factors(dossier) == {("ncv", "raw_coal", None): (0.7143, "kgce/kg", "B2")}
    assert _told(faults, Severity.NOTE) == [("factor.not_needed", "B3")]
    _, faults = _read(([head, ["原煤", 0.7143], ["电力（等价值）", 0.404]], "因子"))
    assert _told(faults) == [("factor.convention", "B3")]
    beside: exemplar.Rows = [
        ["能源名称", "平均低位发热量（kJ/kg）", "折标准煤系数（kgce/kg）"],
        ["原煤", 20908, 0.7143],
        ["焦炭", 28435, 0.9],
    ]
    dossier, faults = _read((beside, "因子"))
    assert {v[1] for v in _factors(dossier).values()} == {"kJ/kg"}
    assert _told(faults) == [("factor.coefficient.differs", "C3")]


@pytest.mark.parametrize(
    "name", ["碳排放因子", "碳排放系数", "排放系数", "二氧化碳排放系数", "CO2排放系数", "排放因子"]
)
@pytest.mark.parametrize("wide", [False, True])
def test_a_factor_counts_what_its_unit_says(name: str, *, wide: bool) -> None:
    def read(value: float, unit: str) -> tuple[Dossier, tuple[Fault, ...]]:
        long_form: exemplar.Rows = [["因子", "对象", "数值", "单位"], [name, "原煤", value, unit]]
        by_fuel: exemplar.Rows = [["能源品种", f"{name}（{unit}）"], ["原煤", value]]
        return _read((by_fuel if wide else long_form, "因子"))

    dossier, faults = read(0.7559, "tC/tce")
    assert [(f.quantity, f.amount.unit) for f in dossier.factors] == [("carbon_content", "tC/tce")]
    (said,) = (f for f in faults if f.rule == "factor.as_carbon")
    assert "44/12" in said.message.zh
    dossier, faults = read(1.9, "tCO2/t")
    assert [f.quantity for f in dossier.factors] == ["emission_factor"]
    dossier, faults = read(2.66, "tCO2/tce")
    assert [f.quantity for f in dossier.factors] == ["emission_factor"]
    assert _told(faults) == []
    dossier, faults = read(0.7559, "tC/t")
    assert not dossier.factors
    (wrong,) = (f for f in faults if f.severity is Severity.ERROR)
    assert wrong.rule == "factor.carbon_per_quantity"
    assert "吨标准煤" in wrong.message.zh


def test_the_emission_factor_of_electricity_is_the_grid_factor() -> None:
    rows: exemplar.Rows = [["因子", "对象", "年份", "数值", "单位"]]
    rows += [["排放因子", "电力", 2020, 0.55, "tCO2/MWh"]]
    dossier, faults = _read((rows, "因子"))
    assert _told(faults) == []
    assert list(_factors(dossier)) == [("grid", "", 2020)]


def test_grid_factors_may_have_years_as_columns_or_as_rows() -> None:
    by_column: exemplar.Rows = [
        ["因子", "单位", "2020年", "2021年"],
        ["电网排放因子", "tCO2/MWh", 0.55, 0.54],
    ]
    by_row: exemplar.Rows = [["年份", "电网排放因子（tCO2/MWh）"], [2020, 0.55], [2021, 0.54]]
    for rows, cells in ((by_column, ("C2", "D2")), (by_row, ("B2", "B3"))):
        dossier, faults = _read((rows, "因子"))
        assert _told(faults) == []
        assert _factors(dossier) == {
            ("grid", "", 2020): (0.55, "tCO2/MWh", cells[0]),
            ("grid", "", 2021): (0.54, "tCO2/MWh", cells[1]),
        }


@pytest.mark.parametrize("name", ["能源", "附表"])
def test_energy_may_have_years_as_columns(name: str) -> None:
    rows: exemplar.Rows = [
        ["流向", "部门", "能源品种", "单位", "2019年", "2020年"],
        ["终端消费量", "建筑业", "原煤", "万吨", 2.5, "NO"],
        ["终端消费量", "建筑业", "柴油", "万吨", None, 3],
        ["终端消费量", "农林牧渔业", "柴油", "万吨", 4, "三"],
    ]
    dossier, faults = _read((rows, name))
    assert _told(faults) == [("value.not_number", "F4")]
    found = {(r.year, r.sector, r.carrier): r.amount for r in dossier.energy}
    assert {k: (a.value, a.place.cell) for k, a in found.items()} == {
        (2019, "construction", "raw_coal"): (2.5, "E2"),
        (2020, "construction", "raw_coal"): (None, "F2"),
        (2020, "construction", "diesel"): (3.0, "F3"),
        (2019, "agriculture", "diesel"): (4.0, "E4"),
    }


def test_years_as_columns_give_the_records_of_one_figure_a_row() -> None:
    plain = exemplar.energy_table()
    columns = [next(i for i, h in enumerate(plain[0]) if h == n) for n in ("年份", "数量")]
    keys = [i for i in range(len(plain[0])) if i not in columns]
    table: dict[tuple[object, ...], dict[object, object]] = {}
    for row in plain[1:]:
        table.setdefault(tuple(row[i] for i in keys), {})[row[columns[0]]] = row[columns[1]]
    rows: exemplar.Rows = [[*(plain[0][i] for i in keys), *(f"{y}年" for y in exemplar.YEARS)]]
    for words, figures in table.items():
        rows.append([*words, *(figures.get(y) for y in exemplar.YEARS)])  # type: ignore[list-item]
    wide, faults = _read((rows, "能源"))
    assert _told(faults, Severity.ERROR) == []
    long_form, _ = _read((plain, "能源"))
    found = [
        {(r.year, r.flow, r.sector, r.carrier): r.amount.value for r in d.energy}
        for d in (wide, long_form)
    ]
    assert found[0] == found[1]


TOTALS = [
    "能源总计（万吨标准煤）",
    "能源合计（万吨标准煤）",
    "能源合计（电热当量计算法）（万吨标准煤）",
    "能源合计（发电煤耗计算法）（万吨标准煤）",
    "折标准煤合计（万吨标准煤）",
]


@pytest.mark.parametrize("header", TOTALS)
def test_a_column_of_all_energy_is_checked_and_never_added(header: str) -> None:
    rows: exemplar.Rows = [
        ["行业", "原煤（万吨）", "电力（亿千瓦时）", header],
        ["建筑业", 2.0, 1.5, 3.4],
        ["农林牧渔业", 4.0, 3.0, 6.8],
    ]
    dossier, faults = _read((rows, "2020"))
    assert _told(faults) == []
    assert ("total.checked", "D2") in _told(faults, Severity.NOTE)
    assert len(dossier.energy) == 4
    rows[2][3] = 68000.0
    _, faults = _read((rows, "2020"))
    assert _told(faults) == [("total.energy.differs", "D3")]


def test_net_energy_use_is_known_and_left_alone() -> None:
    rows: exemplar.Rows = [
        ["行业", "原煤（万吨）", "电力（亿千瓦时）", "综合能源消费量（吨标准煤）"],
        ["建筑业", 2.0, 1.5, 3.4],
    ]
    dossier, faults = _read((rows, "2020"))
    assert _told(faults) == []
    assert _told(faults, Severity.NOTE)[-1] == ("total.alone", "D2")
    assert {r.flow for r in dossier.energy} == {Flow.FINAL_CONSUMPTION}


UNITS: exemplar.Rows = [
    ["项目", "原煤", "天然气", "电力"],
    [None, "万吨", "亿立方米", "亿千瓦时"],
    ["建筑业", 2.0, 1.0, 1.5],
    ["农林牧渔业", 4.0, 0.5, 3.0],
]


@pytest.mark.parametrize("word", ["单位", "计量单位", "（单位）", "单位：", "unit"])
@pytest.mark.parametrize("column", [0, 1])
def test_a_row_of_units_may_be_called_so(word: str, column: int) -> None:
    plain = [list(r) for r in UNITS]
    if column:
        plain = [[str(i), *r] for i, r in enumerate(plain)]
        plain[0][0], plain[1][0] = "序号", None
    named = [list(r) for r in plain]
    named[1][column] = word
    (empty, said), (found, faults) = _read((plain, "2020")), _read((named, "2020"))
    assert _told(faults) == _told(said) == []
    assert len(found.energy) == 6
    assert found.energy == empty.energy


def test_rows_of_units_in_other_tables_may_be_called_so() -> None:
    activity: exemplar.Rows = [
        ["年份", "常住人口", "城镇化率"],
        ["单位", "万人", "%"],
        [2020, 300, 60],
    ]
    dossier, faults = _read((activity, "经济"))
    assert _told(faults) == []
    assert len(dossier.activity) == 2
    factors: exemplar.Rows = [
        ["能源品种", "低位发热量", "单位热值含碳量"],
        ["单位", "GJ/t", "tC/TJ"],
        ["原煤", 20.9, 26.0],
    ]
    dossier, faults = _read((factors, "因子"))
    assert _told(faults) == []
    assert len(dossier.factors) == 2


def _with_households(labels: tuple[str, str], *, parent: bool) -> exemplar.Rows:
    rows: exemplar.Rows = [
        ["项目", "原煤（万吨）", "柴油（万吨）"],
        ["一、可供本地区消费的能源量", 10.0],
    ]
    rows += [["一次能源生产量", 10.0], ["终端消费量", 10.0], ["工业", 5.0]]
    rows += [["居民生活", 5.0]] if parent else []
    return [*rows, [labels[0], 3.0], [labels[1], 2.0], ["平衡差额", 0.0]]


@pytest.mark.parametrize("parent", [True, False])
@pytest.mark.parametrize(
    "labels",
    [
        ("城镇居民生活", "乡村居民生活"),
        ("其中：城镇居民生活用能", "其中：农村居民生活用能"),
        ("城镇居民生活能源消费量", "乡村居民生活能源消费"),
    ],
)
def test_households_by_town_and_country_count_without_their_sum(
    labels: tuple[str, str], *, parent: bool
) -> None:
    dossier, faults = _read((_with_households(labels, parent=parent), "2020"))
    assert _told(faults) == []
    found = {r.sector: r.amount.value for r in dossier.energy if r.flow is Flow.FINAL_CONSUMPTION}
    assert found["households_urban"] == 3.0
    assert found["households_rural"] == 2.0
    rows = _with_households(labels, parent=parent)
    rows[-2][1] = 4.0
    _, faults = _read((rows, "2020"))
    assert {f.rule for f in faults if f.severity is Severity.ERROR} <= {
        "total.differs",
        "energy.balance.open",
    }
    assert any(f.severity is Severity.ERROR for f in faults)


@pytest.mark.parametrize(
    "header",
    [
        "合计（当量值，万吨标准煤）",
        "能源合计（万吨标准煤，电热当量计算法）",
        "能源合计\n（万吨标准煤）\n电热当量计算法",
        "能源消费总量（按等价值计算）（万吨标准煤）",
        "能源合计\n发电煤耗计算法\n（万吨标准煤）",
    ],
)
def test_total_columns_are_known_however_unit_and_method_stand(header: str) -> None:
    rows: exemplar.Rows = [
        ["行业", "原煤（万吨）", "电力（亿千瓦时）", header],
        ["建筑业", 2.0, 1.5, 3.4],
        ["农林牧渔业", 4.0, 3.0, 6.8],
    ]
    dossier, faults = _read((rows, "2020"))
    assert _told(faults) == []
    assert len(dossier.energy) == 4
    rows[2][3] = 68000.0
    assert _told(_read((rows, "2020"))[1]) == [("total.energy.differs", "D3")]


@pytest.mark.parametrize(
    "footer",
    [
        ["单位负责人：王五    填表人：李四    填表日期：2021年3月1日"],
        ["单位负责人：王五", None, "填表日期：", 20210301],
        ["制表人：", "张三", 13800000000],
        ["审核人", "李四", None],
        ["统计负责人：", 1],
        ["联系电话：", 85551234],
    ],
)
def test_who_signed_a_table_is_a_footnote(footer: list[str | int | None]) -> None:
    last: list[str | float | int | None] = [*footer, None, None, None]
    rows: exemplar.Rows = [*UNITS, last[:4]]
    dossier, faults = _read((rows, "2020"))
    assert _told(faults) == []
    assert ("sheet.footnote", "A5") in _told(faults, Severity.NOTE)
    assert len(dossier.energy) == 6


def test_a_variable_of_no_use_is_a_warning_and_a_misspelt_one_an_error() -> None:
    extra = "一般公共预算收入"
    long_form: exemplar.Rows = [["年份", "指标", "数值", "单位"], [2020, extra, 300.0, "亿元"]]
    wide: exemplar.Rows = [["年份", "常住人口（万人）", extra], [2020, 300, 5]]
    years: exemplar.Rows = [["指标", "2019", "2020"], ["常住人口（万人）", 1, 2], [extra, 3, 4]]
    for rows, cell in ((long_form, "B2"), (wide, "C1"), (years, "A3")):
        _, faults = _read((rows, "经济"))
        assert _told(faults, Severity.ERROR) == []
        assert _told(faults, Severity.WARNING) == [("variable.unread", cell)]
    for word, meant in (("常驻人口", "常住人口"), ("地区生产总直", "地区生产总值"), ("GPD", "gdp")):
        long_form[1][1] = word
        _, faults = _read((long_form, "经济"))
        (found,) = (f for f in faults if f.rule == "variable.unknown")
        assert found.severity is Severity.ERROR
        assert meant in found.remedy.zh


@pytest.mark.parametrize(
    "subject", ["全国电力平均二氧化碳排放因子", "全国电网排放因子", "区域电网排放因子"]
)
def test_the_grid_factor_may_say_of_which_grid(subject: str) -> None:
    wide: exemplar.Rows = [["年份", f"{subject}（kgCO2/kWh）"], [2020, 0.55]]
    long_form: exemplar.Rows = [
        ["因子", "年份", "数值", "单位"],
        [subject, 2020, 0.55, "kgCO2/kWh"],
    ]
    for rows in (wide, long_form):
        dossier, faults = _read((rows, "因子"))
        assert _told(faults) == []
        assert [(*k, v[:2]) for k, v in _factors(dossier).items()] == [
            ("grid", "", 2020, (0.55, "kgCO2/kWh"))
        ]
