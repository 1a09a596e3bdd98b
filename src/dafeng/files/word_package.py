"""How do the same contents always become the same Word file? Fixed dates, order and font table."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from dafeng.files.word_marks import NAMESPACE
from dafeng.files.word_styles import LATIN, LATIN_SANS, STAND_INS

#: The date that stands where a file form demands one.
EPOCH: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def write_package(word: Any) -> bytes:
    """Return the bytes of a Word document, the same for the same contents."""
    core = word.core_properties
    core.created = core.modified = EPOCH.replace(tzinfo=None)
    core.revision = 1
    _font_table(word)
    _update_fields(word)
    raw = io.BytesIO()
    word.save(raw)
    return _repacked(raw.getvalue())


def _repacked(raw: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, source.read(name))
    return target.getvalue()


def _font_table(word: Any) -> None:
    """Name the typefaces and what stands in for them."""
    entries = [
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in STAND_INS.items()
    ]
    entries += [
        f'<w:font w:name={quoteattr(name)}><w:charset w:val="00"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name in (LATIN, LATIN_SANS)
    ]
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:fonts xmlns:w="{NAMESPACE}">{"".join(entries)}</w:fonts>'
    )
    for part in word.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = xml.encode()  # noqa: SLF001 - python-docx keeps this part as bytes


def _update_fields(word: Any) -> None:
    """Have the word processor fill in the page numbers of the table of contents."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    word.settings.element.append(update)
