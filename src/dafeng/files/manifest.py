"""From what were these files made? Inputs, versions, seed and the hash of every file."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Final

from dafeng.files.results import as_json, sha256
from dafeng.plan.material import Provenance

NAME: Final = "manifest.json"
VERSION: Final = "dafeng-manifest-1"

#: Packages whose version can change the bytes of an output.
PACKAGES: Final = (
    "numpy",
    "scipy",
    "polars",
    "xarray",
    "h5netcdf",
    "matplotlib",
    "python-docx",
    "typst",
    "xlsxwriter",
    "pylopdf-fonts-zh-cn",
)
_ROOMS_WITH_TABLES: Final = ("reference", "dossier", "scenarios")


def write_manifest(
    folder: Path, provenance: Provenance, inputs: Iterable[Path], outputs: Iterable[Path]
) -> Path:
    """Write the manifest of a build.

    No clock is read: a time of building appears only if ``SOURCE_DATE_EPOCH`` names one.

    Parameters
    ----------
    folder
        Folder of the outputs.
    provenance
        Version, seed, draws, factors.
    inputs
        Files and folders of the dossier; a folder stands for all files in it.
    outputs
        Files that the build has written; what else stands in the folder is not its work.

    Returns
    -------
    Path
        The manifest.
    """
    target = folder / NAME
    found = {
        "schema": VERSION,
        "dafeng": provenance.version,
        "python": platform.python_version(),
        "packages": _packages(),
        "seed": provenance.seed,
        "draws": provenance.draws,
        "factor_set": provenance.factor_set,
        "grid_kind": provenance.grid_kind,
        "dossier": provenance.input_hash,
        **_time(),
        "inputs": [entry for path in inputs for entry in _entries(path, path.parent)],
        "reference": _reference(),
        "outputs": [entry for path in sorted(outputs) for entry in _entries(path, folder)],
    }
    target.write_text(as_json(found), encoding="utf-8")
    return target


def remove_outputs(folder: Path) -> None:
    """Remove what an earlier manifest in the folder lists as made and nobody has changed since.

    So a folder never mixes the files of two builds; what people put or edited there stays.
    """
    manifest = folder / NAME
    if not manifest.is_file():
        return
    try:
        stated = {e["file"]: e["sha256"] for e in json.loads(manifest.read_bytes())["outputs"]}
    except (ValueError, KeyError, TypeError):
        return
    for name, digest in stated.items():
        file = folder / Path(name).name
        if file.is_file() and sha256(file) == digest:
            file.unlink()
    manifest.unlink()


def differences(folder: Path, manifest: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of outputs that are missing or changed."""
    stated = {entry["file"]: entry["sha256"] for entry in manifest["outputs"]}
    files = {name: folder / Path(name).name for name in stated}
    return tuple(sorted(n for n, f in files.items() if not f.is_file() or sha256(f) != stated[n]))


def _entries(path: Path, start: Path) -> list[dict[str, Any]]:
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return [
        {"file": p.relative_to(start).as_posix(), "bytes": p.stat().st_size, "sha256": sha256(p)}
        for p in files
    ]


def _packages() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _reference() -> dict[str, str]:
    """Return the hash of every table of facts that comes with Dafeng."""
    found = {}
    for room in _ROOMS_WITH_TABLES:
        with resources.as_file(resources.files("dafeng").joinpath(room, "tables")) as folder:
            for entry in _entries(folder, folder):
                found[f"{room}/{entry['file']}"] = entry["sha256"]
    return found


def _time() -> dict[str, int]:
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    return {"source_date_epoch": int(stated)} if stated.isdigit() else {}
