"""Which words in the brackets of a name are left over when the name is understood?

A name is looked up without them, so whatever they say besides units and methods must be told: they
may speak of part of a year, of a plan, of another place or of a part of this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from dafeng.dossier.rules import Findings
from dafeng.dossier.title_years import TitleYear, title_year
from dafeng.dossier.titles import bare_unit, short
from dafeng.dossier.wording import narrow, without_marks
from dafeng.errors import Place

#: Looks a name up in a list of words; None where it is not in it.
Find = Callable[[str], object]

_BRACKETS: Final = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
#: Brackets of a name of which each is tried.
_MOST: Final = 8
_PARTS: Final = re.compile(r"[,，;；、\n]+")
#: What a reader uses, or what adds nothing: signs, numbers of notes, methods, prices, bases.
_UNDERSTOOD: Final = re.compile(
    r"[-+±＋－\s]*|\d{1,2}|其中|合计|总计|of which"
    r"|按?(?:电热当量|发电煤耗|当量值?|等价值?)(?:计算法|计算|计量|法|计)?"
    r"|(?:equivalent|thermal|calorific)(?: value)?"
    r"|(?:按|以)?(?:(?:19|20)\d\d\s*年?|当年|现行|现|名义|可比|不变)*(?:不变|可比)?(?:价格?)(?:计算|计)?"
    r"|(?:at )?(?:(?:19|20)\d\d )?(?:current|nominal|constant)(?: prices?)?"
    r"|(?:以|按)?(?:上年|前一?年|上一?年度?|(?:19|20)\d\d\s*年?|previous year)\s*(?:=|为)\s*100?"
    r"|(?:单位|unit)\s*:.*",
    re.IGNORECASE,
)
#: Standard coal in a name whose figures are in physical units, and the other way round.
_IN_COAL: Final = re.compile(
    r"折?标准?煤量?|折标量?|标准量|standard coal|coal equivalent", re.IGNORECASE
)
_PHYSICAL: Final = re.compile(r"实物量?|physical(?: quantity)?", re.IGNORECASE)


@lru_cache(maxsize=8192)
def bracketed(text: str) -> tuple[str, ...]:
    """Return the words that stand in the brackets of a text, one by one."""
    plain = narrow(without_marks(text))
    parts = (p.strip() for inside in _BRACKETS.findall(plain) for p in _PARTS.split(inside))
    return tuple(dict.fromkeys(p for p in parts if p))


def left_over(text: str, find: Find) -> tuple[str, ...]:
    """Return the words in brackets without which a name is found, units and methods among them.

    Parameters
    ----------
    text
        A name that is found.
    find
        Looks it up; brackets may be left out by it.
    """
    if not any(sign in text for sign in "([（［【〔"):
        return ()
    plain = narrow(without_marks(text))
    found = find(text)
    if found is None:
        return ()
    if len(_BRACKETS.findall(plain)) > _MOST:
        return bracketed(text)
    while _BRACKETS.search(plain):
        joined = _BRACKETS.sub(r"\1", plain)
        if find(joined) is not None and find(joined) == found:
            break
        last = list(_BRACKETS.finditer(plain))[-1]
        plain = plain[: last.start()] + plain[last.end() :]
    used = set(bracketed(plain))
    words = (w for w in bracketed(text) if w not in used or bare_unit(w))
    return tuple(w for w in words if find(w) != found)


def units_in(words: Iterable[str]) -> tuple[str, ...]:
    """Return the units among words."""
    return tuple(dict.fromkeys(u for w in words if (u := bare_unit(w))))


def says_coal(words: Sequence[str]) -> str:
    """Return the word that says that figures count in standard coal, or nothing."""
    return next((w for w in words if _IN_COAL.fullmatch(w)), "")


def says_physical(words: Sequence[str]) -> str:
    """Return the word that says that figures count in physical units, or nothing."""
    return next((w for w in words if _PHYSICAL.fullmatch(w)), "")


def unread(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that no reader uses: neither units nor methods, prices or bases."""
    return tuple(
        w
        for w in words
        if not (_UNDERSTOOD.fullmatch(w) or bare_unit(w))
        and not (_IN_COAL.fullmatch(w) or _PHYSICAL.fullmatch(w))
    )


def tell_words(
    text: str, words: Iterable[str], place: Place, findings: Findings, year: int | None = None
) -> bool:
    """Report words of a name that are not used; say whether its figures can be those of a year.

    Parameters
    ----------
    text
        The cell.
    words
        What stands in its brackets and is left over.
    place
        Where it stands.
    findings
        Takes parts of a year, plans and other years as faults; other words once for a sheet.
    year
        Year of the figures, if it is known.
    """
    for word in unread(words):
        title = title_year(word)
        if rule := _refused(title, word):
            findings.once(rule, place, text=short(text))
            return False
        if year is not None and title.year == year:
            continue
        if year is not None and title.year is not None and title.sure:
            findings.once("cell.period.year", place, text=short(text), stated=title.year, year=year)
            return False
        findings.leave_words(text, word, place)
    return True


#: One month, without its year.
_MONTH: Final = re.compile(r"(?:0?[1-9]|1[0-2])\s*月(?:份|末|底)?")


def says_period(word: str) -> bool:
    """Say whether a word in brackets means part of a year, or a plan."""
    return bool(_refused(title_year(word), word))


def _refused(title: TitleYear, word: str) -> str:
    if title.part or title.month or _MONTH.fullmatch(word):
        return "cell.period.part"
    return "cell.period.planned" if title.planned else ""


def tell_left_over(findings: Findings) -> None:
    """Report all words in brackets that no reader used, each once for a sheet with its cells."""
    for (_, _, name, word), places in findings.words.items():
        findings.add(
            "cell.words", places[0], text=short(name), words=short(word), count=len(places)
        )
        findings.entitle(word, places[0])
