"""What is a table of the results made of? Named, typed columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

#: Columns of a table: name to type and values.
Columns = dict[str, tuple[type, Sequence[Any]]]
Head = tuple[tuple[str, type], ...]


def table(head: Head, rows: Iterable[Sequence[Any]]) -> Columns:
    """Return the columns of a table given by its head and rows."""
    found = list(rows)
    return {name: (kind, [plain(row[at]) for row in found]) for at, (name, kind) in enumerate(head)}


def plain(value: Any) -> Any:
    """Return a value of NumPy as one of Python; what is no number is absent."""
    value = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(value, float) and not np.isfinite(value) else value
