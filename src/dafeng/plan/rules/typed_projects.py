"""Which figures of its projects does a sentence state by hand, and do their rows say others?"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dafeng.errors import UnitError
from dafeng.language import Text, same
from dafeng.plan.binding import BoundFigure
from dafeng.plan.rules.contradicting import close
from dafeng.plan.rules.plain_figures import in_digits
from dafeng.plan.rules.rows import Project, in_unit, tonnes_of
from dafeng.plan.rules.subject import Subject
from dafeng.units import unit

_FIGURE: Final = r"(?P<figure>\d[\d,]*(?:\.\d+)?)\s*"
#: Money and yearly tonnes that follow the name of a project, or the number of all of them.
_MONEY: Final = re.compile(
    rf"(?:投资|资金)[^，。；,;\d]{{0,8}}?{_FIGURE}(?P<unit>万亿元|亿元|万元|元)"
    rf"|invest\w*[^.;\d]{{0,20}}?(?P<en>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>billion|million)\s*(?:yuan|RMB)",
    re.IGNORECASE,
)
_TONNES: Final = re.compile(
    rf"(?:减排|减碳|降碳)[^，。；,;\d]{{0,14}}?{_FIGURE}(?P<unit>亿吨|万吨|吨)(?!标准煤)"
    rf"|(?:avoid|sav|cut|reduc)\w*[^.;\d]{{0,20}}?(?P<en>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>Mt|kt|t)\b",
    re.IGNORECASE,
)
_SCALES: Final = {"billion": "十亿元", "million": "百万元"}
#: The number of all projects: said to be all of them.
_ALL: Final = re.compile(
    r"(?:共|合计|总计)[^，。；,;\d]{0,8}?(?:项目|工程)[^，。；,;\d]{0,4}?(?P<a>\d+)\s*[个项]"
    r"|(?:项目|工程)[^，。；,;\d]{0,4}?(?:共|合计|总计)[^，。；,;\d]{0,4}?(?P<b>\d+)\s*[个项]"
    r"|(?:共|合计|总计)[^，。；,;\d]{0,8}?(?P<c>\d+)\s*[个项][^，。；,;\d]{0,6}?(?:项目|工程)"
    r"|(?P<d>\d+) key projects",
    re.IGNORECASE,
)
#: The number of all projects where only the words around it say that it is: 实施9个重点项目.
_KEY: Final = re.compile(
    r"(?P<a>\d+)\s*[个项]重点(?:工程|建设|支撑|减排|降碳)?项目"
    r"|重点(?:工程|建设|支撑|减排|降碳)?项目\s*(?P<b>\d+)\s*[个项](?!以上|左右)"
)
#: Words by which such a number is one of a part, or no more than a bound.
_SOME: Final = re.compile(
    r"已|开工|在建|续建|新建|建成|竣工|投产|完成|每|各|首批|余|多|约|近|超过|不少于"
)
#: Sections of a plan that speak of all projects.
_OF_WHOLE: Final = re.compile(
    r"重点工程|重点项目|目标|总体|要求|前言|概要|定位|基础|思路|保障|project|goal|requirement|foreword",
    re.IGNORECASE,
)
#: What two ways of writing the name of a project may differ in.
_QUOTES: Final = re.compile(r"[“”‘’\"'「」『』《》]")
_PHASE: Final = re.compile(r"[（(][^（）()]*[)）]$")
_ALL_MONEY: Final = re.compile(
    r"(?:重点|全部|所有)(?:项目|工程|工程项目)(?=[^，。；,;\d]{0,4}?(?:总|合计)?投资)"
)
#: Words by which a number of projects is one of a part: a field, a class, an area, one year.
_PART: Final = re.compile(
    r"领域|行业|类|方面|其中|区|县|园|镇|国家级|省级|新增|每年|年度"
    r"|(?<![到至—–~-])(?:19|20)\d\d\s*年(?![底末]?前|以来)"
)
#: Money of one year, or what is spent or drawn in.
_SPENT: Final = re.compile(r"完成|已|带动|拉动|年度|(?:19|20)\d\d")
_WHOLE: Final = re.compile(r"全[市区县省域园]|园区(?=共)")
_END: Final = re.compile(r"[。；;!?\n]|\.(?!\d)|其中")


@dataclass(frozen=True, slots=True)
class Misstated:
    """A figure of projects in a sentence that is not theirs.

    Parameters
    ----------
    what
        Of which project, or of all.
    typed, known
        As typed, and as the rows or the build say.
    where
        Where that stands.
    """

    what: Text
    typed: str
    known: Text
    where: Text


@dataclass(frozen=True, slots=True)
class _Claim:
    """Money or tonnes that are known: one figure, or a range of a build."""

    low: float
    high: float
    words: Text
    where: Text


def misstated_in(text: str, subject: Subject, section: str = "") -> Iterator[Misstated]:
    """Yield what a text says of all projects, or of one that it names, and their rows do not.

    Parameters
    ----------
    text
        A sentence of the plan.
    subject
        The plan with its projects, and results where there are any.
    section
        The section of the plan in which it stands; "" for none.
    """
    plain = in_digits(text)
    if subject.projects and any(sign.isdigit() for sign in plain):
        yield from _of_all(plain, subject)
        if _OF_WHOLE.search(section):
            yield from _of_key(plain, subject)
        if _MONEY.search(plain) or _TONNES.search(plain):
            yield from _of_named(plain, subject.projects)


def misstated_by(project: Project) -> Iterator[Misstated]:
    """Yield what the words of a project's own row say against its figures."""
    yield from _of_one(in_digits(project.row["content"]), project)


