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


def write_manifest(folder: Path, provenance: Provenance, inputs: Iterable[Path]) -> Path:
    """Write the manifest of everything that stands in a folder.

    No clock is read: a time of building appears only if ``SOURCE_DATE_EPOCH`` names one.

    Parameters
    ----------
    folder
        Folder of the outputs; every file in it is listed with its hash, the manifest itself apart.
    provenance
        Version, seed, draws, factors.
    inputs
        Files and folders of the dossier; a folder stands for all files in it.

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
        "outputs": _entries(folder, folder, but=target),
    }
    target.write_text(as_json(found), encoding="utf-8")
    return target


def remove_outputs(folder: Path) -> None:
    """Remove what an earlier manifest in the folder lists as made, and nothing else.

    So a folder never mixes the files of two builds; what people put there stays.
    """
    manifest = folder / NAME
    if not manifest.is_file():
        return
    try:
        listed = [entry["file"] for entry in json.loads(manifest.read_bytes())["outputs"]]
    except (ValueError, KeyError, TypeError):
        return
    for name in listed:
        if Path(name).name == name:
            (folder / name).unlink(missing_ok=True)
    manifest.unlink()


def differences(folder: Path, manifest: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of outputs that are missing, changed or not in the manifest."""
    stated = {entry["file"]: entry["sha256"] for entry in manifest["outputs"]}
    present = _entries(folder, folder, but=folder / NAME)
    found = {entry["file"]: entry["sha256"] for entry in present}
    return tuple(sorted(name for name in stated | found if stated.get(name) != found.get(name)))


def _entries(path: Path, start: Path, but: Path | None = None) -> list[dict[str, Any]]:
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return [
        {"file": p.relative_to(start).as_posix(), "bytes": p.stat().st_size, "sha256": sha256(p)}
        for p in files
        if p != but
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
