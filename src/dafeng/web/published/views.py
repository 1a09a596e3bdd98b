"""Pages that everybody may read; every query here goes to the published store."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dafeng import reference
from dafeng.web.access import EVERYBODY, open_to
from dafeng.web.frame.charts import chart
from dafeng.web.published import outlook, plate, search
from dafeng.web.published.editions import as_published
from dafeng.web.published.explaining import explained
from dafeng.web.published.history import past
from dafeng.web.published.models import Draft, Place, PublishedFile


@open_to(EVERYBODY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the site is, and the pilots on a map."""
    return render(request, "published/home.html", as_published(_counted))


def _counted() -> dict[str, Any]:
    places = list(Place.objects.all())
    return {
        "cities": sum(p.kind == "city" for p in places),
        "parks": sum(p.kind == "park" for p in places),
        "provinces": len({p.province for p in places}),
        **_map(places),
    }


@open_to(EVERYBODY)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List the places by province, and on the map; never by any result."""
    kind, province = request.GET.get("kind", ""), request.GET.get("province", "")
    return render(request, "published/places.html", as_published(_listed, kind, province))


def _listed(kind: str, province: str) -> dict[str, Any]:
    every = Place.objects.annotate(issued=Count("plans", distinct=True)).prefetch_related(
        "participations"
    )
    shown = [p for p in every if kind in ("", p.kind) and province in ("", p.province)]
    provinces = {p.province: p.province_name for p in every}
    context = {"places": shown, "provinces": provinces, "kind": kind, "province": province}
    return {**context, **_map(shown)}


def _map(shown: Sequence[Place]) -> dict[str, object]:
    return {
        "points": plate.points(shown),
        "graticule": plate.graticule(),
        "width": plate.WIDTH,
        "height": round(plate.HEIGHT),
    }


@open_to(EVERYBODY)
@require_safe
def place(request: HttpRequest, place: str) -> HttpResponse:
    """Show what is published about a place."""
    return render(request, "published/place.html", as_published(_about, place))


def _about(place: str) -> dict[str, Any]:
    found = get_object_or_404(Place, id=place)
    hosts = found.hosts.split() or [found.id]
    known = past(hosts[0])
    plans = [
        {
            "plan": plan,
            "peaks": list(outlook.peaks(plan.results)),
            "files": list(plan.files.defer("content")),
        }
        for plan in found.plans.all()
    ]
    divisions = reference.divisions()
    return {
        "place": found,
        "parts": list(found.participations.all()),
        "hosts": [divisions[h].name for h in hosts if h in divisions and h != found.id],
        "past": known,
        "chart": partial(chart, known.figure) if known else "",
        "plans": plans,
        "drafts": list(found.drafts.defer("content")),
    }


@open_to(EVERYBODY)
@require_safe
def file(request: HttpRequest, place: str, number: int) -> FileResponse:
    """Hand out a public file of an issued plan."""
    del request
    found = PublishedFile.objects.filter(pk=number, plan__place_id=place).first()
    if found is None:
        raise Http404
    return FileResponse(io.BytesIO(bytes(found.content)), as_attachment=True, filename=found.name)


@open_to(EVERYBODY)
@require_safe
def draft(request: HttpRequest, place: str, number: int) -> FileResponse:
    """Hand out a file that a place has put out for comment."""
    del request
    found = get_object_or_404(Draft, pk=number, place_id=place)
    return FileResponse(io.BytesIO(bytes(found.content)), as_attachment=True, filename=found.name)


@open_to(EVERYBODY)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Search what is published."""
    question = request.GET.get("q", "")[:200]
    return render(request, "published/search.html", as_published(_hits, question))


def _hits(question: str) -> dict[str, Any]:
    return {"question": question, "hits": search.found(question)}


@open_to(EVERYBODY)
@require_safe
def how(request: HttpRequest, name: str = "") -> HttpResponse:
    """Explain how a programme works: stages, clocks, who decides, on what each rule rests."""
    from dafeng.programme import shipped

    if name and name not in shipped():
        raise Http404
    return render(request, "published/how.html", explained(name or "cn-carbon-peaking-2023"))