def _of_all(text: str, subject: Subject) -> Iterator[Misstated]:
    for found in _ALL.finditer(text):
        if _is_part(text, found):
            continue
        yield from _of_number(text, found, subject)
    for found in _ALL_MONEY.finditer(text):
        if not _is_part(text, found) and not _ALL.search(_sentence(text, found.start())):
            yield from _sums(_rest(text, found.end()), subject)


def _of_number(text: str, found: re.Match[str], subject: Subject) -> Iterator[Misstated]:
    """Yield a number of all projects that is not theirs, and the sums that follow it."""
    count = int(next(g for g in found.groups() if g))
    if count != len(subject.projects):
        known = Text(f"{len(subject.projects)} 个", str(len(subject.projects)))
        what = Text("重点项目数", "number of projects")
        yield Misstated(what, str(count), known, _header(subject))
    yield from _sums(_rest(text, found.end()), subject)


def _of_key(text: str, subject: Subject) -> Iterator[Misstated]:
    """Yield numbers of key projects in sentences that speak of no part of them."""
    for found in _KEY.finditer(text):
        whole = _sentence(text, found.start())
        told = _ALL.search(whole) or _SOME.search(whole) or _PART.search(_WHOLE.sub("", whole))
        if not told:
            yield from _of_number(text, found, subject)


def _is_part(text: str, found: re.Match[str]) -> bool:
    before = re.split(r"[。；;，,!?\n]", text[: found.start()])[-1]
    return _PART.search(_WHOLE.sub("", before + found[0])) is not None


def _sentence(text: str, at: int) -> str:
    begin = max(text.rfind(sign, 0, at) for sign in "。；;!?\n") + 1
    return text[begin:at] + _rest(text, at)


def _rest(text: str, at: int) -> str:
    """Return what follows in the sentence, up to where it turns to a part."""
    end = _END.search(text, at)
    return text[at : end.start() if end else len(text)]


def _sums(text: str, subject: Subject) -> Iterator[Misstated]:
    for what, pattern, claim in (
        (Text("重点项目总投资", "investment of all projects"), _MONEY, _all_money(subject)),
        (Text("重点项目减排量", "tonnes of all projects"), _TONNES, _all_tonnes(subject)),
    ):
        if claim is not None:
            yield from _against(text, what, pattern, claim)


def _all_money(subject: Subject) -> _Claim | None:
    stated = [p.investment for p in subject.projects]
    known = [value for value in stated if value is not None]
    return _money(math.fsum(known), _header(subject)) if len(known) == len(stated) else None


