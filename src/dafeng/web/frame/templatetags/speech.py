"""Words in templates: ``{% t "中文" "English" %}`` and ``{{ text|said }}``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dafeng.language import Text
from dafeng.language import number as number_text
from dafeng.programme import local_text
from dafeng.web.frame.speech import say

register = template.Library()


@register.simple_tag
def t(zh: str, en: str, **values: Any) -> str:
    """Return the wording in the page's language, with values filled in for ``{name}``."""
    text = Text(zh, en)
    return say(text.format(**values) if values else text)


@register.filter
def said(text: Any) -> str:
    """Return a `Text` in the page's language."""
    return say(text)


@register.filter
def figure(value: float | None, digits: int | None = None) -> str:
    """Return a number with thousands apart, a dash where there is none."""
    return "–" if value is None else number_text(value, digits)


@register.filter
def instant(value: datetime | None, zone: str = "Asia/Shanghai") -> str | SafeString:
    """Return an instant with its time zone, as people read it and as machines do."""
    if value is None:
        return "–"
    text = say(local_text(value, zone))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)
