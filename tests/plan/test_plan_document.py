"""In which order does the plan document speak, and are both languages equal?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from string import Formatter

import numpy as np
import pytest
from tests.wordings import printed

from dafeng.dossier.records import Dossier, Row, SourceRecord
from dafeng.errors import NOWHERE, Fault, Severity
from dafeng.language import Text
from dafeng.plan import pictures
from dafeng.plan.material import Indicator, PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.tree import (
    ChartFigure,
    DataTable,
    Document,
    Heading,
    Paragraph,
    figures_in,
    sentences,
)


def numbers(text: str) -> Counter[str]:
    """Return the digits of each number in a text, without point, commas and leading zeros."""
    found = re.findall(r"\d[\d,]*\.?\d*", text.replace("CO2", ""))
    return Counter(re.sub(r"[.,]", "", n).lstrip("0") for n in found)


def chapters(document: Document) -> list[str]:
    return [b.text.zh for b in document.blocks if isinstance(b, Heading) and b.level == 1]


def test_chapters_follow_the_programme(document: Document) -> None:
    assert chapters(document)[:8] == [
        "总体要求",
        "建设目标",
        "重点任务",
        "科技创新",
        "重点工程",
        "政策创新",
        "全民行动",
        "保障措施",
    ]


def test_a_published_series_that_begins_at_zero_has_no_rate(material: PlanMaterial) -> None:
    first = material.published[0]
    at_zero = replace(first, values=np.concatenate([[0.0], first.values[1:]]))
    document = compose(replace(material, published=(at_zero,)))
    assert not [t for t in printed(document, "zh") if t.startswith("变化趋势：")]
    assert [t for t in printed(compose(material), "zh") if t.startswith("变化趋势：")]


def test_both_languages_have_the_same_numbers(document: Document) -> None:
    pairs = list(zip(printed(document, "zh"), printed(document, "en"), strict=True))
    assert len(pairs) > 500
    for zh, en in pairs:
        assert numbers(zh) == numbers(en), (zh, en)


def test_every_bound_figure_is_listed_in_the_annex(document: Document) -> None:
    table = next(b for b in document.blocks if isinstance(b, DataTable) and b.id == "figures")
    used = figures_in(document.body)
    assert len(used) > 40
    assert [row[0]["en"] for row in table.rows] == [f.id for f in used]
    assert [row[1]["zh"] for row in table.rows] == [f.digits.zh for f in used]


def test_no_result_is_typed_by_hand(document: Document) -> None:
    """Digits in the wording itself are those of rules and quantiles, never of results."""
    allowed = {
        "1",
        "2",
        "3",
        "5",
        "10",
        "12",
        "44",
        "25",
        "30",
        "95",
        "98",
        "90",
        "97",
        "975",
        "005",
    }
    allowed |= {"2030", "0", "05", "2025", "2060"}
    for block in document.blocks:
        for statement in sentences(block):
            parts = Formatter().parse(statement.template.en)
            typed = "".join(f" {literal}" for literal, *_ in parts)
            assert set(numbers(typed)) <= {a.lstrip("0") for a in allowed}, typed


def test_text_refers_to_the_annexes_by_their_numbers(document: Document) -> None:
    labels = {
        b.text.en: b.label.en
        for b in document.blocks
        if isinstance(b, Heading) and b.label and b.annex
    }
    assert labels["CO2 inventory"] == "Annex 1"
    assert labels["Have emissions peaked?"] == "Annex 3"


def test_scenarios_are_set_side_by_side_and_not_ranked(document: Document) -> None:
    words = " ".join(printed(document, "en")).casefold()
    assert not re.search(r"\b(best|worst|better|optimal|winner)\b", words)
    table = next(b for b in document.blocks if isinstance(b, DataTable) and b.id == "outlook")
    assert [c.id for c in table.columns[1:]] == ["frozen", "current_policy", "enhanced"]


def test_every_chart_is_described_in_words_with_numbers(document: Document) -> None:
    figures = [b for b in document.blocks if isinstance(b, ChartFigure)]
    order = [f.chart.id for f in figures]
    assert order[:6] == ["sectors", "history", "drivers", "fan", "courses", "chances"]
    for figure in figures:
        assert figure.description.figures
        assert "nan" not in figure.description["en"].casefold()


def test_what_is_missing_is_named(material: PlanMaterial) -> None:
    bare = replace(material, dossier=Dossier(material.dossier.identity))
    blocks = compose(bare).blocks
    at = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text.zh == "重点工程")
    remark = blocks[at + 1]
    assert isinstance(remark, Paragraph)
    assert remark.style == "remark"
    assert "待补充" in remark.statement["zh"]
    assert "项目单位" in remark.statement["zh"]  # who has to give it
    assert "“重点项目”表" in remark.statement["zh"]  # and where


def test_tasks_go_to_the_chapter_of_their_field(material: PlanMaterial) -> None:
    rows = (
        Row((("id", "1"), ("name", "绿氢"), ("chapter", "科技创新"))),
        Row((("id", "2"), ("name", "志愿者"), ("chapter", "全民行动"))),
        Row((("id", "3"), ("name", "改造"), ("chapter", "工业"))),
    )
    made = compose(replace(material, dossier=replace(material.dossier, tasks=rows)))
    found: dict[str, list[str]] = {}
    for block in made.blocks:
        if isinstance(block, Heading) and block.level == 1:
            within = found.setdefault(block.text.zh, [])
        elif isinstance(block, Heading):
            within.append(block.text.zh)
    assert found["科技创新"] == ["绿氢"]
    assert found["全民行动"] == ["志愿者"]
    assert found["重点任务"] == ["工业", "改造"]


def test_errors_make_a_draft_that_says_so(material: PlanMaterial) -> None:
    fault = Fault("x.y", Severity.ERROR, NOWHERE, Text("错", "wrong"), Text("改", "mend"))
    made = compose(replace(material, faults=(fault,)))
    assert made.draft
    assert "草案" in made.statement[-1]["zh"]


def test_a_place_with_next_to_nothing_still_gets_a_document(material: PlanMaterial) -> None:
    bare = replace(
        material,
        dossier=Dossier(material.dossier.identity),
        indicators={},
        uncertainty=(),
        published=(),
        decompositions=(),
        tapio=(),
        statuses=(),
        status_probability={},
        ensembles={},
        outlooks={},
        assumptions=(),
        sources=(),
        reconciliation=(),
        faults=(),
    )
    made = compose(bare)
    assert len(chapters(made)) == 19
    assert sum("待补充" in text for text in printed(made, "zh")) >= 10


def test_a_peak_beyond_the_horizon_is_said_in_words(material: PlanMaterial) -> None:
    outlook = replace(
        material.outlooks["frozen"],
        by_year=np.zeros(len(material.outlooks["frozen"].years)),
        none=1.0,
        year_quantiles=(None,) * 5,
        level_quantiles=(),
    )
    made = compose(replace(material, outlooks={"frozen": outlook}))
    words = list(printed(made, "en"))
    assert any("median peak year not by 2060" in text for text in words)
    assert not any("nan" in text.casefold().split() for text in words)


def test_small_sectors_are_one_layer(material: PlanMaterial) -> None:
    parts = pictures.ranked_sectors(material)
    assert len(parts) == pictures.LAYERS + 1
    assert sum(float(p.path[-1]) for p in parts) == pytest.approx(
        float(material.by_sector[-1].sum())
    )


def test_licences_are_told_in_the_language_of_the_reader(material: PlanMaterial) -> None:
    official = "official document of the PRC (free of copyright)"
    found = compose(replace(material, sources=(SourceRecord("S3", "t", "p", "2023", official),)))
    assert "中国官方文件（不受著作权限制）" in printed(found, "zh")
    assert official not in printed(found, "zh")
    assert official in printed(found, "en")


def test_a_source_in_both_languages_is_told_in_the_one_of_the_reader(
    material: PlanMaterial,
) -> None:
    title, publisher = "年鉴汇编 / compiled from yearbooks", "官方统计 / official statistics"
    found = compose(replace(material, sources=(SourceRecord("S3", title, publisher),)))
    for language, own, other in (
        ("zh", ("年鉴汇编", "官方统计"), ("compiled from yearbooks", "official statistics")),
        ("en", ("compiled from yearbooks", "official statistics"), ("年鉴汇编", "官方统计")),
    ):
        words = list(printed(found, language))  # type: ignore[arg-type]
        assert set(own) <= set(words)
        assert not [w for w in words if any(o in w for o in other)]


def test_a_part_of_the_account_without_a_figure_is_no_zero(material: PlanMaterial) -> None:
    steps = (
        (Text("属地", "Territorial"), 1e6),
        (Text("过程（NE，未估算）", "Processes (NE)"), None),
    )
    made = compose(replace(material, reconciliation=steps))
    table = next(b for b in made.blocks if isinstance(b, DataTable) and b.id == "reconciliation")
    assert table.rows[1][1]["zh"] == table.rows[1][1]["en"] == "—"


def test_an_indicator_without_value_is_no_zero(material: PlanMaterial) -> None:
    missing = Indicator("gdp", Text("地区生产总值", "GDP"), None, "元", 2022)
    made = compose(replace(material, indicators={"gdp": missing}))
    table = next(b for b in made.blocks if isinstance(b, DataTable) and b.id == "indicators")
    assert [cell["zh"] for cell in table.rows[0]] == ["地区生产总值", "2022年", "—", "—"]
    assert not any(f.id.startswith("indicator") for f in figures_in(made.body))


def test_one_figure_cannot_stand_for_two_values(document: Document) -> None:
    statement = next(s for b in document.blocks for s in sentences(b) if s.figures)
    figure = statement.figures[0]
    other = replace(figure, value=figure.value + 1)
    field = next(name for name, value in statement.fields if value == figure)
    changed = replace(
        statement, fields=tuple((n, other if n == field else v) for n, v in statement.fields)
    )
    with pytest.raises(ValueError, match="two values"):
        figures_in((Paragraph(statement), Paragraph(changed)))


def test_a_park_says_what_its_figures_cover(material: PlanMaterial) -> None:
    identity = replace(material.dossier.identity, kind="park", boundary=Text("全市", "whole city"))
    made = compose(replace(material, dossier=replace(material.dossier, identity=identity)))
    assert any(text == "Boundary: whole city." for text in printed(made, "en"))
