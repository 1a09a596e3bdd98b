"""Addresses of the exchange."""

from __future__ import annotations

from django.urls import path

from dafeng.web.partners.pages import (
    answers,
    arriving,
    attaching,
    days,
    introductions,
    lists,
    records,
)

urlpatterns = [
    path("", lists.index, name="exchange"),
    path("search.json", answers.search, name="exchange_search"),
    path("figures/", lists.figures, name="exchange_figures"),
    path("matchmaking/", days.matchmaking, name="matchmaking"),
    path("workbench/", lists.workbench, name="workbench"),
    path("new/<slug:kind>/", records.new, name="new_listing"),
    path("from-file/<slug:kind>/", arriving.from_file, name="listings_from_file"),
    path("from-plan/<slug:place>/", arriving.from_plan, name="listings_from_plan"),
    path(
        "from-plan/<slug:place>/<slug:origin>/",
        arriving.from_plan_part,
        name="listings_from_plan_part",
    ),
    path("records/<str:record>/", records.listing, name="listing"),
    path("records/<str:record>/edit/", records.edit, name="edit_listing"),
    path("records/<str:record>/fitting/", records.fitting, name="fitting"),
    path("records/<str:record>/fitting.json", answers.fitting, name="fitting_answer"),
    path("records/<str:record>/steps/<slug:kind>/", records.step, name="listing_step"),
    path("records/<str:record>/files/", attaching.attach, name="listing_files"),
    path("records/<str:record>/files/<slug:digest>/", attaching.download, name="listing_file"),
    path(
        "records/<str:record>/files/<slug:digest>/remove/",
        attaching.remove,
        name="remove_listing_file",
    ),
    path("records/<str:record>/meet/<str:other>/", introductions.meet, name="meet"),
    path("introductions/<str:introduction>/", introductions.introduction, name="introduction"),
    path(
        "introductions/<str:introduction>/steps/<slug:kind>/",
        introductions.step,
        name="introduction_step",
    ),
]
