"""Which unit does a text mean?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from dafeng.errors import UnitError
from dafeng.language import Text
from dafeng.units.kinds import PriceBase, Unit, combine
from dafeng.units.spellings import (
    CHINESE_MULTIPLES,
    DEFINITIONS,
    ENGLISH_MULTIPLES,
    GJ_PER_TCE,
    SUBSTANCE_ENDINGS,
    SUPERSCRIPTS,
    TRADITIONAL,
    WORD_OF_EXPONENT,
    Atom,
)

#: Marks that point to a footnote, which say nothing of the unit.
_FOOTNOTE_MARKS = re.compile(r"[①-⒛⓪-⓿❶-➓㈠-㈩㊀-㊉]+")
_SUPERSCRIPT = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_PRICE_BASE = re.compile(
    r"[@(,]?(?:按)?(?P<year>(?:19|20)\d\d)(?:年)?(?:不变价格?|可比价格?|价格?|constantprices?|prices?)?\)?$"
)
_CURRENT = re.compile(r"[@(,]?(?:按)?(?:当年价格?|现价|名义|currentprices?|current|nominal)\)?$")
_NUMBER = re.compile(r"^(?:10\^(?P<power>\d{1,2})|1e(?P<exponent>\d{1,2})|(?P<plain>10*))(?=\D)")
_LOST_SUPERSCRIPT = re.compile(r"^10(?P<power>[346789])(?=\D)")
#: Written so, a unit may be a megatonne or a metric ton.
_AMBIGUOUS = frozenset({"mt", "MT", "mT"})

#: Characters that a unit has at most; a cell may hold a thousand times as many.
LONGEST: Final = 100
#: Characters of a longer text that are shown.
_SHOWN: Final = 20


def unknown(text: str) -> UnitError:
    """Return the error for a text that is no unit."""
    return UnitError(Text(f"未知单位“{text}”", f"unknown unit {text!r}"))


@lru_cache(maxsize=4096)
def unit(text: str) -> Unit:
    """Return the unit that a text means, in any spelling (``万吨标准煤``, ``10⁴ m³``, ``t/万元``).

    Full-width characters, superscripts, traditional characters and blanks do not matter; a slash
    divides; ``@2020`` or ``(2020年价)`` after money states the price base.

    Raises
    ------
    UnitError
        If the text is no unit, is longer than any, or may mean two.
    """
    if len(text) > LONGEST:
        raise unknown(text[:_SHOWN] + "…")
    cleaned = _clean(text)
    body, base = _split_price_base(cleaned)
    try:
        parsed = _product(body)
    except KeyError:
        raise unknown(text) from None
    return _with_base(parsed, base, text)


def _clean(text: str) -> str:
    text = _FOOTNOTE_MARKS.sub("", text)
    text = _SUPERSCRIPT.sub(lambda m: "^" + m[1].translate(SUPERSCRIPTS), text)
    text = unicodedata.normalize("NFKC", text).translate(TRADITIONAL)
    text = text.replace("CO^2", "CO2").replace("co^2", "co2")
    text = re.sub(r"(?<=\d),(?=\d{3})|\s", "", text)
    text = re.sub(r"[⋅•∙・×*.](?=\D)", "·", text)
    text = re.sub(r"(?<=[a-z])\.$", "", text)
    return re.sub(r"每|per(?!s|c|m)", "/", text) if not text.startswith(("per", "每")) else text


def _split_price_base(text: str) -> tuple[str, PriceBase | None]:
    if current := _CURRENT.search(text):
        return text[: current.start()], "current"
    if year := _PRICE_BASE.search(text):
        return text[: year.start()], int(year["year"])
    return text, None


def _with_base(parsed: Unit, base: PriceBase | None, text: str) -> Unit:
    if base is None:
        return parsed
    if not parsed.monetary:
        raise unknown(text)
    return replace(parsed, symbol=f"{parsed.symbol}@{base}", price_base=base)


def _product(text: str) -> Unit:
    single = _lookup(text)
    if single is not None:
        return single
    numerator, *denominators = text.split("/")
    result = _factors(numerator)
    for part in denominators:
        result = _join(result, _factors(part.removeprefix("(").removesuffix(")")), -1)
    return result


def _factors(text: str) -> Unit:
    single = _lookup(text)
    if single is not None:
        return single
    parts = [_lookup(part) for part in text.split("·")]
    result, *others = parts
    if result is None:
        raise KeyError(text)
    for other in others:
        if other is None:
            raise KeyError(text)
        result = _join(result, other, 1)
    return result


def _join(first: Unit, second: Unit, sign: int) -> Unit:
    factor = first.factor * second.factor if sign > 0 else first.factor / second.factor
    right = f"({second.symbol})" if sign < 0 and "·" in second.symbol else second.symbol
    return Unit(
        f"{first.symbol}{'·' if sign > 0 else '/'}{right}",
        factor,
        combine(first.dimension, second.dimension, sign),
        first.electric + sign * second.electric,
        first.coal + sign * second.coal,
    )


def _lookup(text: str) -> Unit | None:
    for exponent, rest in _multiples(text):
        atom = _atom(rest)
        if atom is not None:
            return _multiple(atom, exponent)
    return None


def _multiples(text: str) -> Iterator[tuple[int, str]]:
    """Yield every way to split a text into a power of ten and the rest, shortest power first."""
    yield 0, text
    for pattern in (_LOST_SUPERSCRIPT, _NUMBER):
        if match := pattern.match(text):
            groups = match.groupdict()
            power = groups.get("power") or groups.get("exponent")
            exponent = int(power) if power else len(groups["plain"]) - 1
            yield from ((exponent + more, rest) for more, rest in _words(text[match.end() :]))
            return
    yield from _words(text)


def _words(text: str) -> Iterator[tuple[int, str]]:
    exponent = 0
    text = text.removeprefix("·")
    yield exponent, text
    while True:
        word = next((w for w in ENGLISH_MULTIPLES if text.casefold().startswith(w)), "")
        if word:
            exponent += ENGLISH_MULTIPLES[word]
        elif text and text[0] in CHINESE_MULTIPLES:
            word = text[0]
            exponent += CHINESE_MULTIPLES[word]
        else:
            return
        text = text[len(word) :].removeprefix("·")
        yield exponent, text


def _multiple(atom: Atom, exponent: int) -> Unit:
    symbol = atom.latin
    if exponent:
        word = WORD_OF_EXPONENT.get(exponent)
        symbol = f"{word}{atom.chinese}" if word else f"1e{exponent}{atom.latin}"
    factor = atom.factor * Fraction(10) ** exponent
    return Unit(symbol, factor, atom.dimension, atom.electric, atom.coal)


def _atom(text: str) -> Atom | None:
    exact, folded = _spellings()
    if text in exact:
        return exact[text]
    if text in _AMBIGUOUS:
        raise UnitError(
            Text(
                f"单位“{text}”有歧义：百万吨请写 Mt，吨请写 t",
                f"unit {text!r} may be a megatonne (write Mt) or a metric ton (write t)",
            )
        )
    return folded.get(text.casefold()) or _of_substance(text)


def _of_substance(text: str) -> Atom | None:
    if text.endswith("C") and (mass := _mass(text[:-1])):
        return _named(mass, "C")
    for ending, substance in SUBSTANCE_ENDINGS:
        if text.casefold().endswith(ending) and (mass := _mass(text[: -len(ending)])):
            return _named(mass, substance)
    return None


def _mass(text: str) -> Atom | None:
    exact, folded = _spellings()
    atom = exact.get(text) or (None if text in _AMBIGUOUS else folded.get(text.casefold()))
    return atom if atom is not None and atom.dimension == (("mass", 1),) else None


_CHINESE_SUBSTANCE = {"CO2": "二氧化碳", "CO2e": "二氧化碳当量", "C": "碳", "ce": "标准煤"}


def _named(mass: Atom, substance: str) -> Atom:
    latin, chinese = f"{mass.latin}{substance}", f"{mass.chinese}{_CHINESE_SUBSTANCE[substance]}"
    if substance == "ce":
        return Atom(latin, chinese, mass.factor * GJ_PER_TCE, (("energy", 1),), 0, 1)
    return Atom(latin, chinese, mass.factor, ((f"mass_{substance}", 1),))


@lru_cache(maxsize=1)
def _spellings() -> tuple[dict[str, Atom], dict[str, Atom]]:
    exact: dict[str, Atom] = {}
    for atom, others in DEFINITIONS:
        for spelling in (atom.latin, atom.chinese, *others.split(",")):
            if spelling:
                exact[_clean(spelling)] = atom
    folded: dict[str, Atom] = {}
    for spelling, atom in exact.items():
        folded.setdefault(spelling.casefold(), atom)
    return exact, folded
