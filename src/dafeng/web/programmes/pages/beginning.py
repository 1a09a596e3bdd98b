"""How does a place begin its case, or put it right? A form, filled in as far as tables go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dafeng.language import Text, same
from dafeng.programme import Kind, RefusedError, Scope
from dafeng.programme.admission import fits_level
from dafeng.programme.people import body_name, home_province
from dafeng.reference import Division, Pilot, divisions
from dafeng.reference.own_places import is_code
from dafeng.web.access import open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.frame.speech import say
from dafeng.web.programmes import scope
from dafeng.web.programmes.access import BEGINS
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.forms import Field, Option, filled, provinces
from dafeng.web.programmes.places import known_place, place_name
from dafeng.web.programmes.runs import Standing
from dafeng.web.programmes.subjects import SUBJECTS, subject_words

_KIND: Final = Text("{kind}：{level}", "{kind}: {level}")
_LEVEL: Final = Text("类型与层级", "kind and level")
_NAME_ZH: Final = Text("正式名称（中文）", "official name in Chinese")
_NAME_EN: Final = Text("正式名称（英文）", "official name in English")
_BODY: Final = Text("推荐单位", "recommending body")
_CHOOSE: Final = Text("请先选择地方", "choose a place first")
_BEGUN: Final = Text("申报已新建；回执第 {number} 号", "the case is begun; receipt {number}")
_RIGHT: Final = Text("基本信息已更正；回执第 {number} 号", "put right; receipt {number}")
_COUNTRY: Final = Text("所属国家或省（代码）", "country or province (its code)")
_TWO_LETTERS: Final = Text(
    "国家填两个大写字母，如 DE；省填六位代码",
    "a country by two capital letters, such as DE; a province by six digits",
)
_HOSTS: Final = Text("所在行政区代码", "codes of the divisions in which it lies")
_SIX: Final = Text("六位代码，用空格分开", "six digits each, apart by spaces")
_SUBJECTS: Final = Text("方案主题", "subjects of the plan")
_WORDS: Final = Text(
    "用空格分开，例如：工业 能源；用于分派专家",
    "apart by spaces, industry energy for instance; experts are chosen by them",
)


@open_to(BEGINS)
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask what the place is, and begin its case; or put right what a draft says of it."""
    found = scope.open_batch(request.user, slug)
    places = scope.places_to_begin(found, request.user)
    sent = request.POST if request.method == "POST" else request.GET
    place = str(sent.get("place", "")).strip() or (places[0] if len(places) == 1 else "")
    if place and place not in places:
        raise Http404
    if not place:
        if request.method == "POST":
            messages.error(request, say(_CHOOSE))
        choices = [(p, place_name(p)) for p in places]
        return render(request, "programmes/begin.html", {"at": found, "choices": choices})
    return _one(request, found, place)


def _one(request: SignedInRequest, found: Standing, place: str) -> HttpResponse:
    asked = tuple(_fields(found, place))
    old = found.run.cases.get(place)
    faults: tuple[Any, ...] = ()
    if request.method == "POST":
        values = {f.name: request.POST.get(f.name, "").strip() for f in asked}
        content = {"applicant": _applicant(found, place, values)}
        try:
            receipt = act(request.user.person, found.row, Kind.BEGIN, case=place, content=content)
        except RefusedError as error:
            faults, asked = error.faults, filled(asked, values)
        else:
            told = (_RIGHT if old else _BEGUN).format(number=receipt.entry.number)
            messages.success(request, say(told))
            return redirect("case", found.slug, place)
    context = {
        "at": found, "place": place, "name": place_name(place), "again": old is not None,
        "fields": asked, "faults": faults,
    }  # fmt: skip
    return render(request, "programmes/begin.html", context, status=422 if faults else 200)


def _applicant(found: Standing, place: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form says of a place; the tables name those that they know."""
    kind, _, level = values["level"].partition(".")
    known, old = known_place(place), found.run.cases.get(place)
    return {
        "id": place,
        "kind": kind,
        "level": level,
        "name_zh": known.name.zh if known else values["name_zh"],
        "name_en": known.name.en if known else values["name_en"],
        "province": values["province"],
        "hosts": list(_hosts(known)) if known else values["hosts"].split(),
        "subjects": subject_words(values["subjects"]),
        "consultants": list(old.applicant.consultants) if old else [],
    }


def _fields(found: Standing, place: str) -> Iterator[Field]:
    known, old = known_place(place), found.run.cases.get(place)
    levels = tuple(_levels(found, place))
    chosen = levels[0].value if len(levels) == 1 else _likely(place, levels)
    bodies = tuple(_bodies(found, place)) if _by_bodies(found) or home_province(place) else ()
    body = bodies[0].value if home_province(place) or len(bodies) == 1 else ""
    applicant = old.applicant if old else None
    if applicant is not None:
        chosen, body = f"{applicant.kind}.{applicant.level}", applicant.province
    yield Field("level", "choice", _LEVEL, options=levels, value=chosen)
    if known is None:
        zh, en = (applicant.name.zh, applicant.name.en) if applicant else ("", "")
        hosts = " ".join(applicant.hosts) if applicant else (place if is_code(place) else "")
        yield Field("name_zh", "text", _NAME_ZH, value=zh)
        yield Field("name_en", "text", _NAME_EN, value=en)
        yield Field("hosts", "text", _HOSTS, _SIX, required=_by_bodies(found), value=hosts)
    if bodies:
        yield Field("province", "choice", _BODY, options=bodies, value=body)
    else:
        yield Field("province", "text", _COUNTRY, _TWO_LETTERS, value=body)
    held = [SUBJECTS.get(w, same(w)) for w in applicant.subjects] if applicant else []
    subjects = " ".join(map(say, held))
    yield Field("subjects", "text", _SUBJECTS, _WORDS, required=False, value=subjects)


def _likely(place: str, levels: Sequence[Option]) -> str:
    """Return the kind and level that the tables know of a place; "" where they know none."""
    division = divisions().get(place)
    level = division.level if division else "national" if known_place(place) else ""
    return next((o.value for o in levels if level and o.value.endswith(f".{level}")), "")


def _levels(found: Standing, place: str) -> Iterator[Option]:
    """Yield the kinds and levels that fit the id of a place."""
    for name, kind in found.programme.eligibility.items():
        for level, title in kind.levels.items():
            if fits_level(place, level):
                yield Option(f"{name}.{level}", _KIND.format(kind=kind.title, level=title))


def _bodies(found: Standing, place: str) -> Iterator[Option]:
    """Yield the bodies that can recommend a place: its own province, those of the programme."""
    programme, home = found.programme, home_province(place)
    codes = [home] if home else provinces()
    for body in dict.fromkeys((*codes, *programme.bodies)):
        yield Option(body, body_name(programme, body))


def _by_bodies(found: Standing) -> bool:
    """Say whether provinces act in a programme; where none does, its country is asked instead."""
    return any(role.scope is Scope.PROVINCE for role in found.programme.roles.values())


def _hosts(known: Pilot | Division) -> tuple[str, ...]:
    return tuple(known.hosts) if isinstance(known, Pilot) else (known.code,)
