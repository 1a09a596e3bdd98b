"""Words of the exchange in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from dafeng.exchange.constraints import NAMES, Check
from dafeng.exchange.titles import TITLES
from dafeng.language import Text, same
from dafeng.web.frame.speech import say

register = template.Library()


@register.filter
def constraint(check: Check) -> str:
    """Return the name of a constraint."""
    return say(NAMES[check.constraint])


@register.filter
def title_of(field: str) -> Text:
    """Return what a field of a record is called."""
    return TITLES.get(field, same(field))


@register.filter
def named(code: str, names: Mapping[str, Text]) -> str:
    """Return the name of an organisation; its id where the site has no name."""
    return say(names[code]) if code in names else code


@register.filter
def of(values: Mapping[str, object], key: str) -> object:
    """Return what a mapping holds under a key; None if nothing."""
    return values.get(key)
