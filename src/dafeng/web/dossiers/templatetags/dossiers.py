"""Filters of the pages of dossiers."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from dafeng.desk.examining import at_gate
from dafeng.errors import Fault, Severity

register = template.Library()


@register.filter
def label(key: str, labels: Mapping[str, str]) -> str:
    """Return what a key is called."""
    return labels.get(key, key)


@register.filter
def blocks(fault: Fault) -> bool:
    """Say whether a fault that a draft may have blocks a submission."""
    return fault.severity is not Severity.ERROR and at_gate(fault).severity is Severity.ERROR


@register.filter
def unlocalized(value: float) -> str:
    """Return a number as machines read it."""
    return f"{value:g}"
