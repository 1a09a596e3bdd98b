"""Rows of an import: the good ones are taken, the bad ones told with place and reason."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dafeng.dossier.rules import fault as file_fault
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Place
from dafeng.exchange.drafting import Need, changed, draft
from dafeng.exchange.entry import HEADINGS, entry
from dafeng.exchange.faults import rules
from dafeng.exchange.measure_account import account_of, figures_of
from dafeng.exchange.need_words import names_in
from dafeng.exchange.reading import chinese_share
from dafeng.exchange.records import CONFIDENTIAL, public
from dafeng.exchange.review import holds_contact, review
from dafeng.exchange.scales import Scale, scale_of
from dafeng.exchange.thesaurus import load_thesaurus
from dafeng.files import exchange_records
from dafeng.files.exchange_records import as_json, read_records, write_records
from dafeng.files.workbooks import write_sheets
from dafeng.language import LANGUAGES, Language, Text, same
from dafeng.reference.measure_rows import measures
from dafeng.reference.measures import Span

from .conftest import DAY, request_of

GOOD = {"id": "R1", "kind": "request", "lang": "en", "title": "Heat", "text": "Waste heat wanted"}


WORDS, AT = load_thesaurus(), Place()


def rules_of(row: dict[str, Any], **more: Any) -> list[str]:
    return [fault.rule for fault in entry({**row, **more}, "request", Place(row=3)).faults]


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("id", "", "record.no_id"),
        ("kind", "offer", "record.kind"),
        ("lang", "fr", "record.language"),
        ("sectors", {"a": 1}, "record.list"),
        ("title", ["a"], "record.text"),
        ("text", "x" * 20_001, "record.long"),
        ("budget_min", "much", "record.number"),
        ("budget_max", 1e999, "record.number"),
        ("team", "one", "record.list"),
        ("team", [{"name": "Green Bank", "role": "investor"}], "record.objects"),
        ("team", [{"organisation": " ", "role": "investor"}], "record.objects"),
        ("attachments", [{"name": "a.pdf"}], "record.objects"),
        ("budget_max", "1,5", "record.number"),
        ("budget_max", -5, "record.number"),
        ("currency", "ABC", "record.currency"),
    ],
)
def test_a_bad_field_refuses_the_row_and_says_why(field: str, value: Any, rule: str) -> None:
    read = entry({**GOOD, field: value}, "request", Place("f.jsonl", row=3))
    assert read.record is None
    assert rule in [fault.rule for fault in read.faults]
    assert all(fault.place.row == 3 for fault in read.faults)
    assert all(fault.remedy.zh and fault.remedy.en for fault in read.faults)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("scale", "rather large", "record.scale"),
        ("regions_served", ["Atlantis"], "record.region"),
        ("scale", "20-5 MW", "record.reversed"),
        ("scale", "5 MW以上", "record.scale"),
        ("sectors", ["astrology"], "record.word"),
        ("colour", "green", "record.unused"),
        ("lang", None, "record.language_told"),
        ("title", "\x1b[31mred\ud800", "record.characters"),
        ("scale", "1e400 MW", "record.scale"),
        ("scale", "2,5-7,5 MW", "record.scale"),
        ("scale", "1.500 m3/d", "record.point"),
        ("budget_max", "1.500", "record.point"),
        ("trl", 11, "record.trl"),
        ("trl", True, "record.trl"),
        ("trl", "high", "record.trl"),
        ("trl", "≤7", "record.trl"),
        ("trl", "7.5", "record.trl"),
        ("trl", "7-9", "record.read_as"),
        ("deadline", "2026-02-30", "record.date"),
        ("deadline", "尽快", "record.date"),
        ("deadline", "12/01/2026", "record.date"),
        ("deadline", "Q3 2026", "record.read_as"),
        ("created", "2026年底", "record.date"),
    ],
)
def test_a_doubtful_field_is_told_and_the_row_taken(field: str, value: Any, rule: str) -> None:
    read = entry({**GOOD, field: value}, "request", Place(row=3))
    assert read.record is not None
    assert [fault.rule for fault in read.faults] == [rule]


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("8级", 8), ("TRL 8", 8), ("八级", 8), ("7-9", 7), ("TRL 7~9", 7), ("TRL7至TRL9", 7),
        ("≥7", 7), ("7级以上", 7), ("7+", 7), ("at least 6", 6), ("技术成熟度不低于6级", 6),
        (">6", 7), (">9", None), ("≤7", None), ("成熟", None), ("12", None), ("0", None),
    ],
)  # fmt: skip
def test_of_a_range_of_readiness_the_lower_end_is_read(written: str, level: int | None) -> None:
    read = entry({**GOOD, "trl": written}, "request", AT)
    assert read.record is not None
    assert read.record.trl == level


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (46387, "2026-12-31"), ("46387.0", "2026-12-31"), ("20261231", "2026-12-31"),
        ("31/12/2026", "2026-12-31"), ("12/31/2026", "2026-12-31"), ("5/5/2026", "2026-05-05"),
        ("31.12.2026", "2026-12-31"), ("1 Dec 2026", "2026-12-01"),
        ("December 1st, 2026", "2026-12-01"),
        ("2026年底", "2026-12-31"), ("2026年底前", "2026-12-31"), ("end of 2026", "2026-12-31"),
        ("2026", "2026-12-31"), ("Q3 2026", "2026-09-30"), ("2026年第三季度", "2026-09-30"),
        ("2026年上半年", "2026-06-30"), ("2028-02", "2028-02-29"), ("2026年9月底", "2026-09-30"),
        ("by June 2026", "2026-06-30"), ("长期有效", None), ("12/01/2026", None), ("尽快", None),
        ("2026年13月", None), ("99999", None),
    ],
)  # fmt: skip
def test_a_loose_deadline_is_read_as_far_as_it_is_certain(written: Any, day: str | None) -> None:
    read = entry({**GOOD, "deadline": written}, "request", AT)
    assert read.record is not None
    assert read.record.deadline == (date.fromisoformat(day) if day else None)
    (told,) = read.faults
    assert str(written) in told.message.zh
    assert str(written) in told.message.en


def test_who_can_be_asked_is_asked_for_a_plain_value() -> None:
    row = {**GOOD, "trl": "7-9", "deadline": "尽快"}
    read = entry(row, "request", AT, asked_back=True)
    assert read.record is None
    assert [f.severity for f in read.faults] == ["error", "error"]


def test_an_id_of_a_refused_row_that_a_later_row_takes_is_told(tmp_path: Path) -> None:
    path = lines(tmp_path / "r.jsonl", {**GOOD, "budget_max": "much"}, GOOD)
    read = read_records(path, "request")
    assert [record.id for record in read.records] == ["R1"]
    again = next(f for f in read.faults if f.rule == "record.id_again")
    assert again.place.row == 2
    assert "第 1 行" in again.message.zh


def test_a_budget_whose_least_is_above_its_most_is_refused() -> None:
    assert rules_of({**GOOD, "budget_min": 9, "budget_max": 5}) == ["record.budget"]


@pytest.mark.parametrize("kind", ["需求", "Request", "REQUEST", "request"])
def test_the_kind_is_read_in_either_language(kind: str) -> None:
    assert rules_of({**GOOD, "kind": kind}) == []
    assert "record.kind" in rules_of({**GOOD, "kind": "供给"})


def test_a_row_without_words_is_refused() -> None:
    assert "record.no_words" in rules_of({"id": "R1", "lang": "en"})


def test_all_faults_of_a_row_are_told_at_once() -> None:
    found = rules_of({**GOOD, "trl": 0, "budget_min": "x", "lang": "xx"})
    assert found == ["record.language", "record.trl", "record.number"]


def test_every_rule_has_both_languages() -> None:
    for rule in rules().values():
        for text in (rule.message, rule.remedy):
            assert text.zh != text.en


def lines(path: Path, *rows: Any) -> Path:
    text = "\n".join(
        row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows
    )
    path.write_text(text, encoding="utf-8")
    return path


def test_jsonl_takes_good_lines_and_names_bad_ones(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "r.jsonl", GOOD, "", "{not json", [1], {**GOOD, "id": "R2", "budget_min": -1},
        GOOD,
        {**GOOD, "id": "R3"}, '{"id": "R4", "title": "x", "budget_min": NaN}',
    )  # fmt: skip
    read = read_records(path, "request")
    assert [record.id for record in read.records] == ["R1", "R3"]
    assert [(f.place.row, f.rule) for f in read.faults] == [
        (3, "record.not_json"),
        (4, "record.not_json"),
        (5, "record.number"),
        (6, "record.same_id"),
        (8, "record.not_json"),
    ]


def test_an_unknown_field_is_named_once_for_a_file(tmp_path: Path) -> None:
    rows = [{**GOOD, "id": f"R{n}", "colour": "red"} for n in range(3)]
    read = read_records(lines(tmp_path / "r.jsonl", *rows), "request")
    assert [f.rule for f in read.faults] == ["record.unused"]


@pytest.mark.parametrize(("name", "rule"), [("r.pdf", "file.kind"), ("r.jsonl", "file.no_records")])
def test_files_without_records_are_told(tmp_path: Path, name: str, rule: str) -> None:
    read = read_records(lines(tmp_path / name, ""), "request")
    assert [f.rule for f in read.faults] == [rule]


def test_a_workbook_with_chinese_headings_is_read(tmp_path: Path) -> None:
    head = ("编号", "标题", "正文", "领域", "服务地区", "成熟度", "规模", "合作方式", "截止日期")
    good = (
        "R1",
        "余热回收",
        "需要余热回收",
        "工业；能源",
        "CN-ZJ",
        8.0,
        "5-20 MW",
        "合同能源管理",
        "2026-12-31",
    )
    bad = ("", "余热", "需要", "工业", "CN-ZJ", 12.0, "", "EPC", "")
    path = tmp_path / "r.xlsx"
    write_sheets([RawSheet("r.xlsx", "需求", (head, good, bad))], path)
    read = read_records(path, "request")
    (record,) = read.records
    assert record.sectors == ("industry", "energy")
    assert (record.trl, record.scale) == (8, Scale(5, 20, "MW"))
    assert record.cooperation_types == ("EMC",)
    assert record.lang == "zh"
    assert [(f.place.row, f.rule) for f in read.faults if f.severity == "error"] == [
        (3, "record.no_id")
    ]


def test_a_text_table_is_read_like_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("id,title,text,regions_served\nR1,Heat,Waste heat,CN-ZJ;DE\n", encoding="utf-8")
    assert read_records(path, "request").records[0].regions_served == ("CN-ZJ", "DE")


def test_every_sheet_with_records_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    head = ("编号", "标题", "正文")
    sheets = {
        "说明": (("本表由发展改革委填写", ""),),
        "工业": (head, ("R1", "余热", "需要余热回收")),
        "空": (),
        "建筑": (("title", "id", "text"), ("Roofs", "R2", "Solar roofs"), ("Again", "R1", "x")),
    }
    path = tmp_path / "r.xlsx"
    write_sheets([RawSheet("r.xlsx", name, rows) for name, rows in sheets.items()], path)
    read = read_records(path, "request")
    assert [record.id for record in read.records] == ["R1", "R2"]
    told = {f.rule: f for f in read.faults if f.severity != "note"}
    assert set(told) == {"file.sheet", "record.same_id"}
    assert told["file.sheet"].place.sheet == "说明"
    assert "工作表“工业”第 2 行" in told["record.same_id"].message.zh
    assert "line 2 of the sheet “工业”" in told["record.same_id"].message.en


def test_a_workbook_whose_record_sheet_is_empty_holds_no_record(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    sheets = {"说明": (("x",),), "需求": (("id", "title"),)}
    write_sheets([RawSheet("r.xlsx", name, rows) for name, rows in sheets.items()], path)
    found = [f.rule for f in read_records(path, "request").faults]
    assert found == ["file.sheet", "file.no_records"]


def test_what_reading_a_workbook_finds_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = RawSheet("r.xlsx", "r", (("id", "title"), ("R1", "Heat")))
    told = file_fault("sheet.hidden", sheet.place(), name="r")
    monkeypatch.setattr(exchange_records, "read_sheets", lambda *_: ((sheet,), (told,)))
    path = tmp_path / "r.xlsx"
    path.touch()
    read = read_records(path, "request")
    assert (len(read.records), read.faults[0]) == (1, told)


def test_a_heading_that_stands_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("id,title,名称,标题\nR1,Heat,Cold,Warm\n", encoding="utf-8")
    read = read_records(path, "request")
    assert read.records[0].title == "Heat"
    twice = [f for f in read.faults if f.rule == "file.heading_twice"]
    assert [f.place.cell for f in twice] == ["C1", "D1"]
    assert "B1" in twice[0].message.zh
    assert "名称" in twice[0].message.en


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": }', "第 8 个字符附近"),
        ("[1]", "列表"),
        ("null", "空值"),
        ("[" * 100_000, "嵌套过深"),
        ("9" * 5000, "有一个数过长"),
    ],
)
def test_a_broken_line_is_told_in_the_reader_s_language(
    tmp_path: Path, line: str, said: str
) -> None:
    (fault,) = read_records(lines(tmp_path / "r.jsonl", line), "request").faults
    assert said in fault.message.zh
    assert not re.search("[a-z]", fault.message.zh)
    assert not re.search("[一-鿿]", fault.message.en)


def test_cells_that_are_not_read_are_told(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("id,title,text\nR1,#UNCALCULATED!,Waste heat,more\n", encoding="utf-8")
    read = read_records(path, "request")
    assert [record.title for record in read.records] == [""]
    assert {"file.formula", "file.no_heading"} <= {f.rule for f in read.faults}
    assert any("more" in f.message.en for f in read.faults)


def test_a_refused_row_is_told_by_what_refuses_it_alone() -> None:
    told = entry({**GOOD, "lang": "", "currency": "ABC"}, "request", AT).faults
    assert [fault.rule for fault in told] == ["record.currency"]


def test_a_city_is_read_as_its_province_and_that_is_told() -> None:
    read = entry({**GOOD, "regions_served": ["杭州市", "德国"]}, "request", AT)
    assert read.record is not None
    assert read.record.regions_served == ("CN-ZJ", "DE")
    told = next(f for f in read.faults if f.rule == "record.city")
    assert "浙江" in told.message.zh
    assert "Zhejiang" in told.message.en


@pytest.mark.parametrize("sign", ["，", ",", ";", "；", "、", "|", ", "])
def test_lists_of_known_words_are_parted_at_any_sign(sign: str) -> None:
    stated = {
        "cooperation_types": sign.join(("EMC", "设备供应")),
        "sectors": sign.join(("农业", "energy")),
        "regions_served": sign.join(("浙江", "Germany")),
    }  # fmt: skip
    record = entry({**GOOD, **stated}, "request", AT).record
    assert record is not None
    assert record.cooperation_types == ("EMC", "equipment supply")
    assert record.sectors == ("agriculture", "energy")
    assert record.regions_served == ("CN-ZJ", "DE")


def test_a_comma_within_a_known_word_parts_nothing() -> None:
    known = "carbon capture, use and storage"
    record = entry({**GOOD, "sectors": [known, "energy"], "technologies": "a, b"}, "request", AT)
    assert record.record is not None
    assert record.record.sectors == ("ccus", "energy")
    assert record.record.technologies == ("a, b",)


def test_a_place_that_nobody_knows_states_no_region() -> None:
    nowhere = request_of("x", regions_served=("<b>",))
    assert "review.region" in {f.rule for f in review(nowhere, AT)}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    record = request_of(
        "Waste heat",
        scale="1500-3000 m3/d",
        trl=7,
        deadline=DAY,
        sectors=("water",),
        region_from="CN-ZJ",
    )
    write_records([record], tmp_path / "r.jsonl")
    read = read_records(tmp_path / "r.jsonl", "request")
    assert read.records == (record,)
    assert read.faults == ()


def test_headings_name_fields_of_a_record() -> None:
    record = as_json(request_of("x"))
    assert {"id", "title", "text"} <= set(record)
    assert set(HEADINGS.values()) <= set(type(request_of("x")).__dataclass_fields__)


def test_a_public_record_has_nothing_confidential() -> None:
    record = request_of("x", details="secret", contact="a@b.cn", budget_min=1.0, budget_max=2.0)
    assert not set(CONFIDENTIAL) & set(as_json(public(record)))


def test_the_review_names_what_is_missing() -> None:
    found = {f.rule for f in review(request_of("Call 13812345678", regions_served=()), Place())}
    assert {"review.scale", "review.region", "review.personal", "review.short"} <= found
    complete = request_of("word " * 40, scale="5 MW", cooperation_types=("EPC",), deadline=DAY)
    assert review(complete, Place()) == ()


NEED = Need(
    "measure", "industrial_heat_pump", Text("工业热泵", "Industrial heat pumps"), "330500",
    Text("湖州市", "Huzhou"), "city", "330000", field="industry", measure="industrial_heat_pump",
    maturity="commercial", scale=Scale(120, 120, "TJ/a"), tonnes=9000.0, start=2028,
)  # fmt: skip


def test_a_draft_states_what_the_plan_states() -> None:
    made = draft(NEED, "zh", DAY, load_thesaurus())
    assert made.title == "工业热泵"
    assert "湖州" not in made.words
    assert made.regions_served == ("CN-ZJ",)
    assert made.sectors == ("industry",)
    assert made.trl == 8
    assert made.deadline is not None
    assert made.deadline.isoformat() == "2026-07-01"
    assert any("热泵" in word for word in made.technologies)
    assert made.status == "draft"
    assert draft(NEED, "en", DAY, load_thesaurus()).lang == "en"


def test_a_deadline_that_is_over_is_left_open() -> None:
    made = draft(
        Need("task", "T1", same("x"), "330500", same("湖州"), "city", "330000", start=2026),
        "zh",
        DAY,
        load_thesaurus(),
    )
    assert made.deadline is None
    assert made.cooperation_types == ("technical assistance", "training")


def test_a_task_that_is_due_is_not_said_to_begin() -> None:
    need = Need("task", "T1", same("x"), "330500", same("湖州"), "city", "330000", due=2029)
    made = draft(need, "en", DAY, load_thesaurus())
    assert made.amounts.startswith("To be done by 2029. Not stated: what was tried already")
    assert made.deadline is None


def test_a_draft_tells_what_the_library_knows_and_names_what_nobody_has_said() -> None:
    library = measures()
    kind = library["industrial_heat_pump"]
    potential = Span(80.0, 120.0, 160.0)
    need = replace(
        NEED,
        start=None,
        account=account_of(kind),
        figures=figures_of(kind, potential, library, 2030),
    )
    assert need.reference == replace(NEED, start=None).reference
    for lang in LANGUAGES:
        made = draft(need, lang, DAY, WORDS)
        assert account_of(kind)[lang] in made.amounts
        assert made.words == draft(NEED, lang, DAY, WORDS).words
        assert "80" in made.amounts
        assert "160" in made.amounts
        assert "2030" in made.amounts
        assert {"en": "Not stated: the year", "zh": "未说明：年份"}[lang] in made.amounts
        assert {f.rule for f in review(made, AT)} <= {"review.short"}
        bare = replace(need, figures=figures_of(kind, potential, library, None))
        assert "review.deadline" in {f.rule for f in review(draft(bare, lang, DAY, WORDS), AT)}


def test_every_measure_of_the_library_can_be_told_in_both_languages() -> None:
    for kind in measures().values():
        told = account_of(kind)
        assert "{" not in told.zh + told.en
        assert not re.search("[一-鿿]", told.en)
    first = next(kind for kind in measures().values() if kind.prerequisites)
    known = figures_of(first, Span(0, 1, 2), measures(), None)
    assert measures()[first.prerequisites[0]].name.en in known.en


def test_amounts_of_a_draft_are_public_but_no_part_of_its_topic() -> None:
    need = replace(NEED, description=Text("工业热泵（工业）", "Industrial heat pumps (industry)"))
    for lang in LANGUAGES:
        made = draft(need, lang, DAY, load_thesaurus())
        assert made.text.startswith(need.description[lang])  # type: ignore[index]
        assert "9,000" in public(made).amounts
        assert "2028" in made.amounts
        assert "9,000" not in made.words
        assert not {m.concept for m in load_thesaurus().mentions(made.words)} & {"carbon_dioxide"}
        assert "review.deadline" not in {f.rule for f in review(replace(made, deadline=None), AT)}


def test_what_raises_emissions_says_so_and_what_has_no_size_states_none() -> None:
    made = draft(replace(NEED, tonnes=-81.0, scale=Scale(0, 0, "MWh/a")), "en", DAY, WORDS)
    assert made.amounts.startswith("CO2 added, taken alone: 81 t a year;")
    assert made.scale is None
    assert scale_of("0 MW") is None
    assert scale_of("0-20 MW") == Scale(0, 20, "MW")


def test_a_draft_names_no_place_within_the_city_and_nobody_who_carries_it_out() -> None:
    places = names_in("吴兴区 织里镇", "湖州市", "Huzhou", "美欣达集团")
    need = replace(
        NEED, origin="project", name=Text("吴兴印染园区余热利用项目", "Heat of Huzhou dyehouses"),
        content="在织里镇由美欣达集团回收废水余热", places=places,
    )  # fmt: skip
    made = draft(need, "zh", DAY, WORDS)
    assert made.title == "印染园区余热利用项目"
    assert not any(name in made.words for name in places)
    assert draft(need, "en", DAY, WORDS).title == "Heat of dyehouses"


@pytest.mark.parametrize(
    ("where", "title"),
    [
        ("屋顶", "公共机构屋顶光伏"), ("园区", "园区循环化改造"), ("电厂", "电厂余热利用"),
        ("全市", "全市公交电动化"), ("各县区", "各县区充电设施建设"),
        ("Park", "Park-wide heat recovery"),
        ("whole city", "City-wide heat recovery"), ("产业园区", "产业园区集中供热"),
    ],
)  # fmt: skip
def test_words_for_kinds_of_places_stay_in_a_title(where: str, title: str) -> None:
    need = replace(NEED, origin="project", name=same(title), content="", places=names_in(where))
    language: Language = "en" if title.isascii() else "zh"
    assert draft(need, language, DAY, WORDS).title == title


@pytest.mark.parametrize(
    "name", ["吴兴区", "织里镇", "美欣达集团", "华能电厂", "Wuxing", "Wuxing Park"]
)
def test_names_of_places_and_of_who_carries_it_out_do_not(name: str) -> None:
    assert name in names_in(name)


def test_an_english_draft_is_english_or_says_that_it_is_not() -> None:
    task = Need(
        "task", "T1", Text("推进余热回收", "Collect waste heat"), "330500", same("湖州"), "city",
        "330000", content="建设统一回收管网",
    )  # fmt: skip
    made = draft(task, "en", DAY, WORDS)
    assert (made.lang, made.title, made.details) == ("en", "Collect waste heat", task.content)
    assert chinese_share(f"{made.title} {made.text}") == 0
    known = draft(replace(task, name=same("推进余热回收")), "en", DAY, WORDS)
    assert known.lang == "en"
    assert chinese_share(known.title) == 0
    unknown = draft(replace(task, name=same("推进某事"), content=""), "en", DAY, WORDS)
    assert (unknown.lang, unknown.title) == ("zh", "推进某事")


def test_a_changed_plan_flags_its_requests() -> None:
    made = draft(NEED, "zh", DAY, load_thesaurus())
    other = Need(
        *[getattr(NEED, f) for f in ("origin", "id", "name", "code", "place", "kind", "province")]
    )
    assert changed([made], [NEED], "330500") == {}
    assert set(changed([made], [other], "330500")) == {made.id}
    assert changed([made], [], "330500")[made.id].en == "the plan no longer has it"
    assert changed([request_of("x"), made], [], "320500") == {}


@pytest.mark.parametrize(
    "text",
    [
        "微信：lvneng_2024", "微信号 lvneng2024", "WeChat lvneng2024", "QQ: 12345678",
        "tel 030 1234567", "0571 8888 8888", "(0571)88888888", "0571-88888888", "www.acme-heat.de",
        "WhatsApp 0049 170 1234567", "https://acme.example", "acme-heat.com", "电话 88888888",
        "扣扣 12345678", "加V heatpump88", "加微 heatpump88", "vx: heatpump88", "威信heatpump88",
        "钉钉 88812", "1 3 8 0 0 1 3 8 0 0 0", "一三八零零一三八零零零", "联系人张三",
        "heat at example dot com", "heat (at) example.com", "１３８００１３８０００",
        "a@b.example", "+49 241 2468013", "138 1234 5678",
    ],
)  # fmt: skip
def test_contact_in_public_words_is_seen_as_it_is_written(text: str) -> None:
    assert holds_contact(f"We build heat pumps. {text}.")


@pytest.mark.parametrize(
    "text",
    [
        "1.5-20 MW, 2027-2030, 8000 m3/d", "0.3-2.5 万吨/年", "COP 4.5 at 60 to 90 degrees",
        "330500/project/P3", "0.35 kWh/m3; 12,000,000 CNY", "投资 2026-2030 年 120000000 元",
        "signal processing of meters", "mobile 5 MW units", "qq", "ISO 14064-1:2018",
        "phone lines of 2010", "加热 5 MW", "look at the example of dot matrices", "1 300 000 m3",
        "钉钉打卡", "vx 系列换热器", "1.35-1.65, 1.75-1.85", "增加微电网 12 套",
        "联系方式待定", "GB/T 2589-2020",
    ],
)  # fmt: skip
def test_figures_are_no_contact(text: str) -> None:
    assert not holds_contact(text)


def test_names_of_the_owner_are_seen_in_public_words() -> None:
    record = request_of("湖州市发展改革委需要热泵", owner="city-330500", lang="zh")
    rules = {f.rule for f in review(record, Place(), names=("湖州市发展改革委", "Huzhou DRC"))}
    assert "review.named" in rules
    assert "review.named" not in {f.rule for f in review(record, Place(), names=("苏州",))}


def test_an_area_is_read_as_its_regions_and_told() -> None:
    read = entry({**GOOD, "regions_served": "长三角；浙江省湖州市，DE"}, "request", AT)
    assert read.record is not None
    assert read.record.regions_served == ("CN-SH", "CN-JS", "CN-ZJ", "CN-AH", "DE")
    told = [f for f in read.faults if f.rule == "record.city"]
    assert len(told) == 2
    assert "上海、江苏、浙江、安徽" in told[0].message.zh


def test_an_area_of_several_regions_is_no_seat() -> None:
    read = entry({**GOOD, "region_from": "长三角"}, "request", AT)
    assert [f.rule for f in read.faults if f.place.field == "region_from"] == ["record.region"]
