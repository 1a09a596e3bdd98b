"""A dossier with errors still gives a draft: as much as they leave, marked, with what blocks it."""

from __future__ import annotations

from pathlib import Path

import pytest

import dafeng
from dafeng.desk.planning import Plan
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import InputError, UnknownNameError
from dafeng.files.text_tables import write_text_table

FAST = dafeng.Options(draws=100, seed=1, portfolio=False)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "huzhou"
    dafeng.new("330500", folder, language="en")
    return folder


def _spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _texts(folder: Path, *rows: tuple[str, str]) -> None:
    table = RawSheet("texts.csv", "", (("section", "text"), *rows))
    write_text_table(table, folder / "texts.csv")


def _compiled(folder: Path) -> Plan:
    return dafeng.compile_plan(folder, options=FAST, languages=("zh",))


def test_a_good_dossier_gives_no_draft(dossier: Path) -> None:
    plan = dafeng.compile_plan(dossier, options=FAST, languages=())
    assert plan.errors == ()
    assert plan.material is not None


def test_an_unreadable_cell_leaves_a_draft_with_results(dossier: Path) -> None:
    _spoil(dossier / "energy.csv", ",TJ,", ",furlong,")
    plan = _compiled(dossier)
    assert [f.rule for f in plan.errors] == ["unit.unknown"]
    assert plan.material is not None
    assert plan.material.ensembles
    page = (plan.folder / "plan.zh.html").read_text(encoding="utf-8")
    assert "草案" in page
    assert "furlong" in page
    assert (plan.folder / "brief.zh.pdf").is_file()


def test_a_reference_to_nothing_blocks_the_plan_at_its_cell(dossier: Path) -> None:
    _texts(dossier, ("总体目标", "{{ peak.year.median }}"), ("指导思想", "{{ peak.yeer }}"))
    plan = _compiled(dossier)
    assert [(f.rule, str(f.place)) for f in plan.errors] == [("word.reference", "texts.csv B3")]


def test_a_contradiction_is_told_and_is_no_error_while_writing(dossier: Path) -> None:
    _texts(dossier, ("工作基础", "2023年，二氧化碳排放总量为9999万吨。"))
    plan = dafeng.compile_plan(dossier, options=FAST, languages=())
    assert plan.errors == ()
    assert "word.figure" in [f.rule for f in plan.faults]


def test_without_an_account_the_draft_says_that_nothing_is_computed(dossier: Path) -> None:
    _spoil(dossier / "dossier.toml", "base_year = 2023", "base_year = 2031")
    plan = _compiled(dossier)
    assert plan.material is None
    assert plan.errors
    names = {f.name for f in plan.files}
    assert {"plan.zh.docx", "plan.zh.pdf", "plan.zh.html", "manifest.json"} <= names
    assert "results.json" not in names
    assert "未作任何测算" in (plan.folder / "plan.zh.html").read_text(encoding="utf-8")


def test_an_identity_that_cannot_be_read_is_told_in_a_draft(dossier: Path) -> None:
    _spoil(dossier / "dossier.toml", "base_year = 2023", 'base_year = "soon"')
    plan = _compiled(dossier)
    assert plan.material is None
    page = (plan.folder / "plan.zh.html").read_text(encoding="utf-8")
    assert "soon" in page


def test_a_folder_that_is_no_dossier_is_not_written_into(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        dafeng.compile_plan(tmp_path, options=FAST, languages=())
    assert not list(tmp_path.iterdir())


def test_a_plan_is_laid_out_by_the_guide_that_is_named(dossier: Path) -> None:
    options = dafeng.Options(draws=100, seed=1, guide="zero-carbon-park-2025", portfolio=False)
    plan = dafeng.compile_plan(dossier, options=options, languages=())
    assert plan.material is not None
    assert plan.material.guide.id == "zero-carbon-park-2025"
    with pytest.raises(UnknownNameError):
        dafeng.compile_plan(
            dossier, options=dafeng.Options(guide="nonesuch"), languages=(), replace=True
        )
