"""Commands as a user gives them: in a process of their own, or in this one where that is the same.

A process of its own costs a second before it says a word. What is asked of the process itself
(pipes, encodings, folders, exit of a real program) needs one; what a command answers does not.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

from dafeng.cli.main import main

Done = subprocess.CompletedProcess[str]


def run(*arguments: str, lang: str = "en") -> Done:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "dafeng.cli.main", *arguments]
    environment = {**os.environ, "DAFENG_LANG": lang, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, check=False, capture_output=True, text=True, encoding="utf-8", env=environment
    )


def answered(*arguments: str, lang: str = "en") -> Done:
    """Give a command to this process; its streams and its exit status are those of `run`."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    status = 0
    with (
        mock.patch.dict(os.environ, {"DAFENG_LANG": lang}),
        mock.patch.object(sys, "argv", ["dafeng", *arguments]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main(arguments)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    return Done(["dafeng", *arguments], status, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
