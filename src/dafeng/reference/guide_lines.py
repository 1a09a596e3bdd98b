"""On which line of a TOML file does a value stand? The parser itself does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

Path = tuple[str | int, ...]

_HEADER: Final = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*$")
_KEY: Final = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=(.*)$")
#: A comment or a text, those over several lines first; up to two quotes may stand before its end.
_TEXT: Final = re.compile(
    r"""#[^\n]*|"{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """Return the line of each section, key and inline table, counted from 1.

    Parameters
    ----------
    text
        A TOML document that the parser accepts.
    """
    found: dict[Path, int] = {(): 1}
    counts: dict[Path, int] = {}
    section: Path = ()
    inside: Path | None = None
    depth = 0
    for number, line in enumerate(_TEXT.sub(_emptied, text).split("\n"), 1):
        if depth > 0 and inside is not None:
            if line.lstrip().startswith("{"):
                counts[inside] = counts.get(inside, -1) + 1
                found[(*inside, counts[inside])] = number
            depth += _opened(line)
        elif header := _HEADER.match(line):
            section = _section(header[2].split("."), header[1] == "[[", counts)
            found[section] = number
        elif entry := _KEY.match(line):
            inside = (*section, entry[1])
            found[inside] = number
            depth = _opened(entry[2])
    return found


def _section(names: list[str], repeated: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        last = position == len(names) - 1
        if last and repeated:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _opened(text: str) -> int:
    """Return how many brackets a line without texts leaves open."""
    return text.count("[") + text.count("{") - text.count("]") - text.count("}")


def _emptied(found: re.Match[str]) -> str:
    """Return the line ends alone of a text or comment, so that every line keeps its number."""
    return "\n" * found[0].count("\n")


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a path, or of the nearest thing around it that has one."""
    while path not in lines:
        path = path[:-1]
    return lines[path]
