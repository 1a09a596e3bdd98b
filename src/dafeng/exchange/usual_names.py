"""How does a text read when every term of the field stands by its usual name?"""

from __future__ import annotations

from typing import Final

from dafeng.exchange.reading import chinese_share, normalised
from dafeng.exchange.thesaurus import Thesaurus

_HALF: Final = 0.5


def in_usual_names(text: str, thesaurus: Thesaurus, chinese: float | None = None) -> str:
    """Return a text in which each concept stands by its usual name in the text's language.

    Platforms between China and Europe hold texts that mix both languages paragraph by paragraph
    and word by word, and call one thing by several names; encoders and word lists find such texts
    further apart than they are.

    Parameters
    ----------
    text
        A normalised text.
    thesaurus
        Names of the concepts in both languages.
    chinese
        How much of the whole is Chinese, of which the text is a part; of the text by default.
    """
    in_chinese = (chinese_share(text) if chinese is None else chinese) > _HALF
    read, at = [], 0
    for mention in thesaurus.mentions(text):
        label = thesaurus[mention.concept].label
        read += [text[at : mention.start], label.zh if in_chinese else f" {_within(label.en)} "]
        at = mention.end
    return normalised("".join([*read, text[at:]])) if read else text


def _within(name: str) -> str:
    """Return a name as it stands within a sentence: an abbreviation keeps its capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
