"""``dafeng verify``: are the files of a build still what it wrote?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dafeng.cli.options import as_json
from dafeng.cli.printing import print_json
from dafeng.cli.speech import say


@click.command(
    "verify",
    help=say(
        "用清单文件中的哈希核对结果文件夹。有文件缺失或改动时退出码为 1。",
        "Hold a results folder against the hashes of its manifest. "
        "Exit status 1 if a file is missing or changed.",
    ),
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@as_json
def command(folder: Path, *, as_json: bool) -> None:
    """List the files that are missing or changed."""
    from dafeng.desk.verifying import verify

    found = verify(folder)
    if as_json:
        print_json(
            {
                "folder": str(folder),
                "files": found.files,
                "changed": list(found.changed),
                "unlisted": list(found.unlisted),
            }
        )
    else:
        for name in found.changed:
            click.echo(say(f"缺失或改动：{name}", f"missing or changed: {name}"))
        for name in found.unlisted:
            click.echo(say(f"不在清单中：{name}", f"not in the manifest: {name}"))
        click.echo(
            say(
                f"{found.files} 个文件，{len(found.changed)} 个不符",
                f"{found.files} files, {len(found.changed)} missing or changed",
            )
        )
    sys.exit(1 if found.changed else 0)
