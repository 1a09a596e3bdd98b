"""Is what an event says of the right kind? Checked before any rule looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dafeng.errors import Fault
from dafeng.programme.events import Event, Kind
from dafeng.programme.wording import refusal
from dafeng.record import NotCanonicalError, canonical

#: Kind of the value of each key that an event may hold.
_KINDS: Final[Mapping[str, type]] = {
    "batch": str, "version": str, "operator": dict,
    "employer": str, "agree": bool,
    "role": str, "body": str, "applicant": dict,
    "form": dict, "attachments": dict, "snapshot": str, "folder": str, "errors": int,
    "gate_errors": int, "open_points": list, "clocks": dict,
    "quota": dict, "consultants": list, "digest": str, "reason": str,
    "experts": list, "expert": str, "points": dict, "complete": bool,
    "year": int, "off": list, "work": list, "notice": str,
    "level": str, "chapter": str, "line": str, "text": str, "demand": bool, "number": int,
}  # fmt: skip


def content_faults(event: Event) -> Iterator[Fault]:
    """Yield every value of an event that is of the wrong kind or cannot be kept."""
    try:
        canonical(event.content)
    except NotCanonicalError as error:
        yield refusal("content.form", event.case, reason=error.text)
    for key, value in event.content.items():
        kind = _kind(event.kind, key)
        if kind is not None and not _is_of(value, kind):
            yield refusal("content.kind", event.case, key=key)


def _kind(event: Kind, key: str) -> type | None:
    if key == "person":
        return dict if event is Kind.APPOINT else str
    return _KINDS.get(key)


def _is_of(value: Any, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)
    return type(value) is kind
