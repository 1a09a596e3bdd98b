"""Wording: results to which a text refers, and figures typed by hand that contradict them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dafeng.dossier.records import Row
from dafeng.dossier.wording import key
from dafeng.language import Text
from dafeng.plan.guide import frame
from dafeng.plan.references import REFERENCE, is_name, names_in
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.subject import Subject
from dafeng.plan.rules.typed import contradicted, typed_in
from dafeng.plan.sections import section_names

#: Tables whose words may refer to results, and the columns that hold sentences.
_TABLES: Final = ("texts", "tasks", "projects", "reforms", "measures", "targets")
_SENTENCES: Final = (
    *("text", "text_en", "comment", "comment_en"),
    *("content", "content_en", "effect", "effect_en"),
)
#: Words in both languages: column and its English twin.
_TWINS: Final = tuple(
    (column, f"{column}_en")
    for column in ("text", "name", "content", "comment", "chapter", "owner", "partners",
                   "location", "act", "stage", "effect")
)  # fmt: skip


#: Why a reference has no result, where no build can say it.
_UNKNOWN: Final = Text(
    "不是手册所列的名称，或没有所指的项目",
    "it is no name of the manual, or there is no such project",
)
_BROKEN: Final = Text(
    "双花括号不成对，或其中不是名称", "double braces that do not match, or hold no name"
)


def _rows(subject: Subject) -> Iterator[Row]:
    for table in _TABLES:
        yield from subject.table(table)


@asks("word.reference")
def references(subject: Subject) -> Iterator[Hit]:
    """A reference to a result that does not exist, or braces that are none."""
    projects = {p.row["id"] for p in subject.projects}
    for row in _rows(subject):
        for column, text in row.values:
            for name in names_in(text):
                if not _exists(name, subject, projects):
                    why = subject.absent.get(name, _UNKNOWN)
                    yield row.at(column), {"name": name, "why": why}
            left = REFERENCE.sub("", text)
            if "{{" in left or "}}" in left:
                yield row.at(column), {"name": left.strip()[:40], "why": _BROKEN}


def _exists(name: str, subject: Subject, projects: set[str]) -> bool:
    if subject.named is not None:
        return name in subject.named
    own = re.fullmatch(r"project\.(.+)\.tonnes\.\w+", name)
    return is_name(name) and (own is None or own[1] in projects)


@asks("word.languages")
def languages(subject: Subject) -> Iterator[Hit]:
    """Wordings in two languages that refer to different results."""
    for row in _rows(subject):
        for chinese, english in _TWINS:
            if not row[chinese] or not row[english]:
                continue
            here, there = (set(names_in(row[c])) for c in (chinese, english))
            if here != there:
                yield row.at(english), {"names": ", ".join(sorted(here ^ there))}


@asks("word.section")
def sections(subject: Subject) -> Iterator[Hit]:
    """A text for a section that the plan does not have: it would be printed nowhere."""
    known = section_names(frame(subject.guide, subject.kind))
    for row in subject.table("texts"):
        if row["section"] and key(row["section"]) not in known:
            yield row.at("section"), {"section": row["section"]}


@asks("word.figure")
def typed_figures(subject: Subject) -> Iterator[Hit]:
    """A figure in a sentence that is not that of the target, the account or the model."""
    for row in _rows(subject):
        for column in _SENTENCES:
            for typed in typed_in(REFERENCE.sub(" ", row[column])):
                other = contradicted(subject, typed)
                if other is not None:
                    yield (
                        row.at(column),
                        {
                            "indicator": typed.indicator.name,
                            "year": typed.year,
                            "typed": f"{typed.figure} {typed.unit}".strip(),
                            "known": other.figure,
                            "where": other.where,
                        },
                    )
