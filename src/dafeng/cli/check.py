"""``dafeng check``: what is wrong with a dossier?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dafeng.cli.options import as_json, dossier_argument
from dafeng.cli.printing import print_faults, print_json
from dafeng.cli.speech import chosen, say
from dafeng.errors import Severity


@click.command(
    "check",
    help=say(
        "检查档案，列出全部问题：位置、规则、原因和改法。有错误时退出码为 1。",
        "Check a dossier and list every fault with place, rule, reason and remedy. "
        "Exit status 1 if there are errors.",
    ),
)
@dossier_argument
@as_json
def command(path: Path, *, as_json: bool) -> None:
    """List every fault of a dossier."""
    from dafeng.desk.checking import check_dossier

    faults = check_dossier(path)
    counts = {s: sum(f.severity is s for f in faults) for s in Severity}
    if as_json:
        print_json(
            {
                "path": str(path),
                **{f"{severity.value}s": count for severity, count in counts.items()},
                "faults": [fault.as_json(chosen()) for fault in faults],
            }
        )
    else:
        print_faults(faults, chosen(), click.echo)
        errors, warnings, notes = (counts[s] for s in Severity)
        click.echo(
            say(
                f"错误 {errors}，警告 {warnings}，提示 {notes}",
                f"{errors} error(s), {warnings} warning(s), {notes} note(s)",
            )
        )
    sys.exit(1 if counts[Severity.ERROR] else 0)
