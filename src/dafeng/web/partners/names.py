"""What are organisations called, and which of them does the site know?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dafeng.language import Text
from dafeng.reference import divisions
from dafeng.web.accounts.models import Organisation, User


def names_of(codes: Iterable[str]) -> Mapping[str, Text]:
    """Return the names of organisations by their ids."""
    found = Organisation.objects.filter(code__in={code for code in codes if code})
    return {one.code: one.name for one in found}


def people_of(persons: Iterable[str]) -> Mapping[str, str]:
    """Return the names of people by the ids under which they stand in the record."""
    found = User.objects.filter(person__in={one for one in persons if one})
    return {one.person: str(one) for one in found}


def known_as(code: str) -> list[str]:
    """Return all names by which an organisation would be known: its own, and its place's."""
    names = [word for text in names_of([code]).values() for word in (text.zh, text.en)]
    place = divisions().get(code)
    if place is not None:
        names += [place.name.zh, place.short_name.zh, place.name.en]
    return [name for name in dict.fromkeys(names) if name]


def strangers(codes: Iterable[str]) -> list[str]:
    """Return the ids that no organisation of the site has."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    known = names_of(wanted)
    return [code for code in wanted if code not in known]
