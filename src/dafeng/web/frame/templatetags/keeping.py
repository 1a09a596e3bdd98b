"""What need not be laid out again? ``{% kept value … %}…{% endkept %}``."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from dafeng.web.frame.speech import language

register = template.Library()

#: Wordings of one part of a page that a process keeps.
_MOST: Final = 64


class Kept(template.Node):
    """A part of a page that depends on the language and on the named values, and on nothing else.

    The part stays in the memory of the process. Whether it is still true is for the values to say:
    what comes from a store stands under the mark of its newest change. Where a value is empty,
    nothing is kept.
    """

    def __init__(self, part: NodeList, values: list[FilterExpression]) -> None:
        self.part, self.values = part, values
        self.made: OrderedDict[tuple[str, ...], SafeString] = OrderedDict()

    def render(self, context: template.Context) -> SafeString:
        """Return the part as it was laid out for these values."""
        values = [v.resolve(context) for v in self.values]
        if None in values:
            return self.part.render(context)
        key = (f"{settings.MARK_WORDS}", language(), *map(str, values))
        found = self.made.get(key)
        if found is None:
            found = mark_safe(self.part.render(context))  # noqa: S308 - rendered by the templates
            self.made[key] = found
            while len(self.made) > _MOST:
                self.made.popitem(last=False)
        return found


@register.tag("kept")
def kept(parser: Parser, token: Token) -> Kept:
    """Read the tag."""
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    part = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(part, values)
