"""By which guide is a plan held? One that comes with Dafeng, or a file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from dafeng import reference
from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.files.text_tables import decode
from dafeng.language import Text
from dafeng.plan.guide import DEFAULTS, read_plan_guide
from dafeng.reference.guides import Guide


def open_guide(name: str = "", kind: str = "city") -> Guide:
    """Return a guide by its id or file; by default that of the kind of place.

    Parameters
    ----------
    name
        Id of a guide that comes with Dafeng, or path of a guide file; "" for the default.
    kind
        Kind of place, for the default.

    Raises
    ------
    InputError
        If the file is no guide; every fault is listed with its line.
    UnknownNameError
        If there is neither a file nor a guide of that name.
    """
    path = Path(name or _default(kind))
    if not name or not path.is_file():
        return reference.guide(name or _default(kind))
    text = decode(path.read_bytes())
    if text is None:
        raise InputError([_unreadable(path)])
    return read_plan_guide(text.removeprefix("\ufeff").replace("\r\n", "\n"), path.name)


@dataclass(frozen=True, slots=True)
class GuideSource:
    """From which file a guide was read: its name ("" for one that comes with Dafeng), its hash."""

    file: str
    sha256: str


def guide_source(name: str = "", kind: str = "city") -> GuideSource:
    """Return the file from which `open_guide` reads a guide.

    Parameters
    ----------
    name, kind
        As for `open_guide`.
    """
    path = Path(name)
    if name and path.is_file():
        return GuideSource(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    shipped = files("dafeng.reference") / "guides" / f"{name or _default(kind)}.toml"
    return GuideSource("", hashlib.sha256(shipped.read_bytes()).hexdigest())


def _default(kind: str) -> str:
    return DEFAULTS.get(kind, DEFAULTS["city"])


def _unreadable(path: Path) -> Fault:
    return Fault(
        "guide.encoding",
        Severity.ERROR,
        Place(file=path.name),
        Text("文件编码不能识别", "the encoding of the file is not known"),
        Text("另存为 UTF-8", "save it as UTF-8"),
    )
