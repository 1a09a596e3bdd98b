"""A dossier as a folder: ``dossier.toml`` and plain tables."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dafeng.dossier.identity import identity_values
from dafeng.dossier.identity_keys import KEYS, Entry, flatten
from dafeng.dossier.parse import IDENTITY_FILE
from dafeng.dossier.records import Dossier
from dafeng.dossier.rules import fault
from dafeng.dossier.schema import tables
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.writing import sheets_of
from dafeng.errors import Fault, Place
from dafeng.files.regular import irregular
from dafeng.files.text_tables import LARGEST, decode, read_text_table, undecoded, write_text_table
from dafeng.files.workbook_guard import CELL
from dafeng.files.workbooks import read_sheets
from dafeng.language import Language
from dafeng.reference.toml_syntax import how_broken

_TEXT: Final = (".csv", ".tsv", ".txt")
_WORKBOOK: Final = (".xlsx", ".xlsm")
_PASSED: Final = ("results", "__pycache__")


@dataclass(frozen=True, slots=True)
class Raw:
    """What was read before anybody knows what it means."""

    sheets: tuple[RawSheet, ...]
    identity: Mapping[str, Entry] | None
    faults: tuple[Fault, ...]


def read_folder(folder: Path) -> Raw:
    """Return the tables and the identity that a folder holds.

    Text tables and workbooks are read in the order of their names; other files are reported, as
    nothing that a place hands in may go unsaid.
    """
    sheets: list[RawSheet] = []
    faults: list[Fault] = []
    identity: Mapping[str, Entry] | None = None
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        ending = path.suffix.lower()
        known = path.name == IDENTITY_FILE or ending in (*_TEXT, *_WORKBOOK)
        hidden = path.name.startswith((".", "~$"))
        if hidden or (path.is_dir() and not known):
            if path.is_dir() and path.name not in _PASSED and not path.name.startswith("."):
                faults.append(fault("file.unused", Place(file=path.name), path=path.name))
        elif not path.exists():
            faults.append(fault("file.link", Place(file=path.name), path=path.name))
        elif not path.resolve().is_relative_to(folder.resolve()):
            outside = fault("file.outside", Place(file=path.name), path=path.name)
            faults.append(irregular(path) or outside)
            identity = {} if path.name == IDENTITY_FILE else identity
        elif path.name == IDENTITY_FILE:
            identity, wrong = read_toml(path)
            faults.extend(wrong)
        elif ending in _TEXT:
            sheet, found = read_text_table(path)
            sheets.extend([sheet] if sheet else [])
            faults.extend(found)
        elif ending in _WORKBOOK:
            inside, found = read_sheets(path)
            sheets.extend(inside)
            faults.extend(found)
        else:
            faults.append(_other(path))
    return Raw(tuple(sheets), identity, tuple(faults))


#: Characters of a file in which a page of the web shows itself.
_HEAD: Final = 4096


def wrong_format(path: Path) -> Fault:
    """Return why a file of another format is not read; a web page under its name is said so."""
    place = Place(file=path.name)
    if irregular(path) is not None:
        return fault("file.format", place, kind=path.suffix or path.name)
    with path.open("rb") as stream:
        head = stream.read(_HEAD).replace(b"\x00", b"").lower()
    page = any(mark in head for mark in (b"<html", b"<table", b"<!doctype html"))
    rule = "file.web_page" if page else "file.format"
    return fault(rule, place, kind=path.suffix or path.name)


def _other(path: Path) -> Fault:
    if path.suffix.lower() in (".xls", ".ods", ".et", ".xlsb"):
        return wrong_format(path)
    return fault("file.unused", Place(file=path.name), path=path.name)


def read_toml(path: Path) -> tuple[dict[str, Entry] | None, list[Fault]]:
    """Return the entries of a ``dossier.toml`` with faults of encoding, syntax and keys."""
    place = Place(file=path.name)
    if (wrong := irregular(path)) is not None:
        return {}, [wrong]
    if (size := path.stat().st_size) > LARGEST:
        return {}, [fault("file.large", place, size=size >> 20, limit=LARGEST >> 20)]
    data = path.read_bytes()
    text = decode(data)
    if text is None:
        return {}, [undecoded(data, place)]
    try:
        document = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        return {}, [fault("identity.syntax", place, detail=how_broken(error))]
    entries, faults = flatten(document, path.name)
    long = {k: e.place for k, e in entries.items() if len(str(e.value)) > CELL}
    faults += [fault("identity.long", p, key=k, limit=f"{CELL:,}") for k, p in long.items()]
    return {k: e for k, e in entries.items() if k not in long}, faults


def write_folder(dossier: Dossier, folder: Path, language: Language = "zh") -> None:
    """Write a dossier as a folder; existing tables of the same names are replaced.

    Files are named by the table's id, headers and words are in the language asked for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / IDENTITY_FILE).write_text(identity_text(dossier), encoding="utf-8")
    for table, sheet in zip(tables(), sheets_of(dossier, language), strict=True):
        write_text_table(sheet, folder / f"{table}.csv")


def identity_text(dossier: Dossier) -> str:
    """Return the identity of a dossier as the text of a ``dossier.toml``."""
    return entries_text(identity_values(dossier.identity))


def entries_text(values: Mapping[str, object]) -> str:
    """Return entries of an identity, by key, as the text of a ``dossier.toml``."""
    lines: list[str] = []
    section = ""
    for name, value in values.items():
        if KEYS[name][0] != section:
            section = KEYS[name][0]
            lines += ([""] if lines else []) + [f"[{section}]"]
        written = "id" if name == "programme" else name
        label = KEYS[name][1]
        lines.append(f"{written} = {_toml(value)}  # {label.zh} / {label.en}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
