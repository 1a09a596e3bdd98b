"""In which language is a page? Both wordings stand side by side, so that none is left out."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language

from dafeng.language import Language, Text

#: Language in which every own wording stands between marks; a crawl finds what has none.
PSEUDO: Final = "en-x-marked"


def language() -> Language:
    """Return the language of the page that is being made."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def say(text: Text | str) -> str:
    """Return a text in the language of the page; what is no `Text` stays as it is."""
    if not isinstance(text, Text):
        return text
    said = text[language()]
    return f"⟦{said}⟧" if get_language() == PSEUDO else said
