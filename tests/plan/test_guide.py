"""Guides are data: each shipped one can be read, and a broken file is told line by line."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from dafeng.desk.guiding import open_guide
from dafeng.dossier.records import Row
from dafeng.errors import InputError, UnknownNameError
from dafeng.plan.chapters.handed_in import field_of
from dafeng.plan.guide import (
    asked_indicators,
    asked_tables,
    chapters_left,
    frame,
    read_plan_guide,
)
from dafeng.plan.sections import OWN, USUAL
from dafeng.reference import guide, guides, indicators, sources
from dafeng.reference.guides import grade_of
from dafeng.reference.indicators import DIRECTIONS, KINDS, MARKS
from dafeng.units import unit

FOLDER = files("dafeng.reference") / "guides"

SMALL = """format = 1

[guide]
id = "test"
version = "1"
zh = "试用指南"
en = "Trial guide"
for = "city"
status = "official"
source = "own"
year = 2027
years = [2030, 2035]

[[tables]]
id = "projects"
zh = "项目"
en = "Projects"
mark = "Q"
columns = [
  { id = "name", zh = "名称", en = "Name" },
  { id = "content", zh = "内容", en = "Content" },
]

[[indicators]]
id = "non_fossil_share"
role = "required"
source = "own"
mark = "Q"

