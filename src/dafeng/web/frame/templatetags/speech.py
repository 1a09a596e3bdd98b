"""Words in templates: ``{% t "中文" "English" %}`` and ``{{ text|said }}``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django import template
from django.template.base import Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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


_WITH_VALUES: Final[Callable[[Parser, Token], template.Node]] = register.tags["t"]


@register.tag("t")
def wording(parser: Parser, token: Token) -> template.Node:
    """Read ``{% t "…" "…" %}``: two wordings alone are made ready once, when they are read."""
    said = [parser.compile_filter(bit) for bit in token.split_contents()[1:3]]
    plain = all(isinstance(s.var, str) and not s.filters for s in said)
    if not plain or len(token.split_contents()) != 3:  # noqa: PLR2004 - the tag and two wordings
        return _WITH_VALUES(parser, token)
    return Wording(Text(*(str(s.var) for s in said)))


class Wording(template.Node):
    """Two wordings of the template itself, of which a page takes that of its language."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def render(self, context: template.Context) -> SafeString:
        """Return the wording in the page's language; like all of a template it is trusted."""
        del context
        return mark_safe(say(self.text))  # noqa: S308 - words of the template


@register.filter
def said(text: Any) -> str:
    """Return a `Text` in the page's language."""
    return say(text)


@register.filter
def figure(value: float | None, digits: int | None = None) -> str:
    """Return a number with thousands apart, a dash where there is none."""
    return "–" if value is None else number_text(value, digits)


@register.filter
def tonnes(value: float | None) -> str:
    """Return an amount [万t] as each language counts it: in 万吨, or in Mt as the charts do."""
    if value is None:
        return "–"
    return say(Text(number_text(value, 0), number_text(value / 100, 2)))


@register.filter
def instant(value: datetime | None, zone: str = "Asia/Shanghai") -> str | SafeString:
    """Return an instant with its time zone, as people read it and as machines do."""
    if value is None:
        return "–"
    text = say(local_text(value, zone))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)