def _all_tonnes(subject: Subject) -> _Claim | None:
    """Return the tonnes of all projects: as the build has them, else as the rows sum up."""
    ends = _results(subject.named or {})
    if ends:
        words = tonnes_of(ends[1])
        return _Claim(ends[0], ends[2], words, Text("测算结果", "the results of the build"))
    stated = [p.reduction for p in subject.projects]
    known = [value for value in stated if value is not None]
    if len(known) < len(stated):
        return None
    total = math.fsum(known)
    return _Claim(total, total, tonnes_of(total), _header(subject))


def _results(named: Mapping[str, object]) -> tuple[float, float, float] | None:
    found = [named.get(f"projects.tonnes.{point}") for point in ("low", "median", "high")]
    values = [bound.value for bound in found if isinstance(bound, BoundFigure)]
    return (values[0], values[1], values[2]) if len(values) == len(found) else None


def _of_named(text: str, projects: Iterable[Project]) -> Iterator[Misstated]:
    text, by_name = _QUOTES.sub("", text), _by_name(projects)
    every = [name for name in by_name if name in text]
    if not every:
        return
    either = re.compile("|".join(map(re.escape, sorted(every, key=len, reverse=True))))
    found = list(either.finditer(text))
    for one, following in zip(found, [*found[1:], None], strict=True):
        words = _rest(text, one.end())
        if following is not None:
            words = words[: max(0, following.start() - one.end())]
        yield from _of_one(words, by_name[one[0]])


def _by_name(projects: Iterable[Project]) -> dict[str, Project]:
    """Return projects by name, and by it without a bracket (一期) that one alone has."""
    full: dict[str, Project] = {}
    short: dict[str, list[Project]] = defaultdict(list)
    for project in projects:
        name = _QUOTES.sub("", project.row["name"])
        full[name] = project
        short[_PHASE.sub("", name)].append(project)
    alone = {name: found[0] for name, found in short.items() if len(found) == 1}
    return {name: p for name, p in (alone | full).items() if len(name) >= 4}  # noqa: PLR2004


def _of_one(text: str, project: Project) -> Iterator[Misstated]:
    what = same(project.row["name"] or project.row["id"] or str(project.at("name")))
    if project.investment is not None:
        where = same(str(project.at("investment")))
        yield from _against(text, what, _MONEY, _money(project.investment, where))
    if project.reduction is not None:
        tonnes = project.reduction
        where = same(str(project.at("reduction")))
        yield from _against(text, what, _TONNES, _Claim(tonnes, tonnes, tonnes_of(tonnes), where))


def _money(yuan: float, where: Text) -> _Claim:
    words = Text(f"{_plain(yuan / 1e8)} 亿元", f"{_plain(yuan / 1e6)} million yuan")
    return _Claim(yuan, yuan, words, where)


def _plain(value: float) -> str:
    """Write money with the decimals that tables have, and none where it is whole."""
    return f"{round(value, 4):,.10g}"


def _against(text: str, what: Text, pattern: re.Pattern[str], claim: _Claim) -> Iterator[Misstated]:
    found = pattern.search(text)
    if found is None or _of_a_time(text, found, pattern):
        return
    figure = found["figure"] or found["en"]
    stated = found["unit"] or _SCALES.get(found["scale"].casefold(), found["scale"])
    value = _canonical(figure, stated, "元" if pattern is _MONEY else "tCO2")
    if value is None or claim.low <= value <= claim.high:
        return
    nearest = claim.low if value < claim.low else claim.high
    if not close(figure, value, nearest):
        typed = f"{figure} {found['unit'] or found['scale']}"
        yield Misstated(what, typed, claim.words, claim.where)


def _of_a_time(text: str, found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Say whether money is that of one year or already spent, or tonnes are those of many years."""
    clause = re.split(r"[，,]", text[: found.start("figure") if found["figure"] else found.end()])[
        -1
    ]
    if pattern is _TONNES:
        return "累计" in clause
    return "总投资" not in clause and _SPENT.search(clause) is not None


def _canonical(figure: str, stated: str, wanted: str) -> float | None:
    try:
        unit(stated)
    except UnitError:
        return None
    return in_unit(float(figure.replace(",", "")), stated, wanted)


def _header(subject: Subject) -> Text:
    return same(str(subject.header("projects")))
