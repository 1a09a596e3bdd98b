"""Where does a project say that it lies, and can it lie there?"""

from __future__ import annotations

from math import cos, hypot, radians
from typing import Final

from dafeng import reference
from dafeng.errors import UnknownNameError
from dafeng.language import Text, number

#: One degree of latitude [km].
KM_PER_DEGREE: Final = 111.2
#: Where China lies [degrees].
_EAST: Final = (73.0, 136.0)
_NORTH: Final = (3.0, 54.0)
#: Distance from the seat of a city beyond which no part of it lies [km]: the largest are as wide.
_FAR: Final = 600.0


def degrees(east: str, north: str) -> tuple[float, float] | None:
    """Return degrees east and north; None if they cannot be read or do not lie in China.

    Parameters
    ----------
    east, north
        As entered, in decimal degrees.
    """
    try:
        found = float(east), float(north)
    except ValueError:
        return None
    return found if _in_china(*found) else None


def misplaced(east: str, north: str, code: str) -> tuple[str, Text] | None:
    """Return which column of coordinates is wrong, and why; None if both can be right.

    Parameters
    ----------
    east, north
        As entered; one of them may be blank.
    code
        Of the place; "" if it is not known.
    """
    for column, text in (("longitude", east), ("latitude", north)):
        if not text:
            return column, Text("只有一半", "are only one half")
        try:
            float(text)
        except ValueError:
            return column, Text("不能识别", "cannot be read")
    here = float(east), float(north)
    if _in_china(*here):
        return _far(here, code)
    if _in_china(here[1], here[0]):
        return "longitude", Text("经纬度写反了", "are swapped")
    first = "longitude" if not _EAST[0] <= here[0] <= _EAST[1] else "latitude"
    return first, Text("不在中国境内", "do not lie in China")


def _in_china(east: float, north: float) -> bool:
    return _EAST[0] <= east <= _EAST[1] and _NORTH[0] <= north <= _NORTH[1]


def _far(here: tuple[float, float], code: str) -> tuple[str, Text] | None:
    """Say that a project lies too far from its city; a province has no such distance."""
    try:
        place = reference.division(code) if code else None
    except UnknownNameError:
        return None
    if place is None or place.level == "province" or place.longitude is None:
        return None
    wide = cos(radians(here[1])) * (here[0] - place.longitude)
    away = KM_PER_DEGREE * hypot(wide, here[1] - place.latitude)
    if away <= _FAR:
        return None
    told = number(away, 0)
    return "longitude", Text(
        f"离{place.short_name.zh} {told} 公里", f"lie {told} km from {place.short_name.en}"
    )
