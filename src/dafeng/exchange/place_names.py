"""Which regions does a place mean, as people write it?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from dafeng.exchange.reading import normalised
from dafeng.exchange.regions import province_of_city, region_code, region_of_division
from dafeng.reference import divisions

#: Areas that are no region of their own, by the regions that they are made of or lie in.
AREAS: Final[Mapping[str, tuple[str, ...]]] = {
    "长三角": ("CN-SH", "CN-JS", "CN-ZJ", "CN-AH"),
    "长江三角洲": ("CN-SH", "CN-JS", "CN-ZJ", "CN-AH"),
    "yangtze river delta": ("CN-SH", "CN-JS", "CN-ZJ", "CN-AH"),
    "京津冀": ("CN-BJ", "CN-TJ", "CN-HE"),
    "beijing-tianjin-hebei": ("CN-BJ", "CN-TJ", "CN-HE"),
    "珠三角": ("CN-GD",), "珠江三角洲": ("CN-GD",), "pearl river delta": ("CN-GD",),
    "粤港澳大湾区": ("CN-GD", "HK", "MO"), "大湾区": ("CN-GD", "HK", "MO"),
    "greater bay area": ("CN-GD", "HK", "MO"),
    "成渝": ("CN-SC", "CN-CQ"), "川渝": ("CN-SC", "CN-CQ"),
    "东三省": ("CN-LN", "CN-JL", "CN-HL"), "东北三省": ("CN-LN", "CN-JL", "CN-HL"),
    "内蒙": ("CN-NM",),
    "港澳": ("HK", "MO"), "港澳台": ("HK", "MO", "TW"),
    "england": ("GB",), "英格兰": ("GB",), "scotland": ("GB",), "苏格兰": ("GB",),
    "wales": ("GB",), "威尔士": ("GB",), "northern ireland": ("GB",), "北爱尔兰": ("GB",),
    "东南亚": ("ASEAN",), "southeast asia": ("ASEAN",), "south-east asia": ("ASEAN",),
    "south east asia": ("ASEAN",),
}  # fmt: skip
_DIVISION: Final = re.compile(r"\d{6}")
_COUNTRY: Final = re.compile(
    r"^(?:中华人民共和国|中国)(?=.)|(?:,\s*)?\b(?:P\.?R\.? )?China$", re.IGNORECASE
)
_ENGLISH_KIND: Final = re.compile(
    r"^(?:city|province|municipality) of |[ -](?:province|city|municipality|prefecture|shi|sheng"
    r"|autonomous region|area|region)$",
    re.IGNORECASE,
)
_PLAIN_KIND: Final = re.compile(r" (?:Province|City)$", re.IGNORECASE)
_SMALLER: Final = re.compile(r"(?: (?:District|County|Park|Zone)|[区县园])$", re.IGNORECASE)
_AREA_KIND: Final = re.compile(r"(?:地区|区域|城市群|经济圈|一带)$")
#: What stands behind a province or a city and lies within it.
_WITHIN: Final = re.compile(r".*[省市区县旗盟州镇乡]$")


def regions_meant(text: str) -> tuple[str, ...]:
    """Return the codes of the regions that a place means; none if it is not known.

    Parameters
    ----------
    text
        A region, a Chinese city or what lies in it (``山东省济南市``, ``苏州工业园区``), a division
        code (``330500``), or an area (``长三角``): a part is read as the region that holds it.
    """
    for plain in _written(normalised(text)):
        found = _meant(plain)
        if found:
            return found
    return ()


def _written(text: str) -> tuple[str, ...]:
    """Return a place as written, and without the country and the kind of place."""
    less = _COUNTRY.sub("", text).strip(" ,")
    forms = (text, less, _ENGLISH_KIND.sub("", less), _AREA_KIND.sub("", less))
    return tuple(form for form in dict.fromkeys(forms) if form)


def _meant(text: str) -> tuple[str, ...]:
    if code := region_code(text):
        return (code,)
    if text.casefold() in AREAS:
        return AREAS[text.casefold()]
    found = _of_division(text) or province_of_city(text) or _in_order(text) or _leading(text)
    return (found,) if found else ()


def _of_division(text: str) -> str:
    known = _DIVISION.fullmatch(text) and text in divisions()
    return region_of_division(text) if known else ""


def _in_order(text: str) -> str:
    """Return the province of ``Huzhou, Zhejiang`` or ``Wuxing District, Huzhou``."""
    *within, last = [part.strip() for part in re.split(r"[,，]", text)]
    held = _PLAIN_KIND.sub("", last)
    province = region_code(held) or province_of_city(held)
    first = _PLAIN_KIND.sub("", within[0]) if within else ""
    inside = province_of_city(first) == province or _SMALLER.search(first)
    return province if first and inside and province else ""


def _leading(text: str) -> str:
    """Return the province of what begins with the name of a province or of a city."""
    names = _leading_names()
    for size in range(len(text) - 1, 1, -1):
        province, rest = names.get(text[:size], ""), text[size:]
        if province and (_WITHIN.match(rest) or province_of_city(rest) == province):
            return province
    return ""


@lru_cache(maxsize=1)
def _leading_names() -> Mapping[str, str]:
    """Return provinces by Chinese names of their own and of their cities; a name of two is none."""
    found: dict[str, set[str]] = {}
    for division in divisions().values():
        for name in (division.name.zh, division.short_name.zh):
            found.setdefault(name, set()).add(region_of_division(division.code))
    return {name: min(some) for name, some in found.items() if len(some) == 1 and min(some)}
