"""Tables as plans print them: class rows, totals, the usual headers, years and spellings."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.desk.plan_checking import Checked, Wish, check
from dafeng.errors import Fault, Severity
from dafeng.language import LANGUAGES

LIST = """序号,项目名称,建设内容,建设地点,建设年限,总投资（亿元）,责任单位
一,能源基础设施（2个）,,,,{one},
1,某光伏电站,100MW光伏,枣阳,2025-2027,5,市能源局
2,某风电,200MW风电,谷城,2026—2028,25,市能源局
二,循环经济（{count}个）,,,,3,
3,园区循环化改造,改造,高新区,2026-2030,3,高新区管委会
合计,3个,,,,{all},
"""


def checked(tmp_path: Path, text: str, name: str = "t.csv") -> Checked:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return check(path, Wish(year=2026))


def of(found: Checked, rule: str) -> list[Fault]:
    faults = [f for f in found.faults if f.rule == rule]
    assert all("{" not in f.message[g] + f.remedy[g] for f in faults for g in LANGUAGES)
    return faults


def cells(found: Checked, rule: str) -> list[str]:
    return [f.place.cell for f in of(found, rule)]


def errors(found: Checked) -> list[str]:
    return [f.rule for f in found.faults if f.severity is Severity.ERROR]


def test_class_rows_are_subtotals_and_give_their_class(tmp_path: Path) -> None:
    found = checked(tmp_path, LIST.format(one=30, count=1, all=33))
    assert errors(found) == []
    assert {"project.class", "project.owner", "project.location"}.isdisjoint(
        f.rule for f in found.faults
    )
    (told,) = of(found, "sum.checked")
    assert "已核对 6 项合计" in told.message.zh
    assert "合计 33 亿元" in told.message.zh


@pytest.mark.parametrize(
    ("planted", "rule", "cell"),
    [
        ({"one": 31}, "sum.project_investment", "F2"),
        ({"all": 66}, "sum.project_investment", "F7"),
        ({"count": 2}, "sum.project_count", "B5"),
    ],
)
def test_a_wrong_subtotal_of_a_class_is_told_at_its_cell(
    tmp_path: Path, planted: dict[str, int], rule: str, cell: str
) -> None:
    found = checked(tmp_path, LIST.format(**{"one": 30, "count": 1, "all": 33, **planted}))
    assert cells(found, rule) == [cell]
    assert errors(found) == [rule]


def test_subtotals_below_their_projects_and_classes_of_two_depths(tmp_path: Path) -> None:
    text = (
        "序号,项目名称,建设地点,总投资（亿元）\n一、能源基础设施,,,\n（一）,光伏,,5\n1,甲电站,甲县,2\n"
        "2,乙电站,乙县,3\n（二）,风电,,25\n3,丙电站,丙县,25\n小计,,,{sub}\n"
        "二、循环经济,,,\n4,丁项目,丁县,3\n小计,,,3\n合计,,,33\n"
    )
    assert errors(checked(tmp_path, text.format(sub=25))) == []
    assert cells(checked(tmp_path, text.format(sub=28)), "sum.project_investment") == ["D8"]


@pytest.mark.parametrize(
    "header",
    [
        "重点工程,数量（个）,投资额（亿元）",
        "重点工程领域,项目个数,投资额（亿元）",
        "工程类别,项目数,计划总投资（亿元）",
        "Category,Number of projects,Total investment (亿元)",
    ],
)
def test_summaries_by_class_are_read_by_their_usual_headers(tmp_path: Path, header: str) -> None:
    text = f"{header}\n能源基础设施,47,300\n循环经济,9,100\n合计,{{count}},400\n"
    wrong = checked(tmp_path, text.format(count=57))
    assert errors(wrong) == ["sum.class_count"]
    assert cells(wrong, "sum.class_count") == ["B4"]
    good = checked(tmp_path, text.format(count=56))
    assert errors(good) == []
    assert "56 项" in of(good, "sum.checked")[0].message.zh


def test_shares_of_classes_are_held_to_money_or_number(tmp_path: Path) -> None:
    header = "工程类别,项目数,计划总投资（万元）,占比\n"
    text = header + "甲,47,3000000,{}\n乙,9,1000000,25%\n总计,56,4000000,100%\n"
    assert cells(checked(tmp_path, text.format("85%")), "sum.class_share") == ["D2"]
    assert errors(checked(tmp_path, text.format("75%"))) == []


@pytest.mark.parametrize(
    "name",
    ["主要指标", "核心指标", "指标项", "目标指标", "指标名称", "Main indicator"],
)
@pytest.mark.parametrize("kind", ["指标属性", "指标性质", "约束性/预期性", "属性"])
def test_targets_are_found_by_their_usual_headers(tmp_path: Path, name: str, kind: str) -> None:
    header = f"类别,{name},单位,2025年,2030年,{kind},责任单位\n"
    text = header + "能源,非化石能源消费比重,%,25,{},预期性,发改委\n"
    assert cells(checked(tmp_path, text.format(25)), "target.same_value") == ["E2"]
    good = checked(tmp_path, text.format(30))
    assert errors(good) == []
    assert of(good, "column.unknown") == []


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("到2025年", "到2030年"),
        ("“十四五”末", "“十五五”末"),
        ("2025年目标", "2030年目标值"),
        ("十四五末（2025年）", "十五五末（2030年）"),
        ("by 2025", "end of the 15th Five-Year Plan"),
    ],
)
def test_years_of_targets_as_plans_head_them(tmp_path: Path, first: str, last: str) -> None:
    text = f"指标,单位,{first},{last}\n非化石能源消费比重,%,30,{{}}\n"
    wrong = checked(tmp_path, text.format(30))
    assert cells(wrong, "target.same_value") == ["D2"]
    assert "2025" in of(wrong, "target.same_value")[0].message.zh
    assert "2030" in of(wrong, "target.same_value")[0].message.zh
    assert errors(checked(tmp_path, text.format(35))) == []


@pytest.mark.parametrize(
    ("name", "units", "wrong"),
    [
        (
            "单位地区生产总值二氧化碳排放",
            ["tCO2/万元", "吨CO₂/万元", "吨二氧化碳/万元", "吨/万元", "吨二氧化碳/万元GDP"],
            "tce/万元",
        ),
        (
            "单位地区生产总值能耗",
            ["tce/万元", "吨标准煤/万元", "吨标煤/万元", "千克标准煤/元"],
            "tCO2/万元",
        ),
    ],
)
def test_usual_units_of_intensities_fit_and_others_are_told_once(
    tmp_path: Path, name: str, units: list[str], wrong: str
) -> None:
    text = "指标,单位,2025年,2030年\n" + name + ",{},1.1,0.9\n"
    for unit in units:
        assert of(checked(tmp_path, text.format(unit)), "unit.dimension") == []
    assert cells(checked(tmp_path, text.format(wrong)), "unit.dimension") == ["B2"]


def test_a_cumulative_fall_counts_from_the_last_year_of_the_plan_before(tmp_path: Path) -> None:
    text = "指标,单位,2025年,2030年\n单位GDP二氧化碳排放降低,%,{},{}\n"
    assert errors(checked(tmp_path, text.format("〔19〕", "[17]"))) == []
    bare = checked(tmp_path, text.format("19", "17"))
    assert [f.place.row for f in of(bare, "target.base_missing")] == [2]


def test_coal_and_oil_are_seen_however_their_targets_are_written(tmp_path: Path) -> None:
    text = "指标,单位,2030年\n煤炭消费量,万吨标准煤,{}\n石油消费总量,万吨标准煤,{}\n"
    for coal, oil in (
        ("比2025年下降5%", "不高于150万吨标准煤（不含原料用能）"),
        ("800以内（不含原料用煤）", "比2025年下降3%"),
    ):
        found = checked(tmp_path, text.format(coal, oil))
        assert of(found, "policy.coal_oil") == []
        assert of(found, "target.no_number") == []
    none = checked(tmp_path, text.format("明显下降", "明显下降"))
    assert len(of(none, "policy.coal_oil")) == 2
    assert cells(none, "target.no_number") == ["C2", "C3"]
    assert "800以内" in of(none, "target.no_number")[0].remedy.zh


@pytest.mark.parametrize("dash", ["—", "-", "/", "——"])
def test_a_dash_beside_a_target_is_no_target_for_that_year(tmp_path: Path, dash: str) -> None:
    text = "指标,单位,2025年,2030年\n绿色出行比例,%,{},{}\n"
    assert of(checked(tmp_path, text.format("75", dash)), "data.missing") == []
    assert cells(checked(tmp_path, text.format(dash, dash)), "data.missing") == ["C2", "D2"]


def test_the_unit_in_the_title_is_that_of_the_money(tmp_path: Path) -> None:
    title = "附件3 重点工程项目清单（单位：{}）,,,,,,\n"
    plain = LIST.replace("总投资（亿元）", "总投资").format(one=30, count=1, all=33)
    told = checked(tmp_path, title.format("亿元") + plain)
    assert errors(told) == []
    assert "33 亿元" in of(told, "sum.checked")[0].message.zh
    without = checked(tmp_path, plain)
    assert cells(without, "unit.project_investment") == ["F3", "F4", "F6"]


def test_columns_of_published_lists_are_known(tmp_path: Path) -> None:
    text = (
        "序号,项目名称,建设性质,建设规模及主要内容,建设地点,建设年限,总投资（亿元）,2026年计划投资（亿元）,责任单位\n"
        "1,光伏电站,新建,100MW光伏,甲县,2025-2027,5,2,能源局\n"
    )
    assert of(checked(tmp_path, text), "column.unknown") == []
    odd = checked(tmp_path, text.replace("建设性质", "某某说法"))
    assert cells(odd, "column.unknown") == ["C1"]


def test_projects_without_tonnes_are_one_finding(tmp_path: Path) -> None:
    found = of(checked(tmp_path, LIST.format(one=30, count=1, all=33)), "project.tonnes")
    assert len(found) == 1
    assert "3 个项目中 3 个" in found[0].message.zh
    assert "3 of 3 projects" in found[0].message.en
    summary = "项目类别,项目数量（个）,总投资（亿元）\n节能降碳改造,42,256.33\n合计,42,256.33\n"
    (by_class,) = of(checked(tmp_path, summary), "project.class_tonnes")
    assert "42 个项目" in by_class.message.zh
    assert (
        of(checked(tmp_path, "指标,2030年\n绿色出行比例（%）,80\n"), "project.class_tonnes") == []
    )


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("钢铁行业能效标杆水平产能比例", True),
        ("城市绿色出行比例", True),
        ("CO2 intensity reduction vs 2020", True),
        ("Reduction in energy intensity vs 2020", True),
        ("某某标杆比例", False),
    ],
)
def test_indicators_with_a_scope_and_usual_english_names(
    tmp_path: Path, name: str, known: bool
) -> None:
    found = checked(tmp_path, f"Indicator,Unit,2025,2030\n{name},%,19,25\n")
    assert (of(found, "target.unknown_indicator") == []) is known


def test_one_indicator_of_two_sectors_does_not_stand_twice(tmp_path: Path) -> None:
    text = "指标,单位,2030年\n钢铁行业能效标杆水平产能比例,%,30\n{}能效标杆水平产能比例,%,40\n"
    assert of(checked(tmp_path, text.format("水泥行业")), "agree.twice") == []
    assert cells(checked(tmp_path, text.format("钢铁行业")), "agree.twice") == ["C3"]


def test_a_plan_of_which_no_table_is_known_hears_the_headers(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("某甲,某乙\n1,2\n", encoding="utf-8")
    found = check(path, Wish(year=2026, place="411500"))
    (told,) = of(found, "plan.unrecognised")
    assert "主要指标" in told.remedy.zh
    assert "主要指标" in told.remedy.en
    assert of(found, "identity.missing") == []
    assert len(of(check(path, Wish(year=2026)), "identity.missing")) == 1


def test_places_are_cells_also_where_a_column_is_absent(tmp_path: Path) -> None:
    text = "序号,项目名称,总投资（亿元）,减排量\n1,光伏电站,5,3\n"
    found = checked(tmp_path, text)
    assert cells(found, "unit.project_reduction") == ["D2"]
    assert cells(found, "project.owner") == ["B2"]
    assert {f.place.field for f in found.faults if f.rule.startswith(("unit", "project"))} == {""}


def test_a_measure_may_be_named_as_it_is_printed(tmp_path: Path) -> None:
    text = "序号,项目名称,规模,规模单位,对应措施\n1,光伏电站,50,MW,{}\n"
    for name in ("集中式光伏", "pv_utility"):
        assert of(checked(tmp_path, text.format(name)), "agree.project_measure") == []
    assert cells(checked(tmp_path, text.format("集中式光付")), "agree.project_measure") == ["E2"]
