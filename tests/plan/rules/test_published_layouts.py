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
    text = "工程类别,项目数,计划总投资（万元）,占比\n甲,47,3000000,{}\n乙,9,1000000,25%\n总计,56,4000000,100%\n"
    assert cells(checked(tmp_path, text.format("85%")), "sum.class_share") == ["D2"]
    assert errors(checked(tmp_path, text.format("75%"))) == []
