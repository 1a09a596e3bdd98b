"""Is the place or the scope that a title names that of the dossier?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dafeng import reference
from dafeng.dossier.records import EnergyRecord, Identity
from dafeng.dossier.rules import Findings
from dafeng.dossier.title_notes import is_note
from dafeng.dossier.titles import short
from dafeng.dossier.wording import narrow
from dafeng.errors import Place
from dafeng.language import Text

_LEAST: Final = 2
#: What makes a name that of an office, which may lie above the place.
_OFFICE: Final = re.compile(
    r"[\u4e00-\u9fff]{2,9}?[省市州盟区]?(?:统计局|发展和改革|发展改革|发改委|生态环境[局厅]|经济和信息化|人民政府|供电公司"
    r"|电力公司|调查总?队|能源局)[\u4e00-\u9fff]*"
)
#: Where figures or methods come from, which may lie anywhere.
_ORIGIN: Final = re.compile(
    r"(?:来源|摘自|引自|按照?|依据|根据|采用)[^,;()]*?(?:年鉴|公报|指南|办法|公布值?|发布|标准|编制)[^,;()]*"
)
#: What follows the name of a place in a title: its year, or what the table is about.
_SUBJECT: Final = (
    r"(?=\s*(?:的|\d{4}|[(]|$|全社会|能源|能耗|用能|用电|终端|分行业|分品种|工业|规模|主要|国民|经济|社会"
    r"|统计|综合|煤|油|电力|人口|生产总值|地区|GDP))"
)
#: A district or county, which no table here knows by name.
_DISTRICT: Final = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=\d年)|(?<=年度))(?!年|度)(?P<name>[\u4e00-\u9fff]{1,8}?[区县市旗])"
    + _SUBJECT
)
#: Words that end like a district and are none.
_NO_DISTRICT: Final = re.compile(
    r"^(?:[全本我该某].?[区县市旗]|(?:所有|示例|样例).*|.*(?:城市|地区|行政区|试点.))$"
)
#: Names by which a park calls itself.
_PARK: Final = re.compile(r"(?:园区|开发区|高新区|经开区|新区|示范区)$")
#: What final consumption leaves out by definition.
_NO_PART: Final = (
    r"(?!\s*(?:用作|用于)?(?:原料|原材料|材料|非能源|non[- ]energy|feedstock|raw material))"
)
#: Parts of a place or of its consumers.
_SCOPES: Final = (
    re.compile(r"(?<![全各])市区(?![域县])|市辖区|(?:主|中心)?城区"),
    re.compile(rf"(?:不含|不包括|剔除|扣除){_NO_PART}[^()（）,，;；\s]{{1,12}}"),
    re.compile(rf"\b(?:urban districts|excluding {_NO_PART}[\w ]{{1,30}})", re.IGNORECASE),
)
#: Large works alone: a part of industry where the whole stands beside it.
_LARGE: Final = re.compile(
    r"(?:(?:规模|限额)以[上下]|规[上下](?=工业|企业|$))(?!.{0,8}(?:产品|产量|产值|增加值))"
    r"|重点(?:用能|耗能)?(?:单位|企业)|\babove designated size",
    re.IGNORECASE,
)
#: Words that divide a place into parts, whose table holds all of them (分县区, 各县（市、区）).
_ALL_PARTS: Final = re.compile(
    r"[分各](?:[县区市旗][(市、区县)]*)+|全[省市州](?:[县区市旗][(市、区县)]*){2,}"
)


@dataclass(frozen=True, slots=True)
class _Own:
    """Names of the dossier's place: its own and its hosts' in full and short, its province's."""

    names: tuple[str, ...]
    short: tuple[str, ...]
    provinces: tuple[str, ...]
    codes: frozenset[str]
    shown: Text


def check_titles(
    titles: Mapping[Place, str],
    identity: Identity,
    energy: Sequence[EnergyRecord],
    findings: Findings,
) -> None:
    """Report titles and names of sheets that name another place, or a part of this one.

    Parameters
    ----------
    titles
        What stands above headers and in names of sheets, by place.
    identity
        Who the dossier's place is.
    energy
        Records of energy that count.
    findings
        Takes what is wrong.
    """
    own = _own(identity)
    told: set[tuple[str, str, str, str]] = set()
    for place, text in titles.items():
        plain = narrow(text).strip()
        found = _doubt(plain, own, park=identity.kind == "park")
        if found is None and (large := _LARGE.search(plain)) and _alone(place, titles, energy):
            found = "place.scope", large[0]
        if found is None:
            continue
        rule, name = found
        if (spot := (place.file, place.sheet, rule, str(name))) in told:
            continue
        told.add(spot)
        findings.add(rule, place, text=short(text), name=name, other=name, own=own.shown)


