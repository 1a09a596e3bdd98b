"""Do the figures of one year fit those of the years beside it, and the place's size?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Flow
from dafeng.errors import Fault, Place, Severity, UnknownNameError
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.doubts.patterns import misfit
from dafeng.inventory.doubts.referee import Referee, Verdict
from dafeng.inventory.doubts.yardstick import since_then
from dafeng.inventory.entry import Entry
from dafeng.inventory.kin import estimated_as
from dafeng.inventory.raw_material import Cell, raw_material
from dafeng.inventory.row_names import entry_names, row_name
from dafeng.language import Text, significant

#: A slipped run of rows: at least so many, fitting the neighbour's row this well [log].
_RUN: Final = 3
_FITS: Final = 0.15
_MISFITS: Final = 0.3

#: Change of a large cell from one year to the next that is doubted (factor).
_JUMP: Final = 3.0
_LARGE: Final = 0.01

#: The same for what emits nothing itself (electricity, heat, raw materials) and for supply.
_ENERGY_JUMP: Final = 5.0

#: Balancing items go up and down as they must.
_BALANCING: Final = (Flow.STATISTICAL_DIFFERENCE, Flow.STOCK_CHANGE)

#: A cell so many times the other years has a wrong unit.
_SCALE: Final = 300.0

_TWO: Final = 2

Columns = dict[str, dict[int, list[Entry]]]


def check_series(balance: Balance, province: str, referee: Referee) -> Iterator[Fault]:
    """Yield doubts about rows that slipped, units that are off and cells that jump.

    Parameters
    ----------
    balance
        Entries of the dossier.
    province
        Province code.
    referee
        Decides which of two years is the odd one.
    """
    columns = _columns(balance)
    scaled = list(_scales(balance, referee))
    yield from scaled
    yield from _beyond_province(balance, province, {f.place for f in scaled})
    slipped = list(_slips(columns))
    yield from slipped
    doubted = {f.place for f in (*scaled, *slipped)}
    if not slipped:
        yield from _swaps(columns)
    yield from _jumps(balance, doubted, referee)


def _columns(balance: Balance) -> Columns:
    """Group entered final consumption by carrier and year, rows in the order of the table."""
    columns: Columns = defaultdict(lambda: defaultdict(list))
    for entry in balance.of(Flow.FINAL_CONSUMPTION):
        if entry.sector and not entry.estimated:
            columns[entry.carrier][entry.year].append(entry)
    order = {s: i for i, s in enumerate(reference.sectors().members)}
    for years in columns.values():
        for entries in years.values():
            entries.sort(key=lambda e: (e.place.row or 0, e.place.column or 0, order[e.sector]))
    return columns


def _slips(columns: Columns) -> Iterator[Fault]:
    for carrier, years in sorted(columns.items()):
        pairs = list(pairwise(sorted(years)))
        slips = {p: s for p in pairs if (s := _slip(years[p[0]], years[p[1]])) is not None}
        for (a, b), (shift, start) in slips.items():
            if any(later == a for _, later in slips):
                continue
            alone = len(pairs) == 1 and _earlier_is_odd(carrier, years[a], years[b])
            if alone or _earlier_at_fault((a, b), pairs, slips):
                entry = years[a][min(max(start - shift, 0), len(years[a]) - 1)]
                yield _slipped(a, b, entry, -shift)
            else:
                yield _slipped(b, a, years[b][start], shift)


def _earlier_at_fault(
    pair: tuple[int, int],
    pairs: list[tuple[int, int]],
    slips: Mapping[tuple[int, int], tuple[int, int]],
) -> bool:
    """Say whether the earlier year of a slipped pair is the odd one, by the years beside both."""
    a, b = pair
    before = [p for p in pairs if p[1] == a]
    after = [p for p in pairs if p[0] == b]
    earlier_fits = any(p not in slips for p in before)
    later_fits = any(p not in slips for p in after)
    return later_fits and not earlier_fits


def _earlier_is_odd(carrier: str, before: list[Entry], after: list[Entry]) -> bool:
    """Say whether the earlier of two columns fits the provinces' pattern worse."""
    old, new = (
        misfit(carrier, [e.sector for e in year], [e.energy for e in year])
        for year in (before, after)
    )
    return old is not None and new is not None and old > new


