"""Where do the places lie? A plain map: points over a graticule, no boundaries."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dafeng.language import Text
from dafeng.web.published.models import Place

WEST, EAST, SOUTH, NORTH = 73.0, 135.0, 17.0, 54.0
WIDTH: Final = 960.0
#: Parallel whose scale is true.
_TRUE: Final = math.radians(35)
HEIGHT: Final = WIDTH * (NORTH - SOUTH) / ((EAST - WEST) * math.cos(_TRUE))


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map; several in one spot are one point.

    Parameters
    ----------
    across, down
        Where [px].
    places
        Which.
    """

    across: float
    down: float
    places: tuple[Place, ...]

    @property
    def radius(self) -> float:
        """Return the radius of the mark [px], its area in proportion to the places."""
        return 6 * math.sqrt(len(self.places))

    @property
    def is_park(self) -> bool:
        """Say whether only parks lie there."""
        return all(place.kind == "park" for place in self.places)

    @property
    def title(self) -> Text:
        """Return the names."""
        return Text(
            "、".join(p.name_zh for p in self.places), ", ".join(p.name_en for p in self.places)
        )


def across(longitude: float) -> float:
    """Return the distance from the western edge [px] (equirectangular)."""
    return (longitude - WEST) / (EAST - WEST) * WIDTH


def down(latitude: float) -> float:
    """Return the distance from the northern edge [px]."""
    return (NORTH - latitude) / (NORTH - SOUTH) * HEIGHT


def points(places: Iterable[Place]) -> list[Point]:
    """Return the marks of places that have coordinates, from north to south."""
    spots: dict[tuple[float, float], list[Place]] = {}
    for place in places:
        if place.longitude is not None and place.latitude is not None:
            spots.setdefault((place.longitude, place.latitude), []).append(place)
    return [
        Point(round(across(x), 1), round(down(y), 1), tuple(found))
        for (x, y), found in sorted(spots.items(), key=lambda spot: -spot[0][1])
    ]


def graticule() -> dict[str, list[tuple[int, float]]]:
    """Return every tenth meridian and parallel with its position [px]."""
    return {
        "meridians": [(x, round(across(x), 1)) for x in range(80, 131, 10)],
        "parallels": [(y, round(down(y), 1)) for y in range(20, 51, 10)],
    }
