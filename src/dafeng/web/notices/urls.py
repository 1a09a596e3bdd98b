"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from dafeng.web.notices import pages

urlpatterns = [
    path("", pages.notices, name="notices"),
    path("read/", pages.read, name="read_notices"),
]
