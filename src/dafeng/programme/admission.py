"""Is a place what it says it is? Its id, level, hosts, recommending body and names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from dafeng import reference
from dafeng.errors import Fault
from dafeng.language import Text
from dafeng.programme.definition import Programme
from dafeng.programme.people import Applicant, body_name, home_province
from dafeng.programme.turn import Turn
from dafeng.reference.own_places import is_code, is_district, is_id, is_municipality, known_host

#: Longest official name [characters].
LONGEST_NAME: Final = 120
#: Characters of markup: no official name has any.
_MARKUP: Final = frozenset("<>{}`\\")
#: Most divisions in which one place lies.
_MOST_HOSTS: Final = 20

#: Levels of applicants that the table of divisions can tell, each with that of the division.
LEVELS: Final = {
    "prefecture": "prefecture",
    "sub_provincial": "prefecture",
    "municipality": "province",
}
#: Levels of places that have an id of their own: a division's code is none.
_OWN_IDS: Final = frozenset(
    {"national", "provincial", "cross_province", "cross_prefecture"}
    | {"member_state", "associated"}  # of other countries, where a code of ours names nothing
)
_DISTRICT: Final = "municipality_district"


def fits_level(place: str, level: str) -> bool:
    """Say whether a place of this id can be of a level, as far as its id tells."""
    if not is_code(place):
        return is_id(place) and level not in {*LEVELS, _DISTRICT}
    if level in _OWN_IDS:
        return False
    if level == _DISTRICT:
        return is_district(place)
    known = reference.divisions().get(place)
    wanted = LEVELS.get(level)
    if wanted is None:
        return bool(known_host(place))
    within = is_municipality(place) or wanted != "province"
    return known is not None and known.level == wanted and within


def admits(programme: Programme, place: str) -> bool:
    """Say whether a place of this id can take part at all: some level that applies fits it."""
    levels = (level for kind in programme.eligibility.values() for level in kind.levels)
    return any(fits_level(place, level) for level in levels)


def description_faults(turn: Turn, applicant: Applicant) -> Iterator[Fault]:
    """Yield every reason why a place is not described as it is."""
    if not fits_level(applicant.id, applicant.level):
        yield turn.refused("described.level", code=applicant.id, level=applicant.level)
    yield from _host_faults(turn, applicant)
    if not is_id(applicant.province):
        yield turn.refused("described.body", body=_shown(applicant.province))
    for name in dict.fromkeys((applicant.name.zh, applicant.name.en)):
        if not is_name(name):
            yield turn.refused("described.name", name=_shown(name), longest=LONGEST_NAME)


def _host_faults(turn: Turn, applicant: Applicant) -> Iterator[Fault]:
    wrong = [h for h in applicant.hosts if is_code(h) and not known_host(h)]
    wrong += [h for h in applicant.hosts if not is_code(h) and not is_id(h)]
    if wrong or len(applicant.hosts) > _MOST_HOSTS:
        yield turn.refused("described.hosts", hosts=_shown(", ".join(wrong) or "…"))
        return
    home = home_province(applicant.id)
    fitting = {home} if home else {h[:2] + "0000" for h in applicant.hosts if is_code(h)}
    if fitting and applicant.province not in {*fitting, *turn.programme.bodies}:
        named = [body_name(turn.programme, p) for p in sorted(fitting)]
        home_text = Text("、".join(t.zh for t in named), ", ".join(t.en for t in named))
        yield turn.refused("eligible.home", home=home_text)


def is_name(text: str) -> bool:
    """Say whether a text can be an official name: one line, not long, no markup, nothing unseen."""
    unseen = any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for c in text)
    return 0 < len(text.strip()) <= LONGEST_NAME and not (unseen or _MARKUP & {*text})


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "·" for c in text[:60]) + ("…" if text[60:] else "")
