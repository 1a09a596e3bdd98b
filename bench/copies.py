"""Copies of a request as people really write: other script, other width, slips, mixed languages."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from dafeng.exchange.glosses import load_glossary
from dafeng.exchange.reading import HAN, chinese_share, normalised
from dafeng.exchange.records import Record
from dafeng.exchange.thesaurus import load_thesaurus

#: Slips in a request, and share of its terms that stand in the other language.
SLIPS, MIXED = 2, 0.3
_HALF, _WORDS = 0.5, 8
_LETTERS = "aeiourstln"


def traditional(text: str, g: random.Random) -> str:
    """Return a text in traditional characters."""
    import opencc

    del g
    return str(opencc.OpenCC("s2t").convert(text))


def full_width(text: str, g: random.Random) -> str:
    """Return a text in full-width signs."""
    del g
    wide = {code: chr(code + 0xFEE0) for code in range(ord("!"), ord("~") + 1)}
    return text.translate({**wide, ord(" "): "\u3000"})


def misspelt(text: str, g: random.Random) -> str:
    """Return a text with slips: letters of words, or characters that sound alike."""
    words = list(re.finditer(r"[A-Za-z]{5,}", text))
    if len(words) > _WORDS:
        for word in sorted(g.sample(words, SLIPS), key=lambda w: -w.start()):
            text = text[: word.start()] + _slip(word.group(), g) + text[word.end() :]
        return text
    places = [at for at, sign in enumerate(text) if re.match(f"[{HAN}]", sign)]
    for at in g.sample(places, min(SLIPS, len(places))):
        alike = sorted(c for c in load_glossary().sounding_like(text[at]) if _usual(c))
        if alike:
            text = text[:at] + g.choice(alike) + text[at + 1 :]
    return text


def mixed(text: str, g: random.Random) -> str:
    """Return a text with some of its terms in the other language; its lines stay."""
    chinese = chinese_share(normalised(text)) > _HALF
    return "\n".join(_mixed(normalised(line), g, chinese=chinese) for line in text.split("\n"))


def _mixed(plain: str, g: random.Random, *, chinese: bool) -> str:
    thesaurus = load_thesaurus()
    for mention in reversed(thesaurus.mentions(plain)):
        if g.random() < MIXED:
            label = thesaurus[mention.concept].label
            word = f" {label.en} " if chinese else label.zh
            plain = plain[: mention.start] + word + plain[mention.end :]
    return plain


#: What is done to a request, by name.
COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "traditional script": traditional,
    "full width": full_width,
    "misspelt": misspelt,
    "mixed languages": mixed,
}


def copied(record: Record, kind: str, seed: int) -> Record:
    """Return a copy of a request; the same seed gives the same copy."""
    g = random.Random(f"{kind} {record.id} {seed}")  # noqa: S311 - not for secrets
    changed = COPIES[kind](f"{record.title}\n{record.text}", g)
    title, _, text = changed.partition("\n") if "\n" in changed else (changed, "", "")
    return replace(record, title=title, text=text)


def _slip(word: str, g: random.Random) -> str:
    at = g.randrange(1, len(word) - 1)
    return g.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + g.choice(_LETTERS) + word[at + 1 :],
            word[:at] + g.choice(_LETTERS) + word[at:],
        )
    )


def _usual(character: str) -> bool:
    """Say whether a character is one of the 3,755 of level 1 of GB 2312."""
    code = character.encode("gb2312", errors="ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
