"""How is a state written as JSON, and read again?"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Return a value of the workflow (listing, introduction, ...) as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, frozenset):
        return sorted(to_plain(each) for each in value)
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {to_plain(key): to_plain(each) for key, each in value.items()}
    return _single(value)


def _single(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_plain(kind: type[T], stored: Any) -> T:
    """Return the value of a kind that `to_plain` wrote."""
    found: T = _read(kind, stored)
    return found


def _read(kind: Any, stored: Any) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        some = next(each for each in inner if each is not types.NoneType)
        return None if stored is None else _read(some, stored)
    if origin is tuple:
        return tuple(_read(inner[0], each) for each in stored)
    if origin is frozenset:
        return frozenset(_read(inner[0], each) for each in stored)
    if origin is Mapping:
        return {_read(inner[0], key): _read(inner[1], each) for key, each in stored.items()}
    return _plain(kind, stored)


def _plain(kind: Any, stored: Any) -> Any:
    if not isinstance(kind, type):
        return stored
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], each) for name, each in stored.items()})
    if issubclass(kind, Enum):
        return kind(stored)
    if issubclass(kind, date):
        return kind.fromisoformat(stored)
    return stored


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
