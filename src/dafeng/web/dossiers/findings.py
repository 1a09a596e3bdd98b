"""How are faults kept with a version, and shown at their cells?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text

#: Most faults that are kept with a version; their number is kept in any case.
MOST: Final = 2000

#: Severities, the gravest first.
ORDER: Final = {s: n for n, s in enumerate(Severity)}


def laid_down(faults: Iterable[Fault]) -> list[list[Any]]:
    """Return faults as plain values, the gravest first."""
    ordered = sorted(faults, key=lambda f: ORDER[f.severity])
    return [_plain(fault) for fault in ordered[:MOST]]


def _plain(fault: Fault) -> list[Any]:
    place = fault.place
    return [
        fault.rule,
        fault.severity.value,
        [place.file, place.sheet, place.row, place.column, place.field],
        [fault.message.zh, fault.message.en],
        [fault.remedy.zh, fault.remedy.en],
    ]


def open_points(values: Sequence[Sequence[Any]]) -> list[str]:
    """Return the rules by which what was laid down has errors, each once."""
    found = (f.rule for f in taken_up(values) if f.severity is Severity.ERROR)
    return list(dict.fromkeys(found))


def taken_up(values: Sequence[Sequence[Any]]) -> tuple[Fault, ...]:
    """Return the faults that were laid down."""
    return tuple(
        Fault(rule, Severity(severity), Place(*place), Text(*message), Text(*remedy))
        for rule, severity, place, message, remedy in values
    )
