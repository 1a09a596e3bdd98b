"""How a command shows its answer: a readable table, or one JSON document."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dafeng.errors import Fault
from dafeng.language import Language


def print_json(value: Any) -> None:
    """Write one JSON document on standard output; NaN has no place in it."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table as wide as its content; numbers stand to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    lines = [[str(cell) for cell in row] for row in rows]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for position, column in enumerate(columns):
        cells = [line[position] for line in lines]
        table.add_column(column, justify="right" if _numeric(cells) else "left", overflow="fold")
    for line in lines:
        table.add_row(*line)
    width = None if sys.stdout.isatty() else 220
    console = Console(width=width, highlight=False, markup=False)
    with console.capture() as captured:
        console.print(table)
    sys.stdout.write(f"{title}\n")
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def print_faults(
    faults: Sequence[Fault], language: Language, write: Callable[[str], None] | None = None
) -> None:
    """Write every fault with place, rule, reason and remedy, on standard error by default."""
    line = write or tell
    for fault in faults:
        mark = fault.severity.text[language]
        line(f"{mark}  {fault.place}  [{fault.rule}]")
        line(f"    {fault.message[language]}")
        line(f"    → {fault.remedy[language]}")


def tell(message: str) -> None:
    """Write a message for people on standard error, after what was printed before it."""
    sys.stdout.flush()
    sys.stderr.write(message + "\n")


def _numeric(cells: Sequence[str]) -> bool:
    shown = [cell for cell in cells if cell not in {"", "-"}]
    return bool(shown) and all(cell[:1] in "+-−0123456789" for cell in shown)
