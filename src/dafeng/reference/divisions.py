"""Which division or pilot does a code or a name mean?"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, Literal

from dafeng.errors import UnknownNameError
from dafeng.language import Text
from dafeng.reference.catalogue import rows, unknown

Level = Literal["province", "prefecture"]


@dataclass(frozen=True, slots=True)
class Division:
    """A province or prefecture-level division of China.

    Parameters
    ----------
    code
        Six-digit code of GB/T 2260 as text.
    name, short_name
        Official name; short Chinese name with the plain English one.
    level
        ``province`` (municipalities too) or ``prefecture``.
    parent
        Code of the province; "" for a province.
    valid_from, valid_to
        First year of this status and the year in which it ended (from memory); None where open
        or not recorded.
    longitude, latitude
        A point inside [degrees].
    """

    code: str
    name: Text
    short_name: Text
    level: Level
    parent: str
    valid_from: int | None
    valid_to: int | None
    longitude: float
    latitude: float

    @property
    def kind(self) -> Literal["city", "province"]:
        """Return the kind of place that it is; a municipality is a province."""
        return "province" if self.level == "province" else "city"


@dataclass(frozen=True, slots=True)
class Pilot:
    """A city or park of the national carbon-peaking pilot programme.

    Parameters
    ----------
    id
        Division code of a city; own id of a park.
    batch
        Batch in which it was named.
    kind
        ``city`` or ``park``.
    name
        Official name.
    province
        Code of the province.
    hosts
        Codes of the prefectures in which it lies, the leading one first.
    seat
        Code of the division of its seat (may be a district).
    attested
        Whether the name was found in a source; if not, it is from memory.
    note
        Remark on name or boundary.
    source
        Id of the source.
    """

    id: str
    batch: int
    kind: Literal["city", "park"]
    name: Text
    province: str
    hosts: tuple[str, ...]
    seat: str
    attested: bool
    note: Text | None
    source: str


@lru_cache(maxsize=1)
def divisions() -> dict[str, Division]:
    """Return all divisions by code."""
    return {r["code"]: _division(r) for r in rows("divisions")}


def _division(row: dict[str, str]) -> Division:
    return Division(
        row["code"],
        Text(row["zh"], row["en"]),
        Text(row["zh_short"], row["en"]),
        "province" if row["level"] == "province" else "prefecture",
        row["parent"],
        int(row["valid_from"]) if row["valid_from"] else None,
        int(row["valid_to"]) if row["valid_to"] else None,
        float(row["longitude"]),
        float(row["latitude"]),
    )


def division(code: str) -> Division:
    """Return the division with a code.

    Raises
    ------
    UnknownNameError
        If no province or prefecture has this code.
    """
    found = divisions().get(code)
    if found is None:
        near = [c for c in divisions() if c[:2] == code[:2]] or list(divisions())[:31]
        raise unknown("行政区划代码", "division code", code, near)
    return found


@lru_cache(maxsize=1)
def pilots() -> tuple[Pilot, ...]:
    """Return all pilots in the order of the official list, cities first."""
    return tuple(_pilot(r) for r in rows("pilots"))


def _pilot(row: dict[str, str]) -> Pilot:
    note = Text(row["note_zh"], row["note_en"]) if row["note_zh"] else None
    return Pilot(
        row["id"],
        int(row["batch"]),
        "city" if row["kind"] == "city" else "park",
        Text(row["zh"], row["en"]),
        row["province"],
        tuple(row["hosts"].split()),
        row["seat"],
        row["attested"] == "yes",
        note,
        row["source"],
    )


def pilot(identifier: str) -> Pilot:
    """Return the pilot with an id.

    Raises
    ------
    UnknownNameError
        If no pilot has this id.
    """
    found = next((p for p in pilots() if p.id == identifier), None)
    if found is None:
        raise unknown("试点", "pilot", identifier, [p.id for p in pilots()])
    return found


#: How alike two names are that one may be a slip for the other (one of two characters).
_ALIKE: Final = 0.5


def find_place(text: str | int) -> Division | Pilot:
    """Return what a code or a name in either language means.

    A city pilot is found as a pilot; another prefecture or a province as a division.

    Raises
    ------
    UnknownNameError
        If nothing or more than one thing has this name; the candidates are listed.
    """
    text = str(text)
    key = _key(text)
    found = dict.fromkeys(_index().get(key, ()))
    if len(found) == 1:
        return _place(next(iter(found)))
    if found:
        raise _ambiguous(text, [_place(i) for i in found])
    alike = get_close_matches(key, _index(), n=10, cutoff=_ALIKE)
    near = [i for name, ids in _index().items() if key and key in name for i in ids]
    near += [i for name in alike for i in _index()[name]]
    raise _not_found(text, [_place(i) for i in dict.fromkeys(near)])


def _place(identifier: str) -> Division | Pilot:
    chosen = next((p for p in pilots() if p.id == identifier), None)
    return chosen or division(identifier)


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for d in divisions().values():
        for name in _division_names(d):
            index.setdefault(_key(name), []).append(d.code)
    for p in pilots():
        names = {p.id, p.name.zh, p.name.en} | _park_names(p)
        for name in names:
            entries = index.setdefault(_key(name), [])
            if p.id not in entries:
                entries.append(p.id)
    for r in rows("place_synonyms"):
        index.setdefault(_key(r["text"]), []).append(r["id"])
    return {name: tuple(_current(ids)) for name, ids in index.items()}


def _division_names(place: Division) -> set[str]:
    names = {place.code, place.name.zh, place.short_name.zh, place.name.en}
    plain = place.name.en
    for ending in (" Prefecture", " League", " County", " Autonomous"):
        plain = plain.removesuffix(ending)
    names |= {plain, f"{plain} City", f"{plain} Shi"}
    parent = divisions().get(place.parent)
    if parent is not None:
        names |= {
            f"{plain}, {parent.name.en}",
            f"{plain} ({parent.name.en})",
            f"{parent.name.zh}{place.name.zh}",
            f"{parent.short_name.zh}{place.short_name.zh}",
            f"{parent.short_name.zh}{place.name.zh}",
        }
    return names


def _park_names(place: Pilot) -> set[str]:
    if place.kind == "city":
        return set()
    zh, en = place.name.zh, place.name.en
    for long, brief in (
        ("高新技术产业开发区", "高新区"),
        ("经济技术开发区", "经开区"),
    ):
        zh = zh.replace(long, brief)
    for long, brief in (
        ("High-tech Industrial Development Zone", "HTZ"),
        ("Economic and Technological Development Zone", "ETDZ"),
    ):
        en = en.replace(long, brief)
    return {zh, en}


def _current(ids: list[str]) -> list[str]:
    """Leave out divisions that have ended where a living one has the same name."""
    unique = list(dict.fromkeys(ids))
    living = [i for i in unique if i not in divisions() or divisions()[i].valid_to is None]
    return living or unique


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    return "".join(c for c in plain if c.isalnum())


def _described(place: Division | Pilot) -> Text:
    if isinstance(place, Pilot):
        identifier, name, parent = place.id, place.name, place.province
    else:
        identifier, name, parent = place.code, place.name, place.parent
    above = divisions()[parent].name if parent else Text("省级", "province")
    return Text(f"{identifier} {name.zh}（{above.zh}）", f"{identifier} {name.en} ({above.en})")


def _ambiguous(text: str, places: list[Division | Pilot]) -> UnknownNameError:
    listed = [_described(p) for p in places]
    return UnknownNameError(
        Text(
            f"“{text}”有多个：{'、'.join(t.zh for t in listed)}；请用代码",
            f"{text!r} may be {'; '.join(t.en for t in listed)}: use the code",
        )
    )


def _not_found(text: str, places: list[Division | Pilot]) -> UnknownNameError:
    listed = [_described(p) for p in places[:10]]
    if not listed:
        return UnknownNameError(
            Text(f"没有名为“{text}”的地区或试点", f"no place or pilot is named {text!r}")
        )
    return UnknownNameError(
        Text(
            f"没有名为“{text}”的地区或试点；相近：{'、'.join(t.zh for t in listed)}",
            f"no place or pilot is named {text!r}; near: {'; '.join(t.en for t in listed)}",
        )
    )
