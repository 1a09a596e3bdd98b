"""The public interface for programs, version 1; it reads the published store alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Schema
from pydantic import TypeAdapter

from dafeng import __version__
from dafeng.web.access import EVERYBODY
from dafeng.web.published import outlook, search
from dafeng.web.published.editions import as_published
from dafeng.web.published.history import past
from dafeng.web.published.models import Place

api = NinjaAPI(
    title="Dafeng",
    version="1",
    description="Places of the pilot programmes and what they have published. No ranking by peak.",
    docs_url=None,
    urls_namespace="api-1",
)


class PlaceOut(Schema):
    """A place."""

    id: str
    kind: str
    name_zh: str
    name_en: str
    province: str
    province_zh: str
    province_en: str
    hosts: list[str]
    longitude: float | None
    latitude: float | None
    attested: bool
    batches: list[str]

    @staticmethod
    def resolve_hosts(place: Place) -> list[str]:
        """Return the codes of the hosts."""
        return place.hosts.split()

    @staticmethod
    def resolve_batches(place: Place) -> list[str]:
        """Return the batches in which it takes part."""
        return [p.batch for p in place.participations.all()]


class SeriesOut(Schema):
    """A published CO2 series of the place's first host [t]."""

    series: str
    years: list[int]
    co2_t: list[float]


class PeakOut(Schema):
    """The peak of one scenario of an issued plan: 5, 50 and 95 % quantiles."""

    scenario_zh: str
    scenario_en: str
    years: list[int | None]
    levels_10kt: list[float | None]
    probability_by_2030: float | None
    probability_none: float


class PlanOut(Schema):
    """An issued plan."""

    snapshot: str
    entry: int
    instant: datetime
    peaks: list[PeakOut]
    projects: list[dict[str, Any]]
    files: list[str]


class FindingOut(Schema):
    """A hit of the search."""

    kind: str
    address: str
    title_zh: str
    title_en: str


@api.get("/places", response=list[PlaceOut])
def list_places(request: HttpRequest, kind: str = "", province: str = "") -> HttpResponse:
    """List the places by province and id."""
    del request
    found = as_published(_places, kind, province)["places"]
    return HttpResponse(found, content_type="application/json; charset=utf-8")


def _places(kind: str, province: str) -> dict[str, Any]:
    found = Place.objects.prefetch_related("participations")
    shown = [p for p in found if kind in ("", p.kind) and province in ("", p.province)]
    return {"places": TypeAdapter(list[PlaceOut]).dump_json([PlaceOut.from_orm(p) for p in shown])}


@api.get("/places/{place}", response=PlaceOut)
def show_place(request: HttpRequest, place: str) -> Place:
    """Return one place."""
    del request
    return get_object_or_404(Place, id=place)


@api.get("/places/{place}/series", response=list[SeriesOut])
def show_series(request: HttpRequest, place: str) -> list[dict[str, Any]]:
    """Return the published series."""
    del request
    found = get_object_or_404(Place, id=place)
    known = past((found.hosts.split() or [found.id])[0])
    return [
        {"series": key, "years": sorted(v), "co2_t": [v[y] for y in sorted(v)]}
        for key, v in (known.series.items() if known else ())
    ]


@api.get("/places/{place}/plans", response=list[PlanOut])
def show_plans(request: HttpRequest, place: str) -> list[dict[str, Any]]:
    """Return the issued plans, the newest first."""
    del request
    found = get_object_or_404(Place, id=place)
    return [
        {
            "snapshot": plan.snapshot,
            "entry": plan.entry,
            "instant": plan.instant,
            "peaks": [
                {
                    "scenario_zh": p.scenario.zh,
                    "scenario_en": p.scenario.en,
                    "years": p.years,
                    "levels_10kt": p.levels,
                    "probability_by_2030": p.by_goal,
                    "probability_none": p.none,
                }
                for p in outlook.peaks(plan.results)
            ],
            "projects": plan.projects,
            "files": [f.name for f in plan.files.defer("content")],
        }
        for plan in found.plans.all()
    ]


@api.get("/search", response=list[FindingOut])
def find(request: HttpRequest, q: str) -> Any:
    """Return what holds every word of the question."""
    del request
    return search.found(q[:200])


@api.get("/programmes/{name}")
def show_programme(request: HttpRequest, name: str) -> Any:
    """Return the rules of a shipped programme as they stand in its file."""
    del request
    from dafeng.programme import programme, shipped

    if name not in shipped():
        raise Http404
    found = programme(name)
    return {
        "id": found.id,
        "version": found.version,
        "dafeng": __version__,
        "rules": found.document,
    }


def declared() -> list[Any]:
    """Return the routes of the interface, each open to everybody."""
    routes = api.urls[0]
    for route in cast(list[Any], routes):
        if route.name == "openapi-json":  # it would answer whatever is asked
            route.callback = require_safe(route.callback)
        route.callback.access = EVERYBODY
    return routes
