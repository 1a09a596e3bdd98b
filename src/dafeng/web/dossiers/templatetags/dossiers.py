"""Filters of the pages of dossiers."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def label(key: str, labels: Mapping[str, str]) -> str:
    """Return what a key is called."""
    return labels.get(key, key)


@register.filter
def unlocalized(value: float) -> str:
    """Return a number as machines read it."""
    return f"{value:g}"
