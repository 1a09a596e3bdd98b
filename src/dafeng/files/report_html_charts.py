"""How does a chart stand in an HTML page? The picture, its values to point at, and its table."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from dafeng.files.album import Album
from dafeng.files.report_html_marks import marks
from dafeng.files.report_html_text import safe, sentence, table, words
from dafeng.language import Text
from dafeng.plan.chart_tables import chart_table
from dafeng.plan.tree import ChartFigure, caption_line

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_LINKS: Final = re.compile(r"url\(#")
_DATA: Final = Text("图中数据", "Data of this chart")
_VALUES: Final = Text(
    "逐点读数：左右方向键移动，Home、End 到首末", "Values: move with the arrow keys, Home, End"
)


def figure(block: ChartFigure, album: Album, *, described: bool = True) -> str:
    """Return a chart with caption, values to point at, and the table behind it.

    Parameters
    ----------
    block, album
        The chart, and what draws it.
    described
        Whether its description stands below it, too: not where the paragraph
        above says the same.
    """
    language = album.language
    below = f'<p class="described">{sentence(block.description, language)}</p>\n'
    picture, (wide, high) = _picture(
        album.picture(block.chart, "svg"), block.chart.id, safe(block.description[language])
    )
    points = "".join(
        f'<circle cx="{m.across * wide:.1f}" cy="{m.down * high:.1f}" r="4">'
        f"<title>{safe(m.words[language])}</title></circle>"
        for m in marks(block.chart, album.frames(block.chart), language)
    )
    return (
        f'<figure id="chart-{block.chart.id}">\n<div class="chart">{picture}'
        f'<svg class="marks" viewBox="0 0 {wide:g} {high:g}" tabindex="0" role="group" '
        f'aria-label="{safe(_VALUES[language])}">{points}</svg>'
        '<output aria-live="polite" hidden></output></div>\n'
        f"<figcaption>{words(caption_line(block, language))}</figcaption>\n"
        f"{below if described else ''}"
        f"<details><summary>{_DATA[language]}</summary>\n"
        f"{table(chart_table(block), language)}</details>\n</figure>"
    )


def _picture(raw: bytes, name: str, described: str) -> tuple[str, tuple[float, float]]:
    """Return a drawing as an element of a page, its ids its own, and its size."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(raw)  # noqa: S314 - our own drawing
    for element in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(element)
    for parent in root.iter(f"{{{_SVG}}}defs"):
        for style in parent.findall(f"{{{_SVG}}}style"):
            parent.remove(style)
    for element in root.iter():
        _rename(element, f"{name}-")
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    text = ET.tostring(root, encoding="unicode").strip()
    head = f'<svg role="img" aria-label="{described}" class="picture"'
    return text.replace("<svg", head, 1), (wide, high)


def _rename(element: ET.Element, prefix: str) -> None:
    for key, value in tuple(element.attrib.items()):
        if key == "id":
            element.set(key, prefix + value)
        elif key == _XLINK:
            del element.attrib[key]
            element.set("href", value.replace("#", f"#{prefix}", 1))
        elif "url(#" in value:
            element.set(key, _LINKS.sub(f"url(#{prefix}", value))
