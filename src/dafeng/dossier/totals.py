"""Do totals agree with their parts? Totals are checked, never added."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from dafeng.dossier.records import Amount
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.errors import Place
from dafeng.language import number

#: Relative gap that rounding of the parts can make besides their last digits [-].
RELATIVE: Final = 1e-6
#: Relative gap that published calorific values can make against the place's own [-].
BY_COEFFICIENT: Final = 0.25


def last_digit(values: Iterable[float]) -> float:
    """Return the finest decimal place among figures (0.01 for 1.25 and 3), at most 1."""
    exponents = [Decimal(repr(v)).normalize().as_tuple().exponent for v in values if v]
    decimals = [-e for e in exponents if isinstance(e, int)]
    return float(Decimal(1).scaleb(-max(0, *decimals, 0)))


def agrees(total: float, parts: Sequence[float]) -> bool:
    """Say whether a total equals the sum of its parts within the rounding of all of them."""
    sizes = math.fsum(abs(p) for p in parts)
    rounding = 0.5 * (last_digit([total]) + len(parts) * last_digit(parts))
    limit = min(rounding, 0.005 * max(abs(total), sizes)) + RELATIVE * sizes
    return abs(total - math.fsum(parts)) <= limit


class TotalsCheck:
    """Counts totals that agree and reports those that do not."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.agreeing: list[Amount] = []
        self.seen: set[Place] = set()

    def compare(self, total: Amount, parts: Sequence[Amount], carrier: str = "") -> None:
        """Compare a total with its parts, in the total's unit.

        Where a physical quantity meets energy, published coefficients serve, and the gap allowed
        is wide; what no coefficient makes comparable is said and left alone.
        """
        self.seen.add(total.place)
        if total.value is None:
            return
        found = comparable(total, parts, carrier)
        if found is None:
            self.findings.add("total.not_compared", total.place, unit=total.unit)
            return
        whole = math.fsum(found.values)
        wide = BY_COEFFICIENT * max(abs(total.value), abs(whole))
        if agrees(total.value, found.values) or (
            not found.exact and abs(total.value - whole) <= wide
        ):
            self.agreeing.append(total)
            return
        self.findings.add(
            "total.differs",
            total.place,
            total=number(total.value),
            sum=number(whole),
            gap=number(total.value - whole),
            unit=total.unit,
        )

    def close(self) -> None:
        """Report how many totals agree, by sheet."""
        by_sheet: dict[tuple[str, str], list[Amount]] = defaultdict(list)
        for amount in self.agreeing:
            by_sheet[amount.place.file, amount.place.sheet].append(amount)
        for found in by_sheet.values():
            self.findings.add("total.checked", found[0].place, count=len(found))
        self.agreeing.clear()
