"""Where do the arrays of a named tuple lie in memory?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dafeng.axes import Integers


def addressed(tables: Any) -> Integers:
    """Return the addresses as words, for `dafeng.scenarios.engine.tables.tables_of`.

    The arrays must outlive their use.

    Raises
    ------
    TypeError
        If an array is not contiguous or not of float64 or int64.
    """
    return np.array(list(_flat(tables)), dtype=np.int64)


def _flat(tables: Any) -> Iterator[int]:
    for part in tables:
        if isinstance(part, tuple):
            yield from _flat(part)
        elif isinstance(part, np.ndarray):
            fits = part.flags.c_contiguous and part.dtype in (np.float64, np.int64)
            if not fits:
                raise TypeError("tables for compiled code must be contiguous, float64 or int64")
            yield part.__array_interface__["data"][0]  # twice as fast as `ctypes.data`
        else:
            yield int(part)
