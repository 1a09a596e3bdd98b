"""The application of the dossiers."""

from __future__ import annotations

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Versions of dossiers, what was handed in, results and jobs."""

    name = "dafeng.web.dossiers"
    label = "dossiers"
