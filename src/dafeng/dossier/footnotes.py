"""Which rows below a table are notes, and where does a note go on?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.dossier.cells import cell_text, read_number
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.titles import first_column, short
from dafeng.dossier.wording import narrow

_FOOTNOTE: Final = re.compile(
    r"^(?:注\s*[:：\d]|备注\s*[:：]|资料来源|数据来源|来源\s*[:：]|说明\s*[:：]|制表|填表|审核"
    r"|notes?\b|sources?\b)",
    re.IGNORECASE,
)
#: Who signed a table, and when: no row of figures, whatever stands beside it.
_SIGNATURE: Final = re.compile(
    r"^(?:(?:单位|部门|机构|统计|填表|报送|分管|主管)*负责人|制表人?|填表人?|审核人?|复核人?|联系人"
    r"|经办人|填报(?:人|单位)|报送(?:人|单位)|(?:填表|填报|制表|报出|报送)(?:日期|时间)|联系(?:电话|方式))"
    r"\s*(?:[:：]|$)"
)
#: How the second note, and all further ones, begin.
_FURTHER: Final = re.compile(r"^\s*(?:[(]?\d{1,2}[)、.．]\s*\D|[*※]\s*\S)")
#: Marks that begin a note where no figures follow; before figures they mark parts.
_STARRED: Final = ("*", "※")


@lru_cache(maxsize=4096)
def is_footnote(text: str) -> bool:
    """Say whether a text begins like a note below a table."""
    return _FOOTNOTE.match(narrow(text)) is not None or is_signature(text)


def is_signature(text: str) -> bool:
    """Say whether a text says who signed a table (``单位负责人：``, ``填表日期：``)."""
    return _SIGNATURE.match(narrow(text)) is not None


def has_figures(sheet: RawSheet, row: int) -> bool:
    """Say whether a figure stands in a row: then it is no note, whatever word begins it."""
    return any(read_number(c).value is not None for c in sheet.rows[row - 1])


def _figures_from(sheet: RawSheet, row: int) -> bool:
    """Say whether a figure stands in a row or below it."""
    return any(has_figures(sheet, below) for below in range(row, len(sheet.rows) + 1))


@dataclass(slots=True)
class Footnotes:
    """Follows the rows of a table from top to bottom: notes, and numbered ones below them."""

    begun: bool = False

    def goes_on(self, sheet: RawSheet, row: int) -> bool:
        """Say whether a row holds nothing but a further note (``2.…``) below another."""
        texts = {t for c in sheet.rows[row - 1] if (t := cell_text(c))}
        if len(texts) != 1:
            return False
        text = narrow(texts.pop())
        if self.begun:
            return _FURTHER.match(text) is not None
        return text.startswith(_STARRED) and not _figures_from(sheet, row)

    def tell(self, sheet: RawSheet, row: int, findings: Findings) -> bool:
        """Say whether a row is a note, and note it; a row of figures ends the notes."""
        column = first_column(sheet, row)
        text = sheet.text(row, column)
        noted = is_signature(text) or (is_footnote(text) and not has_figures(sheet, row))
        self.begun = noted or self.goes_on(sheet, row)
        if self.begun:
            findings.add("sheet.footnote", sheet.place(row, column), text=short(text))
        return self.begun
