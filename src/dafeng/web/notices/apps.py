"""The application of notices."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices to people."""

    name = "dafeng.web.notices"
    label = "notices"
