"""Do the rows of a column follow the pattern that the provinces show, or do they stand slipped?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Floats
from dafeng.dossier.records import Flow
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.assumed import assumed
from dafeng.inventory.balance import Balance
from dafeng.inventory.entry import Entry
from dafeng.inventory.hierarchy import ancestors, standard_sectors
from dafeng.language import Text

#: Carriers whose use by sector is alike enough in all provinces.
CARRIERS: Final = ("raw_coal", "gasoline", "diesel", "lpg", "natural_gas", "electricity")

#: Log-likelihood (twice) by which a shifted column must fit better: short and long tables. With
#: these, none of 280 columns of the 30 provinces (CEADs 2019, left out one by one) raises an
#: alarm, and 5 of 2491 columns of the years 2010-2018 (0.2 %).
BETTER: Final = {"short": 7.0, "long": 10.0}
_LONG: Final = 10

#: Carriers whose pattern is looser must gain more.
_LOOSE: Final = {"lpg": 6.0}

#: The pattern is that of 2019; before this year gasoline was used otherwise.
_FROM_YEAR: Final = 2010

#: What a shift by more than one row, or from a row within on, must make up for.
_PENALTY: Final = 7.0
_FARTHEST: Final = 3

#: Shares are read no finer than this; misfits no larger than so many squares count.
_FLOOR: Final = 1e-3
_CAP: Final = 9.0
_LEAST_SPREAD: Final = 0.4
_LEAST_ROWS: Final = 5

#: Spread of the shares of electricity by sector [log], judged.
_POWER_SPREAD: Final = 0.7

_INDUSTRY: Final = "manufacturing"


@dataclass(frozen=True, slots=True)
class Slip:
    """How far, and from which row on, a column stands off its rows."""

    gain: float
    shift: int
    first: int


@dataclass(frozen=True, slots=True)
class _Column:
    """The rows of one carrier in one year, top to bottom; an empty row has no place."""

    sectors: tuple[str, ...]
    values: tuple[float, ...]
    places: tuple[Place | None, ...]


def check_patterns(balance: Balance, known: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Yield columns whose rows fit the provinces' pattern far better when shifted.

    Parameters
    ----------
    balance
        Entries of the dossier.
    known
        Carriers that were found slipped by other means.
    """
    for carrier in CARRIERS:
        if carrier in known:
            continue
        found = []
        for year, column in _columns(balance, carrier):
            slip = find_slip(carrier, column.sectors, column.values)
            if slip is not None:
                found.append((year, column, slip))
        if found:
            _, column, slip = found[0]
            years = [year for year, _, _ in found]
            yield _slipped(carrier, years, slip, _first_row(column, slip))


def find_slip(carrier: str, sectors: Sequence[str], values: Sequence[float]) -> Slip | None:
    """Return the shift under which a column fits the provinces' pattern far better, or None.

    ``sum over rows of ((log share - median) / spread)^2``, over the provinces; the gain is what
    this falls by when the figures are moved back by one to three rows.

    Parameters
    ----------
    carrier
        Carrier id.
    sectors
        Sector of each row, top to bottom.
    values
        Figure of each row, 0 where it is empty [any unit].
    """
    if sum(v > 0 for v in values) < _LEAST_ROWS or len(set(sectors)) < _LEAST_ROWS:
        return None
    centre, spread = pattern(carrier, tuple(sectors))
    own = _log_shares(np.array(values))
    best = max(_candidates(own, centre, spread), key=lambda s: s.gain)
    enough = BETTER["long" if len(own) >= _LONG else "short"] + _LOOSE.get(carrier, 0.0)
    return best if best.gain > enough else None


def misfit(carrier: str, sectors: Sequence[str], values: Sequence[float]) -> float | None:
    """Return how badly a column fits the provinces' pattern, or None where there is none.

    Parameters
    ----------
    carrier
        Carrier id.
    sectors, values
        Sector and figure of each row.
    """
    if carrier not in (*CARRIERS, "coke") or not sum(values) or len(set(sectors)) < _LEAST_ROWS:
        return None
    return _misfit(_log_shares(np.array(values)), *pattern(carrier, tuple(sectors)))


def _candidates(own: Floats, centre: Floats, spread: Floats) -> Iterator[Slip]:
    rows = len(own)
    for shift in (x for x in range(-_FARTHEST, _FARTHEST + 1) if x):
        for first in range(rows - _LEAST_ROWS + 1):
            at = np.array([i for i in range(first, rows) if first <= i + shift < rows])
            if len(at) < _LEAST_ROWS - 1:
                continue
            given = _misfit(own[at], centre[at], spread[at])
            moved = _misfit(own[at + shift], centre[at], spread[at])
            penalty = _PENALTY * ((first > 0) + (abs(shift) > 1))
            yield Slip(given - moved - penalty, shift, first)


