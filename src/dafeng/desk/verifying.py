"""Are the files of a build still what it wrote?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Verified:
    """What was held against a manifest.

    Parameters
    ----------
    files
        Number of files that the manifest lists.
    changed
        Names of those that are missing or changed.
    unlisted
        Names of files in the folder that it does not list.
    inputs_changed
        Names of files of the dossier that are missing or changed since the build.
    inputs_found
        Number of files of the dossier that lie beside the results.
    """

    files: int
    changed: tuple[str, ...]
    unlisted: tuple[str, ...]
    inputs_changed: tuple[str, ...] = ()
    inputs_found: int = 0


def verify(folder: Path | str) -> Verified:
    """Hold the files of a results folder, and the dossier beside it, against its manifest.

    Raises
    ------
    InputError
        If there is no manifest, or it cannot be read.
    """
    from dafeng.files.manifest import NAME, changed_inputs, differences, unlisted

    place = Path(folder)
    path = place / NAME
    try:
        manifest = json.loads(path.read_bytes())
        count = len(manifest["outputs"])
        told = differences(place, manifest), unlisted(place, manifest)
        return Verified(count, *told, *changed_inputs(place, manifest))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError([unreadable(path)]) from error


def unreadable(path: Path) -> Fault:
    """Return the fault of a folder without a manifest that can be read."""
    return Fault(
        "manifest.unreadable",
        Severity.ERROR,
        Place(file=str(path)),
        Text("没有清单文件，或其内容无法读取", "there is no manifest, or it cannot be read"),
        Text(
            "指向 dafeng plan 写出的结果文件夹",
            "name a results folder that dafeng plan has written",
        ),
    )