def _slip(before: list[Entry], after: list[Entry]) -> tuple[int, int] | None:
    """Return shift and first row of a run in `after` that fits `before` one row off."""
    if [e.sector for e in before] != [e.sector for e in after]:
        return None
    for shift in (1, -1):
        run: list[int] = []
        misfits = 0
        for i, entry in enumerate(before):
            j = i + shift
            there = 0 <= j < len(after)
            moved = _distance(after[j].energy, entry.energy) if there else math.inf
            off = _distance(after[i].energy, entry.energy)
            if not (moved < _FITS and moved < off):
                run, misfits = [], 0
                continue
            run.append(j)
            misfits += off > _MISFITS
            if len(run) >= _RUN and misfits >= _RUN - 1:
                return shift, run[0]
    return None


def _distance(a: float, b: float) -> float:
    if a == b:
        return 0.0
    return abs(math.log(a / b)) if a > 0 and b > 0 else math.inf


def _swaps(columns: Columns) -> Iterator[Fault]:
    for carrier, years in sorted(columns.items()):
        ordered = sorted(years)
        for a, b in pairwise(ordered):
            before = {e.sector: e for e in years[a]}
            after = {e.sector: e for e in years[b]}
            for one, two in combinations(sorted(set(before) & set(after)), 2):
                values = [before[one], before[two], after[one], after[two]]
                old_one, old_two, new_one, new_two = (e.energy for e in values)
                if (
                    _distance(new_one, old_two) < _FITS
                    and _distance(new_two, old_one) < _FITS
                    and _distance(new_one, old_one) > math.log(2)
                ):
                    odd, other = (b, a)
                    if len(ordered) == _TWO and _earlier_is_odd(carrier, years[a], years[b]):
                        odd, other = (a, b)
                    places = {a: before[one].place, b: after[one].place}
                    yield _swapped(carrier, (other, odd), (one, two), places[odd])


def _scales(balance: Balance, referee: Referee) -> Iterator[Fault]:
    """Yield cells that are a thousand or ten thousand times those of the other years."""
    cells: dict[tuple[Flow, str, str], list[Entry]] = defaultdict(list)
    for entry in balance.entries:
        if entry.energy and not entry.estimated:
            cells[entry.flow, entry.sector, entry.carrier].append(entry)
    for key in sorted(cells):
        entries = sorted(cells[key], key=lambda e: e.year)
        if len({e.year for e in entries}) == 1:
            continue
        if len({e.year for e in entries}) == _TWO:
            yield from _scale_of_two(entries, referee)
            continue
        for entry in entries:
            ratio = _scale(entry, entries)
            if ratio is not None:
                yield _out_of_scale(entry, ratio)


def _scale_of_two(entries: list[Entry], referee: Referee) -> Iterator[Fault]:
    """Yield the odd one of two years that are hundreds of times apart."""
    first = entries[0].year
    before = [e for e in entries if e.year == first]
    after = [e for e in entries if e.year != first]
    old, new = (math.fsum(abs(e.energy) for e in cell) for cell in (before, after))
    if max(old, new) >= _SCALE * min(old, new):
        verdict = referee.odd(before, after)
        ratio = old / new if verdict.odd.year == first else new / old
        yield _out_of_scale(verdict.odd, ratio, verdict.also)


def _scale(entry: Entry, entries: list[Entry]) -> float | None:
    """Return how far a cell is from all other years, if far."""
    others = [abs(e.energy) for e in entries if e.year != entry.year]
    own = abs(entry.energy)
    if own >= _SCALE * max(others):
        return own / max(others)
    agree = len(others) > 1 and max(others) < _SCALE / 10 * min(others)
    return own / min(others) if agree and own * _SCALE <= min(others) else None


