"""A plan without dossier: tables as published, in either language and encoding, are enough."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from dafeng.desk.plan_checking import Checked, Wish, check
from dafeng.errors import InputError, UnknownNameError
from dafeng.reference import guide

WIDE = """指标,单位,2020年基期值,2025年目标,2030年目标
非化石能源消费比重,%,18,≥25,≥25
单位GDP二氧化碳排放下降,%,—,13.5,完成省下达任务
注：2020年为基期,,,,
"""


def places(found: Checked, rule: str) -> list[str]:
    return [
        f"{f.place.sheet or f.place.file}!{f.place.cell}" for f in found.faults if f.rule == rule
    ]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_targets_with_years_as_columns_are_read(tmp_path: Path, encoding: str) -> None:
    found = check(write(tmp_path / "指标.csv", WIDE, encoding), Wish(year=2026))
    assert found.form == "plan"
    assert places(found, "target.same_value") == ["指标.csv!E2"]
    assert places(found, "target.assigned") == ["指标.csv!E3"]
    assert places(found, "policy.base_2020") == ["指标.csv!E3"]
    assert places(found, "data.missing") == []
    assert places(found, "complete.base_value") == []


def test_a_workbook_with_titles_totals_and_units_in_headers(tmp_path: Path) -> None:
    path = tmp_path / "方案.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表2 重点项目")
        sheet.merge_range("A1:G1", "某市碳达峰试点重点项目")
        head = ["序号", "项目名称", "项目类别", "建设地点", "实施主体", "建设年限"]
        sheet.write_row(1, 0, [*head, "总投资（亿元）"])
        sheet.write_row(2, 0, [1, "光伏", "可再生能源开发", "甲区", "能源公司", "2026-2028年", 1.5])
        sheet.write_row(3, 0, [2, "余热利用", "节能降碳改造", "", "钢铁公司", "2029—2027", 2.0])
        sheet.write_row(4, 0, ["合计", "合计", "", "", "", "", 3.6])
        classes = book.add_worksheet("项目分类")
        classes.write_row(0, 0, ["类别", "数量（项）", "总投资（万元）"])
        classes.write_row(1, 0, ["节能降碳改造", 1, 20000])
        classes.write_row(2, 0, ["能源基础设施", 1, 15000])
        classes.write_row(3, 0, ["合计", 2, 35000])
    found = check(path, Wish(year=2026))
    assert places(found, "sum.project_investment") == ["表2 重点项目!G5"]
    assert places(found, "project.location") == ["表2 重点项目!D4"]
    assert places(found, "project.order") == ["表2 重点项目!F4"]
    assert places(found, "project.dates") == []
    assert places(found, "sum.class_investment") == []
    assert places(found, "sum.classes_against_list") == []


def test_english_tables_are_read_alike(tmp_path: Path) -> None:
    text = (
        "Indicator,Unit,2025,2030\n"
        "Non-fossil share of energy use,%,at least 25,at least 25\n"
        "Fall of CO2 per GDP (against 2020),%,19,as assigned by the province\n"
    )
    found = check(write(tmp_path / "targets.csv", text), Wish(year=2026))
    assert places(found, "target.same_value") == ["targets.csv!D2"]
    assert places(found, "target.assigned") == ["targets.csv!D3"]
    assert places(found, "policy.base_2020") == ["targets.csv!A3"]


def test_the_place_brings_its_past(tmp_path: Path) -> None:
    text = "指标,年份,目标值,单位,基准年\n单位GDP二氧化碳排放下降,2030,5,%,2025\n"
    path = write(tmp_path / "targets.csv", text)
    without = check(path, Wish(year=2026))
    assert "target.easier_than_trend" in {n.rule for n in without.not_run}
    found = check(path, Wish(year=2026, place="330500"))
    assert places(found, "target.easier_than_trend") == ["targets.csv!C2"]
    message = next(f.message.en for f in found.faults if f.rule == "target.easier_than_trend")
    assert "CEADs" in message


def test_a_park_is_held_to_the_guide_of_parks(tmp_path: Path) -> None:
    path = write(tmp_path / "targets.csv", "指标,年份,目标值,单位\n清洁能源消费占比,2030,70,%\n")
    assert check(path, Wish(place="P-320500-SIP")).guide == guide("park-2023")
    found = check(path, Wish(guide="zero-carbon-park-2025"))
    assert places(found, "target.threshold") == ["targets.csv!C2"]


def test_selection_by_group_id_and_beginning(tmp_path: Path) -> None:
    path = write(tmp_path / "targets.csv", WIDE)
    every = {f.rule for f in check(path, Wish(year=2026)).faults}
    for names in (
        ("targets",),
        ("target",),
        ("target.same_value", "target.assigned", "target.intensity_total"),
    ):
        found = {f.rule for f in check(path, Wish(year=2026, select=names)).faults}
        assert found == {r for r in every if r.startswith("target.")}
    ignored = {f.rule for f in check(path, Wish(year=2026, ignore=("target",))).faults}
    assert ignored == {r for r in every if not r.startswith("target.")}
    with pytest.raises(UnknownNameError, match="tragets"):
        check(path, Wish(select=("tragets",)))


def test_a_broken_guide_file_is_told_before_anything_is_checked(tmp_path: Path) -> None:
    path = write(tmp_path / "targets.csv", WIDE)
    file = write(tmp_path / "guide.toml", "format = 1\n[guide]\nid = 3\n")
    with pytest.raises(InputError) as raised:
        check(path, Wish(guide=str(file)))
    assert {f.place.file for f in raised.value.faults} == {"guide.toml"}
    assert len(raised.value.faults) == 9


def test_a_folder_without_identity_and_without_plan_is_a_dossier(tmp_path: Path) -> None:
    write(tmp_path / "energy.csv", "year,flow,carrier,quantity,unit\n2020,production,coal,1,t\n")
    assert check(tmp_path, Wish(year=2026)).form == "dossier"


HEADS = ("2025年基期", "2025年现状", "基期值（2025年）", "2025年基准值", "2025年")


def wide(head: str, row: str) -> str:
    return f"指标,单位,{head},2030年\n{row}\n"


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("非化石能源消费比重,%,20,20", "target.same_value"),
        ("非化石能源消费比重,%,20,18", "target.backwards"),
        ("非化石能源消费比重,%,20,22", "target.below_nation"),
        ("煤电装机占比,%,40,40", "target.same_value"),
        ("绿色出行比例,%,72,70", "target.backwards"),
        ("供电煤耗,gce/kWh,299,303", "target.backwards"),
    ],
)
def test_a_base_column_hides_no_standstill_and_no_step_back(
    tmp_path: Path, head: str, row: str, rule: str
) -> None:
    path = write(tmp_path / "targets.csv", wide(head, row))
    assert places(check(path, Wish(year=2026)), rule) == ["targets.csv!D2"]


@pytest.mark.parametrize(
    "row",
    [
        "单位GDP二氧化碳排放降低,%,18,18",
        "二氧化碳排放总量,万吨,3250,3250",
        "常住人口,万人,340,340",
        "单位GDP二氧化碳排放降低（较2020年）,%,—,30",
    ],
)
def test_a_base_column_makes_no_false_error(tmp_path: Path, row: str) -> None:
    path = write(tmp_path / "targets.csv", wide("2025年基期", row))
    found = {f.rule for f in check(path, Wish(year=2026)).faults}
    assert found.isdisjoint({"target.same_value", "target.backwards", "data.missing"})


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("单位GDP二氧化碳排放降低（较2020年）", "18"),
        ("单位GDP二氧化碳排放较2020年降低", "18"),
        ("单位GDP二氧化碳排放降低", "18%（较2020年）"),
        ("Fall of CO2 per GDP (against 2020)", "18"),
    ],
)
def test_a_base_year_in_words_counts_beside_a_base_column(
    tmp_path: Path, head: str, name: str, value: str
) -> None:
    path = write(tmp_path / "targets.csv", wide(head, f"{name},%,,{value}"))
    found = check(path, Wish(year=2026))
    assert len(places(found, "policy.base_2020")) == 1
    (rises,) = [f for f in found.faults if f.rule == "target.intensity_total"]
    assert "2020" in rises.message.zh
    assert places(found, "agree.base_year") == []


def test_a_base_year_after_the_target_is_told_beside_a_base_column(tmp_path: Path) -> None:
    row = "单位GDP二氧化碳排放降低（较2035年）,%,,18"
    path = write(tmp_path / "targets.csv", wide("2025年基期", row))
    assert places(check(path, Wish(year=2026)), "target.base_order") == ["targets.csv!A2"]


def test_a_row_that_states_two_base_years_is_told(tmp_path: Path) -> None:
    text = "指标,年份,目标值,单位,基准年\n单位GDP二氧化碳排放降低（较2020年）,2030,18,%,2025\n"
    found = check(write(tmp_path / "targets.csv", text), Wish(year=2026))
    assert places(found, "agree.base_year") == ["targets.csv!E2"]


@pytest.mark.parametrize("kind", ["约束性", "预期性", "规划目标"])
def test_a_column_of_kinds_leaves_base_values_what_they_are(tmp_path: Path, kind: str) -> None:
    text = "指标,单位,2025年基期,2030年,性质,依据\n" + "".join(
        f"{row},{kind},\n"
        for row in ("非化石能源消费比重,%,20,26", "二氧化碳排放总量,万吨,3250,3200")
    )
    found = check(write(tmp_path / "targets.csv", text), Wish(year=2026))
    assert places(found, "complete.base_value") == []
    (bare,) = [f for f in found.faults if f.rule == "data.target_source"]
    assert bare.message.en.startswith("2 of 2")
