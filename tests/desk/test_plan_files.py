"""Do files of a real pilot say the same in both languages, keep their margins, come out again?"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.figures_of_plan import amounts, faults, unprinted
from tests.pdf_numbers import differing
from tests.pdf_pages import pages_of
from tests.pdf_places import beyond, overlapping

from dafeng.desk.building import Options
from dafeng.desk.planning import Plan, compile_plan
from dafeng.desk.rebuilding import rebuild
from dafeng.desk.starting import new
from dafeng.desk.verifying import verify
from dafeng.files.layout import layout_of
from dafeng.files.manifest import write_manifest
from dafeng.language import LANGUAGES, Language
from dafeng.plan.material import Provenance
from dafeng.plan.outline import compose
from dafeng.plan.tree import Document

FACES = {"NotoSansSC-Regular", "NotoSerifSC-Regular"}


TARGETS = """Indicator,Year,Value,Unit,Base year,Kind,Source
二氧化碳排放总量,2030,不超过4012.5,万吨,,,省下达
煤炭消费总量,2030,640.05,万吨标准煤,,,省下达
单位地区生产总值二氧化碳排放下降,2030,18.5,%,2025,,省下达
碳达峰年份,2030,2030年前,年,,,省下达
风电光伏装机,2030,520.5,万千瓦,,,市定
"""
TASKS = """Id,Task,Task in English,Chapter,Owner,Indicators,Due year
T1,建设屋顶光伏200万千瓦,Build 2000 MW of roof PV,能源,市发展改革委,风电光伏装机,2028
"""
TEXTS = """Section,Text,Text in English
总体目标,"到2030年，现行政策下排放为{{ co2.2030.median }}。",CO2 in 2030: {{ co2.2030.median }}.
重点工程,"P1减排{{ project.P1.tonnes.median }}。",P1 avoids {{ project.P1.tonnes.median }}.
"""


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the dossier of Huzhou with two projects of which one is on the map."""
    folder = tmp_path_factory.mktemp("pilot") / "huzhou"
    new("330500", folder)
    rows = (
        "Id,Project,Kind,Measure,Longitude,Latitude,Start year,End year,Capacity,Capacity unit",
        "P1,南太湖屋顶光伏,能源基础设施,pv_rooftop_industrial,120.12,30.92,2024,2027,180,MW",
        "P2,循环经济园,循环经济发展,,,,2025,2028,,",
    )
    (folder / "projects.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "targets.csv").write_text(TARGETS, encoding="utf-8")
    (folder / "tasks.csv").write_text(TASKS, encoding="utf-8")
    (folder / "texts.csv").write_text(TEXTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plan(dossier: Path) -> Plan:
    return compile_plan(dossier, dossier.parent / "results", options=Options(draws=256))


@pytest.fixture(scope="module")
def document(plan: Plan) -> Document:
    assert plan.material is not None
    return compose(plan.material)


def read(plan: Plan, name: str) -> bytes:
    return (plan.folder / name).read_bytes()


def test_every_number_is_equal_in_both_languages(plan: Plan, document: Document) -> None:
    """By extraction from both PDFs: digits after conversion of units."""
    pdfs = {language: read(plan, f"plan.{language}.pdf") for language in LANGUAGES}
    assert differing(document, pdfs) == {}


def test_every_amount_is_equal_and_printed(plan: Plan, document: Document) -> None:
    """Value, unit and decimal point: of the document in both languages, then in both PDFs."""
    pdfs: dict[Language, bytes] = {tongue: read(plan, f"plan.{tongue}.pdf") for tongue in LANGUAGES}
    assert faults(document, pdfs) == []


@pytest.mark.parametrize(
    ("zh", "en", "same"),
    [
        ("3,456.7万吨", "34.567 Mt", True),
        ("3,456.7万吨", "345.67 Mt", False),
        ("3,456.7万吨", "34.567 Mtce", False),
        ("1.2亿元", "120 million yuan", True),
        ("1.2亿元", "0.12 billion yuan", True),
        ("1.2亿元", "1.2 billion yuan", False),
        ("25.0%", "25.0%", True),
        ("25.0%", "2.50%", False),
        ("2030年前", "before 2030", True),
        ("≤520.5万千瓦", "≤5,205 MW", True),
        ("520.5万千瓦", "520.50 MW", False),
    ],
)
def test_the_proof_sees_point_and_unit(zh: str, en: str, *, same: bool) -> None:
    assert (amounts(zh) == amounts(en)) is same


def test_a_lost_digit_is_found_in_a_pdf(plan: Plan, document: Document) -> None:
    """The check itself: the brief lacks what the plan prints."""
    assert len(unprinted(read(plan, "brief.en.pdf"), document, "en")) > 100


def test_a_number_that_differs_is_found(plan: Plan, document: Document) -> None:
    """The check itself: the English brief lacks what the Chinese plan has."""
    pdfs: dict[Language, bytes] = {
        "zh": read(plan, "plan.zh.pdf"),
        "en": read(plan, "brief.en.pdf"),
    }
    assert len(differing(document, pdfs)) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_pilot_hold_their_margins(
    plan: Plan, document: Document, language: Language
) -> None:
    layout = layout_of(document, language)
    for page in pages_of(read(plan, f"plan.{language}.pdf")):
        assert beyond(page, layout.left, layout.right) == []
        assert list(overlapping(page)) == []


@pytest.mark.parametrize("name", ["plan", "brief"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_faces_of_every_pdf_are_known(plan: Plan, name: str, language: Language) -> None:
    found: set[str] = set()
    raw = read(plan, f"{name}.{language}.pdf")
    assert "〓" not in "".join(page.text for page in pages_of(raw))
    for page in PdfReader(io.BytesIO(raw)).pages:
        resources: Any = page["/Resources"]
        fonts = resources.get("/Font", {}).values()
        found |= {str(f.get_object()["/BaseFont"]).split("+")[-1] for f in fonts}
    assert {name.removesuffix("-Identity-H") for name in found} <= FACES


def test_manifest_names_inputs_factors_packages_and_seed(plan: Plan, dossier: Path) -> None:
    found = json.loads(read(plan, "manifest.json"))
    inputs = {entry["file"].split("/")[-1]: entry["sha256"] for entry in found["inputs"]}
    assert set(inputs) == {f.name for f in dossier.iterdir() if f.is_file()}
    for name, digest in inputs.items():
        assert hashlib.sha256((dossier / name).read_bytes()).hexdigest() == digest
    assert found["factor_set"] == "provincial-guideline-2025"
    assert found["packages"]["typst"]
    assert (found["seed"], found["draws"]) == (20231206, 256)
    assert found["typefaces"] == {}


def test_the_same_dossier_gives_the_same_files(plan: Plan, dossier: Path) -> None:
    found = rebuild(plan.folder, dossier)
    assert (found.unlike, found.inputs, found.versions) == ((), (), ())
    assert found.files > 40


def test_the_guide_of_a_build_is_named_and_asked_for(dossier: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    shipped = resources.files("dafeng.reference") / "guides" / "city-2023.toml"
    mine.write_text(
        shipped.read_text(encoding="utf-8").replace('"city-2023"', '"mine"', 1), encoding="utf-8"
    )
    options = Options(draws=64, guide=str(mine), portfolio=False)
    made = compile_plan(dossier, tmp_path / "out", options=options, languages=())
    found = json.loads(read(made, "manifest.json"))
    digest = hashlib.sha256(mine.read_bytes()).hexdigest()
    assert (found["guide"]["file"], found["guide"]["sha256"]) == ("mine.toml", digest)
    assert found["guide"]["id"].startswith("mine ")
    assert found["portfolio"] is False
    assert "reference/guides/city-2023.toml" in found["reference"]
    again = rebuild(made.folder, dossier, str(mine))
    assert (again.unlike, again.versions) == ((), ())
    without = rebuild(made.folder, dossier)
    assert [name for name, _, _ in without.versions] == ["guide"]


def test_a_word_file_packed_otherwise_is_the_same(plan: Plan) -> None:
    path = plan.folder / "plan.zh.docx"
    raw = path.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(path, "w") as again:
            for name in reversed(old.namelist()):
                again.writestr(name, old.read(name))
        assert path.read_bytes() != raw
        assert verify(plan.folder).changed == ()
        with zipfile.ZipFile(path, "a") as edited:
            edited.writestr("word/more.xml", "<x/>")
        assert verify(plan.folder).changed == ("plan.zh.docx",)
    finally:
        path.write_bytes(raw)


def test_inputs_beside_the_results_that_changed_are_named(tmp_path: Path) -> None:
    """Of an input that changed, of one that is gone, and of results that lie elsewhere."""
    results = tmp_path / "dossier" / "results"
    results.mkdir(parents=True)
    inputs = [results.parent / name for name in ("dossier.toml", "energy.csv", "targets.csv")]
    for file in inputs:
        file.write_text(file.name, encoding="utf-8")
    (results / "totals.csv").write_text("x", encoding="utf-8")
    made = Provenance("1", 7, 10, "", "", "")
    write_manifest(results, made, inputs, [results / "totals.csv"])
    assert verify(results).inputs_changed == ()
    assert verify(results).inputs_found == 3
    inputs[1].unlink()
    inputs[2].write_text("other", encoding="utf-8")
    assert verify(results).inputs_changed == ("energy.csv", "targets.csv")
    elsewhere = tmp_path / "elsewhere" / "results"
    shutil.copytree(results, elsewhere)
    assert (verify(elsewhere).inputs_changed, verify(elsewhere).inputs_found) == ((), 0)
    packages = json.loads((results / "manifest.json").read_bytes())["packages"]
    assert {"highspy", "numpy"} <= set(packages)
