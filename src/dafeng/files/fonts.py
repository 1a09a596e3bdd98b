"""Where are the typefaces that documents and charts are set in?

Noto Sans SC and Noto Serif SC (SIL Open Font License 1.1) come with the package
``pylopdf-fonts-zh-cn``; nothing is taken from the machine, so that pages look alike everywhere.
Both lack subscript digits: CO2 is set with a real subscript.

Official Chinese documents (GB/T 9704-2012) want 仿宋, 楷体, 黑体 and 小标宋, which no package
ships. Who has them names their folder in ``DAFENG_TYPEFACES``; Noto stands behind them, character
by character, and takes the place of those that the folder lacks.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.language import Language, Text

SANS: Final = "Noto Sans SC"
SERIF: Final = "Noto Serif SC"
#: Variable of the environment that names a folder with the official typefaces.
FOLDER: Final = "DAFENG_TYPEFACES"

#: Families that serve each purpose, best first, under the names that font files give them.
_OFFICIAL: Final[dict[str, tuple[str, ...]]] = {
    "fangsong": (
        "FangSong",
        "仿宋",
        "FangSong_GB2312",
        "仿宋_GB2312",
        "STFangsong",
        "FandolFang R",
    ),
    "kaiti": ("KaiTi", "楷体", "KaiTi_GB2312", "楷体_GB2312", "STKaiti", "FandolKai"),
    "heiti": ("SimHei", "黑体", "STHeiti", "FandolHei"),
    "title": (
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "方正小标宋简体",
        "方正小标宋_GBK",
        "STZhongsong",
        "FandolSong",
    ),
}
#: What stands behind each, and in its place.
_BEHIND: Final = {"fangsong": SERIF, "kaiti": SERIF, "heiti": SANS, "title": SERIF}


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Which families a document is set in, each list in the order in which they are tried.

    Parameters
    ----------
    fangsong, kaiti, heiti, title
        Body; headings of the second level; headings of the first level and captions; title.
    thickened
        Whether the title is set in a text face, which is drawn heavier then.
    """

    fangsong: tuple[str, ...]
    kaiti: tuple[str, ...]
    heiti: tuple[str, ...]
    title: tuple[str, ...]
    thickened: bool


def sans() -> Path:
    """Return the file of Noto Sans SC."""
    from pylopdf_fonts_zh_cn import sans_path

    return Path(sans_path())


def faces() -> tuple[Path, ...]:
    """Return the files of both families."""
    return tuple(sorted(_package().glob("*.otf")))


def _package() -> Path:
    return sans().parent


def official_folder() -> Path | None:
    """Return the folder with the official typefaces that the user has named, if any.

    Raises
    ------
    InputError
        If there is no such folder.
    """
    named = os.environ.get(FOLDER, "")
    if not named:
        return None
    if not Path(named).is_dir():
        raise InputError([_no_typefaces(named)])
    return Path(named)


def official_files() -> tuple[Path, ...]:
    """Return the files of the official typefaces that documents are set in, by name."""
    folder = official_folder()
    if folder is None:
        return ()
    wanted = {name for names in _OFFICIAL.values() for name in names}
    found = {Path(f.path) for f in _loaded(folder).fonts() if f.family in wanted}
    return tuple(sorted(found, key=lambda path: path.name))


def typefaces(language: Language) -> Typefaces:
    """Return the families of a document; English ones are set in Noto alone.

    Raises
    ------
    InputError
        If the folder that the user has named holds none of the official typefaces.
    """
    folder = official_folder() if language == "zh" else None
    known = set(_loaded(folder).families()) if folder else set()
    own = {use: next((n for n in names if n in known), "") for use, names in _OFFICIAL.items()}
    if folder and not any(own.values()):
        raise InputError([_no_typefaces(str(folder))])
    lists = {use: tuple(n for n in (own[use], _BEHIND[use]) if n) for use in _OFFICIAL}
    return Typefaces(**lists, thickened=not own["title"])


def for_typst(language: Language) -> Any:
    """Return the typefaces of a document for the typesetter; no others can stand in."""
    return _loaded(official_folder() if language == "zh" else None)


@cache
def _loaded(folder: Path | None) -> Any:
    import typst

    paths = [str(path) for path in (_package(), folder) if path is not None]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


def _no_typefaces(named: str) -> Fault:
    return Fault(
        "typefaces.none",
        Severity.ERROR,
        Place(file=named),
        Text(
            f"环境变量 {FOLDER} 所指的文件夹不存在，或其中没有仿宋、楷体、黑体、小标宋字体文件",
            f"the folder that {FOLDER} names does not exist, or holds none of the typefaces "
            "FangSong, KaiTi, SimHei, XiaoBiaoSong",
        ),
        Text(
            "指向含有这些字体文件（.ttf、.otf）的文件夹，或删去这个变量，使用自带的思源字体",
            "name a folder with their files (.ttf, .otf), or unset the variable to use Noto",
        ),
    )
