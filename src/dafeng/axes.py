"""Ordered labels of array axes, aligned exactly or not at all.

The order of axes is the same everywhere: place, year, sector, carrier, draw. Draws are last.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from dafeng.errors import LabelError
from dafeng.language import Text

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

L = TypeVar("L", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Axis(Generic[L]):
    """Ordered, distinct labels of one array axis.

    Parameters
    ----------
    name
        What the labels are: ``year``, ``sector``, ``carrier``, ...
    labels
        The labels in array order.

    Raises
    ------
    LabelError
        If a label stands twice.
    """

    name: str
    labels: tuple[L, ...]

    def __post_init__(self) -> None:
        twice = sorted({str(x) for x in self.labels if self.labels.count(x) > 1})
        if twice:
            names = ", ".join(twice)
            raise LabelError(
                Text(
                    f"{self.name} 轴标签重复：{names}",
                    f"labels stand twice on {self.name}: {names}",
                )
            )

    def __len__(self) -> int:
        return len(self.labels)

    def __iter__(self) -> Iterator[L]:
        return iter(self.labels)

    def index(self, label: L) -> int:
        """Return the position of a label.

        Raises
        ------
        LabelError
            If the label is not on the axis.
        """
        try:
            return self.labels.index(label)
        except ValueError:
            known = ", ".join(map(str, self.labels))
            raise LabelError(
                Text(
                    f"{self.name} 轴没有“{label}”；现有：{known}",
                    f"no {label!r} on axis {self.name}; it has: {known}",
                )
            ) from None

    def require(self, other: Axis[L]) -> None:
        """Raise unless the other axis has the same labels in the same order.

        Raises
        ------
        LabelError
            Naming what is missing, what is extra, or that the order differs.
        """
        if self.labels == other.labels:
            return
        missing = [str(x) for x in self.labels if x not in other.labels]
        extra = [str(x) for x in other.labels if x not in self.labels]
        raise LabelError(
            Text(
                f"{self.name} 轴不一致：缺 {missing}，多 {extra}"
                if missing or extra
                else f"{self.name} 轴顺序不同",
                f"axis {self.name} differs: missing {missing}, extra {extra}"
                if missing or extra
                else f"axis {self.name} has another order",
            )
        )


def year_axis(first: int, last: int) -> Axis[int]:
    """Return the axis of all years from first to last, both included."""
    return Axis("year", tuple(range(first, last + 1)))


def contiguous(years: Sequence[int]) -> bool:
    """Say whether the years follow one another without a gap."""
    return all(b - a == 1 for a, b in pairwise(years))