def _beyond_province(balance: Balance, province: str, doubted: set[Place]) -> Iterator[Fault]:
    """Yield cells that exceed what the whole province emitted from that carrier.

    What is used as feedstock does not burn.
    """
    cells: dict[Cell, list[Entry]] = defaultdict(list)
    for entry in balance.of(Flow.FINAL_CONSUMPTION):
        if entry.sector:
            cells[entry.year, entry.sector, entry.carrier].append(entry)
    feedstock = raw_material(balance.of(Flow.NON_ENERGY), cells, [])
    try:
        emissions = reference.province_emissions(province)
    except UnknownNameError:
        return
    whole = dict(zip(emissions.carriers, emissions.co2.sum(axis=0).tolist(), strict=True))
    whole["group"] = float(emissions.co2.sum())
    for entry in balance.of(Flow.FINAL_CONSUMPTION, *BURNING):
        if entry.estimated or entry.place in doubted or not entry.co2:
            continue
        group = reference.carriers()[entry.carrier].group
        own = whole.get(estimated_as(entry.carrier), 0.0) * since_then(province, entry.year, group)
        limit = max(3 * own, 0.02 * whole["group"])
        cell = entry.year, entry.sector, entry.carrier
        raw = feedstock.get(cell, 0.0) if entry.flow is Flow.FINAL_CONSUMPTION else 0.0
        kept = raw / abs(math.fsum(e.energy for e in cells[cell])) if raw else 0.0
        burnt = abs(entry.co2) * max(1 - kept, 0.0)
        if burnt > limit or burnt > whole["group"]:
            yield _more_than_province(entry, own)


def _jumps(balance: Balance, doubted: set[Place], referee: Referee) -> Iterator[Fault]:
    """Yield large cells that change beyond a factor, each once; entries of a cell are summed.

    What is burnt is measured by its CO2, everything else by its energy.
    """
    told = set(doubted)
    for burnt, limit in ((True, _JUMP), (False, _ENERGY_JUMP)):
        cells = _cells(balance, burnt=burnt)
        sums: dict[int, float] = defaultdict(float)
        for entry in balance.of(Flow.FINAL_CONSUMPTION, *BURNING):
            sums[entry.year] += _size(entry, burnt=burnt) * (not entry.estimated)
        for cell, years in sorted(cells.items()):
            for a, b in pairwise(sorted(years)):
                old, new = (_whole(years[y], burnt=burnt) for y in (a, b))
                large = old > _LARGE * sums[a] or new > _LARGE * sums[b]
                fresh = not told & {e.place for e in (*years[a], *years[b])}
                if large and fresh and not 1 / limit <= new / old <= limit:
                    verdict = _odd_of(years, (a, b), referee, burnt=burnt)
                    told.add(verdict.odd.place)
                    yield _jump(cell, (a, b), new / old, verdict)


def _cells(balance: Balance, *, burnt: bool) -> dict[tuple[str, str], dict[int, list[Entry]]]:
    """Return the entered entries of each cell by year: what is burnt, or everything else."""
    cells: dict[tuple[str, str], dict[int, list[Entry]]] = defaultdict(dict)
    for entry in balance.entries:
        emits = entry.flow in (Flow.FINAL_CONSUMPTION, *BURNING) and bool(entry.co2)
        if entry.estimated or emits != burnt or entry.flow in _BALANCING or not entry.energy:
            continue
        where = entry.sector if entry.flow is Flow.FINAL_CONSUMPTION else entry.flow.value
        if burnt and entry.flow in BURNING:
            where = "power_heat"
        cells[where, entry.carrier].setdefault(entry.year, []).append(entry)
    return cells


def _size(entry: Entry, *, burnt: bool) -> float:
    return abs(entry.co2 if burnt else entry.energy)


def _whole(entries: Iterable[Entry], *, burnt: bool) -> float:
    return math.fsum(_size(e, burnt=burnt) for e in entries)


