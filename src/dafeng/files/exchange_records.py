"""How are requests and offers read from jsonl, workbooks and text tables, and written?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from dafeng.dossier.rules import fault as file_fault
from dafeng.errors import Fault, Place, Severity
from dafeng.exchange.entry import entry
from dafeng.exchange.faults import fault
from dafeng.exchange.records import Kind, Record
from dafeng.exchange.scales import Scale
from dafeng.files.exchange_sheets import Row, rows_of
from dafeng.files.regular import irregular
from dafeng.files.text_tables import LARGEST, decode, read_text_table, undecoded
from dafeng.files.workbooks import read_sheets
from dafeng.language import Text

_LINES: Final = (".jsonl", ".ndjson")
_TABLES: Final = (".csv", ".txt", ".tsv")
_WORKBOOKS: Final = (".xlsx", ".xlsm")
#: What a line of JSON is that is no object.
_JSON_KINDS: Final = {
    list: Text("列表", "a list"),
    str: Text("文字", "a text"),
    int: Text("数", "a number"),
    float: Text("数", "a number"),
    bool: Text("真假值", "true or false"),
    type(None): Text("空值", "null"),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """The good records of a file, and what is wrong with the others.

    Parameters
    ----------
    records
        In the order of the file.
    places
        Where each record stands, by id.
    faults
        All faults of all rows.
    """

    records: tuple[Record, ...]
    places: Mapping[str, Place]
    faults: tuple[Fault, ...]


def read_records(path: Path, kind: Kind, name: str = "") -> Imported:
    """Read the requests or offers of a file; bad rows are reported by line, good ones are taken.

    Parameters
    ----------
    path
        ``.jsonl``, ``.xlsx`` or ``.csv``.
    kind
        What the file is to hold.
    name
        Name under which the user knows it; its own name by default.
    """
    name = name or path.name or str(path)
    if (wrong := irregular(path, name)) is not None:
        return Imported((), {}, (wrong,))
    ending = path.suffix.lower()
    if ending in _LINES:
        return _imported(_lines(path, name), kind, name)
    if ending in _WORKBOOKS:
        sheets, faults = read_sheets(path, name)
        return _imported(rows_of(sheets, faults, name), kind, name)
    if ending in _TABLES:
        sheet, faults = read_text_table(path, name)
        return _imported(rows_of([sheet] if sheet else [], faults, name), kind, name)
    return Imported((), {}, (fault("file.kind", Place(file=name), kind=ending or name),))


def _imported(rows: Iterable[Row], kind: Kind, name: str) -> Imported:
    records: dict[str, Record] = {}
    places: dict[str, Place] = {}
    faults: list[Fault] = []
    unused: set[str] = set()
    refused: dict[str, Place] = {}
    for place, row in rows:
        if isinstance(row, Fault):
            faults.append(row)
            continue
        read = entry(row, kind, place)
        faults += [f for f in read.faults if not _repeated(f, unused)]
        record = read.record
        if record is None:
            refused.setdefault(read.id, place)
        elif record.id in records:
            first = _line(places[record.id], place)
            faults.append(fault("record.same_id", place, id=record.id, first=first))
        else:
            records[record.id], places[record.id] = record, place
            if record.id in refused:
                first = _line(refused[record.id], place)
                faults.append(fault("record.id_again", place, id=record.id, first=first))
    if not records and all(f.severity is not Severity.ERROR for f in faults):
        faults.append(fault("file.no_records", Place(file=name)))
    return Imported(tuple(records.values()), places, tuple(faults))


def _repeated(found: Fault, unused: set[str]) -> bool:
    """Say whether an unknown field was named before: one line for it is enough."""
    if found.rule != "record.unused":
        return False
    seen = found.place.field in unused
    unused.add(found.place.field)
    return seen


def _lines(path: Path, name: str) -> Iterator[Row]:
    size = path.stat().st_size
    if size > LARGEST:
        detail = {"size": size >> 20, "limit": LARGEST >> 20}
        yield Place(file=name), file_fault("file.large", Place(file=name), **detail)
        return
    data = path.read_bytes()
    text = decode(data)
    if text is None:
        yield Place(file=name), undecoded(data, Place(file=name))
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            place = Place(file=name, row=number)
            yield place, _object(line, place)


def _object(line: str, place: Place) -> Mapping[str, Any] | Fault:
    try:
        content = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        return fault("record.not_json", place, detail=_broken(error))
    if not isinstance(content, dict):
        return fault("record.not_json", place, detail=_JSON_KINDS[type(content)])
    return content


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _broken(error: ValueError | RecursionError) -> Text:
    """Return where a line breaks the rules of JSON; the reader's own words are English alone."""
    if isinstance(error, json.JSONDecodeError):
        return Text(f"第 {error.colno} 个字符附近", f"{error.msg}, near character {error.colno}")
    if isinstance(error, RecursionError):
        return Text("嵌套过深", "nested too deep")
    if "digits" in str(error):
        return Text("有一个数过长", "a number is too long")
    return Text(f"{error} 不是 JSON 的值", f"{error} is no value of JSON")


def _line(first: Place, place: Place) -> Text:
    """Return in which line, and sheet if it is another one, something stood first."""
    sheet = first.sheet if first.sheet != place.sheet else ""
    zh, en = (f"工作表“{sheet}”", f" of the sheet “{sheet}”") if sheet else ("", "")
    return Text(f"{zh}第 {first.row} 行", f"line {first.row}{en}")


def as_json(record: Record) -> dict[str, Any]:
    """Return a record as an object of a jsonl file; fields that say nothing are left out."""
    values = {f.name: getattr(record, f.name) for f in fields(Record)}
    return {name: _plain(value) for name, value in values.items() if value not in (None, "", ())}


def write_records(records: Iterable[Record], path: Path) -> None:
    """Write records as jsonl, one object a line."""
    lines = (json.dumps(as_json(r), ensure_ascii=False, allow_nan=False) for r in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Scale):
        return value.plain
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {f: getattr(value, f) for f in value.__dataclass_fields__}
    return value
