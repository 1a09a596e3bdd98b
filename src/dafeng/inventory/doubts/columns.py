"""Is a whole column of one year in standard coal, while the other years are in tonnes?"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Flow
from dafeng.errors import Fault, Severity
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.entry import Entry
from dafeng.language import Text, significant

#: Standard coal per unit in which tables are printed: tce per t and 10³ m3, 万tce per 亿kWh.
COEFFICIENTS: Final = {
    "raw_coal": 0.7143,
    "gasoline": 1.4714,
    "diesel": 1.4571,
    "lpg": 1.7143,
    "natural_gas": 1.33,
    "electricity": 1.229,
}

#: Rows of a column move alike within this, at least so many [log]; their step comes so near to a
#: coefficient, and where both neighbours are known, the step to each of them so near [log]. Of 3991
#: columns of the 30 provinces 1997-2019 (CEADs) one does so beside two neighbours (natural gas in
#: Qinghai 2001), and three beside one, none of them after 2009.
_ALIKE: Final = 0.05
_ROWS: Final = 4
_NEAR: Final = 0.05
_RETURN: Final = 0.15
#: A step that the other carriers take as well, within this [log], is the place's own.
_SHARED: Final = 0.06

Column = dict[tuple[Flow, str], float]


@dataclass(frozen=True, slots=True)
class _Step:
    """All rows of a year over those of the years beside it [-], and whether both are known."""

    year: int
    ratio: float
    clear: bool


def check_columns(balance: Balance) -> Iterator[Fault]:
    """Yield columns of one year whose rows all differ by the coefficient of standard coal.

    Parameters
    ----------
    balance
        Entries of the dossier.
    """
    entries = [
        e
        for e in balance.of(Flow.FINAL_CONSUMPTION, *BURNING)
        if e.carrier in COEFFICIENTS and e.energy and not e.estimated
    ]
    columns = {c: _columns([e for e in entries if e.carrier == c]) for c in COEFFICIENTS}
    for carrier, coefficient in COEFFICIENTS.items():
        own = [e for e in entries if e.carrier == carrier]
        step = find_step(columns[carrier], coefficient)
        if step is not None and not _common(step, columns, carrier):
            yield _other_unit(carrier, step, [e for e in own if e.year == step.year])


def _common(step: _Step, columns: Mapping[str, dict[int, Column]], carrier: str) -> bool:
    """Say whether a first or last year is as far off in the other carriers: the place's own step.

    Beside two neighbours the figures come back, which tells it from growth.
    """
    others = []
    for other, years in columns.items():
        known = sorted(years)
        if step.clear or other == carrier or step.year not in (known[:1] + known[-1:]):
            continue
        beside = known[1:2] if step.year == known[0] else known[-2:-1]
        steps = _steps(years, step.year, beside)
        others += [statistics.median(steps)] if steps else []
    return bool(others) and abs(statistics.median(others) - math.log(step.ratio)) <= _SHARED


def _columns(entries: list[Entry]) -> dict[int, Column]:
    found: dict[int, Column] = defaultdict(dict)
    for entry in entries:
        key = entry.flow, entry.sector
        found[entry.year][key] = found[entry.year].get(key, 0.0) + abs(entry.energy)
    return found


def find_step(columns: dict[int, Column], coefficient: float) -> _Step | None:
    """Return the year whose rows all differ from the years beside by a coefficient, or None.

    ``median over rows of log(figure / geometric mean of the years beside)``.

    Parameters
    ----------
    columns
        Figures of each row by year [TJ].
    coefficient
        Standard coal per unit [-].
    """
    years = sorted(columns)
    for i in sorted(range(len(years)), key=lambda i: i in (0, len(years) - 1)):
        beside = [years[j] for j in (i - 1, i + 1) if 0 <= j < len(years)]
        clear = len(beside) > 1
        step = _ratio(columns, years[i], beside)
        if step is None:
            continue
        own = [_ratio(columns, years[i], [y]) for y in beside] if clear else [step]
        if _near(step, coefficient, _NEAR) and all(
            s is not None and (s > 1) == (step > 1) and _near(s, coefficient, _RETURN) for s in own
        ):
            return _Step(years[i], step, clear)
    return None


def _near(step: float, coefficient: float, width: float) -> bool:
    """Say whether a step is about a coefficient or its inverse."""
    return abs(abs(math.log(step)) - abs(math.log(coefficient))) <= width


def _ratio(columns: dict[int, Column], year: int, beside: list[int]) -> float | None:
    """Return the step of a year's rows where all are alike, or None."""
    steps = _steps(columns, year, beside)
    if len(steps) < _ROWS:
        return None
    middle = statistics.median(steps)
    return math.exp(middle) if max(abs(s - middle) for s in steps) <= _ALIKE else None


def _steps(columns: dict[int, Column], year: int, beside: list[int]) -> list[float]:
    """Return the step of each row of a year from the mean of the years beside [log]."""
    if not beside:
        return []
    rows = set(columns[year]).intersection(*(columns[y] for y in beside))
    return [
        math.log(columns[year][r]) - statistics.fmean(math.log(columns[y][r]) for y in beside)
        for r in sorted(rows)
    ]


def _other_unit(carrier: str, step: _Step, entries: list[Entry]) -> Fault:
    name = reference.carriers()[carrier].name
    coefficient = COEFFICIENTS[carrier]
    zh = "" if step.clear else "（也可能是相邻年份）"
    en = "" if step.clear else " (or those of the year beside are)"
    return Fault(
        "inventory.column.standard_coal",
        Severity.WARNING,
        max(entries, key=lambda e: abs(e.energy)).place,
        Text(
            f"{step.year} 年{name.zh}各行都是相邻年份的 {significant(step.ratio, 4)} 倍，约为折标"
            "准煤系数 "
            f"{significant(coefficient)} 或其倒数：该列像是把标准量与实物量混用{zh}",
            f"all figures of {name.en} in {step.year} are {significant(step.ratio, 4)} times "
            "those beside, "
            f"near the coefficient of standard coal {significant(coefficient)} or its inverse: "
            "they seem to "
            f"be in standard coal instead of physical units, or the reverse{en}",
        ),
        Text("核对该列的单位", "check the unit of the column"),
    )
