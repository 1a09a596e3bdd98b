"""Does a dossier still give the files of a build? It is built again and compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dafeng.desk.building import Options
from dafeng.desk.planning import compile_plan
from dafeng.desk.verifying import unreadable
from dafeng.errors import InputError
from dafeng.language import LANGUAGES


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of building again.

    Parameters
    ----------
    files
        Number of files that the manifest lists.
    unlike
        Names of those that come out otherwise.
    inputs
        Names of files of the dossier that are not those of the first build.
    versions
        What was built with another version or another guide: name, then and now.
    """

    files: int
    unlike: tuple[str, ...]
    inputs: tuple[str, ...]
    versions: tuple[tuple[str, str, str], ...]


def rebuild(folder: Path | str, dossier: Path | str, guide: str = "") -> Rebuilt:
    """Build a plan again with the draws and the seed of its manifest, and compare every file.

    Parameters
    ----------
    folder
        Results of the first build.
    dossier
        Folder or workbook of the dossier.
    guide
        Guide of the first build, if it was not the default.

    Raises
    ------
    InputError
        If there is no manifest, or the dossier cannot be opened.
    """
    from dafeng.files.manifest import NAME, differences

    manifest = _read(Path(folder) / NAME)
    outputs = {Path(entry["file"]).name for entry in manifest["outputs"]}
    languages = [tongue for tongue in LANGUAGES if f"plan.{tongue}.pdf" in outputs]
    stated = manifest.get("guide", {})
    shipped = "" if stated.get("file") else stated.get("id", "").split(" ")[0]
    options = Options(
        draws=manifest["draws"],
        seed=manifest["seed"],
        guide=guide or shipped,
        portfolio=manifest.get("portfolio", True),
    )
    with TemporaryDirectory() as place:
        compile_plan(dossier, Path(place) / "again", options=options, languages=languages)
        fresh = _read(Path(place) / "again" / NAME)
        unlike = differences(Path(place) / "again", manifest)
    return Rebuilt(len(outputs), unlike, _inputs(manifest, fresh), _versions(manifest, fresh))


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
        if found["outputs"] and found["seed"] is not None and found["draws"]:
            return dict(found)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise InputError([unreadable(path)])


def _inputs(then: dict[str, Any], now: dict[str, Any]) -> tuple[str, ...]:
    before, after = ({e["file"]: e["sha256"] for e in m["inputs"]} for m in (then, now))
    names = {*before, *after}
    return tuple(sorted(name for name in names if before.get(name) != after.get(name)))


def _versions(then: dict[str, Any], now: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    before, after = (
        {"dafeng": m["dafeng"], "python": m["python"], "guide": _guide(m), **m["packages"]}
        for m in (then, now)
    )
    return tuple(
        (name, before.get(name, "—"), after.get(name, "—"))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    )


def _guide(manifest: dict[str, Any]) -> str:
    """Return how the guide of a build is told apart: its id, its file and what the file held."""
    stated = manifest.get("guide", {})
    parts = (stated.get("id", "—"), stated.get("file", ""), stated.get("sha256", "")[:12])
    return " ".join(part for part in parts if part)
