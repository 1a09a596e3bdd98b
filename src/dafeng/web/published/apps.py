"""The application of what is published."""

from __future__ import annotations

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    """Places, what they have published, and how to find it."""

    name = "dafeng.web.published"
    label = "published"
