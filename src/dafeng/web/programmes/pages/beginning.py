"""How does a place begin its case? A form, filled in as far as the reference tables go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dafeng import reference
from dafeng.language import Text, same
from dafeng.programme import Kind, RefusedError
from dafeng.programme.people import body_name, home_province
from dafeng.web.access import open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.programmes import scope
from dafeng.web.programmes.access import BEGINS
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.forms import Field, Option, filled
from dafeng.web.programmes.runs import Standing

_KIND: Final = Text("{kind}：{level}", "{kind}: {level}")
_PLACE: Final = Text("地方", "place")
_LEVEL: Final = Text("类型与层级", "kind and level")
_NAME_ZH: Final = Text("正式名称（中文）", "official name in Chinese")
_NAME_EN: Final = Text("正式名称（英文）", "official name in English")
_BODY: Final = Text("推荐单位", "recommending body")
_HOSTS: Final = Text("所在行政区代码", "codes of the divisions in which it lies")
_SIX: Final = Text("六位代码，用空格分开", "six digits each, apart by spaces")
_SUBJECTS: Final = Text("方案主题", "subjects of the plan")
_WORDS: Final = Text(
    "用空格分开，例如 industry energy；用于分派专家",
    "apart by spaces, industry energy for instance; experts are chosen by them",
)


@open_to(BEGINS)
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask what the place is, and begin its case."""
    found = scope.open_batch(request.user, slug)
    places = scope.places_to_begin(found, request.user)
    asked = tuple(_fields(found, places))
    faults: tuple[Any, ...] = ()
    if request.method == "POST":
        values = {f.name: request.POST.get(f.name, "").strip() for f in asked}
        try:
            applicant = _applicant(values)
            act(
                request.user.person,
                found.row,
                Kind.BEGIN,
                case=values["place"],
                content={"applicant": applicant},
            )
        except RefusedError as error:
            faults, asked = error.faults, filled(asked, values)
        else:
            return redirect("case", slug, values["place"])
    context = {"at": found, "fields": asked, "faults": faults}
    return render(request, "programmes/begin.html", context, status=422 if faults else 200)


def _applicant(values: dict[str, str]) -> dict[str, Any]:
    kind, _, level = values["level"].partition(".")
    return {
        "id": values["place"],
        "kind": kind,
        "level": level,
        **{k: values[k] for k in ("name_zh", "name_en", "province")},
        "hosts": values["hosts"].split(),
        "subjects": values["subjects"].split(),
    }


def _fields(found: Standing, places: list[str]) -> Iterator[Field]:
    programme, first = found.programme, places[0]
    zh, en, hosts, level = _known(first)
    home = home_province(first)
    levels = tuple(_levels(found))
    chosen = next((o.value for o in levels if o.value.endswith(f".{level}")), "")
    own = tuple(Option(p, _titled(p)) for p in places)
    bodies = [b for b in dict.fromkeys((home, *programme.bodies)) if b]
    named = tuple(Option(b, body_name(programme, b)) for b in bodies)
    yield Field("place", "choice", _PLACE, options=own, value=first)
    yield Field("level", "choice", _LEVEL, options=levels, value=chosen)
    yield Field("name_zh", "text", _NAME_ZH, value=zh)
    yield Field("name_en", "text", _NAME_EN, value=en)
    yield Field("province", "choice", _BODY, options=named, value=home)
    yield Field("hosts", "text", _HOSTS, _SIX, value=hosts)
    yield Field("subjects", "text", _SUBJECTS, _WORDS, required=False)


def _levels(found: Standing) -> Iterator[Option]:
    for name, kind in found.programme.eligibility.items():
        for level, title in kind.levels.items():
            yield Option(f"{name}.{level}", _KIND.format(kind=kind.title, level=title))


def _known(place: str) -> tuple[str, str, str, str]:
    """Return what the reference tables know of a place: names, hosts, level."""
    division = reference.divisions().get(place)
    if division is not None:
        return division.name.zh, division.name.en, place, division.level
    pilot = next((p for p in reference.pilots() if p.id == place), None)
    if pilot is not None:
        return pilot.name.zh, pilot.name.en, " ".join(pilot.hosts), "national"
    return "", "", "", ""


def _titled(place: str) -> Text:
    zh, en, _hosts, _level = _known(place)
    return Text(f"{zh} {place}", f"{en} {place}") if zh else same(place)
