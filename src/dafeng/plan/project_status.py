"""How far is a project, as a place says it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng.dossier.wording import key
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Status:
    """A status of projects.

    Parameters
    ----------
    name
        How it is called.
    begun
        Whether building has begun: nobody decides on the project any more.
    """

    name: Text
    begun: bool


_ALL: Final = (
    (
        Status(Text("在建", "under construction"), True),
        ("在建", "建设中", "续建", "已开工", "开工"),
    ),
    (Status(Text("建成", "completed"), True), ("建成", "已建成", "完工", "竣工", "已完成")),
    (Status(Text("投产", "in operation"), True), ("投产", "已投产", "运行", "已投运", "投运")),
    (Status(Text("拟建", "planned"), False), ("拟建", "拟开工", "规划", "计划", "谋划", "储备")),
    (
        Status(Text("前期", "in preparation"), False),
        ("前期", "前期工作", "前期准备", "筹建", "待建", "未开工"),
    ),
    (Status(Text("新建", "new"), False), ("新建",)),
)
_ENGLISH: Final = {
    "under construction": 0,
    "being built": 0,
    "completed": 1,
    "built": 1,
    "in operation": 2,
    "operating": 2,
    "planned": 3,
    "proposed": 3,
    "in preparation": 4,
    "preparation": 4,
    "new": 5,
}
_KNOWN: Final = {
    **{key(word): status for status, words in _ALL for word in words},
    **{key(word): _ALL[at][0] for word, at in _ENGLISH.items()},
}


def status_of(text: str) -> Status | None:
    """Return the status that a word means; None if it is none that is known."""
    return _KNOWN.get(key(text))


def is_begun(text: str) -> bool:
    """Say whether building has begun by the word for the status."""
    found = status_of(text)
    return found is not None and found.begun


def status_words(text: str) -> Text:
    """Return a status in both languages, in the place's own Chinese; else as it is entered."""
    found = status_of(text)
    if found is None:
        return Text(text, text)
    own = text if any(c > "\u2e80" for c in text) else found.name.zh
    return Text(own, found.name.en)
