"""What does a table of a programme file say? Every wrong key is told, none ends the reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text, same

#: Stands where a text could not be read; never leaves the reader, for its fault ends the loading.
UNREAD: Final = same("?")

_BOTH: Final = Text("中文与英文各一段文字", "a text with zh and en")

#: Largest whole number: of places, days and points no programme has more.
MOST: Final = 9_999

#: Stands for a text that is no instant.
UNZONED: Final = datetime.min  # noqa: DTZ901 - to be refused

_MESSAGES: Final = {
    "missing": (
        Text("缺少“{key}”", "“{key}” is missing"),
        Text("补上：{wanted}", "add it: {wanted}"),
    ),
    "kind": (
        Text("“{key}”的值类型不对", "the value of “{key}” is of the wrong kind"),
        Text("应为：{wanted}", "it should be: {wanted}"),
    ),
    "unknown": (
        Text("不认识的项“{key}”", "unknown key “{key}”"),
        Text("可用：{wanted}", "there are: {wanted}"),
    ),
    "choice": (
        Text("“{key}”不能取 {value}", "“{key}” cannot be {value}"),
        Text("可用：{wanted}", "there are: {wanted}"),
    ),
    "language": (
        Text("“{key}”需要中文和英文", "“{key}” needs Chinese and English"),
        Text('写成 {{ zh = "…", en = "…" }}', 'write {{ zh = "…", en = "…" }}'),
    ),
}


@dataclass(slots=True)
class Findings:
    """Faults of one file, in the order in which they are found."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def add(self, rule: str, path: str, message: Text, remedy: Text) -> None:
        """Note a fault at a key of the file."""
        place = Place(file=self.file, field=path)
        self.faults.append(Fault(f"programme.file.{rule}", Severity.ERROR, place, message, remedy))

    def tell_unknown_keys(self) -> None:
        """Note every key that no reader asked for, once all tables are read."""
        for table in self.tables:
            table.done()


class Table:
    """One table of the file; what is asked for is checked, what was never asked for is unknown.

    Parameters
    ----------
    value
        Keys and values as TOML gives them.
    path
        Where the table stands.
    findings
        Takes what is wrong.
    """

    def __init__(self, value: Any, path: str, findings: Findings) -> None:
        self.path, self.findings = path, findings
        self.value: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {}
        self._asked: set[str] = set()
        findings.tables.append(self)
        if not isinstance(value, Mapping):
            self._tell("kind", path, wanted=Text("表", "a table"))

    def word(self, key: str, default: str | None = None) -> str:
        """Return a text; without default it is required."""
        wanted = Text("文字", "text")
        found = self._get(key, str, default, wanted)
        return found if isinstance(found, str) else ""

    def text(self, key: str) -> Text:
        """Return a text in both languages."""
        self._asked.add(key)
        value = self.value.get(key)
        pair = value if isinstance(value, Mapping) else {}
        zh, en = pair.get("zh"), pair.get("en")
        if isinstance(zh, str) and isinstance(en, str) and zh and en and len(pair) == len("zh"):
            return Text(zh, en)
        self._tell("missing" if value is None else "language", self.at(key), wanted=_BOTH)
        return UNREAD

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty if the key is absent."""
        found = self._get(key, list, [], Text("文字列表", "a list of texts")) or []
        if not all(isinstance(w, str) for w in found):
            self._tell("kind", self.at(key), wanted=Text("文字列表", "a list of texts"))
            return ()
        return tuple(found)

    def whole(self, key: str, default: int | None = 0) -> int | None:
        """Return a whole number that is not negative, and not beyond what a programme needs."""
        self._asked.add(key)
        value = self.value.get(key, default)
        if value is not None and (type(value) is not int or not 0 <= value <= MOST):
            wanted = Text(f"0 至 {MOST} 的整数", f"a whole number from 0 to {MOST}")
            self._tell("kind", self.at(key), wanted=wanted)
            return default
        return value

    def flag(self, key: str) -> bool:
        """Return whether a switch is on; it is off if absent."""
        return bool(self._get(key, bool, False, Text("true 或 false", "true or false")))

    def choice(self, key: str, known: Any, default: str | None = None) -> str:
        """Return one of the known words."""
        found = self.word(key, default)
        if found and found not in known:
            self.refuse_choice(key, found, known)
        return found

    def instant(self, key: str) -> datetime | None:
        """Return an instant with a time zone, in UTC; a text in the form of ISO 8601 will do."""
        wanted = Text("带时区的时刻", "an instant with its time zone")
        found = self._get(key, (datetime, str), None, wanted)
        try:
            read = datetime.fromisoformat(found) if isinstance(found, str) else found
        except ValueError:
            read = UNZONED
        if read is not None and read.utcoffset() is None:
            self._tell("kind", self.at(key), wanted=wanted)
            return None
        return read.astimezone(UTC) if read is not None else None

    def plain(self, key: str) -> dict[str, Any]:
        """Return a table as it stands, empty if it is absent."""
        found = self._get(key, dict, {}, Text("表", "a table"))
        return dict(found) if isinstance(found, Mapping) else {}

    def pairs(self, key: str) -> dict[str, str]:
        """Return a table of words by words, empty if it is absent."""
        found = self.plain(key)
        if not all(isinstance(value, str) for value in found.values()):
            self._tell("kind", self.at(key), wanted=Text("文字", "text"))
            return {}
        return found

    def table(self, key: str, *, required: bool = True) -> Table | None:
        """Return a table of this table; None if it is absent and need not be there."""
        self._asked.add(key)
        if key not in self.value:
            if required:
                self._tell("missing", self.at(key), wanted=Text("表", "a table"))
            return None
        return Table(self.value[key], self.at(key), self.findings)

    def tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """Yield the named tables under a key."""
        for name, value in self.plain(key).items():
            yield name, Table(value, f"{self.at(key)}.{name}", self.findings)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Yield every key with its value, where any key may stand."""
        self._asked.update(self.value)
        yield from self.value.items()

    def names(self) -> Iterator[str]:
        """Yield every key, where any key may stand."""
        return (key for key, _value in self.items())

    def rows(self, key: str) -> Iterator[Table]:
        """Yield the tables of a list."""
        found = self._get(key, list, [], Text("表的列表", "a list of tables"))
        for number, value in enumerate(found or [], start=1):
            yield Table(value, f"{self.at(key)}[{number}]", self.findings)

    def done(self) -> None:
        """Tell the keys that nobody asked for."""
        for key in self.value:
            if key not in self._asked:
                known = same(", ".join(sorted(self._asked)))
                self._tell("unknown", self.at(key), wanted=known)

    def at(self, key: str) -> str:
        """Return the path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def refuse_choice(self, key: str, value: str, known: Any) -> None:
        """Note that a value is none of the known ones."""
        wanted = same(", ".join(map(str, known)) or "-")
        self._tell("choice", self.at(key), wanted=wanted, value=same(value))

    def _get(self, key: str, kind: type | tuple[type, ...], default: Any, wanted: Text) -> Any:
        self._asked.add(key)
        if key not in self.value:
            if default is None:
                self._tell("missing", self.at(key), wanted=wanted)
            return default
        value = self.value[key]
        if not isinstance(value, kind):
            self._tell("kind", self.at(key), wanted=wanted)
            return default
        return value

    def _tell(self, rule: str, path: str, **values: object) -> None:
        message, remedy = _MESSAGES[rule]
        key = same(path.rsplit(".", 1)[-1] or "-")
        filled = {"key": key, **values}
        self.findings.add(rule, path, message.format(**filled), remedy.format(**filled))
