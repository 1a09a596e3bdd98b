"""One text for one value: canonical JSON (RFC 8785), so that a hash means the content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from dafeng.errors import DafengError
from dafeng.language import Text, same

#: Whole numbers beyond it are not exact in every reader of JSON (RFC 7493).
EXACT: Final = 2**53 - 1


class NotCanonicalError(DafengError):
    """A value has no canonical form: a fraction, a number too large, a broken character."""

    code = "record"


def canonical(value: Any) -> bytes:
    """Return a value as canonical JSON in UTF-8: keys sorted by UTF-16 units, no spaces.

    Fractions are refused (RFC 8785 prints them as JavaScript does): write them as text.

    Parameters
    ----------
    value
        Mappings with text keys, sequences, text, whole numbers, true, false, none.

    Raises
    ------
    NotCanonicalError
        If something in it has no canonical form.
    """
    text = json.dumps(_plain(value, "$"), ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _plain(value: Any, where: str) -> Any:
    match value:
        case None | bool():
            return value
        case str():
            return _whole(value, where)
        case int() if abs(value) <= EXACT:
            return value
        case Mapping():
            keys = [_key(k, where) for k in value]
            ordered = sorted(keys, key=lambda k: k.encode("utf-16-be"))
            return {k: _plain(value[k], f"{where}.{k}") for k in ordered}
        case list() | tuple():
            return [_plain(v, f"{where}[{i}]") for i, v in enumerate(value)]
    raise _refused(where, type(value).__name__)


def _key(key: Any, where: str) -> str:
    if not isinstance(key, str):
        raise _refused(where, type(key).__name__)
    return _whole(key, where)


def _whole(text: str, where: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _refused(where, repr(text[error.start : error.end])) from error
    return text


def _refused(where: str, what: str) -> NotCanonicalError:
    return NotCanonicalError(
        Text("{where}：{what} 没有规范写法", "{where}: {what} has no canonical form").format(
            where=same(where), what=same(what)
        )
    )
