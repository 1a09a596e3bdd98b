"""Where do carriers, units, years and labels stand in an energy balance table?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dafeng import reference
from dafeng.dossier.balance_headers import (
    carrier_of,
    first_figures,
    group_of,
    header_row,
    header_rows,
    named_column,
)
from dafeng.dossier.bracket_words import left_over, says_coal, says_physical, tell_words
from dafeng.dossier.cells import is_planned, is_preliminary, read_number, read_year
from dafeng.dossier.energy_rows import FUELS, carrier_units
from dafeng.dossier.footnotes import Footnotes
from dafeng.dossier.melted_rows import tell_nameless
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.titles import Titles, bare_unit, corner, titles
from dafeng.dossier.total_headers import (
    MAYBE_TOTALS,
    electricity_method,
    first_method,
    inner_units,
    is_derived,
)
from dafeng.dossier.twin_columns import twin_columns
from dafeng.dossier.user_columns import REMARKS, USER_HEADERS
from dafeng.dossier.vocabulary import carrier_name, carrier_words, find_carrier
from dafeng.dossier.wording import (
    NUMBERING,
    UNIT_HEADERS,
    YEAR_HEADERS,
    key,
    nearest,
    split_all_brackets,
    split_brackets,
)
from dafeng.errors import Place
from dafeng.language import same
from dafeng.units import unit

_POWER: Final = "electricity"
#: A carrier in whose units the sum of a group is stated.
_MEMBER: Final = {"coal": "raw_coal", "oil": "crude_oil"}


@dataclass(frozen=True, slots=True)
class CarrierColumn:
    """A column of the table: its carrier (or the group it sums up), its unit, its year.

    Groups are ``coal``, ``oil``, ``all``, and ``net`` (综合能源消费量: less what is given off). A
    total of all energy, and electricity in standard coal, may say the method by which electricity
    counts: ``equivalent`` or ``thermal``. `name` is the carrier as written, `label` what stands in
    the last row of the header.
    """

    index: int
    carrier: str
    group: str
    unit: str
    year: int | None
    place: Place
    method: str = ""
    name: str = ""
    label: str = ""


@dataclass(slots=True)
class Layout:
    """Rows and columns of a balance table, and what stands above it."""

    first: int
    last: int
    columns: tuple[CarrierColumn, ...]
    labels: tuple[int, ...]
    year_column: int | None
    unit_column: int | None
    above: Titles
    header_keys: frozenset[str]
    dashes: list[Place] = field(default_factory=list)
    notes: Footnotes = field(default_factory=Footnotes)


def is_standard(layout: Layout) -> bool:
    """Say whether a table counts in standard coal."""
    if "实物量" in layout.above.text:
        return False
    units = [c.unit for c in layout.columns if c.unit and c.carrier]
    coal = sum(bool(unit(u).coal) for u in units)
    return "标准量" in layout.above.text or (bool(units) and 2 * coal > len(units))


def find_layout(sheet: RawSheet, findings: Findings) -> Layout:
    """Return where everything stands; unknown carriers and units are reported."""
    row = header_row(sheet)
    if row is None:
        raise ValueError("no carriers stand in the header")
    first, last = header_rows(sheet, row)
    words = [sheet.text(r, i) for r in range(first, last + 1) for i in range(1, sheet.width + 1)]
    others = frozenset(carrier_of(t) for t in words if key(t) not in MAYBE_TOTALS)
    year_column = named_column(sheet, first, last, YEAR_HEADERS)
    unit_column = named_column(sheet, first, last, UNIT_HEADERS, row)
    passed = {i for i in range(1, sheet.width + 1) if _is_numbering(sheet, first, last, i)}
    if unit_column:
        heading = sheet.text(row, unit_column)
        findings.add("column.unknown", sheet.place(row, unit_column), column=heading, near="")
    twins = twin_columns(sheet, first, last, findings)
    aside = {year_column, unit_column, *passed}
    start = first_figures(sheet, row, last, aside)
    labels = tuple(i for i in range(1, start) if i not in aside)
    above = titles(sheet, first, findings, corner(sheet, (first, last), labels))

    def texts_of(index: int) -> list[str]:
        texts = (sheet.text(row, index) for row in range(first, last + 1))
        return [t for t in dict.fromkeys(texts) if t]

    columns = tuple(
        replace(c, index=i, label=sheet.text(last, i))
        for i in range(start, sheet.width + 1)
        if i not in aside
        and i not in twins
        and not _holds_words(sheet, last, i)
        and (c := _column(texts_of(i), sheet.place(last, i), (above, others), findings)) is not None
    )
    for index in range(start, sheet.width + 1):
        if not any(sheet.text(r, index) for r in range(1, last + 1)):
            tell_nameless(sheet, index, last, findings)
    if above.unit and columns and all(c.unit != above.unit for c in columns):
        findings.add("unit.title.unused", above.place_of(sheet), unit=above.unit)
    dated = year_column is not None or all(c.year is not None for c in columns)
    above.tell(findings, dated=dated)
    columns = _once(columns, texts_of, (sheet, first, last), findings)
    heads = frozenset(key(sheet.text(r, i)) for r in range(first, last + 1) for i in labels)
    return Layout(first, last, columns, labels, year_column, unit_column, above, heads)


def _holds_words(sheet: RawSheet, last: int, index: int) -> bool:
    """Say whether a column behind the figures names rows once more, or remarks on them."""
    heads = {key(sheet.text(row, index)) for row in range(1, last + 1)}
    below = (sheet.at(row, index) for row in range(last + 1, len(sheet.rows) + 1))
    words = heads & (USER_HEADERS | REMARKS)
    return bool(words) and all(read_number(cell).value is None for cell in below)


def _once(
    columns: Sequence[CarrierColumn],
    texts_of: Callable[[int], list[str]],
    header: tuple[RawSheet, int, int],
    findings: Findings,
) -> tuple[CarrierColumn, ...]:
    """Return the columns without those whose name stands before in the same year; each is told.

    Headers that differ and mean one carrier (soft coal and hard coal) are parts and stay.
    """
    sheet, first, last = header
    kept: list[CarrierColumn] = []
    seen: dict[tuple[int | None, str, str], Place] = {}
    for column in columns:
        rows = range(last, first - 1, -1)
        row = next((r for r in rows if carrier_of(sheet.text(r, column.index))), last)
        name = next((t for t in reversed(texts_of(column.index)) if carrier_of(t)), "")
        spot = column.year, column.carrier, _plain_name(name, column.carrier)
        place = sheet.place(row, column.index)
        if not column.carrier or seen.setdefault(spot, place) == place:
            kept.append(column)
        else:
            title = carrier_name(column.carrier)
            findings.add("column.duplicate", place, column=title, other=str(seen[spot]))
    return tuple(kept)


def _plain_name(header: str, carrier: str) -> str:
    """Return the key of a header without its unit; a carrier's id and names are one key."""
    if not carrier:
        return ""
    found = key(split_brackets(header)[0]) if not find_carrier(header) else key(header)
    name = carrier_name(carrier)
    return "" if found in {key(carrier), key(name.zh), key(name.en)} else found


