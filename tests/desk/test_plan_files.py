"""Do files of a real pilot say the same in both languages, keep their margins, come out again?"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.pdf_numbers import differing
from tests.pdf_places import beyond, overlapping

from dafeng.desk.building import Options
from dafeng.desk.planning import Plan, compile_plan
from dafeng.desk.rebuilding import rebuild
from dafeng.desk.starting import new
from dafeng.desk.verifying import verify
from dafeng.files.layout import layout_of
from dafeng.language import LANGUAGES, Language
from dafeng.plan.outline import compose
from dafeng.plan.tree import Document

FACES = {"NotoSansSC-Regular", "NotoSerifSC-Regular"}


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
    for page in PdfReader(io.BytesIO(read(plan, f"plan.{language}.pdf"))).pages:
        assert beyond(page, layout.left, layout.right) == []
        assert list(overlapping(page)) == []


@pytest.mark.parametrize("name", ["plan", "brief"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_faces_of_every_pdf_are_known(plan: Plan, name: str, language: Language) -> None:
    found: set[str] = set()
    for page in PdfReader(io.BytesIO(read(plan, f"{name}.{language}.pdf"))).pages:
        resources: Any = page["/Resources"]
        fonts = resources.get("/Font", {}).values()
        found |= {str(f.get_object()["/BaseFont"]).split("+")[-1] for f in fonts}
        assert "〓" not in page.extract_text()
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