def _misfit(own: Floats, centre: Floats, spread: Floats) -> float:
    off = own - centre
    ordered = np.sort(off)  # np.median takes five times as long over a dozen rows
    median = (ordered[(len(off) - 1) // 2] + ordered[len(off) // 2]) / 2
    return float(np.minimum(((off - median) / spread) ** 2, _CAP).sum())


def _log_shares(values: Floats) -> Floats:
    shares: Floats = np.log(np.maximum(values / values.sum(), _FLOOR))
    return shares


@lru_cache(maxsize=256)
def pattern(carrier: str, sectors: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Return the median over the provinces of the log share of each row, and its spread.

    Electricity follows the nation's use by class and the split that `dafeng.inventory.assumed`
    assumes. A sector with several rows is parted evenly.

    Parameters
    ----------
    carrier
        Carrier id.
    sectors
        Sector of each row.
    """
    if carrier == "electricity":
        shares = _log_shares(_spread_out(power_shares(), sectors))
        return shares, np.full(len(sectors), _POWER_SPREAD)
    columns = [_spread_out(shares, sectors) for shares in province_columns(carrier)]
    logs = np.array([_log_shares(c) for c in columns if (c > 0).sum() >= _LEAST_ROWS - 1])
    return np.median(logs, axis=0), np.maximum(logs.std(axis=0), _LEAST_SPREAD)


def _spread_out(shares: dict[str, float], sectors: tuple[str, ...]) -> Floats:
    times = Counter(sectors)
    return np.array([_share(shares, s, times) / times[s] for s in sectors])


def _share(shares: dict[str, float], sector: str, present: Counter[str]) -> float:
    """Return the share of a row; industry without rows for mining and plants holds them too."""
    below = [leaf for leaf in standard_sectors() if sector == leaf or sector in ancestors(leaf)]
    if sector == _INDUSTRY:
        below += [s for s in ("mining", "power_heat") if s not in present]
    taken = [leaf for leaf in below if leaf == sector or leaf not in present]
    return float(sum(shares.get(leaf, 0.0) for leaf in taken))


@lru_cache(maxsize=32)
def province_columns(carrier: str) -> tuple[dict[str, float], ...]:
    """Return the CO2 of a carrier by sector, power plants left out, of every province [t]."""
    columns = []
    for emissions in reference.all_province_emissions():
        at = emissions.carriers.index(carrier)
        column = dict(zip(emissions.sectors, emissions.co2[:, at].tolist(), strict=True))
        column.pop("power_heat")
        columns.append(column)
    return tuple(columns)


@lru_cache(maxsize=1)
def power_shares() -> dict[str, float]:
    """Return the nation's electricity use by standard sector [亿千瓦时], partly assumed."""
    uses = reference.national().electricity_use
    use = uses[max(uses)]
    shares = {"agriculture": use["primary"]}
    for kind in ("secondary_power", "tertiary_power", "household_power"):
        total = use["households" if kind == "household_power" else kind.removesuffix("_power")]
        shares.update({sector: share * total for sector, share in assumed(kind).items()})
    return shares


def _columns(balance: Balance, carrier: str) -> Iterator[tuple[int, _Column]]:
    """Yield the rows of a carrier by year; a wide table holds the empty rows too."""
    by_year: dict[int, list[Entry]] = defaultdict(list)
    for entry in balance.of(Flow.FINAL_CONSUMPTION):
        fuel_of_plants = entry.sector == "power_heat" and carrier != "electricity"
        recent = entry.year >= _FROM_YEAR
        if entry.sector and recent and not entry.estimated and not fuel_of_plants:
            by_year[entry.year].append(entry)
    for year, entries in sorted(by_year.items()):
        own = [e for e in entries if e.carrier == carrier]
        tables = {(e.place.file, e.place.sheet) for e in own}
        if len(tables) != 1 or any(e.place.row is None for e in own):
            continue
        same = [e for e in entries if (e.place.file, e.place.sheet) in tables]
        turned = len(own) > 1 and len({e.place.row for e in own}) == 1
        line = _column_of if turned else _row_of
        rows = set(map(line, own))
        beside = {e.carrier for e in same if line(e) in rows}  # not those of a table below
        same = [e for e in same if e.carrier in beside]
        wide = turned or len({e.place.column for e in same}) > 1
        yield year, _column(own, same if wide else own, line)


def _row_of(entry: Entry) -> int:
    return entry.place.row or 0


def _column_of(entry: Entry) -> int:
    """Return the column of a figure: that of its sector, where carriers stand as rows."""
    return entry.place.column or 0


def _column(own: list[Entry], table: list[Entry], line: Callable[[Entry], int]) -> _Column:
    rows = {line(e): e.sector for e in table}
    figures = {line(e): e for e in own}
    order = sorted(rows)
    return _Column(
        tuple(rows[r] for r in order),
        tuple(figures[r].energy if r in figures else 0.0 for r in order),
        tuple(figures[r].place if r in figures else None for r in order),
    )


def _first_row(column: _Column, slip: Slip) -> Place:
    start = slip.first + max(slip.shift, 0)
    filled = [p for p in (*column.places[start:], *column.places) if p is not None]
    return filled[0]


def _slipped(carrier: str, years: list[int], slip: Slip, place: Place) -> Fault:
    name = reference.carriers()[carrier].name
    when = "、".join(map(str, years)), ", ".join(map(str, years))
    zh, en = ("下", "down") if slip.shift > 0 else ("上", "up")
    rows = abs(slip.shift)
    return Fault(
        "inventory.rows.slipped",
        Severity.WARNING,
        place,
        Text(
            f"{when[0]} 年{name.zh}一列自此起像是整体{zh}移了 {rows} 行（与各省分行业结构相比）",
            f"from here on, the {when[1]} figures of {name.en} seem to have slipped {rows} row(s) "
            f"{en} (compared with the provinces' pattern by sector)",
        ),
        Text("对照原表核对各行", "compare the rows with the original table"),
    )
