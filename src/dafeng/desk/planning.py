"""From a dossier to the plan document, its results and their manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dafeng.desk.building import Options, build
from dafeng.desk.opening import open_dossier
from dafeng.desk.output_folder import (
    STAGED,
    put_in_place,
    require_no_dossier,
    require_own,
    results_folder,
    sweep,
)
from dafeng.language import LANGUAGES, Language
from dafeng.plan.brief import compose_brief
from dafeng.plan.material import PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.tree import Document


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that was written.

    Parameters
    ----------
    folder
        Where its files lie.
    files
        The files, documents first.
    material
        The results of which it speaks.
    unprintable
        Characters of the place's own words that the PDF shows as 〓.
    """

    folder: Path
    files: tuple[Path, ...]
    material: PlanMaterial
    unprintable: tuple[str, ...] = ()


def compile_plan(
    path: Path | str,
    folder: Path | str | None = None,
    *,
    options: Options | None = None,
    languages: Sequence[Language] = LANGUAGES,
    replace: bool = False,
) -> Plan:
    """Compile the plan of a dossier.

    The files are finished in a folder of their own and then put in place, so that an interrupted
    build leaves the earlier one whole.

    Parameters
    ----------
    path
        Folder or workbook of the dossier.
    folder
        Where to write; by default ``results`` beside the tables.
    options
        Draws, seed and progress.
    languages
        Languages of the documents; none for results alone.
    replace
        Overwrite files of the same name that people have edited or put there.

    Returns
    -------
    Plan
        Files and results. The same dossier, version and seed give the same bytes.

    Raises
    ------
    InputError
        If the dossier or its account has errors; all faults are listed.
    MethodError
        If the records do not suffice for a baseline.
    OverwriteError
        If a file to be written was edited since the last build, or is no work of Dafeng.
    """
    source = Path(path)
    target = Path(folder) if folder else results_folder(source)
    chosen = options or Options()
    opened = open_dossier(source)
    require_no_dossier(target)
    target.mkdir(parents=True, exist_ok=True)
    sweep(target)
    if not replace:
        require_own(target)  # before any work: a folder whose files were edited is refused
    material = build(opened, chosen)
    document = compose(material)
    if chosen.progress:
        chosen.progress("documents")
    with TemporaryDirectory(prefix=STAGED, dir=target) as place:
        staged = Path(place)
        written = _documents(material, document, staged, languages)
        written += _results(material, document, staged)
        written.append(_manifest(material, source, staged, written))
        put_in_place(staged, target, [f.name for f in written], replace=replace)
    from dafeng.files.pdf import unprintable

    files = tuple(target / f.name for f in written)
    return Plan(target, files, material, unprintable(document, languages))


def _documents(
    material: PlanMaterial, document: Document, target: Path, languages: Sequence[Language]
) -> list[Path]:
    """Write plan, page and brief of each language, and the annexes of both."""
    from dafeng.files.album import Album
    from dafeng.files.annex_workbook import write_annexes
    from dafeng.files.pdf import write_pdf
    from dafeng.files.report_html import write_report
    from dafeng.files.word import write_word

    written = []
    brief = compose_brief(material)
    for language in languages:
        album = Album(language)  # a chart is drawn once for all documents of a language
        for name, found in (("plan", document), ("brief", brief)):
            word, pdf = target / f"{name}.{language}.docx", target / f"{name}.{language}.pdf"
            write_word(found, word, language, album)
            write_pdf(found, pdf, language, album)
            written += [word, pdf]
        written.append(target / f"plan.{language}.html")
        write_report(document, written[-1], language, album)
    if languages:
        written.append(target / "annexes.xlsx")
        write_annexes(document, written[-1])
    return written


def _results(material: PlanMaterial, document: Document, target: Path) -> list[Path]:
    from dafeng.files import ensemble_dataset, iamc
    from dafeng.files.results import write_results

    identity = material.dossier.identity
    drawn = list(material.ensembles.values())
    made = ensemble_dataset.dataset(drawn, identity.code, identity.price_base, every_draw=False)
    ensemble_dataset.write_dataset(made, target / "futures.nc")
    table = iamc.iamc_table(drawn, identity.name.en, identity.price_base)
    iamc.write_wide_csv(table, target / "futures_iamc.csv")
    extra = [target / "futures.nc", target / "futures_iamc.csv"]
    return [*extra, *write_results(material, target, document)]


def _manifest(material: PlanMaterial, source: Path, target: Path, written: Sequence[Path]) -> Path:
    from dafeng.files.manifest import write_manifest

    folder = source.is_dir()
    inputs = sorted(p for p in source.iterdir() if p.is_file()) if folder else [source]
    return write_manifest(target, material.provenance, inputs, written)
