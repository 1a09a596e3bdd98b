"""Wording: results to which a text refers, and figures typed by hand that contradict them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from dafeng.dossier.records import Row
from dafeng.dossier.wording import key
from dafeng.errors import UnitError
from dafeng.language import number
from dafeng.plan.guide import frame
from dafeng.plan.references import REFERENCE, is_name, names_in
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.rows import Target, in_unit
from dafeng.plan.rules.subject import Subject
from dafeng.plan.sections import section_names
from dafeng.reference.indicators import Indicator, indicators
from dafeng.units import unit

#: Tables whose words may refer to results, and the columns that hold sentences.
_TABLES: Final = ("texts", "tasks", "projects", "reforms", "measures", "targets")
_SENTENCES: Final = ("text", "text_en", "comment", "content", "effect")
#: Words in both languages: column and its English twin.
_TWINS: Final = (("text", "text_en"), ("name", "name_en"))

#: A figure with its unit, after the name of an indicator and what may stand between them.
_BETWEEN: Final = (
    r"(?P<between>[^。；;.!?\n\d]{0,14}?(?:(?P<year>(?:19|20)\d\d)\s*年?[^。；;.!?\n\d]{0,10}?)?)"
    r"(?P<figure>\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<unit>万吨标准煤|万吨二氧化碳|亿吨|万吨|吨|亿千瓦时|亿元|万元|万人|万千瓦|%|％|个百分点|年|Mt|%)?"
)
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*年?")
#: Words by which a figure says of itself that it is a change, a part or a bound and no total.
_OTHER: Final = re.compile(
    r"下降|降低|减少|增长|提高|增加|减排|年均|其中|新增|人均|单位|折合|fall|cut|growth"
)
#: Relative gap below which two figures are one, beyond what rounding leaves [-].
_GAP: Final = 0.005
#: Masses in which CO2 and energy are written, for the unit of an indicator.
_AS_CO2: Final = {"万吨": "万吨二氧化碳", "亿吨": "亿吨二氧化碳", "吨": "tCO2", "Mt": "MtCO2"}


def _rows(subject: Subject) -> Iterator[Row]:
    for table in _TABLES:
        yield from subject.table(table)


@asks("word.reference")
def references(subject: Subject) -> Iterator[Hit]:
    """A reference to a result that does not exist, or braces that are none."""
    projects = {p.row["id"] for p in subject.projects}
    for row in _rows(subject):
        for column, text in row.values:
            for name in names_in(text):
                if not _exists(name, subject, projects):
                    yield row.at(column), {"name": name}
            left = REFERENCE.sub("", text)
            if "{{" in left or "}}" in left:
                yield row.at(column), {"name": left.strip()[:40]}


def _exists(name: str, subject: Subject, projects: set[str]) -> bool:
    if subject.named is not None:
        return name in subject.named
    own = re.fullmatch(r"project\.(.+)\.tonnes\.\w+", name)
    return is_name(name) and (own is None or own[1] in projects)


@asks("word.languages")
def languages(subject: Subject) -> Iterator[Hit]:
    """Wordings in two languages that refer to different results."""
    for row in _rows(subject):
        for chinese, english in _TWINS:
            if not row[chinese] or not row[english]:
                continue
            here, there = (set(names_in(row[c])) for c in (chinese, english))
            if here != there:
                yield row.at(english), {"names": ", ".join(sorted(here ^ there))}


@asks("word.section")
def sections(subject: Subject) -> Iterator[Hit]:
    """A text for a section that the plan does not have: it would be printed nowhere."""
    known = section_names(frame(subject.guide, subject.kind))
    for row in subject.table("texts"):
        if row["section"] and key(row["section"]) not in known:
            yield row.at("section"), {"section": row["section"]}


@asks("word.figure")
def typed_figures(subject: Subject) -> Iterator[Hit]:
    """A figure in a sentence that is not that of the target or the account of its name and year."""
    for row in _rows(subject):
        for column in _SENTENCES:
            text = REFERENCE.sub(" ", row[column])
            for indicator, year, figure, stated in _typed(text):
                known = _known(subject, indicator, year)
                value = _value(figure, stated, indicator)
                if known is None or value is None or not _differs(value, known[0], figure):
                    continue
                yield (
                    row.at(column),
                    {
                        "indicator": indicator.name,
                        "year": year,
                        "typed": f"{figure} {stated}".strip(),
                        "known": f"{number(known[0])} {indicator.unit}",
                        "where": known[1],
                    },
                )


def _typed(text: str) -> Iterator[tuple[Indicator, int, str, str]]:
    """Yield the figures of a text that follow an indicator's name, with their year."""
    if not any(sign.isdigit() for sign in text):
        return
    pattern, by_name = _spellings()
    for found in pattern.finditer(text):
        indicator = by_name[found["name"].casefold()]
        if _OTHER.search(found["between"]) or _OTHER.search(text[: found.start()][-4:]):
            continue
        year = int(found["year"]) if found["year"] else _year_before(text, found.start())
        if year is not None:
            yield indicator, year, found["figure"], found["unit"] or ""


def _year_before(text: str, at: int) -> int | None:
    """Return the last year in the sentence before a place."""
    sentence = re.split(r"[。；;!?\n]", text[:at])[-1]
    years = _YEAR.findall(sentence)
    return int(years[-1]) if years else None


@lru_cache(maxsize=1)
def _spellings() -> tuple[re.Pattern[str], dict[str, Indicator]]:
    """Return a pattern of all names of indicators with a total or a share, longest first."""
    names: dict[str, Indicator] = {}
    for indicator in indicators().values():
        if indicator.kind in ("total", "share", "intensity"):
            for name in (indicator.name.zh, indicator.name.en, *indicator.synonyms):
                names.setdefault(name.casefold(), indicator)
    every = sorted(names, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in every)
    return re.compile(rf"(?P<name>{either}){_BETWEEN}", re.IGNORECASE), names


def _known(subject: Subject, indicator: Indicator, year: int) -> tuple[float, str] | None:
    """Return the target, or the account's figure, of an indicator and year, and where it stands."""
    for target in subject.figures(indicator.id):
        if target.year == year and target.value is not None and _plain(target):
            return target.value, str(target.at("value"))
    account = subject.account
    if account is None or account.year != year:
        return None
    if indicator.id == "co2_total":
        found = in_unit(account.co2, "t", indicator.unit)
    else:
        value, stated = account.values.get(indicator.result, (0.0, ""))
        found = in_unit(value, stated.replace("-", "1"), indicator.unit) if stated else None
    return None if found is None else (found, f"dossier.toml {account.year}")


def _plain(target: Target) -> bool:
    return target.aim.relation != "range"


def _value(figure: str, stated: str, indicator: Indicator) -> float | None:
    value = float(figure.replace(",", ""))
    wanted = stated.replace("％", "%")
    if indicator.unit.endswith("CO2") or "二氧化碳" in indicator.unit:
        wanted = _AS_CO2.get(wanted, wanted)
    if not wanted or wanted == "年":
        return None
    try:
        unit(wanted)
    except UnitError:
        return None
    return in_unit(value, wanted, indicator.unit)


def _differs(value: float, known: float, figure: str) -> bool:
    """Say whether two figures differ by more than the digits of the typed one leave open."""
    digits = figure.replace(",", "")
    decimals = len(digits.partition(".")[2])
    typed = float(digits) or 1.0
    rounding = 0.5 * 10**-decimals / typed
    return bool(abs(value - known) > max(_GAP, rounding) * max(abs(known), abs(value)))
