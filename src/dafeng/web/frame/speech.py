"""In which language is a page? Both wordings stand side by side, so that none is left out."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

from dafeng.language import Language, Text


def language() -> Language:
    """Return the language of the page that is being made."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def say(text: Text | str) -> str:
    """Return a text in the language of the page; what is no `Text` stays as it is.

    With ``DAFENG_MARK_WORDS=1`` every own wording stands between marks, so that a reader or a
    crawl finds what has none.
    """
    if not isinstance(text, Text):
        return text
    said = text[language()]
    return f"⟦{said}⟧" if settings.MARK_WORDS else said
