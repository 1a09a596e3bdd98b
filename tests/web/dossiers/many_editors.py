"""Forty people at one table, or each at one of their own: a program, since each is a process.

Prints one line of JSON for each edit: what was saved, on which version it began, which it became,
and whether a conflict was shown first.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from typing import Any

PLACE = "330500"
#: Rows that everybody edits.
SHARED = 4


def main(processes: int, edits: int, *, apart: bool) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    for alias in ("default", "published"):
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    begin()
    connections.close_all()
    children = []
    for number in range(processes):
        child = os.fork()
        if child == 0:
            os._exit(alone(number, edits) if apart else work(number, edits))
        children.append(child)
    worst = max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    if not apart:
        tell()
    return worst


def tell() -> None:
    """Print what every version holds, the first one first, and the length of the log."""
    from dafeng.web.dossiers.contents import contents
    from dafeng.web.dossiers.versions import files_of, history
    from dafeng.web.ledger import store

    for found in reversed(history(PLACE)):
        rows = contents(files_of(found)).tables["tasks"].rows
        line = {"version": found.number, "rows": {row[0]: row[1] for row in rows}}
        sys.stdout.write(f"{json.dumps(line)}\n")
    sys.stdout.write(f"{json.dumps({'entries': store.size()})}\n")


def begin() -> None:
    from dafeng.desk.examining import Findings
    from dafeng.web.dossiers.models import Origin
    from dafeng.web.dossiers.versions import Change, add

    files = {"dossier.toml": b'[place]\ncode = "330500"\n'}
    add(PLACE, Change(files, Findings(PLACE, "", ()), Origin.START, None, 0))


def work(number: int, edits: int) -> int:
    lines = []
    chance = random.Random(number)  # noqa: S311 - no secret
    for at in range(edits):
        own = chance.random() < 0.7
        name = f"P{number}-{at}" if own else f"S{chance.randrange(SHARED)}"
        lines.append(edited(name, f"{number}:{at}", chance))
    sys.stdout.write("".join(f"{json.dumps(line)}\n" for line in lines))
    sys.stdout.flush()
    return 0


def alone(number: int, edits: int) -> int:
    """Save one version after another of a dossier that nobody else has."""
    from dafeng.desk.examining import Findings
    from dafeng.web.dossiers.models import Origin
    from dafeng.web.dossiers.versions import Change, add

    place = f"P-{number}"
    for at in range(edits):
        files = {"dossier.toml": f"# {number} {at}\n".encode()}
        made = add(place, Change(files, Findings(place, "", ()), Origin.EDIT, None, at))
        sys.stdout.write(f"{json.dumps({'place': place, 'number': made.number})}\n")
    sys.stdout.flush()
    return 0


def edited(name: str, value: str, chance: random.Random) -> dict[str, Any]:
    """Change one row as a person would: read, think, save, settle what is shown."""
    from dafeng.desk.examining import Findings
    from dafeng.web.dossiers.contents import contents
    from dafeng.web.dossiers.editing import Edit, save, settled
    from dafeng.web.dossiers.versions import files_of, latest

    begun = latest(PLACE)
    assert begun is not None
    table = contents(files_of(begun)).tables["tasks"]
    time.sleep(chance.random() / 20)
    blank = [""] * (len(table.order) - 2)
    rows = [row for row in table.rows if row[0] != name]
    edit = Edit(PLACE, "tasks", begun.number, (*rows, (name, value, *blank)), None)
    shown = 0
    while True:
        found = save(edit, lambda _files: Findings(PLACE, "", ()))
        if not found.conflicts:
            break
        shown += 1
        edit = settled(edit, found.version.number, {c.key: "mine" for c in found.conflicts})
    return {
        "row": name,
        "value": value,
        "begun": begun.number,
        "number": found.version.number,
        "conflicts": shown,
    }


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), apart=sys.argv[3:] == ["apart"]))
