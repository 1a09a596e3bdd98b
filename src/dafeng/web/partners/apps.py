"""The application of the exchange."""

from __future__ import annotations

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Requests, offers, introductions."""

    name = "dafeng.web.partners"
    label = "partners"
