"""Many processes edit one dossier: is any edit lost, any conflict passed over?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.dossiers import many_editors

#: Processes and edits of each; ``make edits`` runs forty with fifty.
PROCESSES = int(os.environ.get("DAFENG_EDITORS", "10"))
EDITS = int(os.environ.get("DAFENG_EDITS", "6"))


@pytest.fixture
def surroundings(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of the processes: a new site, on PostgreSQL where the tests are."""
    found = {**os.environ, "DAFENG_SITE": str(tmp_path)}
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield found
        return
    import psycopg

    # Both stores are its own: another test may be making its tables at the same time.
    own = uuid.uuid4().hex[:12]
    names = {"DATABASE_URL": f"editors_{own}", "DAFENG_PUBLISHED_URL": f"published_{own}"}
    with psycopg.connect(address, autocommit=True) as server:
        for name in names.values():
            server.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            base = address.rpartition("/")[0]
            yield {**found, **{key: f"{base}/{name}" for key, name in names.items()}}
        finally:
            for name in names.values():
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def test_no_edit_is_lost_and_every_conflict_is_shown(surroundings: dict[str, str]) -> None:
    command = [sys.executable, many_editors.__file__, str(PROCESSES), str(EDITS)]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    edits = [line for line in lines if "value" in line]
    versions = {line["version"]: line["rows"] for line in lines if "version" in line}
    assert len(edits) == PROCESSES * EDITS
    assert len({edit["number"] for edit in edits}) == len(edits)
    assert sorted(versions) == list(range(1, len(edits) + 2))
    assert lines[-1] == {"entries": len(versions)}
    _none_is_lost(edits, versions)
    _every_conflict_is_shown(edits)


def test_no_save_is_lost_where_many_save_each_their_own(surroundings: dict[str, str]) -> None:
    """The log has one clock for all places: no save may come out of the order of its time."""
    command = [sys.executable, many_editors.__file__, "4", "12", "apart"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    saved = [json.loads(line) for line in done.stdout.splitlines()]
    assert sorted((s["place"], s["number"]) for s in saved) == [
        (f"P-{place}", number) for place in range(4) for number in range(1, 13)
    ]


def _none_is_lost(edits: list[dict[str, Any]], versions: dict[int, dict[str, str]]) -> None:
    """Every edit is in its own version, and stays until somebody changes that very row."""
    for edit in edits:
        assert versions[edit["number"]][edit["row"]] == edit["value"]
    for row in {edit["row"] for edit in edits}:
        own = sorted((e for e in edits if e["row"] == row), key=lambda e: e["number"])
        ends = [e["number"] for e in own[1:]] + [max(versions) + 1]
        for edit, end in zip(own, ends, strict=True):
            held = {versions[number].get(row) for number in range(edit["number"], end)}
            assert held == {edit["value"]}


def _every_conflict_is_shown(edits: list[dict[str, Any]]) -> None:
    """Whoever changed a row that somebody else had changed since was asked, and nobody else."""
    last: dict[str, int] = {}
    asked = 0
    for edit in sorted(edits, key=lambda e: e["number"]):
        other = last.get(edit["row"], 0)
        assert (edit["conflicts"] > 0) == (other > edit["begun"])
        asked += edit["conflicts"] > 0
        last[edit["row"]] = edit["number"]
    assert asked
