"""Wording: results to which a text refers, and figures typed by hand that contradict them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dafeng.dossier.records import Row
from dafeng.dossier.wording import key
from dafeng.language import Text
from dafeng.plan.guide import frame
from dafeng.plan.references import REFERENCE, names_in
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.contradicting import contradicted
from dafeng.plan.rules.named_results import lacking
from dafeng.plan.rules.subject import Subject
from dafeng.plan.rules.typed import typed_in
from dafeng.plan.rules.typed_projects import misstated_by, misstated_in
from dafeng.plan.sections import section_names

#: Tables whose words may refer to results, and the columns that hold sentences.
_TABLES: Final = ("texts", "tasks", "projects", "reforms", "measures", "targets")
_SENTENCES: Final = (
    *("text", "text_en", "comment", "comment_en"),
    *("content", "content_en", "effect", "effect_en"),
)
#: What is left of a reference that is none: braces of the other width, apart, single, half.
_BRACES: Final = re.compile(
    r"[{｛]\s*[{｛]|[}｝]\s*[}｝]|[{｛【]\s*[a-z]\w*(?:\.[\w-]+)+\s*[}｝】]"
)
_BROKEN: Final = Text(
    "引用须用两对半角花括号，中间不留空",
    "a reference stands in two pairs of plain braces with nothing between them",
)
#: Words in both languages: column and its English twin.
_TWINS: Final = tuple(
    (column, f"{column}_en")
    for column in ("text", "name", "content", "comment", "chapter", "owner", "partners",
                   "location", "act", "stage", "effect")
)  # fmt: skip


def _rows(subject: Subject) -> Iterator[Row]:
    for table in _TABLES:
        yield from subject.table(table)


@asks("word.reference")
def references(subject: Subject) -> Iterator[Hit]:
    """A reference to a result that does not exist, or braces that are none."""
    projects = frozenset(p.row["id"] for p in subject.projects)
    for row in _rows(subject):
        for column, text in row.values:
            for name in names_in(text):
                why = lacking(name, subject, projects)
                if why is not None:
                    yield row.at(column), {"name": name, "why": why}
            left = REFERENCE.sub("", text)
            if found := _BRACES.search(left):
                shown = left[found.start() :].strip()[:40]
                yield row.at(column), {"name": shown, "why": _BROKEN}


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
                            "year": typed.when,
                            "typed": f"{typed.figure} {typed.unit}".strip(),
                            "known": other.figure,
                            "where": other.where,
                        },
                    )


@asks("word.projects")
def typed_projects(subject: Subject) -> Iterator[Hit]:
    """A figure in a sentence that is not that of the project, or of the projects, it names."""
    own = {p.row: p for p in subject.projects}
    for row in _rows(subject):
        for column in _SENTENCES:
            text = REFERENCE.sub(" ", row[column])
            found = [*misstated_in(text, subject, row["section"])]
            if column == "content" and row in own:
                found += misstated_by(own[row])
            for wrong in found:
                yield (
                    row.at(column),
                    {
                        "what": wrong.what,
                        "typed": wrong.typed,
                        "known": wrong.known,
                        "where": wrong.where,
                    },
                )
