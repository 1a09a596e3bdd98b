"""As what does a place's dossier start? As the tables know it, or as its case or a form says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.language import Text
from dafeng.programme.admission import LONGEST_NAME, is_name
from dafeng.programme.people import Applicant
from dafeng.reference import Pilot, is_country, is_own_id, known_host, own_place, place_abroad
from dafeng.web.programmes.places import applicant_of, known_place

#: Kinds of applicants that are areas as cities are; all others are parts of one, as parks are.
_CITIES: Final = ("city", "area")


def suggested(place: str) -> dict[str, str]:
    """Return what the form of a place that no table knows is filled in with."""
    applicant = applicant_of(place)
    if applicant is None:
        return {"hosts": known_host(place)}
    abroad = is_country(applicant.province)
    return {
        "name_zh": applicant.name.zh,
        "name_en": applicant.name.en,
        "hosts": applicant.province if abroad else " ".join(_hosts(applicant)),
        "kind": "city" if applicant.kind in _CITIES else "park",
    }


def described(place: str, given: Mapping[str, Any]) -> str | Pilot:
    """Return the place for which a dossier starts.

    Parameters
    ----------
    place
        Its id.
    given
        What a form says of it, where no table knows it: both names, kind, the divisions in which
        it lies or the country.

    Raises
    ------
    InputError
        If the form does not say what it must; all faults are listed.
    """
    if known_place(place) is not None:
        return place
    said = {k: str(given.get(k, "")).strip() for k in ("name_zh", "name_en", "hosts", "kind")}
    hosts = said["hosts"].replace("、", " ").replace(",", " ").replace("，", " ").split()
    faults = [_fault(k, _NO_NAME, _NAME) for k in ("name_zh", "name_en") if not is_name(said[k])]
    abroad = len(hosts) == 1 and is_country(hosts[0])
    if not abroad and (not hosts or any(not known_host(h) for h in hosts)):
        faults.append(_fault("hosts", _NO_HOSTS, _HOSTS))
    if not is_own_id(place):
        faults.append(_fault("place", _NO_ID, _ID))
    if faults:
        raise InputError(faults)
    kind: Literal["city", "park"] = "city" if said["kind"] == "city" else "park"
    name = Text(said["name_zh"], said["name_en"])
    if abroad:
        return place_abroad(place, name, kind, hosts[0])
    return own_place(place, name, kind, dict.fromkeys(known_host(h) for h in hosts))


def _hosts(applicant: Applicant) -> list[str]:
    stated = applicant.hosts or (applicant.province,)
    return [h for h in dict.fromkeys(map(known_host, stated)) if h]


def _fault(field: str, message: Text, remedy: Text) -> Fault:
    return Fault(f"site.start.{field}", Severity.ERROR, Place(field=field), message, remedy)


_NO_NAME: Final = Text(
    "正式名称没有填写或不能使用", "the official name is missing or cannot be one"
)
_NAME: Final = Text(
    f"中英文各一行，最多 {LONGEST_NAME} 字",
    f"one line in each language, {LONGEST_NAME} characters at most",
)
_NO_HOSTS: Final = Text("没有写明所在行政区", "the divisions in which it lies are not stated")
_HOSTS: Final = Text(
    "填六位行政区划代码，主要所在地在前；境外地方填国家的两个大写字母",
    "enter codes of divisions, six digits each, the leading one first; of a place abroad the two"
    " capital letters of its country",
)
_NO_ID: Final = Text("这个代码不是任何行政区划", "this code is that of no division")
_ID: Final = Text(
    "请授予角色的人改用正确的代码；园区用自己的编号",
    "let whoever gave the role use the right code; parks have an id of their own",
)
