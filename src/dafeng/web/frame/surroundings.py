"""What every template may know: language, name of the site."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from dafeng import __version__
from dafeng.web.frame.speech import language


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return what the layout needs."""
    return {
        "lang": language(),
        "other_language": "en" if language() == "zh" else "zh-hans",
        "release": __version__,
        "here": request.get_full_path(),
    }
