"""How many notices has a person not read?"""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def unread(user: Any) -> int:
    """Return the number of notices that a person has not read."""
    return int(user.notices.filter(read=None).count()) if user.is_authenticated else 0