def _odd_of(
    years: Mapping[int, list[Entry]], pair: tuple[int, int], referee: Referee, *, burnt: bool
) -> Verdict:
    """Return which year of a jump is odd: the other years decide, if there are any."""
    a, b = pair
    old, new = (_whole(years[y], burnt=burnt) for y in pair)
    others = [_whole(es, burnt=burnt) for y, es in years.items() if y not in pair]
    if not others:
        return referee.odd(years[a], years[b])
    usual = sorted(others)[len(others) // 2]
    earlier = _distance(usual, old) > _distance(usual, new)
    first, second = years[a][0], years[b][0]
    return Verdict(first, second, clear=True) if earlier else Verdict(second, first, clear=True)


def _slipped(year: int, other: int, entry: Entry, shift: int) -> Fault:
    zh, en = ("下", "down") if shift > 0 else ("上", "up")
    row, column = entry_names(entry)
    return Fault(
        "inventory.rows.slipped",
        Severity.WARNING,
        entry.place,
        Text(
            f"{year} 年{column.zh}一列自“{row.zh}”起像是整体{zh}移了一行（与 {other} 年相比）",
            f"from {row.en} on, the {year} figures of {column.en} seem to have slipped one row "
            f"{en} (compared with {other})",
        ),
        Text("对照原表核对各行", "compare the rows with the original table"),
    )


def _swapped(carrier: str, years: tuple[int, int], pair: tuple[str, str], place: Place) -> Fault:
    column, (one, two) = reference.carrier_name(carrier), map(reference.sector_name, pair)
    return Fault(
        "inventory.rows.swapped",
        Severity.WARNING,
        place,
        Text(
            f"{years[1]} 年{column.zh}：“{one.zh}”与“{two.zh}”像是互换了（与 {years[0]} 年相比）",
            f"{column.en} in {years[1]}: {one.en} and {two.en} seem to be swapped (compared with "
            f"{years[0]})",
        ),
        Text("对照原表核对各行", "compare the rows with the original table"),
    )


def _out_of_scale(entry: Entry, ratio: float, also: Text | None = None) -> Fault:
    gas = "（万立方米与亿立方米）" if "gas" in entry.carrier else ""
    gas_en = " (10⁴ m³ against 10⁸ m³)" if "gas" in entry.carrier else ""
    row, carrier = entry_names(entry)
    return Fault(
        "inventory.unit.scale",
        Severity.WARNING,
        entry.place,
        Text(
            f"{entry.year} 年“{row.zh}”的{carrier.zh}是其他年份的 {significant(ratio, 3)} 倍，"
            f"单位可能有误{gas}{also.zh if also else ''}",
            f"{carrier.en} of {row.en} in {entry.year} is "
            f"{significant(ratio, 3)} times the other years: the unit is likely wrong{gas_en}"
            f"{also.en if also else ''}",
        ),
        Text("核对单位", "check the unit"),
    )


def _more_than_province(entry: Entry, whole: float) -> Fault:
    row, carrier = entry_names(entry)
    return Fault(
        "inventory.unit.beyond_province",
        Severity.WARNING,
        entry.place,
        Text(
            f"{entry.year} 年“{row.zh}”的{carrier.zh}排放 {significant(abs(entry.co2), 4)} t，"
            f"超出全省该品种排放（{significant(whole, 4)} t）应有的范围，"
            "单位可能有误（如万立方米当作亿立方米）",
            f"{carrier.en} of {row.en} in {entry.year} gives "
            f"{significant(abs(entry.co2), 4)} t CO2, out of proportion to the whole province "
            f"({significant(whole, 4)} t): the unit is likely wrong (10⁴ m³ taken for 10⁸ m³?)",
        ),
        Text("核对单位", "check the unit"),
    )


def _jump(cell: tuple[str, str], years: tuple[int, int], ratio: float, verdict: Verdict) -> Fault:
    odd, also = verdict.odd, verdict.also
    row, carrier = row_name(cell[0]), reference.carrier_name(cell[1])
    return Fault(
        "inventory.cell.jump",
        Severity.WARNING,
        odd.place,
        Text(
            f"“{row.zh}”的{carrier.zh}从 {years[0]} 到 {years[1]} 年变为 {significant(ratio, 3)} "
            "倍，"
            f"疑在 {odd.year} 年{also.zh if also else ''}",
            f"{carrier.en} of {row.en} changes by a factor of {significant(ratio, 3)} from "
            f"{years[0]} to "
            f"{years[1]}; {odd.year} is doubted{also.en if also else ''}",
        ),
        Text("核对数据，或说明原因", "check the figures, or explain the change"),
    )
