"""From a dossier to the plan document, its results and their manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path
from tempfile import TemporaryDirectory

import dafeng
from dafeng.desk.building import Options, build_draft
from dafeng.desk.opening import Opened, examine, without_superseded
from dafeng.desk.output_folder import (
    STAGED,
    put_in_place,
    require_no_dossier,
    require_own,
    results_folder,
    sweep,
)
from dafeng.desk.plan_checking import faults_of_plan
from dafeng.dossier.parse import IDENTITY_FILE
from dafeng.dossier.records import Dossier
from dafeng.dossier.told_once import not_told_before
from dafeng.errors import Fault, InputError, Severity
from dafeng.language import LANGUAGES, Language
from dafeng.plan.brief import compose_brief
from dafeng.plan.draft import compose_bare, compose_unreadable
from dafeng.plan.material import PlanMaterial, Provenance
from dafeng.plan.outline import compose
from dafeng.plan.told import Bare
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
        The results of which it speaks; None if nothing could be computed.
    unprintable
        Characters of the place's own words that the PDF shows as 〓.
    faults
        What is wrong, or worth a look; with an error among them the plan is a draft.
    """

    folder: Path
    files: tuple[Path, ...]
    material: PlanMaterial | None
    unprintable: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Return what blocks the plan."""
        return tuple(f for f in self.faults if f.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is to be written: documents, results if there are any, and with what it was made."""

    document: Document
    provenance: Provenance
    faults: tuple[Fault, ...]
    material: PlanMaterial | None = None


def compile_plan(
    path: Path | str,
    folder: Path | str | None = None,
    *,
    options: Options | None = None,
    languages: Sequence[Language] = LANGUAGES,
    replace: bool = False,
) -> Plan:
    """Compile the plan of a dossier; one with errors becomes a draft that lists what blocks it.

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
        If there is no dossier at all, or the guide file is broken; all faults are listed.
    OverwriteError
        If a file to be written was edited since the last build, or is no work of Dafeng.
    """
    source = Path(path)
    target = Path(folder) if folder else results_folder(source)
    chosen = options or Options()
    dossier, faults = examine(source)
    if dossier is None and not (source / IDENTITY_FILE).is_file():
        raise InputError(faults)
    require_no_dossier(target)
    target.mkdir(parents=True, exist_ok=True)
    sweep(target)
    if not replace:
        require_own(target)  # before any work: a folder whose files were edited is refused
    draft = _composed(source, dossier, faults, chosen)
    if chosen.progress:
        chosen.progress("documents")
    with TemporaryDirectory(prefix=STAGED, dir=target) as place:
        staged = Path(place)
        written = _documents(draft, staged, languages)
        if draft.material is not None:
            written += _results(draft.material, draft.document, staged)
        written.append(_manifest(draft.provenance, source, staged, written))
        put_in_place(staged, target, [f.name for f in written], replace=replace)
    from dafeng.files.pdf import unprintable

    files = tuple(target / f.name for f in written)
    signs = unprintable(draft.document, languages)
    return Plan(target, files, draft.material, signs, draft.faults)


def _composed(
    source: Path, dossier: Dossier | None, faults: tuple[Fault, ...], chosen: Options
) -> _Draft:
    """Compose the plan as far as the dossier goes."""
    if dossier is None:
        made = Provenance(dafeng.__version__, chosen.seed, chosen.draws, "", "", "")
        return _Draft(compose_unreadable(source.name, faults), made, faults)
    kept, notes = without_superseded(dossier)
    built = build_draft(Opened(kept, (*faults, *notes)), chosen)
    if isinstance(built, Bare):
        return _Draft(compose_bare(built), built.provenance, built.faults)
    told = not_told_before(faults_of_plan(built), built.faults)
    material = replaced(built, faults=(*built.faults, *told))
    return _Draft(compose(material), material.provenance, material.faults, material)


def _documents(draft: _Draft, target: Path, languages: Sequence[Language]) -> list[Path]:
    """Write plan, page and brief of each language, and the annexes of both."""
    from dafeng.files.album import Album
    from dafeng.files.annex_workbook import write_annexes
    from dafeng.files.pdf import forget, write_pdf
    from dafeng.files.report_html import write_report
    from dafeng.files.word import write_word

    written = []
    document = draft.document
    composed = [("plan", document)]
    if draft.material is not None:
        composed.append(("brief", compose_brief(draft.material)))
    for language in languages:
        album = Album(language)  # a chart is drawn once for all documents of a language
        for name, found in composed:
            word, pdf = target / f"{name}.{language}.docx", target / f"{name}.{language}.pdf"
            write_word(found, word, language, album)
            write_pdf(found, pdf, language, album)
            written += [word, pdf]
        written.append(target / f"plan.{language}.html")
        write_report(document, written[-1], language, album)
    forget()
    if languages:
        written.append(target / "annexes.xlsx")
        write_annexes(document, written[-1])
    return written


def _results(material: PlanMaterial, document: Document, target: Path) -> list[Path]:
    from dafeng.files import ensemble_dataset, iamc
    from dafeng.files.results import write_results

    if not material.ensembles:
        return list(write_results(material, target, document))
    identity = material.dossier.identity
    drawn = list(material.ensembles.values())
    made = ensemble_dataset.dataset(drawn, identity.code, identity.price_base, every_draw=False)
    ensemble_dataset.write_dataset(made, target / "futures.nc")
    table = iamc.iamc_table(drawn, identity.name.en, identity.price_base)
    iamc.write_wide_csv(table, target / "futures_iamc.csv")
    extra = [target / "futures.nc", target / "futures_iamc.csv"]
    return [*extra, *write_results(material, target, document)]


def _manifest(provenance: Provenance, source: Path, target: Path, written: Sequence[Path]) -> Path:
    from dafeng.files.manifest import write_manifest

    folder = source.is_dir()
    inputs = sorted(p for p in source.iterdir() if p.is_file()) if folder else [source]
    return write_manifest(target, provenance, inputs, written)
