"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import include, path

from dafeng.web.published import downloads, views
from dafeng.web.published.api import declared

urlpatterns = [
    path("", views.home, name="home"),
    path("places/", views.places, name="places"),
    path("places/<str:place>/", views.place, name="place"),
    path("places/<str:place>/files/<int:number>/", views.file, name="published_file"),
    path("places/<str:place>/drafts/<int:number>/", views.draft, name="published_draft"),
    path("search/", views.find, name="search"),
    path("how/", views.how, name="how"),
    path("how/<str:name>/", views.how, name="how_programme"),
    path("downloads/<str:name>", downloads.download, name="download"),
    path("api/v1/", include((declared(), "ninja"), namespace="api-1")),
]
