"""From a dossier to the plan document, its results and their manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dafeng.desk.building import Options, build
from dafeng.desk.opening import open_dossier
from dafeng.language import LANGUAGES, Language
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
    """

    folder: Path
    files: tuple[Path, ...]
    material: PlanMaterial


def results_folder(path: Path) -> Path:
    """Return where the results of a dossier lie unless the user says otherwise."""
    return path / "results" if path.is_dir() else path.with_name(f"{path.stem}-results")


def compile_plan(
    path: Path | str,
    folder: Path | str | None = None,
    *,
    options: Options | None = None,
    languages: Sequence[Language] = LANGUAGES,
) -> Plan:
    """Compile the plan of a dossier.

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
    """
    source = Path(path)
    target = Path(folder) if folder else results_folder(source)
    chosen = options or Options()
    from dafeng.files.manifest import remove_outputs

    material = build(open_dossier(source), chosen)
    document = compose(material)
    if chosen.progress:
        chosen.progress("documents")
    target.mkdir(parents=True, exist_ok=True)
    remove_outputs(target)
    written = [*_documents(document, target, languages), *_results(material, document, target)]
    return Plan(target, (*written, _manifest(material, source, target, written)), material)


def _documents(document: Document, target: Path, languages: Sequence[Language]) -> list[Path]:
    from dafeng.files.pdf import write_pdf
    from dafeng.files.word import write_word

    written = []
    for language in languages:
        word, pdf = target / f"plan.{language}.docx", target / f"plan.{language}.pdf"
        write_word(document, word, language)
        write_pdf(document, pdf, language)
        written += [word, pdf]
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
