"""What does each command and each public name say of itself?"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tools.manual.markdown import code, tabulated

from dafeng.language import Language

ROOT: Final = Path(__file__).resolve().parents[2]


def commands(language: Language) -> str:
    """Return what each command says of itself."""
    environment = {**os.environ, "DAFENG_LANG": language, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "tools.manual", "--helps"],
        cwd=ROOT, env=environment, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    texts: dict[str, str] = json.loads(done.stdout)
    return "\n".join(f"### `{name}`\n\n```text\n{text}```\n" for name, text in texts.items())


def helps() -> dict[str, str]:
    """Return the help of each command, in the language of this process."""
    import click

    from dafeng.cli.main import dafeng

    def found(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
        yield context.command_path, command.get_help(context) + "\n"
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                if inner is not None:
                    yield from found(inner, click.Context(inner, context, name))

    settings: dict[str, Any] = dict(dafeng.context_settings)
    return dict(
        found(dafeng, click.Context(dafeng, info_name="dafeng", terminal_width=80, **settings))
    )


def names(language: Language) -> str:
    """Return the public names with the first sentence of each."""
    import dafeng

    del language
    rows = []
    for name in dafeng.__all__:
        value = getattr(dafeng, name)
        first = (inspect.getdoc(value) or "").split("\n\n")[0]
        rows.append((code(f"dafeng.{name}"), value.__module__, first))
    return tabulated(("name", "home", "what it does"), rows)
