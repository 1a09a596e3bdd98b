"""What does an approved snapshot say in figures? Its results where they are built, its projects."""

from __future__ import annotations

import json
from typing import Any, Final

from dafeng.desk.examining import laid_out
from dafeng.desk.opening import examine
from dafeng.dossier.project_headings import listed
from dafeng.dossier.records import Row
from dafeng.web.dossiers import jobs
from dafeng.web.dossiers.building import documents
from dafeng.web.dossiers.models import Job, Kind, Version
from dafeng.web.dossiers.versions import files_of

#: Columns of a dossier's projects by the names under which they are published; money and tonnes
#: of single projects stay in the restricted annexes.
_PUBLIC: Final = {
    "id": "id",
    "name_zh": "name",
    "name_en": "name_en",
    "class": "kind",
    "place": "location",
    "owner": "owner",
    "start": "start_year",
    "finish": "end_year",
}

#: Parts of the results that are published: totals and peaks of each scenario.
_FIGURES: Final = ("levels", "peak", "scenarios")


def version_of(place: str, snapshot: str) -> Version | None:
    """Return a version of a place's dossier that has this content; that with fewest errors."""
    found = Version.objects.filter(place=place, snapshot=snapshot)
    return found.order_by("errors", "number").first()


def results_of(place: str, snapshot: str) -> dict[str, Any]:
    """Return the published part of a snapshot's results; empty while they are not built."""
    found = version_of(place, snapshot)
    path = documents(found).get("results.json") if found else None
    whole = json.loads(path.read_bytes()) if path else {}
    return {key: whole[key] for key in _FIGURES if key in whole}


def build_soon(place: str, snapshot: str) -> None:
    """Ask for the documents of a snapshot, unless they are there or somebody asked before."""
    found = version_of(place, snapshot)
    if found is None or found.abroad or "results.json" in documents(found):
        return
    if not Job.objects.filter(version=found, kind=Kind.DOCUMENTS).exists():
        jobs.ask(jobs.Wanted(Kind.DOCUMENTS, place, None, found))


def projects_of(place: str, snapshot: str) -> list[dict[str, str]]:
    """Return the projects of a snapshot as they are published."""
    found = version_of(place, snapshot)
    if found is None:
        return []
    with laid_out(files_of(found)) as folder:
        dossier, _faults = examine(folder)
    return [_public(row) for row in listed(dossier.projects).projects] if dossier else []


def _public(row: Row) -> dict[str, str]:
    public = {name: row[column] for name, column in _PUBLIC.items()}
    return public | {"name_en": public["name_en"] or public["name_zh"]}
