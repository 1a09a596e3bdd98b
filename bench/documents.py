"""How long do the documents of a plan take, once its ensembles have run?

Three pilots, and a province with the 47 sectors of the CEADs inventories, made from the workbooks
in ``../shared/data`` (or ``DAFENG_SHARED_DATA``). Each is filled as a city fills its dossier, with
targets, tasks, projects, reforms and words that are made up (`bench.filling`). All documents: plan
and brief as Word and PDF, the report as HTML, both languages, and the workbook of annexes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.filling import fill
from bench.printing import told
from bench.province import CODE, workbooks, write_province
from tests.figures_of_plan import faults
from tests.pdf_numbers import differing

from dafeng.desk.building import Options, build
from dafeng.desk.opening import open_dossier
from dafeng.desk.starting import new
from dafeng.files.album import Album
from dafeng.files.annex_workbook import write_annexes
from dafeng.files.pdf import write_pdf
from dafeng.files.report_html import write_report
from dafeng.files.word import write_word
from dafeng.language import LANGUAGES
from dafeng.plan.brief import compose_brief
from dafeng.plan.material import PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.tree import Document

#: A steel city, a city of farms and services, and a park.
PILOTS: Final = ("130200", "411500", "P-320500-SIP")
#: Seconds for all documents of a place.
LIMIT: Final = 20.0


def main() -> None:
    """Measure each place."""
    for place in PILOTS:
        with TemporaryDirectory() as room:
            new(place, Path(room) / "dossier")
            fill(Path(room) / "dossier")
            _measured(place, Path(room))
    files = workbooks()
    if not files:
        print("province of 47 sectors: not measured, ../shared/data has no CEADs workbooks")
        return
    with TemporaryDirectory() as room:
        new(CODE, Path(room) / "dossier", blank=True)
        sectors = write_province(files, Path(room) / "dossier")
        fill(Path(room) / "dossier")
        _measured(f"{CODE}, {sectors} sectors", Path(room))


def _measured(place: str, room: Path) -> None:
    start = time.perf_counter()
    material = build(open_dossier(room / "dossier"), Options())
    told(f"{place}: results, ensembles and portfolio", time.perf_counter() - start, "s", None)
    parts: dict[str, float] = {}
    start, spent = time.perf_counter(), time.process_time()
    document = _documents(material, room, parts)
    whole = time.perf_counter() - start
    for name, seconds in parts.items():
        told(f"{place}: {name}", seconds, "s", None)
    told(f"{place}: all documents, processor time", time.process_time() - spent, "s", None)
    told(f"{place}: all documents, {_pages(room)} pages", whole, "s", LIMIT)
    pdfs = {language: (room / f"plan.{language}.pdf").read_bytes() for language in LANGUAGES}
    unlike = differing(document, pdfs)
    told(f"{place}: numbers that differ between both PDFs", len(unlike), "", 0)
    wrong = faults(document, pdfs)
    told(f"{place}: amounts unlike in both languages, or not printed", len(wrong), "", 0)
    for each in wrong[:10]:
        print(f"  {each}")


def _documents(material: PlanMaterial, room: Path, parts: dict[str, float]) -> Document:
    with _clock(parts, "words and tables"):
        documents = {"plan": compose(material), "brief": compose_brief(material)}
    for language in LANGUAGES:
        album = Album(language)
        for name, document in documents.items():
            with _clock(parts, f"{name}, Word with its pictures"):
                write_word(document, room / f"{name}.{language}.docx", language, album)
            with _clock(parts, f"{name}, PDF with its pictures"):
                write_pdf(document, room / f"{name}.{language}.pdf", language, album)
        with _clock(parts, "report, HTML"):
            write_report(documents["plan"], room / f"plan.{language}.html", language, album)
    with _clock(parts, "annexes, xlsx"):
        write_annexes(documents["plan"], room / "annexes.xlsx")
    return documents["plan"]


@contextmanager
def _clock(parts: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    parts[name] = parts.get(name, 0.0) + time.perf_counter() - start


def _pages(room: Path) -> int:
    from pypdf import PdfReader

    return sum(len(PdfReader(path).pages) for path in room.glob("*.pdf"))


if __name__ == "__main__":
    main()
