"""From what were these files made? Inputs, versions, seed and the hash of every file."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from dafeng.files.fonts import official_files
from dafeng.files.results import as_json, sha256
from dafeng.plan.material import Provenance

NAME: Final = "manifest.json"

#: Manifest of a build whose files are being moved into place.
NEXT: Final = "manifest.next.json"
VERSION: Final = "dafeng-manifest-1"

#: Packages whose version can change the bytes of an output.
PACKAGES: Final = (
    "numpy",
    "scipy",
    "highspy",
    "numba",
    "llvmlite",
    "polars",
    "xarray",
    "h5netcdf",
    "h5py",
    "openpyxl",
    "matplotlib",
    "python-docx",
    "typst",
    "xlsxwriter",
    "pylopdf-fonts-zh-cn",
)


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
        "typefaces": {f.name: sha256(f) for f in official_files()},
        "seed": provenance.seed,
        "draws": provenance.draws,
        "factor_set": provenance.factor_set,
        "grid_kind": provenance.grid_kind,
        "guide": {
            "id": provenance.guide,
            "file": provenance.guide_file,
            "sha256": provenance.guide_hash,
        },
        "portfolio": provenance.portfolio,
        "dossier": provenance.input_hash,
        **_time(),
        "inputs": [entry for path in inputs for entry in _entries(path, path.parent)],
        "reference": _reference(),
        "outputs": [entry for path in sorted(outputs) for entry in _entries(path, folder)],
    }
    target.write_text(as_json(found), encoding="utf-8")
    return target


def foreign(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Return which of these files stand in a folder and are no unchanged work of a build.

    Parameters
    ----------
    folder
        Where a build is to write.
    names
        Names of the files that it will write.
    """
    stated = _stated(folder)
    present = (folder / name for name in names if name != NAME)
    found = [f.name for f in present if f.exists() and not _is_own(f, stated)]
    return tuple(sorted((*found, *_foreign_manifest(folder))))


def edited(folder: Path) -> tuple[str, ...]:
    """Return the files of an earlier build that have been edited since, and a foreign manifest."""
    stated = _stated(folder)
    files = (folder / name for name in stated)
    found = [f.name for f in files if f.exists() and not _is_own(f, stated)]
    return tuple(sorted((*found, *_foreign_manifest(folder))))


def _foreign_manifest(folder: Path) -> tuple[str, ...]:
    """Return the manifest's name if a file of that name is no manifest of a build."""
    return (NAME,) if (folder / NAME).exists() and _read(folder / NAME) is None else ()


def exchange(staged: Path, folder: Path) -> None:
    """Put the files of a finished build in the place of an earlier one.

    Unchanged files of the earlier build go, so that a folder never mixes two builds; what people
    put or edited there stays unless the new build has a file of the same name. While files move,
    both manifests stand in the folder, so that a build after an interruption knows either's work.

    Parameters
    ----------
    staged
        Folder with the new files and their manifest, on the same file system.
    folder
        Where they belong.
    """
    stated = _stated(folder)
    (staged / NAME).replace(folder / NEXT)
    fresh = list(staged.iterdir())
    kept = {f.name for f in fresh}
    for name in stated:
        old = folder / name
        if name not in kept and _is_own(old, stated):
            old.unlink()
    for file in fresh:
        file.replace(folder / file.name)
    (folder / NEXT).replace(folder / NAME)


def _stated(folder: Path) -> dict[str, set[str]]:
    """Return the hashes that the manifests of a folder state, by file."""
    found: dict[str, set[str]] = {}
    for name in (NAME, NEXT):
        for file, digest in (_read(folder / name) or {}).items():
            found.setdefault(file, set()).add(digest)
    return found


def _read(path: Path) -> dict[str, str] | None:
    """Return the hashes of a manifest by file; None if there is none or it cannot be read."""
    try:
        outputs = json.loads(path.read_bytes())["outputs"]
        return {Path(e["file"]).name: e["sha256"] for e in outputs}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_own(file: Path, stated: dict[str, set[str]]) -> bool:
    return file.is_file() and sha256(file) in stated.get(file.name, set())


def unlisted(folder: Path, manifest: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of files in a folder that its manifest does not list."""
    stated = {Path(entry["file"]).name for entry in manifest["outputs"]} | {NAME, NEXT}
    return tuple(sorted(f.name for f in folder.iterdir() if f.name not in stated))


def changed_inputs(folder: Path, manifest: dict[str, Any]) -> tuple[tuple[str, ...], int]:
    """Return the inputs beside a results folder that are not those of its build, and how many lie.

    A build stands beside its dossier unless it was asked to write elsewhere: then none is found.

    Parameters
    ----------
    folder
        Results.
    manifest
        Its manifest.
    """
    beside = folder.resolve().parent
    stated = {entry["file"]: entry["sha256"] for entry in manifest["inputs"]}
    there = {name for name in stated if (beside / name).is_file()}
    if not there:
        return (), 0
    changed = [n for n, digest in stated.items() if n not in there or sha256(beside / n) != digest]
    return tuple(sorted(changed)), len(there)


def differences(folder: Path, manifest: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of outputs that are missing or changed.

    A Word file counts by its parts: how they are packed may differ from machine to machine.
    """
    return tuple(
        sorted(
            entry["file"]
            for entry in manifest["outputs"]
            if not _is_as_stated(folder / Path(entry["file"]).name, entry)
        )
    )


def _is_as_stated(file: Path, entry: dict[str, Any]) -> bool:
    if not file.is_file():
        return False
    if sha256(file) == entry["sha256"]:
        return True
    parts = entry.get("parts_sha256")
    return parts is not None and _parts(file) == parts


def _entries(path: Path, start: Path) -> list[dict[str, Any]]:
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return [_entry(file, file.relative_to(start).as_posix()) for file in files]


def _entry(file: Path, name: str) -> dict[str, Any]:
    found = {"file": name, "bytes": file.stat().st_size, "sha256": sha256(file)}
    return found | ({"parts_sha256": _parts(file)} if file.suffix == ".docx" else {})


def _parts(file: Path) -> str | None:
    """Return the hash of names and contents of a zip archive; None if it is none."""
    try:
        with ZipFile(file) as package:
            digest = hashlib.sha256()
            for name in sorted(package.namelist()):
                part = hashlib.sha256(package.read(name)).hexdigest()
                digest.update(f"{name}\0{part}\n".encode())
            return digest.hexdigest()
    except (BadZipFile, OSError):
        return None


def _packages() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _reference() -> dict[str, str]:
    """Return the hash of every table of facts and every guide that comes with Dafeng."""
    found = {}
    with resources.as_file(resources.files("dafeng")) as source:
        for folder in sorted((*source.glob("*/tables"), source / "reference" / "guides")):
            kept = "" if folder.name == "tables" else f"{folder.name}/"
            for entry in _entries(folder, folder):
                found[f"{folder.parent.name}/{kept}{entry['file']}"] = entry["sha256"]
    return found


def _time() -> dict[str, int]:
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    return {"source_date_epoch": int(stated)} if stated.isdigit() else {}
