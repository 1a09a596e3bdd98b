"""Small marks inside Word paragraphs: subscripts, fields, the table of contents."""

from __future__ import annotations

import re
from typing import Any, Final
from xml.sax.saxutils import escape

from dafeng.language import Language
from dafeng.plan.tree import Document, Heading, heading_line

_CARBON: Final = re.compile(r"(?<=CO)2")
#: Characters that XML 1.0 does not know.
_BARRED: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHARED: Final = re.compile("[“”‘’—…×·]")
_CHINESE: Final = re.compile("[一-鿿]")
#: Levels in the table of contents.
_DEPTH: Final = 2


def runs(paragraph: Any, text: str) -> None:
    """Add a text to a paragraph; the 2 of CO2 becomes a real subscript."""
    from docx.oxml import parse_xml

    for run in parse_xml(f'<w:p xmlns:w="{NAMESPACE}">{run_xml(text)}</w:p>'):
        paragraph._p.append(run)  # noqa: SLF001 - no public door to ready runs


def run_xml(text: str) -> str:
    """Return the runs of a text: lines broken, the 2 of CO2 a real subscript.

    In a Chinese sentence marks shared with Latin type are set as Chinese ones. Characters that XML
    does not know are written as U+FFFD.
    """
    chinese = _CHINESE.search(text) is not None
    two = '<w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r>'
    return two.join(_run(words, chinese=chinese) for words in _CARBON.split(text))


def _run(words: str, *, chinese: bool) -> str:
    if not words:
        return ""
    hinted = chinese and _SHARED.search(words)
    look = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>' if hinted else ""
    lines = (
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else ""
        for line in _BARRED.sub("\ufffd", words).split("\n")
    )
    return f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>"


def field(paragraph: Any, code: str, shown: str, *, dirty: bool = False) -> None:
    """Add a field that the word processor computes, with what it shows until then."""
    _begin(paragraph, code, dirty=dirty)
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _begin(paragraph: Any, code: str, *, dirty: bool = True) -> None:
    """Begin a field: all up to its end mark is what it shows until it is computed."""
    _mark(paragraph, "begin", dirty=dirty)
    instruction = _element("w:instrText", {"xml:space": "preserve"})
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)  # noqa: SLF001 - no public door to fields
    _mark(paragraph, "separate")


def count_from(section: Any, first: int) -> None:
    """Say which number the first page of a section has."""
    number = _element("w:pgNumType", {"w:start": str(first)})
    properties = section._sectPr  # noqa: SLF001 - no public door to page numbers
    properties.insert_element_before(number, "w:cols", "w:titlePg", "w:docGrid")


def bookmark(paragraph: Any, number: int) -> None:
    """Mark a heading, so that the table of contents can point to it."""
    start = _element("w:bookmarkStart", {"w:id": str(number), "w:name": _anchor(number)})
    element = paragraph._p  # noqa: SLF001 - no public door to bookmarks
    element.insert(1 if element.pPr is not None else 0, start)
    element.append(_element("w:bookmarkEnd", {"w:id": str(number)}))


def table_of_contents(word: Any, document: Document, language: Language) -> int:
    """Add the contents as a field that the word processor builds anew; return how many entries.

    Until it has, the entries stand there as they are now, each a link to its heading with a field
    for the page on which it falls: only the word processor knows that page, with its own
    typefaces, and no number is written down beforehand.
    """
    headings = [b for b in document.blocks if isinstance(b, Heading)]
    shown = [(n, heading) for n, heading in enumerate(headings) if heading.level <= _DEPTH]
    for number, heading in shown:
        paragraph = word.add_paragraph(style=f"toc {heading.level}")
        if number == shown[0][0]:
            _begin(paragraph, rf'TOC \o "1-{_DEPTH}" \h \z \u')
        _entry(paragraph, number, heading, language)
        if number == shown[-1][0]:
            _mark(paragraph, "end")
    return len(shown)


def _entry(paragraph: Any, number: int, heading: Heading, language: Language) -> None:
    before = len(paragraph.runs)
    runs(paragraph, heading_line(heading, language))
    paragraph.add_run("\t")
    field(paragraph, rf"PAGEREF {_anchor(number)} \h", "", dirty=True)
    link = _element("w:hyperlink", {"w:anchor": _anchor(number), "w:history": "1"})
    for run in paragraph.runs[before:]:
        link.append(run._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def _anchor(number: int) -> str:
    return f"_Toc{number:06d}"


def _mark(paragraph: Any, kind: str, *, dirty: bool = False) -> None:
    settings = {"w:fldCharType": kind} | ({"w:dirty": "true"} if dirty else {})
    paragraph.add_run()._r.append(_element("w:fldChar", settings))  # noqa: SLF001


def _element(tag: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(
            "{http://www.w3.org/XML/1998/namespace}space" if name == "xml:space" else qn(name),
            value,
        )
    return element
