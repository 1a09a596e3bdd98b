"""Which programmes come with Dafeng, and how is a file of one's own loaded?"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from dafeng.errors import Fault, InputError, Place, Severity, UnknownNameError
from dafeng.language import Text, same
from dafeng.programme.calendar import Calendar, calendars
from dafeng.programme.definition import Programme
from dafeng.programme.parsing import programme_of
from dafeng.programme.reading import Findings
from dafeng.programme.validation import validate
from dafeng.record import NotCanonicalError, canonical


def shipped() -> tuple[str, ...]:
    """Return the ids of the programmes that come with Dafeng."""
    folder = files("dafeng.programme") / "programmes"
    names = [p.name for p in folder.iterdir() if p.name.endswith(".toml")]
    return tuple(sorted(n.removesuffix(".toml") for n in names))


@lru_cache(maxsize=16)
def programme(name: str) -> Programme:
    """Return a programme that comes with Dafeng.

    Raises
    ------
    UnknownNameError
        If there is none of this name.
    """
    return load_programme(_text(name), f"{name}.toml")


def load_programme(text: str, file: str) -> Programme:
    """Return the programme that the text of a file describes.

    A file may build on a shipped one (``programme.base``): its tables are merged in key by key,
    and what it lists under ``programme.without`` (``transition.appeal``, say) is left out.

    Parameters
    ----------
    text
        TOML.
    file
        Name of the file, for messages.

    Raises
    ------
    InputError
        If anything in it is wrong; all faults are listed.
    """
    try:
        document = _merged(tomllib.loads(text))
        _require_shallow(document)
    except RecursionError as error:
        raise InputError([_unreadable(file, _DEEP)]) from error
    except ValueError as error:  # of TOML, and of digits without end
        raise InputError([_unreadable(file, same(str(error)))]) from error
    except UnknownNameError as error:
        findings = Findings(file)
        remedy = Text("用已有的", "use one that is there")
        findings.add("base", "programme.base", error.text, remedy)
        raise InputError(findings.faults) from error
    head = document.get("programme")
    name = head.get("calendar") if isinstance(head, Mapping) else None
    calendar = calendars().get(name) if isinstance(name, str) else None
    try:
        frozen = freeze(document, calendar)
    except NotCanonicalError as error:
        findings = Findings(file)
        remedy = Text("改用较小的整数，或写成文字", "use a smaller whole number, or a text")
        findings.add("value", "", error.text, remedy)
        raise InputError(findings.faults) from error
    return _checked(document, frozen, file, None)


#: Deepest nesting of a file's tables and lists.
_DEEPEST: Final = 32
_DEEP: Final = Text("表或列表嵌套过深", "tables or lists are nested too deep")


def _require_shallow(value: Any, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise RecursionError
    inner = value.values() if isinstance(value, Mapping) else value
    for item in inner if isinstance(value, Mapping | list) else ():
        _require_shallow(item, depth + 1)


def freeze(document: Mapping[str, Any], calendar: Calendar | None) -> bytes:
    """Return a whole programme with its working days as canonical JSON.

    Its SHA-256 is the version of the programme. A site keeps it with each batch, so that a batch
    runs under its own version however files and calendars change later.
    """
    return canonical({"document": _plain(document), "calendar": _days(calendar)})


def thaw(frozen: bytes) -> Programme:
    """Return the programme that `freeze` wrote.

    Raises
    ------
    InputError
        If it is none, or a fault is found in it.
    """
    try:
        held = json.loads(frozen)
        document, days = _ordered(held["document"]), held["calendar"]
        calendar = Calendar(
            days["id"],
            Text(**days["title"]),
            frozenset(days["years"]),
            frozenset(map(date.fromisoformat, days["holidays"])),
            frozenset(map(date.fromisoformat, days["workdays"])),
            (),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError([_unreadable("programme.json", same(str(error)))]) from error
    return _checked(document, frozen, "programme.json", calendar)


def _checked(
    document: Mapping[str, Any], frozen: bytes, file: str, calendar: Calendar | None
) -> Programme:
    findings = Findings(file)
    version = hashlib.sha256(frozen).hexdigest()
    found = programme_of(document, version, findings, calendar)
    if not findings.faults:
        validate(found, findings)
    if findings.faults:
        raise InputError(findings.faults)
    return found


def _days(calendar: Calendar | None) -> dict[str, Any]:
    if calendar is None:
        return {}
    return {
        "id": calendar.id,
        "title": {"zh": calendar.title.zh, "en": calendar.title.en},
        "years": sorted(calendar.years),
        "holidays": sorted(d.isoformat() for d in calendar.holidays),
        "workdays": sorted(d.isoformat() for d in calendar.workdays),
    }


def _text(name: str) -> str:
    if name not in shipped():
        known = ", ".join(shipped())
        raise UnknownNameError(
            Text(f"没有计划“{name}”；可用：{known}", f"no programme {name!r}; there are: {known}")
        )
    path = files("dafeng.programme") / "programmes" / f"{name}.toml"
    return path.read_text(encoding="utf-8")


def _merged(document: dict[str, Any]) -> dict[str, Any]:
    head = document.get("programme")
    base = head.get("base") if isinstance(head, Mapping) else None
    if not isinstance(head, Mapping) or not isinstance(base, str):
        return document
    whole = _over(_merged(tomllib.loads(_text(base))), document)
    without = head.get("without", [])
    whole["programme"] = {k: v for k, v in whole["programme"].items() if k not in _OWN}
    for path in without if isinstance(without, list) else []:
        _leave_out(whole, str(path).split("."))
    return whole


#: Keys of the head that say how a file builds on another.
_OWN = ("base", "without")


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        merged[key] = _over(old, value) if both and isinstance(old, Mapping) else value
    return merged


def _leave_out(whole: dict[str, Any], path: list[str]) -> None:
    *above, last = path
    table: Any = whole
    for key in above:
        table = table.get(key) if isinstance(table, dict) else None
    if not isinstance(table, dict) or last not in table:
        raise UnknownNameError(
            Text(f"without：没有 {'.'.join(path)}", f"without: there is no {'.'.join(path)}")
        )
    del table[last]


def _plain(value: Any) -> Any:
    """Return a value for canonical JSON, which sorts keys: their order stands under an empty one.

    The order of steps, questions and fields is how people read them.
    """
    if isinstance(value, Mapping):
        order = {} if [*value] == sorted(value) else {"": [*value]}
        return order | {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, float) else value


def _ordered(value: Any) -> Any:
    """Return what `_plain` wrote with its keys in their order."""
    if isinstance(value, dict):
        keys = value.get("") or [k for k in value if k]
        return {k: _ordered(value[k]) for k in keys}
    return [_ordered(v) for v in value] if isinstance(value, list) else value


def _unreadable(file: str, reason: Text) -> Fault:
    return Fault(
        "programme.file.unreadable",
        Severity.ERROR,
        Place(file=file),
        Text("无法读取：{reason}", "it cannot be read: {reason}").format(reason=reason),
        Text("按所指行列改正", "mend it at the line and column named"),
    )
