"""What is wrong with a guide file? Every fault with its line, all at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from dafeng.errors import Fault, Place, Severity, UnitError
from dafeng.language import Text, same
from dafeng.reference.guide_form import FORMAT, OWN_INDICATOR, SECTIONS, Key
from dafeng.reference.guide_lines import Path, line_of
from dafeng.reference.guides import ROLES
from dafeng.reference.indicators import indicators
from dafeng.units import unit

_YEARS: Final = (1990, 2100)

#: What a value has to be, in words.
_WANTED: Final[dict[str, Text]] = {
    "text": Text("非空文字", "a text"),
    "texts": Text("文字列表", "a list of texts"),
    "truth": same("true / false"),
    "year": Text("1990 至 2100 的年份", "a year from 1990 to 2100"),
    "years": Text("年份列表", "a list of years"),
    "number": Text("数字", "a number"),
    "unit": Text("已知单位", "a known unit"),
    "counts": Text("角色到个数的表", "a table of roles with counts"),
    "sections": Text("表的列表", "a list of tables"),
}


def _is_year(value: Any) -> bool:
    return type(value) is int and _YEARS[0] <= value <= _YEARS[1]


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_unit(value: Any) -> bool:
    try:
        return _is_text(value) and unit(value) is not None
    except UnitError:
        return False


def _are_counts(value: Any) -> bool:
    return isinstance(value, dict) and all(
        role in ROLES and type(count) is int and count > 0 for role, count in value.items()
    )


_FITS: Final[dict[str, Callable[[Any], bool]]] = {
    "text": _is_text,
    "texts": lambda v: isinstance(v, list) and all(map(_is_text, v)),
    "truth": lambda v: isinstance(v, bool),
    "year": _is_year,
    "years": lambda v: isinstance(v, list) and bool(v) and all(map(_is_year, v)),
    "number": _is_number,
    "unit": _is_unit,
    "counts": _are_counts,
    "sections": lambda v: isinstance(v, list) and all(isinstance(x, dict) for x in v),
}


class GuideFaults:
    """Gathers what is wrong with a parsed guide file.

    Parameters
    ----------
    file
        Name of the file.
    lines
        Lines of its values.
    tables
        Columns by table that a plan can have; empty to take any.
    """

    def __init__(
        self, file: str, lines: Mapping[Path, int], tables: Mapping[str, frozenset[str]]
    ) -> None:
        self.file = file
        self.lines = lines
        self.tables = tables
        self.found: list[Fault] = []

    def add(self, rule: str, path: Path, message: Text, remedy: Text) -> None:
        """Note a fault at a path."""
        field = ".".join(str(part) for part in path if isinstance(part, str))
        place = Place(self.file, row=line_of(self.lines, path), field=field)
        self.found.append(Fault(f"guide.{rule}", Severity.ERROR, place, message, remedy))

    def check(self, document: Mapping[str, Any]) -> None:
        """Look at everything that the document holds."""
        self._format(document)
        names = {name for name in SECTIONS if "." not in name}
        for name in document:
            if name not in {*names, "format"}:
                self._unknown((name,), name, sorted({*names, "format"}))
        self._section("guide", document.get("guide", {}), ("guide",))
        for name in sorted(names - {"guide"}):
            self._sections(name, document.get(name, []), (name,))

    def _format(self, document: Mapping[str, Any]) -> None:
        if document.get("format") != FORMAT:
            self.add(
                "format",
                ("format",),
                Text(f"format 应为 {FORMAT}", f"format must be {FORMAT}"),
                Text(f"在文件开头写 format = {FORMAT}", f"begin the file with format = {FORMAT}"),
            )

    def _sections(self, name: str, value: Any, path: Path) -> None:
        if not _FITS["sections"](value):
            self._wrong(path, "sections", None)
            return
        seen: dict[str, int] = {}
        for position, section in enumerate(value):
            here = (*path, position)
            self._section(name, section, here)
            identifier = section.get("id")
            if isinstance(identifier, str) and identifier in seen:
                self._twice((*here, "id"), identifier, (*path, seen[identifier]))
            elif isinstance(identifier, str):
                seen[identifier] = position

    def _section(self, name: str, section: Any, path: Path) -> None:
        if not isinstance(section, dict):
            self._wrong(path, "sections", None)
            return
        keys = SECTIONS[name]
        for key, value in section.items():
            if key not in keys:
                self._unknown((*path, key), key, sorted(keys))
            elif keys[key].kind == "sections":
                self._sections(f"{name}.{key}", value, (*path, key))
            else:
                self._value(keys[key], value, (*path, key))
        for key, rule in keys.items():
            if rule.needed and key not in section:
                self._missing(path, key)
        self._pairs(section, path, keys)
        if name == "indicators":
            self._indicator(section, path)
        elif name == "tables":
            self._table(section, path)
        for low, high in (("low", "high"), ("size_from", "size_below")):
            self._range(section, low, high, path)

    def _value(self, key: Key, value: Any, path: Path) -> None:
        if not _FITS[key.kind](value):
            self._wrong(path, key.kind, value)
        elif key.choices is not None and value not in key.choices:
            listed = ", ".join(key.choices)
            self.add(
                "value",
                path,
                Text(f"“{value}”不在可用值之列", f"{value!r} is none of the known words"),
                Text(f"可用：{listed}", f"use one of: {listed}"),
            )

    def _wrong(self, path: Path, kind: str, value: Any) -> None:
        wanted = _WANTED[kind]
        shown = "" if value is None else repr(value)[:60]
        self.add(
            "unit" if kind == "unit" else "value",
            path,
            Text(f"值 {shown} 不合要求", f"the value {shown} does not fit"),
            Text(f"应为{wanted.zh}", f"give {wanted.en}"),
        )

    def _unknown(self, path: Path, key: str, known: list[str]) -> None:
        listed = ", ".join(known)
        self.add(
            "key.unknown",
            path,
            Text(f"不认识的键“{key}”", f"unknown key {key!r}"),
            Text(f"可用的键：{listed}", f"known keys: {listed}"),
        )

    def _missing(self, path: Path, key: str) -> None:
        self.add(
            "key.missing",
            path,
            Text(f"缺少“{key}”", f"{key!r} is missing"),
            Text(f"补上 {key} = …", f"add {key} = …"),
        )

    def _twice(self, path: Path, identifier: str, first: Path) -> None:
        line = line_of(self.lines, first)
        self.add(
            "duplicate",
            path,
            Text(
                f"编号“{identifier}”重复，首次在第 {line} 行",
                f"the id {identifier!r} stands twice, first on line {line}",
            ),
            Text("改用不同的编号，或合并两条", "use another id, or merge the two"),
        )

    def _pairs(self, section: Mapping[str, Any], path: Path, keys: Mapping[str, Key]) -> None:
        """A text in one language needs its twin."""
        for key in section:
            stem, bar, language = key.rpartition("_")
            if not bar and key in {"zh", "en"}:
                stem, language = "", key
            elif language not in {"zh", "en"}:
                continue
            other = "en" if language == "zh" else "zh"
            twin = f"{stem}_{other}" if stem else other
            if twin not in section and not keys.get(twin, Key()).needed:
                self._missing((*path, key), twin)
            elif isinstance(section[key], list) and isinstance(section.get(twin), list):
                self._lengths(section[key], section[twin], (*path, key), language)

    def _lengths(self, first: list[Any], second: list[Any], path: Path, language: str) -> None:
        if language == "zh" and len(first) != len(second):
            self.add(
                "value",
                path,
                Text("中英文条数不同", "the lists in the two languages differ in length"),
                Text("使两种语言逐条对应", "let them correspond item by item"),
            )

    def _indicator(self, section: Mapping[str, Any], path: Path) -> None:
        """An indicator that the catalogue does not have must say everything itself."""
        identifier = section.get("id")
        if not isinstance(identifier, str) or identifier in indicators():
            return
        missing = [key for key in OWN_INDICATOR if key not in section]
        if missing:
            listed = ", ".join(missing)
            self.add(
                "indicator.unknown",
                (*path, "id"),
                Text(
                    f"指标目录中没有“{identifier}”，须自行写明：{listed}",
                    f"the catalogue has no indicator {identifier!r}; state it here: {listed}",
                ),
                Text(
                    "核对编号（dafeng reference show indicators），或补全这些键",
                    "check the id (dafeng reference show indicators) or add these keys",
                ),
            )

    def _table(self, section: Mapping[str, Any], path: Path) -> None:
        """A table and its columns must be ones that a plan can have."""
        columns = self.tables.get(section.get("id", ""))
        if columns is None and self.tables:
            self._unknown_id((*path, "id"), str(section.get("id")), sorted(self.tables))
        stated = section.get("columns", [])
        for position, column in enumerate(stated if isinstance(stated, list) else []):
            name = column.get("id") if isinstance(column, dict) else None
            if columns is not None and isinstance(name, str) and name not in columns:
                self._unknown_id((*path, "columns", position, "id"), name, sorted(columns))

    def _unknown_id(self, path: Path, name: str, known: list[str]) -> None:
        listed = ", ".join(known)
        self.add(
            "table.unknown",
            path,
            Text(f"方案中没有“{name}”", f"a plan has no {name!r}"),
            Text(f"可用：{listed}", f"there are: {listed}"),
        )

    def _range(self, section: Mapping[str, Any], low: str, high: str, path: Path) -> None:
        if not (_is_number(section.get(low)) and _is_number(section.get(high))):
            return
        if section[low] >= section[high]:
            self.add(
                "range",
                (*path, low),
                Text(f"{low} 不小于 {high}", f"{low} is not below {high}"),
                Text("对调或更正两个数", "swap or correct the two figures"),
            )
