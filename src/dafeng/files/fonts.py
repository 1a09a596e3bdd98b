"""Where are the typefaces that documents and charts are set in?

Noto Sans SC and Noto Serif SC (SIL Open Font License 1.1) come with the package
``pylopdf-fonts-zh-cn``; nothing is taken from the machine, so that pages look alike everywhere.
Both lack subscript digits: CO2 is set with a real subscript.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

SANS: Final = "Noto Sans SC"


def sans() -> Path:
    """Return the file of Noto Sans SC."""
    from pylopdf_fonts_zh_cn import sans_path

    return Path(sans_path())


def faces() -> tuple[Path, ...]:
    """Return the files of both families."""
    return tuple(sorted(folder().glob("*.otf")))


def folder() -> Path:
    """Return the folder that holds both."""
    return sans().parent
