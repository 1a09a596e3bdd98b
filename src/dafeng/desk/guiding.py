"""By which guide is a plan held? One that comes with Dafeng, or a file."""

from __future__ import annotations

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
    if not name:
        return reference.guide(DEFAULTS.get(kind, DEFAULTS["city"]))
    path = Path(name)
    if not path.is_file():
        return reference.guide(name)
    text = decode(path.read_bytes())
    if text is None:
        raise InputError([_unreadable(path)])
    return read_plan_guide(text.removeprefix("\ufeff").replace("\r\n", "\n"), path.name)


def _unreadable(path: Path) -> Fault:
    return Fault(
        "guide.encoding",
        Severity.ERROR,
        Place(file=path.name),
        Text("文件编码不能识别", "the encoding of the file is not known"),
        Text("另存为 UTF-8", "save it as UTF-8"),
    )
