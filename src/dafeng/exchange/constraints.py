"""Which constraints does an offer meet, which does it break, and what would have to change?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from dafeng.exchange.records import COOPERATION, Record
from dafeng.exchange.regions import known, region_name, served
from dafeng.exchange.scales import distance
from dafeng.exchange.water import distance_of_water
from dafeng.language import Text, same

NOT_STATED: Final = Text("未说明", "not stated")

#: Highest level of technology readiness (ISO 16290).
HIGHEST_TRL: Final = 9
#: Steps of technology readiness that a provider can gain within a project.
NEAR_TRL: Final = 1
#: Factor between sizes that a larger or a second unit bridges.
NEAR_SCALE: Final = 2.0


class Fit(StrEnum):
    """How an offer stands to a constraint.

    ``NEAR`` is a soft mismatch, which costs rank; ``BROKEN`` a hard one, which puts the offer into
    the second group.
    """

    FITS = "fits"
    NEAR = "near"
    BROKEN = "broken"
    NOT_STATED = "not_stated"
    NOT_COMPARABLE = "not_comparable"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _WORDS[self]


_WORDS: Final = {
    Fit.FITS: Text("符合", "fits"),
    Fit.NEAR: Text("略有不符", "nearly fits"),
    Fit.BROKEN: Text("不符合", "does not fit"),
    Fit.NOT_STATED: NOT_STATED,
    Fit.NOT_COMPARABLE: Text("单位不可比", "units not comparable"),
}

NAMES: Final[dict[str, Text]] = {
    "region": Text("服务地区", "region served"),
    "deadline": Text("有效期", "deadline"),
    "trl": Text("技术成熟度", "technology readiness (TRL)"),
    "scale": Text("规模", "scale"),
    "cooperation": Text("合作方式", "form of cooperation"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint, judged.

    Parameters
    ----------
    constraint
        Id, see `NAMES`.
    fit
        The judgement.
    asked, offered
        What both sides state.
    change
        What would have to change for it to fit; None if nothing must.
    """

    constraint: str
    fit: Fit
    asked: Text
    offered: Text
    change: Text | None = None


def checks(request: Record, offer: Record, day: date) -> tuple[Check, ...]:
    """Judge every constraint between a request and an offer.

    Parameters
    ----------
    request, offer
        The two sides.
    day
        Day on which deadlines are judged.
    """
    return (
        _region(request, offer),
        _deadline(request, offer, day),
        _trl(request, offer),
        _scale(request, offer),
        _cooperation(request, offer),
    )


def breaks(found: Iterable[Check]) -> bool:
    """Return whether any constraint is broken."""
    return any(check.fit is Fit.BROKEN for check in found)


def _region(request: Record, offer: Record) -> Check:
    asked, offered = _places(request.regions_served), _places(offer.regions_served)
    if not request.regions_served or not offer.regions_served:
        return Check("region", Fit.NOT_STATED, asked, offered)
    reached, missed = served(request.regions_served, offer.regions_served)
    if not missed:
        return Check("region", Fit.FITS, asked, offered)
    told = tuple(place for place in missed if known(place))
    if not told or not all(map(known, offer.regions_served)):
        return Check("region", Fit.NOT_STATED, asked, offered)
    change = Text("若对方也服务{places}则符合", "would fit if {places} were served as well").format(
        places=_places(told)
    )
    return Check("region", Fit.NEAR if reached else Fit.BROKEN, asked, offered, change)


def _deadline(request: Record, offer: Record, day: date) -> Check:
    asked, until = _until(request.deadline), offer.stands_until
    if request.stands_until is not None and request.stands_until < day:
        change = Text("若需求方延长期限则符合", "would fit if the request were renewed")
        over = _until(request.stands_until)
        return Check("deadline", Fit.BROKEN, over, _until(until), change)
    if until is not None and until < day:
        change = Text("若供给方续期则符合", "would fit if the offer were renewed")
        return Check("deadline", Fit.BROKEN, asked, _until(until), change)
    return Check("deadline", Fit.FITS, asked, _until(until))


def _trl(request: Record, offer: Record) -> Check:
    if request.trl is None or offer.trl is None:
        return Check("trl", Fit.NOT_STATED, _level(request.trl, least=True), _level(offer.trl))
    asked, offered = _level(request.trl, least=True), _level(offer.trl)
    if offer.trl >= request.trl:
        return Check("trl", Fit.FITS, asked, offered)
    fit = Fit.NEAR if request.trl - offer.trl <= NEAR_TRL else Fit.BROKEN
    change = Text(f"若接受TRL {offer.trl}则符合", f"would fit if TRL {offer.trl} were accepted")
    return Check("trl", fit, asked, offered, change)


def _scale(request: Record, offer: Record) -> Check:
    asked, offered = _stated(request.scale), _stated(offer.scale)
    if request.scale is None or offer.scale is None:
        return Check("scale", Fit.NOT_STATED, asked, offered)
    factor = distance(request.scale, offer.scale)
    if factor is None:
        factor = distance_of_water(request, offer)
    if factor is None:
        return Check("scale", Fit.NOT_COMPARABLE, asked, offered)
    if factor <= 1:
        return Check("scale", Fit.FITS, asked, offered)
    change = Text(
        f"若对方能做到{request.scale}则符合", f"would fit if {request.scale} could be delivered"
    )
    return Check("scale", Fit.NEAR if factor <= NEAR_SCALE else Fit.BROKEN, asked, offered, change)


def _cooperation(request: Record, offer: Record) -> Check:
    asked, offered = _forms(request.cooperation_types), _forms(offer.cooperation_types)
    if not request.cooperation_types or not offer.cooperation_types:
        return Check("cooperation", Fit.NOT_STATED, asked, offered)
    if set(request.cooperation_types) & set(offer.cooperation_types):
        return Check("cooperation", Fit.FITS, asked, offered)
    change = Text("若接受{forms}则符合", "would fit if {forms} were accepted").format(forms=offered)
    return Check("cooperation", Fit.NEAR, asked, offered, change)


@lru_cache(maxsize=4096)
def _places(codes: tuple[str, ...]) -> Text:
    return _listed(codes, region_name)


@lru_cache(maxsize=4096)
def _forms(kinds: tuple[str, ...]) -> Text:
    return _listed(kinds, lambda kind: COOPERATION.get(kind, same(kind)))


def _listed(items: Iterable[str], name: Callable[[str], Text]) -> Text:
    names = [name(item) for item in items]
    if not names:
        return NOT_STATED
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))


@lru_cache(maxsize=4096)
def _until(day: date | None) -> Text:
    if day is None:
        return Text("不限期", "open")
    return Text(f"至{day.isoformat()}", f"until {day.isoformat()}")


@lru_cache(maxsize=4096)
def _level(trl: int | None, *, least: bool = False) -> Text:
    if trl is None:
        return NOT_STATED
    open_above = least and trl < HIGHEST_TRL
    return Text(f"TRL {trl}{'及以上' * open_above}", f"TRL {trl}{' or more' * open_above}")


@lru_cache(maxsize=4096)
def _stated(scale: object) -> Text:
    return NOT_STATED if scale is None else same(str(scale))
