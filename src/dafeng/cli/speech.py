"""In which language does this command speak?"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from dafeng.language import LANGUAGES, Language, Text

#: Environment variables that say the language, the most particular first.
VARIABLES = ("DAFENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def chosen(arguments: Sequence[str] | None = None) -> Language:
    """Return the language of ``--lang``, else of the environment, else English."""
    named = _option(sys.argv[1:] if arguments is None else arguments)
    if named in LANGUAGES:
        return "zh" if named == "zh" else "en"
    for variable in VARIABLES:
        value = os.environ.get(variable, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return "en"


def say(zh: str, en: str) -> str:
    """Return the wording in the language of this command."""
    return Text(zh, en)[chosen()]


def _option(arguments: Sequence[str]) -> str:
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return ""
