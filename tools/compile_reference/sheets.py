"""How a published list is read and a reference table is written."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
TABLES = HERE.parent / "src" / "dafeng" / "reference" / "tables"
LISTS = HERE / "reference"

Row = dict[str, str]


@dataclass(frozen=True)
class Folders:
    """Where the published data sets lie and where the reference tables are written."""

    data: Path
    tables: Path = TABLES


def read(path: Path, fields: Sequence[str] | None = None, skip: int = 0) -> list[Row]:
    """Return the rows of a csv file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(skip):
            next(file)
        return list(csv.DictReader(file, fieldnames=fields))


def write(tables: Path, name: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """Write one reference table; columns are separated by commas."""
    path = tables / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split(","))
        writer.writerows(rows)
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB")


def short(value: str | float, digits: int = 8) -> str:
    """Write a figure with at most so many significant digits; nothing stays nothing."""
    if value == "":
        return ""
    text = f"{float(value):.{digits}g}"
    return text if "e" not in text else f"{float(text):.0f}"


def letters(name: str) -> str:
    """Return a name by its letters and digits alone, since spellings of one region differ."""
    return "".join(c for c in name.casefold() if c.isalnum())


def provinces_by_letters(tables: Path) -> dict[str, str]:
    """Return the codes of the provinces by the letters of their English names."""
    divisions = read(tables / "divisions.csv")
    return {letters(r["en"]): r["code"] for r in divisions if not r["parent"]}
