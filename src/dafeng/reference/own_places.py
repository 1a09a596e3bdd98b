"""Which places describe themselves? Parks and zones under an own id, districts, places abroad."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from dafeng.language import Text
from dafeng.reference.divisions import Pilot, division, divisions

_CODE: Final = re.compile(r"\d{6}", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
#: Two-letter codes of what the tables hold by divisions.
_AT_HOME: Final = ("CN", "HK", "MO", "TW")
_ID: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9])?", re.ASCII)
#: The four municipalities, whose districts stand in no table of prefectures.
_MUNICIPALITIES: Final = ("11", "12", "31", "50")


def is_code(place: str) -> bool:
    """Say whether an id is made like the code of a division, of six digits."""
    return _CODE.fullmatch(place) is not None


def is_id(place: str) -> bool:
    """Say whether a text can be the id of a place at all."""
    return _ID.fullmatch(place) is not None


def is_country(code: str) -> bool:
    """Say whether a text is made like the code of another country, of two capital letters."""
    return _COUNTRY.fullmatch(code) is not None and code not in _AT_HOME


def is_municipality(code: str) -> bool:
    """Say whether a division lies in one of the four municipalities, or is one."""
    return is_code(code) and code[:2] in _MUNICIPALITIES


def is_district(code: str) -> bool:
    """Say whether a code is that of a district or county of a municipality."""
    return is_municipality(code) and code[2:4] in ("01", "02") and code[4:] != "00"


def is_own_id(place: str) -> bool:
    """Say whether a place that no table knows may describe itself under this id.

    A code of six digits is no such id unless it is that of a district of a municipality: a slip in
    a code must not make a place.
    """
    return is_district(place) or (is_id(place) and not place.isdigit())


def known_host(code: str) -> str:
    """Return the division of the tables in which a code lies: itself, or that of its county."""
    above = (code, f"{code[:4]}00", *([f"{code[:2]}0000"] if is_municipality(code) else []))
    return next((c for c in above if is_code(code) and c in divisions()), "")


def place_abroad(place: str, name: Text, kind: Literal["city", "park"], country: str) -> Pilot:
    """Return a place of another country as it describes itself; no division is its host.

    Parameters
    ----------
    place
        Its id.
    name
        Official name.
    kind
        ``city`` or ``park``.
    country
        Code of the country, of two capital letters.
    """
    return Pilot(place, 0, kind, name, country, (), country, True, None, "")


def own_place(place: str, name: Text, kind: Literal["city", "park"], hosts: Iterable[str]) -> Pilot:
    """Return a place as it describes itself, in the form of a pilot that is in no batch.

    Parameters
    ----------
    place
        Its id.
    name
        Official name.
    kind
        ``city`` or ``park``.
    hosts
        Codes of the divisions in which it lies, the leading one first.

    Raises
    ------
    UnknownNameError
        If a host is no division.
    """
    found = [division(host) for host in hosts]
    lead = found[0]
    codes = tuple(h.code for h in found)
    return Pilot(place, 0, kind, name, lead.parent or lead.code, codes, lead.code, True, None, "")