def _alone(place: Place, titles: Mapping[Place, str], energy: Sequence[EnergyRecord]) -> bool:
    """Say whether a table gives the figures of a year that no other table gives."""
    spot = place.file, place.sheet
    above = [t for p, t in titles.items() if (p.file, p.sheet) == spot and p.row is not None]
    if any(_TABLE.search(t) and not _LARGE.search(narrow(t)) for t in above):
        return False
    years = {(r.amount.place.file, r.amount.place.sheet, r.year) for r in energy}
    own = {y for *s, y in years if tuple(s) == spot}
    return bool(own - {y for *s, y in years if tuple(s) != spot})


#: What a table of the whole place is called.
_TABLE: Final = re.compile(r"能源|消费|平衡|energy", re.IGNORECASE)


def _doubt(text: str, own: _Own, *, park: bool) -> tuple[str, Text | str] | None:
    """Return the rule that a title breaks, and the place or scope that it names."""
    text = _ALL_PARTS.sub(" ", _OFFICE.sub(" ", _ORIGIN.sub(" ", text)))
    if scope := next((m[0] for p in _SCOPES if (m := p.search(text))), ""):
        return "place.scope", scope
    if is_note(text):
        return None
    named = _is_named(text, own)
    if not named and (code := _other(text, own)):
        return "place.other", reference.division(code).name
    match = _DISTRICT.search(_without(text, (*own.names, *own.short, *own.provinces)))
    if match is None or _NO_DISTRICT.match(match["name"]):
        return None
    if park and (named or _PARK.search(match["name"])):
        return None
    return "place.district", match["name"]


def _is_named(text: str, own: _Own) -> bool:
    """Say whether a title names the place; 吉林 within 吉林省 is the province's name."""
    if any(name in text for name in own.names) or _english(text) & own.codes:
        return True
    others = (n for n, codes in _full_names().items() if not codes & own.codes)
    return any(name in _without(text, others) for name in own.short)


def _other(text: str, own: _Own) -> str:
    """Return the code of another division that a title names, or nothing."""
    for name, codes in _full_names().items():
        if re.search(f"{name}(?!场)", text) and not codes & own.codes:
            return min(codes)
    begins = _SHORT.match(text)
    codes = _short_names().get(begins["name"], frozenset()) if begins else frozenset[str]()
    if codes and not codes & own.codes:
        return min(codes)
    named = _english(text)
    return min(named) if named and not named & own.codes else ""


#: A title that begins with the short name of a place (杭州2023年…), behind a number.
_SHORT: Final = re.compile(
    r"^(?:[附表\d\s.、:—-]|\(\d+\))*(?P<name>[\u4e00-\u9fff]{2,4}?)(?=\s*(?:\d{4}|能源|能耗|用能|用电))"
)


def _without(text: str, names: Iterable[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


@lru_cache(maxsize=1)
def _full_names() -> dict[str, frozenset[str]]:
    """Return the codes of divisions by full name, longest name first."""
    return _by_name((d.name.zh, d.code) for d in reference.divisions().values())


@lru_cache(maxsize=1)
def _short_names() -> dict[str, frozenset[str]]:
    return _by_name((d.short_name.zh, d.code) for d in reference.divisions().values())


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, code in pairs:
        if len(name) >= _LEAST:
            found.setdefault(name, set()).add(code)
    return {n: frozenset(found[n]) for n in sorted(found, key=len, reverse=True)}


@lru_cache(maxsize=1)
def _english_names() -> dict[str, frozenset[str]]:
    pairs = ((d.name.en.casefold(), d.code) for d in reference.divisions().values())
    return {n: c for n, c in _by_name(pairs).items() if len(n) > 3}  # noqa: PLR2004 - Ali is a name


def _english(text: str) -> frozenset[str]:
    """Return the codes of divisions that an English title names."""
    words = re.findall(r"[a-z][a-z'-]*", text.casefold())
    phrases = {*words, *(" ".join(p) for p in pairwise(words))}
    named = [codes for name, codes in _english_names().items() if name in phrases]
    return frozenset(c for codes in named for c in codes)


def _own(identity: Identity) -> _Own:
    """Return the names by which a title may call the dossier's place."""
    codes = frozenset((identity.code, *identity.hosts))
    above = {identity.province, *(f"{host[:2]}0000" for host in identity.hosts)} - codes
    places, provinces = _divisions(codes), _divisions(above)
    full = {identity.name.zh, identity.name.en, *(d.name.zh for d in places)}
    return _Own(
        tuple(n for n in full if len(n) >= _LEAST),
        tuple({d.short_name.zh for d in places}),
        tuple({n for d in provinces for n in (d.name.zh, d.short_name.zh)}),
        codes,
        identity.name,
    )


def _divisions(codes: Iterable[str]) -> list[reference.Division]:
    """Return the divisions of those codes that are known."""
    known = reference.divisions()
    return [known[code] for code in codes if code in known]
