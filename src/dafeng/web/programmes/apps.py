"""The application of running batches."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Running batches and the files that are handed in."""

    name = "dafeng.web.programmes"
    label = "programmes"