[[indicators.thresholds]]
relation = "at_least"
value = 25
mark = "Q"
"""


def broken(text: str) -> list[tuple[str, int]]:
    with pytest.raises(InputError) as raised:
        read_plan_guide(text, "test.toml")
    return [(f.rule, f.place.row or 0) for f in raised.value.faults]


@pytest.mark.parametrize("name", guides())
def test_a_shipped_guide_is_sound_and_says_on_whose_word_it_stands(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    found = read_plan_guide(text, f"{name}.toml")
    assert found == guide(name)
    assert found.status in ("reconstructed", "second-hand")
    assert found.note is not None
    assert found.source in sources()
    for asked in found.indicators:
        assert asked.mark in MARKS
        assert asked.source in sources()
        assert asked.indicator.unit == "1" or unit(asked.indicator.unit)
    assert {c.id for c in found.chapters} <= {*USUAL, *OWN}


def test_what_is_reconstructed_says_so_in_print() -> None:
    for name in ("city-2023", "park-2023"):
        title = guide(name).title
        assert "重构" in title.zh
        assert "reconstructed" in title.en


def test_the_guides_of_the_brief_are_there() -> None:
    city, park = guide("city-2023"), guide("park-2023")
    assert len(city.chapters) == 8
    assert {t.id for t in asked_tables(city)} == {"targets", "tasks", "reforms", "projects"}
    assert len(city.classes) == 6
    assert sum(i.source == "park-indicators-2024" for i in park.indicators) == 20
    zero = guide("zero-carbon-park-2025")
    assert [i.role for i in zero.indicators] == ["core", *["guiding"] * 5]
    limits = [(t.value, t.size_from, t.size_below) for t in zero.indicators[0].thresholds]
    assert limits == [(0.2, 20, 100), (0.3, 100, None)]


def test_the_assessment_grades_by_its_rule() -> None:
    assessment = guide("provincial-assessment-2026")
    roles = [i.role for i in assessment.indicators]
    assert roles.count("control") == 5
    assert len({i.field for i in assessment.indicators if i.role == "supporting"}) == 6
    control = [i.indicator.id for i in assessment.indicators if i.role == "control"]
    supporting = [i.indicator.id for i in assessment.indicators if i.role == "supporting"]

    def graded(*missed: str) -> str:
        grade = grade_of(assessment, {name: name not in missed for name in control + supporting})
        return grade.name.zh if grade else ""

    assert graded() == "优秀"
    assert graded(control[0]) == "不合格"
    assert graded(*supporting[:2]) == "合格"
    assert graded(*supporting[:3]) == "不合格"
    assert graded(control[0], *supporting[:3]) == "不合格"
    assert graded(control[0], *supporting[:2]) == "不合格"
    assert grade_of(guide("city-2023"), {"non_fossil_share": False}) is None


def test_a_new_guide_is_a_file() -> None:
    found = read_plan_guide(SMALL, "test.toml")
    assert found.years == (2030, 2035)
    assert [i.indicator.name.en for i in asked_indicators(found)] == [
        "Non-fossil share of energy use"
    ]
    assert found.indicators[0].indicator.unit == "%"


def test_every_fault_of_a_guide_file_is_told_at_once_with_its_line() -> None:
    text = (
        SMALL.replace('for = "city"', 'for = "town"')
        .replace("year = 2027", "year = 27")
        .replace('en = "Projects"\n', "")
        .replace('id = "content"', 'id = "contents"')
        .replace('role = "required"', 'role = "required"\ncolour = "red"')
        .replace("value = 25", 'value = "25"')
    )
    lines = text.splitlines()

    def line(part: str) -> int:
        return next(n for n, content in enumerate(lines, 1) if part in content)

    assert broken(text) == [
        ("guide.value", line('for = "town"')),
        ("guide.value", line("year = 27")),
        ("guide.key.missing", line("[[tables]]")),
        ("guide.table.unknown", line("contents")),
        ("guide.key.unknown", line("colour")),
        ("guide.value", line('value = "25"')),
    ]


def test_a_new_indicator_must_say_everything_itself() -> None:
    text = SMALL.replace('id = "non_fossil_share"', 'id = "smart_lamps"')
    assert broken(text) == [("guide.indicator.unknown", 25)]
    whole = text.replace(
        'id = "smart_lamps"',
        'id = "smart_lamps"\nzh = "智慧路灯"\nen = "Smart lamps"\nunit = "盏灯"\nkind = "count"\n'
        'direction = "up"',
    )
    assert broken(whole) == [("guide.unit", 28)]
    assert read_plan_guide(whole.replace("盏灯", "个"), "test.toml").indicators[0].must


def test_syntax_is_told_with_its_line() -> None:
    assert broken(SMALL.replace("year = 2027", "year = = 2027")) == [("guide.syntax", 11)]
    assert broken(SMALL + "years = " + "[" * 5000) == [("guide.syntax", 0)]
    assert broken("") == [("guide.format", 1), *[("guide.key.missing", 1)] * 9]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("year = = 2027", "第 11 行第 8 列附近"),
        ("year = [1", "文件末尾附近"),
        ("year = " + "9" * 5000, "有一个数过长"),
    ],
)
def test_syntax_is_told_in_the_reader_s_language(bad: str, said: str) -> None:
    head = SMALL.partition("year = 2027")[0]
    with pytest.raises(InputError) as raised:
        read_plan_guide(head + bad, "test.toml")
    (fault,) = raised.value.faults
    assert said in fault.message.zh
    assert not re.search("[a-z]", fault.message.zh)


def test_faults_after_a_text_of_several_lines_name_their_line() -> None:
    text = SMALL.replace("year = 2027", 'note_zh = """一 [\n二\n"""\nnote_en = "x"\nyear = 27')
    assert broken(text) == [("guide.value", 15)]


def test_two_of_one_id_are_told() -> None:
    again = '\n[[indicators]]\nid = "non_fossil_share"\nrole = "core"\nsource = "own"\nmark = "Q"\n'
    assert broken(SMALL + again) == [("guide.duplicate", 36)]


def test_a_guide_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(UnknownNameError, match="city-2023"):
        guide("city-1999")


def test_chapters_without_tasks_are_found() -> None:
    tasks = [Row((("name", "宣传"), ("chapter", "全民行动")))]
    left = [name.en for name, _ in chapters_left(guide("city-2023"), tasks)]
    assert left == ["Science and innovation", "Safeguards"]


def test_the_catalogue_of_indicators_is_sound() -> None:
    for indicator in indicators().values():
        assert indicator.kind in KINDS
        assert indicator.direction in DIRECTIONS
        assert indicator.mark in MARKS
        assert unit(indicator.unit)
        if indicator.national is not None:
            assert indicator.national.source in sources()
            assert indicator.national.mark in MARKS


def test_the_example_of_the_manual_can_be_read() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "guides.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert read_plan_guide(example, "guides.md").kind == "city"


@pytest.mark.parametrize(
    ("field", "chapter"),
    [
        ("能源安全保障", "tasks"),
        ("public transport", "tasks"),
        ("产业创新发展", "tasks"),
        ("科技创新", "science"),
        ("三、科技创新支撑", "science"),
        ("Science and innovation", "science"),
        ("全民行动", "society"),
        ("保障措施", "safeguards"),
        ("safeguards", "safeguards"),
        ("", "tasks"),
    ],
)
def test_a_task_stands_in_the_chapter_that_it_names(field: str, chapter: str) -> None:
    row = Row((("name", "x"), ("chapter", field)))
    assert field_of(row, guide("city-2023")) == chapter


def test_a_province_has_a_guide_of_its_own_with_the_chapters_of_a_city() -> None:
    found = frame(open_guide("", "province"), "province")
    assert found.kind == "province"
    assert found.chapters == guide("city-2023").chapters
