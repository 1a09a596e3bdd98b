"""How is a table written in Markdown?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dafeng.language import Language, Text


def tabulated(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", r"\|").replace("\n", " ")


def code(value: object) -> str:
    """Return a value as code; nothing stays nothing."""
    return f"`{value}`" if str(value) else ""


def say(language: Language, zh: str, en: str) -> str:
    """Return the wording in the language of the page."""
    return Text(zh, en)[language]
