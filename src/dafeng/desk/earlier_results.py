"""What did an earlier build say? Reading a folder of results, with its dossier if at hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dafeng.desk.opening import Opened, examine, without_superseded
from dafeng.dossier.parse import IDENTITY_FILE
from dafeng.dossier.records import Dossier
from dafeng.dossier.snapshot import content_hash
from dafeng.errors import DafengError, Fault, InputError, Place, Severity
from dafeng.language import Text
from dafeng.plan.difference import BuildSide
from dafeng.plan.figure_changes import figures_of
from dafeng.plan.material import Indicator

#: Main results in a folder that `dafeng plan` has written.
RESULTS: Final = "results.json"


@dataclass(frozen=True, slots=True)
class Source:
    """Where one side of the comparison comes from.

    Parameters
    ----------
    path, form
        What the user named; ``dossier`` or ``results``.
    place
        Code and name.
    provenance
        Version, seed, draws, hash of the dossier, factors.
    """

    path: str
    form: str
    place: tuple[str, Text]
    provenance: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LoadedSide:
    """One side of a comparison, with what its checks noticed and what a reader must know."""

    source: Source
    side: BuildSide
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Text, ...] = ()


def open_raw(path: Path) -> tuple[Dossier, Opened]:
    """Return a dossier as handed in, and as opened for work."""
    raw, faults = examine(path)
    if raw is None or any(f.severity is Severity.ERROR for f in faults):
        raise InputError(faults)
    kept, notes = without_superseded(raw)
    return raw, Opened(kept, (*faults, *notes))


def indicator_label(indicator: Indicator) -> Text:
    """Return the name of an indicator with the basis on which it stands."""
    return _with_basis(indicator.name, indicator.basis)


def _with_basis(name: Text, basis: Text | None) -> Text:
    return Text(f"{name.zh}（{basis.zh}）", f"{name.en} ({basis.en})") if basis else name


def read_results(folder: Path) -> LoadedSide:
    """Read a folder that `dafeng plan` has written.

    Raises
    ------
    InputError
        If its main results cannot be read or follow another schema.
    """
    try:
        results = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
        _require_schema(results["schema"])
        who, provenance = results["place"], dict(results["provenance"])
        name = Text(who["name_zh"], who["name_en"])
        figures = figures_of(results, _labels(folder))
        raw = _dossier_of(folder, str(provenance["input_hash"]))
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError([_unreadable(folder / RESULTS)]) from error
    source = Source(str(folder), "results", (who["code"], name), provenance)
    return LoadedSide(source, BuildSide(who["code"], figures, raw), (), _edited(folder))


def _require_schema(stated: object) -> None:
    from dafeng.files.results_json import VERSION

    if stated != VERSION:
        raise ValueError(stated)


def _labels(folder: Path) -> dict[str, Text]:
    """Return the names of the indicators from the table beside the results."""
    path = folder / "indicators.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {
            row["id"]: _with_basis(
                Text(row["name_zh"], row["name_en"]),
                Text(row["basis_zh"], row["basis_en"]) if row["basis_zh"] else None,
            )
            for row in csv.DictReader(stream)
        }


def _dossier_of(folder: Path, stated: str) -> Dossier | None:
    """Return the dossier beside a folder of results if it still is the one they are made from."""
    stem = folder.name.removesuffix("-results")
    for path in (folder.parent, *(folder.parent / f"{stem}{end}" for end in (".xlsx", ".xlsm"))):
        if not (path / IDENTITY_FILE).is_file() and not path.is_file():
            continue
        try:
            raw, opened = open_raw(path)
        except DafengError:
            continue
        if content_hash(opened.dossier) == stated:
            return raw
    return None


def _edited(folder: Path) -> tuple[Text, ...]:
    from dafeng.desk.verifying import verify

    try:
        changed = verify(folder).changed
    except InputError:
        changed = ()
    told = Text(
        f"{folder}：{RESULTS} 在写出之后被改动过", f"{folder}: {RESULTS} was edited since the build"
    )
    return (told,) if RESULTS in changed else ()


def _unreadable(path: Path) -> Fault:
    return Fault(
        "results.unreadable",
        Severity.ERROR,
        Place(file=path.name),
        Text(
            "结果文件无法读取，或不是本版格式", "the results cannot be read, or are of another form"
        ),
        Text("用 dafeng plan 重新编制", "build them anew with dafeng plan"),
    )
