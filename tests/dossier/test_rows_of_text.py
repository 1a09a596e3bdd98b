"""Tables of targets and projects: headers with years, units and periods are read or told."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.cells import Cell
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity


def _read(name: str, *rows: list[Cell]) -> tuple[Dossier, tuple[Fault, ...]]:
    sheet = RawSheet(f"{name}.csv", name, tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, faults


def _told(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    doubts = [f for f in faults if f.severity is not Severity.NOTE]
    return [(f.rule, f.place.cell) for f in doubts if f.place.file.startswith(("targ", "proj"))]


def _targets(*headers: str) -> tuple[Dossier, tuple[Fault, ...]]:
    figures: list[Cell] = [1500 + 100 * i for i in range(len(headers))]
    return _read("targets", ["指标", "单位", *headers], ["能源消费总量", "万吨标准煤", *figures])


@pytest.mark.parametrize(
    "base",
    [
        *(
            "基准年（2020年）",
            "基期（2020年）",
            "基准年(2020)",
            "基期值（2020年）",
            "2020年（基期）",
        ),
        "2020 (base year)",
    ],
)
def test_a_base_year_in_brackets_heads_base_values(base: str) -> None:
    dossier, faults = _targets(base, "2025年", "2030年目标值")
    assert not _told(faults)
    stated = [(r["year"], r["value"], r["kind"], r["base_year"]) for r in dossier.targets]
    assert stated == [
        ("2020", "1500", "基期", ""),
        ("2025", "1600", "", "2020"),
        ("2030", "1700", "", "2020"),
    ]
    assert {r["unit"] for r in dossier.targets} == {"万吨标准煤"}


@pytest.mark.parametrize("header", ["2025年累计", "2025年增速", "累计（2025年）", "2025年万吨"])
def test_a_year_with_other_words_is_no_target_of_that_year(header: str) -> None:
    dossier, faults = _targets("2025年", header, "2030年")
    assert [(r["year"], r["value"]) for r in dossier.targets] == [
        ("2025", "1500"),
        ("2030", "1700"),
    ]
    assert _told(faults) == [("column.unknown", "D1")]


def test_a_year_that_heads_two_columns_is_told() -> None:
    dossier, faults = _targets("2025年", "2025年目标", "2030年")
    assert [r["year"] for r in dossier.targets] == ["2025", "2030"]
    assert _told(faults) == [("column.duplicate", "D1")]


def test_a_target_value_with_its_year_in_brackets_is_read() -> None:
    dossier, faults = _targets("目标值（2025年）", "“十五五”末（2030年）")
    assert not _told(faults)
    assert [(r["year"], r["value"]) for r in dossier.targets] == [
        ("2025", "1500"),
        ("2030", "1600"),
    ]


def _project(cells: dict[str, Cell]) -> tuple[Dossier, tuple[Fault, ...]]:
    return _read("projects", ["编号", "项目名称", *cells], ["1", "余热利用", *cells.values()])


def test_a_unit_in_the_header_that_contradicts_the_unit_column_is_an_error() -> None:
    dossier, faults = _project({"总投资（万元）": 100, "投资单位": "亿元"})
    assert _told(faults) == [("unit.conflict", "D2")]
    assert (dossier.projects[0]["investment"], dossier.projects[0]["investment_unit"]) == ("", "")
    header: list[Cell] = ["指标", "单位", "2025年（吨标准煤）"]
    _, faults = _read("targets", header, ["能源消费总量", "万吨标准煤", 1600])
    assert _told(faults) == [("unit.conflict", "B2")]


@pytest.mark.parametrize("unit", ["万元", "10^4 CNY", "10⁴元", ""])
def test_units_that_agree_are_no_conflict(unit: str) -> None:
    dossier, faults = _project({"总投资（万元）": 100, "投资单位": unit})
    assert not _told(faults)
    assert dossier.projects[0]["investment"] == "100"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        *(
            (t, ("2026", "2028"))
            for t in ("2026-2028年", "2026—2028", "2026年至2028年", "2026-28年")
        ),
        *((t, ("2026", "2028")) for t in ("2026～28", "202603-202812", "2026.3—2028.12")),
        *((t, ("2026", "2028")) for t in ("2026年3月-2028年12月", "2026年开工，2028年建成")),
        ("2029—2027", ("2029", "2027")),
        *((t, ("2027", "2027")) for t in ("2027年", "2027", 2027, "2027年6月", "202706")),
    ],
)
def test_periods_are_read_as_years(text: Cell, years: tuple[str, str]) -> None:
    dossier, faults = _project({"建设年限": text})
    assert not _told(faults)
    assert (dossier.projects[0]["start_year"], dossier.projects[0]["end_year"]) == years


@pytest.mark.parametrize(
    "text", ["2年", "24个月", "十五五", "2026-12", "2027年起", "2025-2027-2029"]
)
def test_a_period_that_is_not_understood_is_told(text: str) -> None:
    dossier, faults = _project({"建设年限": text})
    assert _told(faults) == [("period.not_understood", "C2")]
    assert not dossier.projects[0]["start_year"] + dossier.projects[0]["end_year"]


def test_a_period_fills_blanks_and_never_what_is_stated() -> None:
    dossier, faults = _project({"建设年限": "2026-28年", "开工年份": 2027, "投产年份": None})
    assert not _told(faults)
    assert (dossier.projects[0]["start_year"], dossier.projects[0]["end_year"]) == ("2027", "2028")
    _, faults = _project({"建设年限": "两年", "开工年份": 2027, "投产年份": 2028})
    assert not _told(faults)
