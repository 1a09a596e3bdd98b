"""Where does a file break the rules of TOML? The parser's own words are English alone."""

from __future__ import annotations

import re
from typing import Final

from dafeng.language import Text

_SPOT: Final = re.compile(r"line (\d+), column (\d+)")


def line_broken(error: ValueError | RecursionError) -> int | None:
    """Return the line that the parser names, None where it names none."""
    spot = _SPOT.search(str(error))
    return int(spot[1]) if spot else None


def how_broken(error: ValueError | RecursionError) -> Text:
    """Return where a file breaks the rules, and in English in which way.

    Parameters
    ----------
    error
        What `tomllib` raised.
    """
    if isinstance(error, RecursionError):
        return Text("嵌套过深", "nested too deep")
    if "digits" in str(error):
        return Text("有一个数过长", "a number is too long")
    spot = _SPOT.search(str(error))
    where = f"第 {spot[1]} 行第 {spot[2]} 列" if spot else "文件末尾"
    return Text(f"{where}附近", str(error))
