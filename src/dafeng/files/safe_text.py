"""Which texts would a spreadsheet take for a formula, and how are they kept texts?"""

from __future__ import annotations

import re
from typing import Final

#: Texts that a spreadsheet reads as a formula (OWASP ASVS 1.2.10), or as the guard of one.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\0]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r\0]")

#: Options of XlsxWriter under which every text stays a text.
WORKBOOK_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def guarded(text: str) -> str:
    """Return a text of a CSV cell with an apostrophe before what would be a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` has guarded."""
    return text[1:] if _GUARDED.match(text) else text
