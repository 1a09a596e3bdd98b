"""One tree of errors: a code, a place in the input, and the same message in two languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dafeng.language import Language, Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input something stands.

    Parameters
    ----------
    file
        File name as the user knows it.
    sheet
        Sheet of a workbook; empty for a text table.
    row, column
        Counted from 1, as a spreadsheet shows them; None if the whole sheet is meant.
    field
        Name of the field or key, where there is no cell (``dossier.toml``).
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    field: str = ""

    @property
    def cell(self) -> str:
        """Return the cell in spreadsheet notation (``E17``), a bare row (``17``) or nothing."""
        if self.row is None:
            return ""
        return f"{column_letters(self.column)}{self.row}" if self.column else str(self.row)

    def __str__(self) -> str:
        parts = (self.file, self.sheet, self.cell, self.field)
        return " ".join(part for part in parts if part) or "-"


#: No particular place.
NOWHERE = Place()


def column_letters(column: int) -> str:
    """Return the spreadsheet letters of a column counted from 1 (27 -> ``AA``)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Severity(StrEnum):
    """How far a fault bars the way: an error blocks the gate, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _SEVERITIES[self]


_SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("提示", "note"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input: where, what, by which rule, and what to do.

    Parameters
    ----------
    rule
        Stable identifier, for example ``energy.unit.unknown``.
    severity
        Whether it bars the gate.
    place
        Where it stands.
    message, remedy
        What is wrong, and what to do about it.
    """

    rule: str
    severity: Severity
    place: Place
    message: Text
    remedy: Text

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the fault as plain values for ``--json``."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "file": self.place.file,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "field": self.place.field,
            "message": self.message[language],
            "remedy": self.remedy[language],
        }


class DafengError(Exception):
    """Root of all errors that Dafeng raises on purpose.

    Parameters
    ----------
    text
        What is wrong, in both languages.
    """

    code = "dafeng"

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def __reduce__(self) -> tuple[Any, ...]:
        # An error comes whole from another process, whatever its own way of being made.
        return _restored, (type(self), self.args, dict(self.__dict__))


def _restored(kind: type[DafengError], args: tuple[Any, ...], held: dict[str, Any]) -> DafengError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(held)
    return error


class UnitError(DafengError):
    """A unit is unknown, or two units cannot be converted into one another."""

    code = "unit"


class LabelError(DafengError):
    """Labels of two axes differ, or a label stands twice."""

    code = "label"


class UnknownNameError(DafengError):
    """A name or code is not in the reference tables."""

    code = "name"


class MethodError(DafengError):
    """A method is used outside its domain (too few years, a zero denominator, ...)."""

    code = "method"


class FormatError(DafengError):
    """A file ending says no form that can be written."""

    code = "format"


class InputError(DafengError):
    """An input has faults; all of them are listed.

    Parameters
    ----------
    faults
        Every fault found, in the order of the input.
    """

    code = "input"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = sum(f.severity is Severity.ERROR for f in self.faults)
        super().__init__(Text(f"输入有 {count} 处错误", f"the input has {count} error(s)"))


class RefusedError(DafengError):
    """An event was refused; all reasons are listed, and nothing has changed.

    Parameters
    ----------
    faults
        Every reason, each with a remedy.
    """

    code = "refused"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            Text(
                "；".join(f.message.zh for f in self.faults),
                "; ".join(f.message.en for f in self.faults),
            )
        )
