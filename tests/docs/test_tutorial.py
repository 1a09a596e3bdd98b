"""The tutorial does what it says: every command and every block of Python is run.

A ``console`` block holds commands behind ``$ `` and lines of what they print; each line must occur
in the real output, and ``...`` stands for anything. A ``python`` block is run in one session with
the others; a ``text`` block right after it holds lines of what it prints.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.commands import answered

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """Something that is run, and lines that it must print."""

    language: str
    text: str
    shown: list[str] = field(default_factory=list)


def steps_of(page: str) -> list[Step]:
    steps: list[Step] = []
    for language, body in FENCE.findall(page):
        if language == "python":
            steps.append(Step("python", body))
        for line in body.splitlines() if language in ("console", "text") else ():
            if language == "console" and line.startswith("$ "):
                steps.append(Step("console", line.removeprefix("$ ")))
            else:
                steps[-1].shown.append(line)
    return steps


def plain(line: str) -> str:
    return " ".join(line.split())


def shows(output: str, line: str) -> bool:
    pattern = ".*".join(re.escape(part.strip()) for part in plain(line).split("..."))
    return any(re.fullmatch(pattern, plain(found)) for found in output.splitlines())


def in_shell(command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}"
    return done.stdout


def in_this_process(command: str, environment: dict[str, str]) -> str:
    """Answer a command of Dafeng alone here, any other (``new … || echo``) in a shell."""
    first, *arguments = shlex.split(command)
    if first != "dafeng" or re.search(r"[|&;<>$*]", command):
        return in_shell(command, environment)
    done = answered(*arguments, lang=environment["DAFENG_LANG"])
    assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
    return f"{done.stdout}\n{done.stderr}"


def in_python(text: str, names: dict[str, Any]) -> str:
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(text, "tutorial", "exec"), names)  # noqa: S102 - our own page
    return printed.getvalue()


@pytest.mark.parametrize(("page", "language"), [("tutorial.md", "en"), ("zh/tutorial.md", "zh")])
def test_tutorial_runs_as_it_reads(
    page: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "DAFENG_LANG": language, "PYTHONUTF8": "1"}
    names: dict[str, Any] = {"__name__": "tutorial"}
    steps = steps_of((DOCS / page).read_text(encoding="utf-8"))
    assert {step.language for step in steps} == {"console", "python"}
    for step in steps:
        run = in_this_process if step.language == "console" else None
        output = run(step.text, environment) if run else in_python(step.text, names)
        missing = [line for line in step.shown if plain(line) and not shows(output, line)]
        assert not missing, f"{step.text}\nlacks:\n" + "\n".join(missing) + f"\nin:\n{output}"


@pytest.mark.parametrize("page", ["library.md", "zh/library.md"])
def test_the_doors_of_the_library_open_as_the_page_says(page: str) -> None:
    names: dict[str, Any] = {"__name__": "library"}
    steps = steps_of((DOCS / page).read_text(encoding="utf-8"))
    assert all(step.shown for step in steps)
    for step in steps:
        output = in_python(step.text, names)
        missing = [line for line in step.shown if line.strip() and not shows(output, line)]
        assert not missing, f"{step.text}\nlacks:\n{missing}\nin:\n{output}"
