"""From a dossier to the plan document, its results and their manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dafeng.desk.building import Options, build
from dafeng.desk.opening import open_dossier
from dafeng.errors import DafengError
from dafeng.language import LANGUAGES, Language, Text
from dafeng.plan.material import PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.tree import Document


class OverwriteError(DafengError):
    """A folder holds files that a build would overwrite and that are not its own work."""

    code = "output.occupied"

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        listed = ", ".join(names)
        super().__init__(
            Text(
                f"{folder} 中有改动过的或不是本程序写出的文件：{listed}。"
                "请另选 --out 文件夹、移走它们，或加 --force 覆盖",
                f"{folder} has files that were edited or that Dafeng did not write: {listed}; name "
                "another folder with --out, move them away, or overwrite them with --force",
            )
        )


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
    target.mkdir(parents=True, exist_ok=True)
    if not replace:
        _require_own(target)  # before any work: a folder whose files were edited is refused
    material = build(opened, chosen)
    document = compose(material)
    if chosen.progress:
        chosen.progress("documents")
    with TemporaryDirectory(prefix=".building-", dir=target) as place:
        staged = Path(place)
        written = [*_documents(document, staged, languages), *_results(material, document, staged)]
        written.append(_manifest(material, source, staged, written))
        _put_in_place(staged, target, [f.name for f in written], replace=replace)
    return Plan(target, tuple(target / f.name for f in written), material)


def _require_own(target: Path) -> None:
    from dafeng.files.manifest import edited

    names = edited(target)
    if names:
        raise OverwriteError(target, names)


def _put_in_place(staged: Path, target: Path, names: Sequence[str], *, replace: bool) -> None:
    from dafeng.files.manifest import exchange, foreign

    others = () if replace else foreign(target, names)
    if others:
        raise OverwriteError(target, others)
    exchange(staged, target)


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
