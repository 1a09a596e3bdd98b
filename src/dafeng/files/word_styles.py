"""Which styles and typefaces does the Word file have?

Chinese is set in 仿宋 (body), 黑体 (chapters), 楷体 (sections), 小标宋 (title) and 宋体 (tables),
after GB/T 9704-2012; the font table names what stands in on machines without them.
"""

from __future__ import annotations

from typing import Any, Final

from dafeng.files.layout import PAGE, Layout, width
from dafeng.language import Language

FANGSONG: Final = "仿宋"
HEITI: Final = "黑体"
KAITI: Final = "楷体"
SONGTI: Final = "宋体"
BIAOSONG: Final = "方正小标宋简体"
LATIN: Final = "Times New Roman"
LATIN_SANS: Final = "Arial"

#: What the file form puts behind the distance of characters.
_AFTER_SPACING: Final = tuple(
    f"w:{name}"
    for name in (
        "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText",
        "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    )
)  # fmt: skip
#: Distance of lines in the contents, in sizes of their type.
_CONTENTS_LINE: Final = 1.25

#: Typefaces that stand in for each, in order.
STAND_INS: Final[dict[str, str]] = {
    FANGSONG: "FangSong;仿宋_GB2312;STFangsong;FandolFang;Noto Serif CJK SC;Noto Serif SC",
    HEITI: "SimHei;STHeiti;FandolHei;Noto Sans CJK SC;Noto Sans SC",
    KAITI: "KaiTi;楷体_GB2312;STKaiti;FandolKai;Noto Serif CJK SC;Noto Serif SC",
    SONGTI: "SimSun;STSong;FandolSong;Noto Serif CJK SC;Noto Serif SC",
    BIAOSONG: "FZXiaoBiaoSong-B05S;方正小标宋_GBK;STZhongsong;FandolSong;Noto Serif CJK SC;SimSun",
}


def prepare(word: Any, layout: Layout, language: Language) -> None:
    """Set page, language and every style of a fresh Word document."""
    _page(word, layout)
    _defaults(word, layout, language)
    _headings(word, layout, language)
    _texts(word, layout, language)
    _small(word, layout, language)
    _cover(word, layout, language)


def _page(word: Any, layout: Layout) -> None:
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
    section.left_margin, section.right_margin = Mm(layout.left), Mm(layout.right)
    section.footer_distance = Mm(layout.bottom - 12)
    section.header_distance = Mm(layout.top - 12)


def _defaults(word: Any, layout: Layout, language: Language) -> None:
    from docx.oxml.ns import qn

    normal = word.styles["Normal"]
    face(normal, LATIN, FANGSONG if language == "zh" else SONGTI, layout.body)
    properties = normal.element.get_or_add_rPr()
    tongue = properties.makeelement(qn("w:lang"), {qn("w:val"): "en-GB", qn("w:eastAsia"): "zh-CN"})
    properties.append(tongue)
    normal.paragraph_format.space_after = 0
    normal.paragraph_format.widow_control = True


def _headings(word: Any, layout: Layout, language: Language) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    chinese = language == "zh"
    rows = (
        (1, layout.level1, HEITI, LATIN_SANS if not chinese else LATIN, not chinese),
        (2, layout.level2, KAITI, LATIN_SANS if not chinese else LATIN, not chinese),
        (3, layout.level3, FANGSONG, LATIN_SANS if not chinese else LATIN, not chinese),
    )
    for level, size, east, latin, bold in rows:
        style = word.styles[f"Heading {level}"]
        face(style, latin, east if chinese else HEITI, size, bold=bold)
        form = style.paragraph_format
        form.keep_with_next = True
        around = 0.0 if layout.gridded else size
        form.space_before = Pt(layout.room * around * (0.9 if level == 1 else 0.5))
        form.space_after = Pt(around * 0.35)
        form.alignment = WD_ALIGN_PARAGRAPH.LEFT
        form.first_line_indent = Pt(layout.indent * size) if chinese else None
        form.line_spacing = Pt(max(layout.line, size * 1.3)) if chinese else None


def _texts(word: Any, layout: Layout, language: Language) -> None:
    from docx.shared import Pt

    east = FANGSONG if language == "zh" else SONGTI
    rows = (
        ("Body Text", layout.body, layout.line),
        ("List Text", layout.body, layout.line),
        ("List Bullet", layout.body, layout.line),
        ("Annex Body Text", layout.annex, layout.annex_line),
        ("Annex List Text", layout.annex, layout.annex_line),
        ("Remark", layout.annex, layout.annex_line),
    )
    for name, size, line in rows:
        style = added(word, name)
        face(style, LATIN, east, size)
        form = style.paragraph_format
        form.line_spacing = Pt(line)
        form.space_after = Pt(0 if language == "zh" else layout.room * 6)
        form.first_line_indent = Pt(layout.indent * size) if layout.indent else None
        _justify(style, language)
        _track(style, layout.tracking)
        if name == "List Bullet":
            form.space_after = Pt(layout.room * 3)
    _shade(word.styles["Remark"], "F2F2F2")


def _small(word: Any, layout: Layout, language: Language) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    chinese = language == "zh"
    sans = LATIN if chinese else LATIN_SANS
    odd = "RIGHT" if chinese else "CENTER"
    rows = (
        ("Table Caption", layout.caption, HEITI, sans, "CENTER", (8, 4)),
        ("Figure Caption", layout.caption, HEITI, sans, "CENTER", (2, 10)),
        ("Table Text", layout.table, SONGTI, LATIN, "LEFT", (1.5, 1.5)),
        ("Table Head", layout.table, HEITI, sans, "CENTER", (2, 2)),
        ("Table Text Dense", layout.dense, SONGTI, LATIN, "LEFT", (1.5, 1.5)),
        ("Table Head Dense", layout.dense, HEITI, sans, "CENTER", (2, 2)),
        ("Table Unit", layout.small, SONGTI, LATIN, "RIGHT", (0, 2)),
        ("Note", layout.small, SONGTI, LATIN, "LEFT", (2, 3)),
        ("Picture", layout.body, SONGTI, LATIN, "CENTER", (8, 0)),
        ("Page Number", 14 if chinese else 10, SONGTI, LATIN, odd, (0, 0)),
        ("Page Number Even", 14 if chinese else 10, SONGTI, LATIN, "LEFT", (0, 0)),
        ("Draft Mark", layout.caption, HEITI, sans, "RIGHT", (0, 0)),
    )
    for name, size, east, latin, align, (before, after) in rows:
        style = added(word, name)
        face(style, latin, east, size, bold=not chinese and "Head" in name)
        form = style.paragraph_format
        form.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
        form.space_before, form.space_after = Pt(layout.room * before), Pt(layout.room * after)
        form.line_spacing = 1.0
        form.keep_with_next = (
            name in ("Table Caption", "Table Unit", "Picture") or "Table Head" in name
        )
        if chinese and name.startswith("Page Number"):
            form.left_indent = form.right_indent = Pt(size)  # one character in from the side


def _cover(word: Any, layout: Layout, language: Language) -> None:
    chinese = language == "zh"
    sans = LATIN if chinese else LATIN_SANS
    small, above, below = layout.caption, layout.above_title, layout.below_title
    rows = (
        ("Title", layout.title, BIAOSONG, sans, "CENTER", (above, below / 5), not chinese),
        ("Subtitle", layout.subtitle, KAITI, sans, "CENTER", (0, below), False),
        ("Warning", layout.warning, HEITI, sans, "LEFT", (0, 16 * layout.room), not chinese),
        ("Cover Text", small + 1, _text_face(language), LATIN, "LEFT", (8, 0), False),
        ("Contents Heading", layout.level1, HEITI, sans, "CENTER", (0, 14), not chinese),
        ("toc 1", small + 0.5, HEITI, sans, "LEFT", (2, 0), False),
        ("toc 2", small, _text_face(language), LATIN, "LEFT", (0, 0), False),
    )
    for row in rows:
        _style(word, *row)
    for name, indent in (("toc 1", 0), ("toc 2", 18)):
        _contents_entry(word.styles[name].paragraph_format, layout, indent=indent)
    _boxed(word.styles["Warning"])
    _plain_title(word.styles["Title"])


def _text_face(language: Language) -> str:
    return FANGSONG if language == "zh" else SONGTI


def _style(  # noqa: PLR0913, PLR0917 - a row of the table above
    word: Any,
    name: str,
    size: float,
    east: str,
    latin: str,
    align: str,
    around: tuple[float, float],
    bold: bool,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    style = added(word, name)
    face(style, latin, east, size, bold=bold)
    form = style.paragraph_format
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
    form.space_before, form.space_after = (Pt(space) for space in around)
    form.line_spacing = 1.25


def _contents_entry(form: Any, layout: Layout, *, indent: float) -> None:
    """Set an entry of the contents: one close line, dots, and the page number at the right."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm, Pt

    form.line_spacing = Pt(layout.caption * _CONTENTS_LINE)
    form.left_indent = Pt(indent)
    form.tab_stops.add_tab_stop(Mm(width(layout)), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def added(word: Any, name: str) -> Any:
    """Return a paragraph style, made on the plain one if the document lacks it."""
    from docx.enum.style import WD_STYLE_TYPE

    if name in [style.name for style in word.styles]:
        return word.styles[name]
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    return style


def face(style: Any, latin: str, east: str, size: float, *, bold: bool = False) -> None:
    """Set the typefaces, size and weight of a style; colour black."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name = latin
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for slot, name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", east), ("cs", latin)):
        fonts.set(qn(f"w:{slot}"), name)


def _track(style: Any, room: float) -> None:
    """Set the characters of a style closer or wider [pt]."""
    from docx.oxml.ns import qn

    if room:
        properties = style.element.get_or_add_rPr()
        spacing = properties.makeelement(qn("w:spacing"), {qn("w:val"): str(round(20 * room))})
        properties.insert_element_before(spacing, *_AFTER_SPACING)


def _justify(style: Any, language: Language) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    both, left = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
    style.paragraph_format.alignment = both if language == "zh" else left


def _shade(style: Any, colour: str) -> None:
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    shade = properties.makeelement(
        qn("w:shd"), {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): colour}
    )
    properties.insert_element_before(
        shade, "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _boxed(style: Any) -> None:
    """Draw a frame around the paragraphs of a style."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    frame = properties.makeelement(qn("w:pBdr"), {})
    line = {"val": "single", "sz": "12", "space": "6", "color": "000000"}
    for edge in ("top", "left", "bottom", "right"):
        named = {qn(f"w:{key}"): value for key, value in line.items()}
        frame.append(frame.makeelement(qn(f"w:{edge}"), named))
    properties.insert_element_before(
        frame, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def _plain_title(style: Any) -> None:
    """Take the coloured line of the default template from the title."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
