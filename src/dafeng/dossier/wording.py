"""Do two labels mean the same? One key for all ways in which a bureau writes a word."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.language import Text, same
from dafeng.reference.synonyms import simplified

#: Marks that point to a footnote: numbers in circles, brackets or with a point, and small ones
#: behind a word or a bracket. Digits of an exponent (10⁴, m³, 米³) are none.
_FOOTNOTE_MARKS: Final = re.compile(
    r"[①-⒛⓪-⓿❶-➓㈠-㈩㊀-㊉]+|(?<=[\u4e00-\u9fff)）])(?!(?<=米)[²³])[⁰¹²³⁴⁵⁶⁷⁸⁹]+[)）]?"
)
#: The number of a footnote with half a bracket behind a name or its brackets: 电力2)（亿千瓦时）.
_HALF_BRACKET: Final = re.compile(
    r"^((?:[^()（）]*[(（][^()（）]*[)）])+|[^()（）]*[\u4e00-\u9fff])\d{1,2}[)）](?=\s*(?:[(（\[]|$))"
)
_SUPERSCRIPTS: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PUNCTUATION: Final = re.compile(r"[\s_\-—–·、,，.。:：;；/\\|*'\"“”‘’()\[\]【】<>《》#&+]+")
_OPENING: Final = "([【"
_CLOSING: Final = ")]】"
_ENUMERATOR: Final = re.compile(
    r"^\s*(?:(?:[一二三四五六七八九十]{1,3}|[A-ZＡ-Ｚ])[、.．,，]|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[、.．)）](?!\d)|[①-⑳])\s*"
)
_OF_WHICH: Final = re.compile(r"^\s*(?:[#＃*]|其中\s*[:：]?|of which\s*:?)\s*", re.IGNORECASE)


#: Blanks beyond which more of them say nothing; patterns try each of them in vain.
_BLANKS: Final = 16
_LONG_BLANK: Final = re.compile(rf"\s{{{_BLANKS},}}")


def without_marks(text: str) -> str:
    """Return a text without the marks that point to footnotes (``工业①``, ``电力2)``)."""
    return _HALF_BRACKET.sub(r"\1", _FOOTNOTE_MARKS.sub("", text))


@lru_cache(maxsize=16384)
def narrow(text: str) -> str:
    """Return a text with full-width letters, digits and signs made plain, and minus signs alike."""
    text = _SUPERSCRIPTS.sub(lambda m: "^" + unicodedata.normalize("NFKC", m[0]), text)
    text = _LONG_BLANK.sub(" " * _BLANKS, unicodedata.normalize("NFKC", text))
    return text.replace("−", "-").replace("﹣", "-").replace("\u200b", "").replace("\ufeff", "")


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """Return what two spellings of one label have in common.

    Width, case, blanks, punctuation, brackets and traditional characters do not matter.
    """
    return _PUNCTUATION.sub("", narrow(without_marks(text)).translate(simplified()).casefold())


#: Headers of the columns of years and of units, wherever tables have them.
YEAR_HEADERS: Final = frozenset(map(key, ("年份", "年", "年度", "year", "years")))
UNIT_HEADERS: Final = frozenset(map(key, ("单位", "计量单位", "unit", "units")))
#: Headers of columns whose numbers or codes name their row and are no figures.
NUMBERING: Final = frozenset(
    map(
        key,
        (
            *("序号", "代码", "行业代码", "国民经济行业代码", "行次", "编号", "编码", "行业编码"),
            *("no", "code", "id", "industry code", "row"),
        ),
    )
)


@lru_cache(maxsize=16384)
def without_enumerator(text: str) -> str:
    """Return a row label without its numbering (``一、``, ``1.``, ``（二）``, ``①``)."""
    previous = None
    while text != previous:
        previous, text = text, _ENUMERATOR.sub("", text)
    return text.strip()


@lru_cache(maxsize=16384)
def of_which(text: str) -> tuple[bool, str]:
    """Say whether a label is marked as part of the row above (``#``, ``其中``); return the rest."""
    bare = _OF_WHICH.sub("", text)
    return bare != text, bare.strip()


@lru_cache(maxsize=16384)
def split_brackets(text: str) -> tuple[str, str]:
    """Return a header's name and what stands in brackets at its end (or after a slash)."""
    plain = narrow(without_marks(text)).strip()
    begin = max(map(plain.rfind, _OPENING))
    inside = plain[begin + 1 : -1]
    if begin >= 0 and plain[-1] in _CLOSING and not any(sign in inside for sign in _CLOSING):
        return plain[:begin].strip(), inside.strip()
    name, slash, rest = plain.partition("/")
    return (name.strip(), rest.strip()) if slash and name.strip() else (plain, "")


def split_all_brackets(text: str) -> tuple[str, list[str]]:
    """Return a header's name and all that stands in brackets at its end, first to last."""
    name, found = text, list[str]()
    for _ in range(_MOST_BRACKETS):
        name, inside = split_brackets(name)
        if not inside:
            break
        found.insert(0, inside)
    return name, found


#: Brackets behind one another that a header can have.
_MOST_BRACKETS: Final = 20


@dataclass(frozen=True, slots=True)
class Word:
    """What a text could have meant: the id that stands for it, its name, other spellings."""

    id: str
    name: Text
    synonyms: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return everything that means it."""
        return (self.id, self.name.zh, self.name.en, *self.synonyms)

    @property
    def label(self) -> Text:
        """Return its name with the id in brackets, unless they are alike."""
        zh = self.name.zh if key(self.name.zh) == key(self.id) else f"{self.name.zh}（{self.id}）"
        en = self.name.en if key(self.name.en) == key(self.id) else f"{self.name.en} ({self.id})"
        return Text(zh, en)


def listed(words: Iterable[Word]) -> Text:
    """Return all words in each language, for a remedy."""
    labels = [word.label for word in words]
    return Text("、".join(w.zh for w in labels), ", ".join(w.en for w in labels))


def nearest(text: str, words: Iterable[Word | str]) -> Text | str:
    """Return a hint that names up to three words like the text, or nothing.

    Parameters
    ----------
    text
        What the user wrote.
    words
        What could have been meant; a bare text reads alike in both languages.
    """
    by_key: dict[str, Word] = {}
    for word in words:
        meant = Word(word, same(word)) if isinstance(word, str) and word else word
        if isinstance(meant, Word):
            by_key.update({key(spelling): meant for spelling in meant.spellings})
    close = difflib.get_close_matches(key(text), list(by_key), n=9, cutoff=0.5)
    if not close:
        return ""
    hints = listed(tuple(dict.fromkeys(by_key[k] for k in close))[:3])
    return Text(f"是否指：{hints.zh}？", f"Did you mean: {hints.en}?")


def mistaken_for(text: str, words: Iterable[Word]) -> bool:
    """Say whether a text is too like a known word to be a name of its own.

    It is when it begins a known spelling (``current``), or comes near one (``enhancd``) without
    holding the whole of it (``enhanced_steel``).
    """
    wanted = key(text)
    keys = [key(spelling) for word in words for spelling in word.spellings]
    if len(wanted) > 1 and any(k.startswith(wanted) for k in keys):
        return True
    close = difflib.get_close_matches(wanted, keys, n=1, cutoff=0.75)
    return bool(close) and close[0] not in wanted