def _column(
    texts: list[str], place: Place, known: tuple[Titles, frozenset[str]], findings: Findings
) -> CarrierColumn | None:
    above, others = known
    if planned := next((t for t in texts if is_planned(t)), ""):
        findings.add("column.planned", place, column=planned)
        return None
    group = next((g for t in reversed(texts) if (g := group_of(t, others))), "")
    carrier = next((c for t in reversed(texts) if (c := carrier_of(t))), "")
    if group and any(carrier_of(t) and not group_of(t, others) for t in texts):
        group = ""
    year = next((y for t in texts if (y := read_year(t)) is not None), None)
    if marked := next((t for t in texts if is_preliminary(t)), ""):
        findings.add("year.preliminary", place, text=marked, year=year)
    stated = [bare_unit(t) for t in texts]
    stated += [bare_unit(i) for t in texts for i in reversed(split_all_brackets(t)[1])]
    stated += [u for t in texts for u in inner_units(t)]
    own = carrier or _MEMBER.get(group, "")
    listed = above.unit_of(carrier_units(own)) if own else above.unit
    measure = next((u for u in stated if u and read_year(u) is None), listed)
    if carrier or group:
        carrier = "" if group else carrier
        words = " ".join(texts)
        if carrier == _POWER and not first_method(words):
            words = above.text
        method = electricity_method(words) if group or carrier == _POWER else ""
        name = next((t for t in reversed(texts) if carrier_of(t)), words)
        found = CarrierColumn(0, carrier, group, measure, year, place, method, name)
        if not _agrees(found, texts, above, findings):
            return None
        return _checked(found, texts, findings)
    name = " ".join(texts)
    if is_derived(name):
        findings.add("column.derived", place, column=name)
    elif texts:
        findings.add("carrier.unknown", place, text=name, near=nearest(name, carrier_words()))
    return None


def _agrees(column: CarrierColumn, texts: Sequence[str], above: Titles, findings: Findings) -> bool:
    """Say whether what the header says in brackets fits unit and year; what is left is told."""
    own = {u for t in texts for u in (bare_unit(t), *inner_units(t)) if u and read_year(u) is None}
    others = [u for u in own if unit(u) != unit(column.unit)] if column.unit else []
    if others:
        findings.add("unit.conflict.header", column.place, unit=column.unit, other=min(others))
        return False
    for text in texts:
        words = left_over(text, lambda t: carrier_of(t) or group_of(t) or None)
        coal, physical = says_coal(words), says_physical(words)
        counts = bool(unit(column.unit).coal) if column.unit else False
        if odd := (coal if not counts else physical) if column.unit else "":
            findings.add(
                "unit.conflict.name", column.place, text=text, inside=odd, unit=column.unit
            )
            return False
        if not tell_words(text, words, column.place, findings, column.year or above.year):
            return False
    return True


def _is_numbering(sheet: RawSheet, first: int, last: int, index: int) -> bool:
    return any(key(sheet.text(row, index)) in NUMBERING for row in range(first, last + 1))


def _checked(column: CarrierColumn, texts: list[str], findings: Findings) -> CarrierColumn | None:
    inside = next((i for t in texts if (i := split_brackets(t)[1]) and not carrier_of(t)), "")
    inside = inside or next((i for t in texts if (i := split_brackets(t)[1])), "")
    if not column.unit:
        odd = inside and not find_carrier(inside)
        rule = "unit.unknown" if odd else "unit.missing"
        findings.add(rule, column.place, unit=inside, near="")
        return None
    if column.carrier:
        allowed = carrier_units(column.carrier)
        measure = unit(column.unit)
        if measure.dimension not in {unit(u).dimension for u in allowed}:
            findings.add(
                "unit.dimension",
                column.place,
                unit=column.unit,
                subject=carrier_name(column.carrier),
                expected=same(", ".join(allowed)),
            )
            return None
        if measure.electric and reference.carriers()[column.carrier].group in FUELS:
            subject = carrier_name(column.carrier)
            findings.add("unit.electricity", column.place, unit=column.unit, subject=subject)
    return column
