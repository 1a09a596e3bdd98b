"""How an answer of the desk is printed."""

from __future__ import annotations

from typing import Any

from dafeng.cli.printing import print_faults, print_json, print_table, tell
from dafeng.cli.speech import chosen
from dafeng.desk.answers import Answer, AnswerTable
from dafeng.language import Text, number

#: Tonnes in 10 kt (万吨), the unit in which plans speak.
WAN = 1e4


def print_answer(answer: Answer, *, as_json: bool, everything: bool = False) -> None:
    """Print an answer as tables, long ones only if asked for, or as one JSON document."""
    language = chosen()
    if as_json:
        print_json(answer.as_json(language))
        return
    code, name = answer.place
    print(f"{name[language]}  {code}\n")  # noqa: T201 - this is the output
    for table in answer.tables:
        if table.rows and (everything or not table.long):
            _print(table)
    for remark in answer.remarks:
        tell(f"* {remark[language]}")
    print_faults(answer.faults, language)


def _print(table: AnswerTable) -> None:
    language = chosen()
    digits = dict(table.digits)
    keys = [key for key, _heading in table.columns]
    rows = [
        [
            _cell(_shown(value) if key in table.tonnes else value, digits.get(key))
            for key, value in zip(keys, row, strict=True)
        ]
        for row in table.rows
    ]
    print_table(table.title[language], [head[language] for _key, head in table.columns], rows)


def _shown(tonnes: Any) -> Any:
    return tonnes / WAN if isinstance(tonnes, float) else tonnes


def _cell(value: Any, digits: int | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, Text):
        return value[chosen()]
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, float):
        return number(value, digits)
    return str(value)
