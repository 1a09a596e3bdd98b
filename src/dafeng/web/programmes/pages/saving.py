"""A file that a browser saves and does not show."""

from __future__ import annotations

from django.http import HttpResponse


def saved(data: bytes, name: str, kind: str) -> HttpResponse:
    """Return bytes as a file of a name and a kind."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
