"""Which sizes in tonnes are of water, so that they are as many cubic metres?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import Final

from dafeng.exchange.records import Record
from dafeng.exchange.scales import Scale, distance

_WATER: Final = re.compile(r"水|\b(?:waste ?water|water|sewage|effluent|leachate)s?\b")
#: What is weighed where water is treated, and is none.
_NO_WATER: Final = re.compile(
    r"泥|渣|盐|磷|氮肥|氢|沼|药剂|垃圾|固废|水泥|水煤浆|水果|水产|水稻"
    r"|\b(?:sludges?|biosolids|digestate|salts?|brine crystals|phosph\w*|struvite|hydrogen|biogas"
    r"|biomethane|reagents?|chemicals?|solid waste|garbage|residues?|fish)\b"
)
#: A tonne at the head of a unit, alone or of water.
_TONNE: Final = re.compile(
    r"^([亿万千百]*)(?:吨|tonnes?|tons?|t)(污水|废水|水|\s*of\s+(?:waste\s*)?water)?"
    r"(?=\s*(?:/|per\b|每|$))"
)


def distance_of_water(request: Record, offer: Record) -> float | None:
    """Return by which factor an offer misses a need (`distance`), tonnes of water being m3.

    None where either side is not about water, or no size is in tonnes: a tonne of sludge
    is no cubic metre.
    """
    needed, offered = request.scale, offer.scale
    if needed is None or offered is None or not all(map(_may_be_water, (request, offer))):
        return None
    one, other = _in_volume(request, needed), _in_volume(offer, offered)
    return distance(one, other) if (one, other) != (needed, offered) else None


def _may_be_water(record: Record) -> bool:
    return "water" in record.sectors and not _NO_WATER.search(_plain(record.title))


def _in_volume(record: Record, scale: Scale) -> Scale:
    unit = _plain(scale.unit).strip()
    found = _TONNE.match(unit)
    if found is None or not (found[2] or _WATER.search(_plain(record.title))):
        return scale
    return replace(scale, unit=f"{found[1]}m3{unit[found.end() :]}")


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
