"""Text, numbers and dates in Chinese and English, equal by construction."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Language = Literal["zh", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in both languages; neither can be left out.

    Parameters
    ----------
    zh, en
        The Chinese and the English wording.
    """

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh or not self.en:
            raise ValueError(f"a text needs both languages: zh={self.zh!r}, en={self.en!r}")

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def format(self, **values: object) -> Text:
        """Fill both wordings; a value that is itself a `Text` is filled in its own language."""
        return Text(
            self.zh.format(**_in(values, "zh")),
            self.en.format(**_in(values, "en")),
        )


def same(text: str) -> Text:
    """Return a text that reads alike in both languages (a symbol, a code, a file name)."""
    return Text(text, text)


def apart(text: str) -> Text:
    """Return a text that says one thing in both languages, ``中文 / English``, in each of them.

    One that does not have this form reads alike in both.
    """
    zh, slash, en = text.partition(" / ")
    if not slash or not _CHINESE.search(zh) or _CHINESE.search(en):
        return same(text)
    return Text(zh.strip(), en.strip())


def number(value: float, digits: int | None = None) -> str:
    """Write a number the way both languages do: comma for thousands, point for decimals.

    Parameters
    ----------
    value
        The number.
    digits
        Decimals; by default as many as show four significant digits, at most four, none of zero.
    """
    if digits is None:
        digits = _decimals(abs(value)) if value else 0
    text = f"{value:,.{digits}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


def significant(value: float, digits: int = 6) -> str:
    """Write a number with so many significant digits, never as a power of ten.

    Parameters
    ----------
    value
        The number; zero and what is not finite are written as they are.
    digits
        Significant digits; zeros at the end of decimals are left out.
    """
    if not value or not math.isfinite(value):
        return f"{value:g}"
    rounded = float(f"{value:.{digits}g}")
    decimals = max(digits - 1 - math.floor(math.log10(abs(rounded))), 0)
    text = f"{rounded:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def percent(share: float, digits: int = 1) -> str:
    """Write a share of one as per cent."""
    return f"{number(100 * share, digits)}%"


def _decimals(size: float) -> int:
    for limit, decimals in ((1000, 0), (100, 1), (10, 2), (1, 3)):
        if size >= limit:
            return decimals
    return 4


def _in(values: Mapping[str, object], language: Language) -> dict[str, object]:
    return {k: v[language] if isinstance(v, Text) else v for k, v in values.items()}
