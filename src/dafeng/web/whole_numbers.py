"""Which whole number was entered in a form or an address? One reader for all of them."""

from __future__ import annotations

import re
from typing import Final

#: At most nine digits: more than a form of the site asks for, less than a store can hold.
_WHOLE: Final = re.compile(r"(-?)0*(\d{1,9})", re.ASCII)


def whole(text: object) -> int | None:
    """Return the whole number that a text is; None where it is none, or one of over nine digits."""
    found = _WHOLE.fullmatch(str(text or "").strip())
    return int("".join(found.groups())) if found else None


def counted(text: object) -> int | None:
    """Return the whole number from 0 that a text is; None where it is none."""
    number = whole(text)
    return None if number is None or number < 0 else number
