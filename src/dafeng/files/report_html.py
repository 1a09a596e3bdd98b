"""How does a plan document become one HTML page?

The page needs no network and no library: style, script and charts stand inside, and a policy in
its head lets nothing else run. Each figure in a sentence says where it comes from.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

from dafeng.files.album import Album
from dafeng.files.report_html_charts import figure
from dafeng.files.report_html_text import safe, sentence, table, words
from dafeng.language import Language, Text
from dafeng.plan.tree import (
    DRAFT,
    Block,
    ChartFigure,
    DataTable,
    Document,
    Heading,
    Listing,
    Paragraph,
    heading_line,
)

_CONTENTS: Final = Text("目录", "Contents")
_SKIP: Final = Text("跳到正文", "Skip to the text")
_TONGUES: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en-GB"}
#: Headings down to this level stand in the contents.
_DEPTH: Final = 2


def write_report(
    document: Document, path: Path, language: Language, album: Album | None = None
) -> None:
    """Write a document as one HTML page.

    Parameters
    ----------
    document
        The document tree.
    path
        Where the file is written; its folder exists.
    language
        Language of the file.
    album
        Charts that other documents of the build have drawn already.
    """
    page = report_html(document, language, album or Album(language))
    path.write_text(page, encoding="utf-8", newline="\n")


def report_html(document: Document, language: Language, album: Album) -> str:
    """Return a document as one HTML page."""
    script, style = _part("report.js"), _part("report.css")
    return Template(_part("report.html")).substitute(
        tongue=_TONGUES[language],
        policy=escape(_policy(script)),
        title=safe(document.title[language]),
        heading=words(document.title[language]),
        subtitle=words(document.subtitle[language]),
        style=style,
        script=script,
        skip=_SKIP[language],
        opening="\n".join(_opening(document, language)),
        contents_title=_CONTENTS[language],
        contents=_contents(document, language),
        body="\n".join(_body(document.blocks, album, _headings(document))),
    )


def section_html(blocks: Iterable[Block], album: Album) -> str:
    """Return blocks of a document as a part of another page, in the language of the album."""
    return "\n".join(_body(blocks, album, {}))


def _part(name: str) -> str:
    return resources.files("dafeng.files").joinpath("report", name).read_text(encoding="utf-8")


def _policy(script: str) -> str:
    """Allow this page's own script, styles in the page, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def _opening(document: Document, language: Language) -> Iterator[str]:
    if document.draft:
        yield f'<p class="draft" role="note">{DRAFT[language]}</p>'
    if document.warning is not None:
        yield f'<p class="warning" role="note">{sentence(document.warning, language)}</p>'
    if document.facts:
        rows = "".join(
            f"<div><dt>{words(name[language])}</dt><dd>{words(value[language])}</dd></div>"
            for name, value in document.facts
        )
        yield f'<dl class="facts">{rows}</dl>'
    for statement in document.statement:
        yield f"<p>{sentence(statement, language)}</p>"


def _headings(document: Document) -> dict[int, str]:
    """Return the anchor of each heading by the position of its block."""
    found = (n for n, block in enumerate(document.blocks) if isinstance(block, Heading))
    return {position: f"section-{number}" for number, position in enumerate(found, start=1)}


def _contents(document: Document, language: Language) -> str:
    lines = []
    for position, anchor in _headings(document).items():
        block = document.blocks[position]
        if isinstance(block, Heading) and block.level <= _DEPTH:
            shown = words(heading_line(block, language))
            lines.append(f'<li class="level{block.level}"><a href="#{anchor}">{shown}</a></li>')
    return "\n".join(lines)


def _body(blocks: Iterable[Block], album: Album, anchors: Mapping[int, str]) -> Iterator[str]:
    said = None
    for position, block in enumerate(blocks):
        if isinstance(block, ChartFigure):
            yield figure(block, album, described=block.description != said)
        else:
            yield _block(block, album.language, anchors.get(position, ""))
        said = block.statement if isinstance(block, Paragraph) else None


def _block(
    block: Heading | Paragraph | Listing | DataTable, language: Language, anchor: str
) -> str:
    match block:
        case Heading(level=level):
            line = words(heading_line(block, language))
            if not anchor:
                return f"<h{level + 1}>{line}</h{level + 1}>"
            here = f'<a class="anchor" href="#{anchor}" aria-hidden="true" tabindex="-1">#</a>'
            return f'<h{level + 1} id="{anchor}">{line}{here}</h{level + 1}>'
        case Paragraph(statement=statement, style=style):
            return f'<p class="{style}">{sentence(statement, language)}</p>'
        case Listing(items=items):
            rows = "".join(f"<li>{sentence(item, language)}</li>" for item in items)
            return f"<ul>{rows}</ul>"
        case DataTable():
            return table(block, language)
