"""Which sections does a plan have, and under which names can a place write for them?"""

from __future__ import annotations

from typing import Final

from dafeng.dossier.wording import key
from dafeng.language import Text
from dafeng.reference.guides import Guide

#: What a section is about, told by words of its name; tried in this order.
_SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "base": ("基础", "现状", "base", "stands"),
    "challenges": ("挑战", "问题", "形势", "challenge"),
    "guiding": ("思想", "思路", "原则", "guiding", "principle"),
    "positioning": ("定位", "position"),
    "paths": ("路径", "path"),
    "overall": ("总体目标", "主要目标", "总目标", "overall", "goal"),
    "indicators": ("指标", "indicator"),
}
#: Sections that every plan has where its guide names none, by chapter.
USUAL: Final[dict[str, tuple[tuple[str, Text], ...]]] = {
    "requirements": (
        ("base", Text("工作基础", "Where the place stands")),
        ("challenges", Text("面临挑战", "Challenges")),
        ("guiding", Text("指导思想", "Guiding idea")),
    ),
    "goals": (
        ("positioning", Text("试点定位", "Positioning")),
        ("paths", Text("实施路径", "Paths")),
        ("overall", Text("总体目标", "Overall goal")),
        ("indicators", Text("具体指标", "Indicators and targets")),
    ),
}
#: Chapters that hold what the place hands in, with the names they have where no guide names them.
OWN: Final[dict[str, Text]] = {
    "tasks": Text("重点任务", "Key tasks"),
    "science": Text("科技创新", "Science and innovation"),
    "projects": Text("重点工程", "Key projects"),
    "reforms": Text("政策创新", "Reforms and policy"),
    "society": Text("全民行动", "Whole-society action"),
    "safeguards": Text("保障措施", "Safeguards"),
}


def subject_of(chapter: str, name: Text) -> str:
    """Return what a section of a chapter is about; "" if it is one of the guide's own.

    Parameters
    ----------
    chapter
        Id of the chapter, one of `USUAL`.
    name
        Name of the section in the guide.
    """
    mine = {subject for subject, _ in USUAL[chapter]}
    for subject, marks in _SECTIONS.items():
        if subject in mine and any(m in name.zh or m in name.en.casefold() for m in marks):
            return subject
    return ""


def section_names(guide: Guide) -> frozenset[str]:
    """Return every name under which the table ``texts`` can fill a chapter or section, as keys.

    Parameters
    ----------
    guide
        Guide that lays out the whole plan.
    """
    names: list[str] = []
    for part in guide.chapters:
        names.append(part.id)
        for text in (part.name, *part.sections):
            names += [text.zh, text.en]
        for subject, text in USUAL.get(part.id, ()):
            names += [subject, text.zh, text.en]
    return frozenset(map(key, names))
