"""Words of the exchange in templates."""

from __future__ import annotations

from django import template

from dafeng.exchange.constraints import NAMES, Check
from dafeng.web.frame.speech import say

register = template.Library()


@register.filter
def constraint(check: Check) -> str:
    """Return the name of a constraint."""
    return say(NAMES[check.constraint])
