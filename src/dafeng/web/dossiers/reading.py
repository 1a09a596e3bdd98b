"""What is computed from the files of versions, in a process of its own?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from dafeng.desk import starting
from dafeng.desk.examining import laid_out
from dafeng.desk.opening import examine
from dafeng.dossier.records import Dossier
from dafeng.files import write_dossier
from dafeng.language import Language
from dafeng.plan.row_changes import RowChanges, row_changes
from dafeng.reference import Pilot
from dafeng.web.dossiers.contents import standard_files

Files = Mapping[str, bytes]


def started(place: str | Pilot, blank: bool) -> dict[str, bytes]:
    """Return the files of a place's first dossier, from public figures or with empty tables.

    Raises
    ------
    UnpublishedError
        If nothing is published about the place.
    """
    with TemporaryDirectory(prefix="dossier-") as folder:
        starting.new(place, folder, blank=blank, force=True)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def converted(files: Files, tongue: Language) -> dict[str, bytes]:
    """Return what was handed in as standard tables; as it is where it makes no dossier."""
    dossier = _dossier(files)
    return dict(files if dossier is None else standard_files(dossier, tongue))


def workbook(files: Files, tongue: Language) -> bytes | None:
    """Return a dossier as a workbook; None where the files make no dossier."""
    dossier = _dossier(files)
    if dossier is None:
        return None
    with TemporaryDirectory(prefix="dossier-") as place:
        path = Path(place) / "dossier.xlsx"
        write_dossier(dossier, path, "workbook", tongue)
        return path.read_bytes()


def changes_between(before: Files, after: Files) -> RowChanges | None:
    """Return which rows differ between two versions; None where one makes no dossier."""
    one, other = _dossier(before), _dossier(after)
    return None if one is None or other is None else row_changes(one, other)


def _dossier(files: Files) -> Dossier | None:
    with laid_out(files) as folder:
        return examine(folder)[0]
