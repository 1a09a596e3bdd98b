"""What does the cell of a target say: a figure with its bound, a promise without one, nothing?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dafeng.dossier.cells import read_number, read_year
from dafeng.dossier.numerals import in_figures
from dafeng.dossier.records import Row
from dafeng.dossier.wording import key, narrow
from dafeng.errors import UnitError
from dafeng.units import unit

#: A year with which a name or a figure compares itself.
SINCE: Final = re.compile(
    r"(?:较|比|与|相比|vs\.?|against|from|compared (?:with|to))\s*(?P<year>(?:19|20)\d\d)\s*"
    r"年?(?:水平|基准)?(?:相比|基准)?",
    re.IGNORECASE,
)
#: What is left of brackets that held such a year, alone or beside other words.
_LEFT: Final = (
    (re.compile(r"(?<=[(,;、])\s*[,;、]\s*|\s*[,;、]\s*(?=\))"), ""),
    (re.compile(r"\s*\(\s*(?:\)|$)"), ""),
)
_AIMED: Final = re.compile(
    r"^(?:=|力争|争取|确保|目标为?|(?:提高|提升|增加|增长|上升|下降|降低|减少|压减|控制|扩大)[到至]|[升降增减][到至]"
    r"|达到|达至|实现|达|到|为|reach(?:es)?\b|attain\b)\s*",
    re.IGNORECASE,
)
_AT_LEAST: Final = re.compile(
    r"^(?:>=?|≥|≧|⩾|不低于|不少于|不小于|大于|高于|超过|突破|至少|at least|more than|over)\s*",
    re.IGNORECASE,
)
_AT_MOST: Final = re.compile(
    r"^(?:<=?|≤|≦|⩽|不高于|不超过|不大于|不晚于|不迟于|小于|低于|控制在|至多|最多|at most"
    r"|less than|below|under|before|no later than|by)\s*",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(r"^(?:约为?|大约|≈|~|about|around)\s*", re.IGNORECASE)
_FALLS: Final = re.compile(
    r"^(?:累计)?(?:下降|降低|减少|压减|削减)\s*(?:率?为)?\s*"
    r"|^(?:falls?|down|cut|reduc(?:ed|tion))\b(?: by| of)?\s*",
    re.IGNORECASE,
)
#: A rise by so much, which is no level.
_RISES: Final = re.compile(
    r"^(?:累计)?(?:提高|提升|增加|增长|上升|新增)\s*(?:率?为)?\s*(?=[\d.约不至超]|近)"
    r"|^(?:rises?|up|increases?|grows?)\b(?: by| of)?\s*",
    re.IGNORECASE,
)
#: Marks of five-year plans around a figure that adds up over the five years (〔19〕, [19]).
_CUMULATIVE: Final = re.compile(
    r"^(?:累计)?\s*[〔\[【［](?P<inside>[^〔〕\[\]【】［］]+)[〕\]】］]\s*(?P<rest>.*)$"
)
#: What a figure leaves out or holds, behind it.
_SCOPED: Final = re.compile(
    r"\s*\((?:(?:不含|不包括|不包含|不计|扣除|剔除|含|包括|包含|其中|按|以|口径)[^()]+"
    r"|(?:excluding|including|without|excl\.?|incl\.?)\s[^()]+|[^()]*口径"
    r"|[^()]{0,12}(?:当量[值法]|等价[值法]|热当量|发电煤耗法?)[^()]{0,8}"
    r"|[^()]{0,24}(?:calorific|equivalent|thermal) (?:value|equivalent|method)[^()]{0,12})\)$",
    re.IGNORECASE,
)
_END_OF: Final = re.compile(r"^(?:the )?end of\s*", re.IGNORECASE)
_PEAKS: Final = re.compile(r"\s*(?:实现)?碳?达峰$")
_ENDINGS: Final = (
    ("at_least", re.compile(r"\s*(?:(?:\(含\))?(?:及?以上|and more|or more)|(?<=[\d%])\s*\+)$")),
    ("at_most", re.compile(r"\s*(?:及?以下|以内|年?[底末](?:之|以)?前|(?:之|以)?前|or less)$")),
    ("about", re.compile(r"\s*(?:左右|上下|前后)$")),
    ("", re.compile(r"(?<=\d)\s*年?[底末]$")),
)
#: A bound that leaves the year itself out (``2030年前``, ``before 2030``).
_BEFORE: Final = re.compile(
    r"^before\s+(?!the end|end)|(?<![底末之以])前$|(?<![底末])[之以]前$", re.IGNORECASE
)
_ASSIGNED: Final = re.compile(
    r"下达|省定|省级?(?:要求|目标|任务)|上级|国家要求|按要求|assigned|as required|set by the prov",
    re.IGNORECASE,
)
_BLANK: Final = re.compile(r"^(?:[-–—_/\\.…]*|待定|待补充|tbd|n\.?a\.?)$", re.IGNORECASE)
_SPAN: Final = re.compile(
    r"^(?P<low>[\d.]+)\s*%?\s*(?:-|–|—|~|至|到|to)\s*"
    r"(?P<high>[\d.]+)(?P<rest>.*)$"
)
_FIGURE: Final = re.compile(r"^(?P<figure>[+-]?[\d,]*\.?\d+)\s*(?P<rest>\D.*)?$")
_POINTS: Final = re.compile(r"^\s*(?:percentage points?|p\.?p\.?)\s*$", re.IGNORECASE)
_NOTATION: Final = frozenset(("NO", "NE", "IE", "C"))
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DATED: Final = re.compile(r"(?:19|20)\d\d\s*年?")
_CUT: Final = re.compile(r"[\s,，、/;；()（）]+")

#: Kinds of rows that state what was.
_PAST: Final = frozenset(
    map(
        key,
        (
            *("基期", "基期值", "基准", "基准值", "基准年", "现状", "现状值", "实际", "实际值"),
            *("base", "base value", "base year", "baseline", "actual", "at present", "present"),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Aim:
    """What the cell of a target says.

    Parameters
    ----------
    text
        As entered.
    value
        The figure; the middle of a range; None where there is none.
    relation
        ``at_least``, ``at_most``, ``about``, ``range`` or "" for a plain figure.
    unit
        Unit that stands in the cell itself; "" if none does.
    state
        ``figure``, ``assigned`` (handed down without a number), ``words``, ``blank``, ``key`` (a
        notation key) or ``change`` (of a level by so much, which states no level).
    low, high
        Ends of a range; None without one.
    falls
        Whether the cell says that the figure is a fall (``下降18%``).
    since
        Year with which the cell compares itself; None if with none.
    before
        Whether a bound leaves its own year out (``2030年前``).
    rises
        Whether the cell says that the figure is a rise (``提高6个百分点``).
    cumulative
        Whether the cell marks a sum over the five years of a plan (``〔19〕``).
    """

    text: str
    value: float | None = None
    relation: str = ""
    unit: str = ""
    state: str = "words"
    low: float | None = None
    high: float | None = None
    falls: bool = False
    since: int | None = None
    before: bool = False
    rises: bool = False
    cumulative: bool = False

    @property
    def latest(self) -> int | None:
        """Return the last year that a claim of a year allows: 2029 for ``before 2030``."""
        if self.value is None:
            return None
        return int(self.value if self.high is None else self.high) - self.before

    def counts_from(self, year: int | None) -> int | None:
        """Return from which year a sum over a five-year plan counts; None if it is no such sum.

        That is the last year of the plan before: 2025 for 2026 to 2030.
        """
        return (year - 1) // 5 * 5 if self.cumulative and year is not None else None


@lru_cache(maxsize=4096)
def read_aim(text: str) -> Aim:
    """Return what the text of a target says."""
    plain, cumulative = _without_marks(narrow(text).strip())
    if plain in _NOTATION:
        return Aim(text, state="key")
    if _BLANK.match(plain):
        return Aim(text, state="blank")
    since = SINCE.search(plain)
    worded = _Worded(_PEAKS.sub("", _SCOPED.sub("", without_since(plain)).strip(" ,，")))
    aim = Aim(
        text,
        relation=worded.relation,
        falls=worded.falls,
        since=int(since["year"]) if since else None,
        before=worded.before,
        rises=worded.rises,
        cumulative=cumulative,
    )
    state = "assigned" if _ASSIGNED.search(plain) else "words"
    return _span(worded.bare, aim) or _figure(worded.bare, aim) or Aim(text, state=state)


def without_since(text: str) -> str:
    """Return a narrow text without the year with which it compares itself, and its brackets."""
    if SINCE.search(text) is None:
        return text
    text = SINCE.sub("", text)
    for pattern, rest in _LEFT:
        text = pattern.sub(rest, text)
    return text.strip()


def _without_marks(text: str) -> tuple[str, bool]:
    """Return a cell without the note on its scope and the marks of a cumulative figure."""
    plain = _SCOPED.sub("", text)
    found = _CUMULATIVE.match(plain)
    return (plain, False) if found is None else (f"{found['inside'].strip()}{found['rest']}", True)


def is_past(row: Row) -> bool:
    """Say whether a row of targets calls itself one of what was, by its kind."""
    kind = _DATED.sub("", row["kind"])
    return key(kind) in _PAST or any(key(word) in _PAST for word in _CUT.split(kind) if word)


def year_of(text: str) -> int | None:
    """Return the year in a cell, also in ``2025年底`` or ``2025-06``; None if it holds none."""
    found = read_year(text)
    if found is None and (match := _YEAR.match(text.strip())):
        return int(match[1])
    return found


def year_within(text: str) -> int | None:
    """Return the year that a cell holds, or the first that stands anywhere in its words."""
    found = year_of(text)
    return found if found is not None or not (match := _YEAR.search(text)) else int(match[1])


def is_span(text: str) -> bool:
    """Say whether a cell of years names several: a first and a last one (``2026-2030``)."""
    return len({match[1] for match in _YEAR.finditer(narrow(text))}) > 1


class _Worded:
    """A text without the words around its figure, and what these say."""

    def __init__(self, text: str) -> None:
        self.relation, self.falls, self.rises = "", False, False
        self.before = _BEFORE.search(text) is not None
        self.bare = in_figures(self._without_endings(self._without_beginnings(text)).strip())

    def _without_beginnings(self, text: str) -> str:
        """Take words off as long as there are any: ``累计下降不低于18%``."""
        while True:
            rest = _END_OF.sub("", _AIMED.sub("", text))
            if match := _FALLS.match(rest):
                rest, self.falls = rest[match.end() :], True
            elif match := _RISES.match(rest):
                rest, self.rises = rest[match.end() :], True
            for name, pattern in (
                ("at_least", _AT_LEAST),
                ("at_most", _AT_MOST),
                ("about", _ABOUT),
            ):
                if match := pattern.match(rest):
                    rest, self.relation = rest[match.end() :], name
            if rest == text:
                return text
            text = rest

    def _without_endings(self, text: str) -> str:
        for name, pattern in _ENDINGS:
            if match := pattern.search(text):
                text, self.relation = text[: match.start()], self.relation or name
        return text


def _span(text: str, aim: Aim) -> Aim | None:
    match = _SPAN.match(text)
    if match is None:
        return None
    low, high = read_number(match["low"]).value, read_number(match["high"]).value
    if low is None or high is None:
        return None
    return _stated(aim, (low + high) / 2, _unit(match["rest"]), (low, high))


def _figure(text: str, aim: Aim) -> Aim | None:
    read = read_number(text)
    if read.value is not None:
        return _stated(aim, read.value, "%" if read.ratio else "")
    match = _FIGURE.match(text)
    if match is None:
        return None
    value = read_number(match["figure"]).value
    rest = (match["rest"] or "").strip()
    within = _unit(rest)
    if value is None or (rest and not within and rest != "年"):
        return None
    return _stated(aim, value, within)


def _stated(aim: Aim, value: float, within: str, ends: tuple[float, float] | None = None) -> Aim:
    low, high = ends or (None, None)
    relation = "range" if ends else aim.relation
    return replace(
        aim, value=value, unit=within, relation=relation, state="figure", low=low, high=high
    )


def _unit(text: str) -> str:
    text = _POINTS.sub("个百分点", text)
    try:
        return text.strip() if text.strip() and unit(text.strip()) else ""
    except UnitError:
        return ""
