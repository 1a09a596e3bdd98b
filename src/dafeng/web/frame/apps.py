"""The application of the frame."""

from __future__ import annotations

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Templates, styles and scripts that all pages share."""

    name = "dafeng.web.frame"
    label = "frame"
