"""How does a plan document become a PDF?

Typst sets the page from data, so nothing in the text can be read as markup. Only the typefaces of
`dafeng.files.fonts` are at hand and no other may stand in. The file is tagged (PDF/UA-1) and its
bytes are the same each time with the same typefaces.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any, Final

from dafeng.files import fonts
from dafeng.files.album import Album
from dafeng.files.glyphs import missing, printable
from dafeng.files.layout import Layout, layout_of
from dafeng.files.line_breaks import breakable
from dafeng.files.page_filling import filled
from dafeng.files.table_shape import Shape, shape
from dafeng.language import Language, Text
from dafeng.plan.tree import (
    DRAFT,
    ChartFigure,
    DataTable,
    Document,
    Heading,
    Listing,
    Paragraph,
    caption_line,
    heading_line,
)

_CONTENTS: Final = Text("目　录", "Contents")
#: Room that words keep from those of the next column, and what stands beneath a line from the
#: edges of the table [em].
_BETWEEN: Final = 0.4
_SET_IN: Final = 3.0
#: Documents for which the typesetter remembers parts of earlier ones; without this a process that
#: writes one plan after the other holds half a gigabyte of them.
_REMEMBERED: Final = 12
#: Tagged for screen readers; typst refuses a picture without description.
_STANDARD: Final = "ua-1"


def write_pdf(
    document: Document, path: Path, language: Language, album: Album | None = None
) -> None:
    """Write a document as a PDF.

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
    path.write_bytes(pdf_bytes(document, language, album))


def pdf_bytes(document: Document, language: Language, album: Album | None = None) -> bytes:
    """Return the bytes of a document as a PDF."""
    import typst

    data = _data(document, language)
    files = _files(document, album or Album(language))

    def compiler() -> typst.Compiler:
        inputs = files | {"document.json": printable(_encoded(data)).encode()}
        return typst.Compiler(inputs, font_paths=fonts.for_typst(language))

    if not document.sheet:
        filled(data, lambda _: json.loads(compiler().query("<ends>", field="value", one=True)))
    made = compiler().compile(format="pdf", pdf_standards=_STANDARD)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single PDF")
    return made


def forget() -> None:
    """Let the typesetter forget what it set, which it would keep for ten more documents."""
    import typst

    for _ in range(_REMEMBERED):
        typst.Compiler(b"", ignore_system_fonts=True).compile(format="pdf")


def unprintable(document: Document, languages: Sequence[Language]) -> tuple[str, ...]:
    """Return the characters of a document that the PDF shows as 〓, since no typeface has them."""
    found: set[str] = set()
    for language in languages:
        found.update(missing(_encoded(_data(document, language))))
    return tuple(sorted(found))


def _files(document: Document, album: Album) -> dict[str, bytes]:
    """Return the template and the charts by file name."""
    charts = [block for block in document.blocks if isinstance(block, ChartFigure)]
    return {
        "main.typ": resources.files("dafeng.files").joinpath("plan.typ").read_bytes(),
        **{_file(block): album.picture(block.chart, "svg") for block in charts},
    }


def _encoded(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _data(document: Document, language: Language) -> dict[str, Any]:
    return {
        "language": language,
        "sheet": document.sheet,
        "layout": asdict(layout_of(document, language)),
        "faces": asdict(fonts.typefaces(language)),
        "title": document.title[language],
        "subtitle": document.subtitle[language],
        "contents": _CONTENTS[language],
        "draft": DRAFT[language] if document.draft else None,
        "warning": document.warning[language] if document.warning else None,
        "facts": [[name[language], value[language]] for name, value in document.facts],
        "statement": [statement[language] for statement in document.statement],
        "blocks": _blocks(document, language),
    }


def _blocks(document: Document, language: Language) -> list[dict[str, Any]]:
    blocks = []
    annex = False
    layout = layout_of(document, language)
    for block in document.blocks:
        first = isinstance(block, Heading) and block.annex and not annex
        annex = annex or first
        found = (
            _table(block, layout, language)
            if isinstance(block, DataTable)
            else _block(block, language, annex)
        )
        blocks.append(found | {"break_before": first and layout.annex_page})
    for before, found, following in zip([None, *blocks], blocks, blocks[1:], strict=False):
        found["opens"] = _opens(found, following) or _leads(before, found, following)
    return blocks


#: Characters of a paragraph of a few lines, which can move to the next page with its heading.
_FEW: Final = 160


def _leads(before: dict[str, Any] | None, found: dict[str, Any], following: dict[str, Any]) -> bool:
    """Say whether a short paragraph is all that stands between a heading and its table."""
    kinds = (before and before["kind"], found["kind"], following["kind"])
    return kinds == ("heading", "paragraph", "table") and len(found["text"]) <= _FEW


def _opens(found: dict[str, Any], following: dict[str, Any]) -> bool:
    """Say whether a paragraph announces the list behind it, and must not stand apart from it."""
    kinds = (found["kind"], following["kind"])
    return kinds == ("paragraph", "listing") and found["text"].endswith(("：", ":"))


def _file(block: ChartFigure) -> str:
    return f"{block.chart.id}.svg"


def _block(
    block: Heading | Paragraph | Listing | ChartFigure, language: Language, annex: bool
) -> dict[str, Any]:
    match block:
        case Heading(level=level):
            return {"kind": "heading", "level": level, "text": heading_line(block, language)}
        case Paragraph(statement=statement, style=style):
            words = statement[language]
            return {"kind": "paragraph", "style": style, "text": words, "annex": annex}
        case Listing(items=items):
            return {"kind": "listing", "items": [i[language] for i in items], "annex": annex}
        case ChartFigure(description=description):
            return {
                "kind": "figure",
                "file": _file(block),
                "caption": caption_line(block, language),
                "alt": description[language],
            }


def _table(block: DataTable, layout: Layout, language: Language) -> dict[str, Any]:
    unit = block.shared_unit_line
    found = shape(block, layout, language)
    return {
        "kind": "table",
        "caption": caption_line(block, language),
        "unit": unit[language] if unit else None,
        "dense": block.dense,
        "long": found.long,
        "columns": [
            {"head": head, "align": block.columns[at].align, "weight": weight}
            for at, head, weight in zip(
                found.columns, _broken(found.heads, found), found.widths, strict=True
            )
        ],
        "rows": [
            {
                "cells": _broken(line.cells, found),
                "beneath": [breakable(words, found.whole - _SET_IN) for words in line.beneath],
                "tall": line.tall,
            }
            for line in found.lines
        ],
        "notes": [note[language] for note in block.notes],
    }


def _broken(cells: Sequence[str], found: Shape) -> list[str]:
    """Return the words of a row with places where those may break that leave their column."""
    widths = found.widths if len(cells) == len(found.widths) else (1.0,)
    rooms = (share * found.whole - _BETWEEN for share in widths)
    return [breakable(words, room) for words, room in zip(cells, rooms, strict=True)]
