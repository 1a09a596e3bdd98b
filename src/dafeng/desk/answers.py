"""What does each verb answer? Results as tables for readers and as plain values for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dafeng.errors import Fault
from dafeng.language import Language, Text


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """One table of an answer.

    Parameters
    ----------
    id
        Key in the JSON document.
    title
        What it shows, with the unit.
    columns
        Id and heading of each column.
    rows
        Values: text, numbers or None for what is not there.
    digits
        Decimals by column id; other numbers are written with four digits.
    tonnes
        Ids of columns that hold tonnes of CO2; a table for readers shows them in 10 kt (万吨).
    long
        Too long for a screen: shown only when asked for, always in JSON.
    """

    id: str
    title: Text
    columns: tuple[tuple[str, Text], ...]
    rows: tuple[tuple[Text | str | float | int | bool | None, ...], ...]
    digits: tuple[tuple[str, int], ...] = ()
    tonnes: tuple[str, ...] = ()
    long: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb says of a place.

    Parameters
    ----------
    verb
        The verb.
    place
        Code and name.
    facts
        Single facts beside the tables: id, name and value.
    tables
        Its tables in reading order.
    remarks
        What a reader must know to read them right.
    faults
        Warnings and notes of what the answer stands on.
    """

    verb: str
    place: tuple[str, Text]
    tables: tuple[AnswerTable, ...]
    facts: tuple[tuple[str, Any], ...] = ()
    remarks: tuple[Text, ...] = ()
    faults: tuple[Fault, ...] = ()

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the answer as plain values; every table is a list of records."""
        code, name = self.place
        return {
            "verb": self.verb,
            "place": {"code": code, "name": name[language]},
            "unit_co2": "t",
            **dict(self.facts),
            **{table.id: _records(table, language) for table in self.tables},
            "remarks": [remark[language] for remark in self.remarks],
            "faults": [fault.as_json(language) for fault in self.faults],
        }


def _records(table: AnswerTable, language: Language) -> list[dict[str, Any]]:
    keys = [key for key, _heading in table.columns]
    return [dict(zip(keys, (_plain(v, language) for v in row), strict=True)) for row in table.rows]


def _plain(value: Any, language: Language) -> Any:
    return value[language] if isinstance(value, Text) else value


def columns(*pairs: tuple[str, str, str]) -> tuple[tuple[str, Text], ...]:
    """Return columns from (id, zh, en)."""
    return tuple((key, Text(zh, en)) for key, zh, en in pairs)


def records(rows: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Return rows as tuples."""
    return tuple(tuple(row) for row in rows)
