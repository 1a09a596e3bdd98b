"""The command ``dafeng``: one verb for each step of a place's work."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click

from dafeng import __version__
from dafeng.cli.printing import print_faults, print_json, tell
from dafeng.cli.speech import chosen, say
from dafeng.cli.usage import wrong_use
from dafeng.errors import DafengError, InputError
from dafeng.language import LANGUAGES, Language

#: Verbs in the order in which a place works; each is a module of this package.
VERBS = (
    "new",
    "check",
    "inventory",
    "drivers",
    "scenarios",
    "peak",
    "sweep",
    "sensitivity",
    "measures",
    "portfolio",
    "backtest",
    "plan",
    "diff",
    "match",
    "programme",
    "verify",
    "reference",
    "serve",
)

#: Verbs that are answered outside this package.
ELSEWHERE = {"serve": "dafeng.web.serve"}

#: Codes of errors that are the caller's and not the input's.
WRONG_USE = ("name", "occupied", "format", "setting")


class Verbs(click.Group):
    """A group that imports a verb only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in working order."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a verb, or None if there is no such verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(ELSEWHERE.get(cmd_name, f"dafeng.cli.{cmd_name}"))
        command: click.Command = module.command
        return command


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "从能源与经济记录编制可核查、可复现的碳达峰方案。",
        "Compile a place's energy and economic records into a checked carbon-peaking plan.",
    ),
)
@click.version_option(__version__, message="%(version)s")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=None,
    help=say("输出语言（默认取环境变量）", "language (default: DAFENG_LANG, LANG)"),
)
def dafeng(lang: str | None) -> None:
    """Choose the language; it is read before the commands are made."""
    del lang


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and turn what it raises into messages and exit statuses.

    Status 0 is fine, 1 means that the input has errors, 2 wrong use.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = chosen(given)
    _speak_any_character()
    try:
        with dafeng.make_context("dafeng", list(given)) as context:
            status = dafeng.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.ClickException as error:
        message = wrong_use(error, language)
        tell(message)
        if "--json" in given:
            print_json({"error": "usage", "message": message, "faults": []})
        sys.exit(2)
    except DafengError as error:
        _report(error, language, as_json="--json" in given)
        sys.exit(2 if error.code in WRONG_USE else 1)
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        message = say(f"无法读写：{what}", f"cannot read or write: {what}")
        tell(message)
        if "--json" in given:
            print_json({"error": "files", "message": message, "faults": []})
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


def _speak_any_character() -> None:
    """Write what the terminal's encoding lacks as an escape, and nothing if it is closed."""
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _report(error: DafengError, language: Language, *, as_json: bool) -> None:
    faults = error.faults if isinstance(error, InputError) else ()
    print_faults(faults, language)
    tell(error.text[language])
    if as_json:
        listed = [fault.as_json(language) for fault in faults]
        print_json({"error": error.code, "message": error.text[language], "faults": listed})


if __name__ == "__main__":
    main()
