"""What do the rows of a plan's tables say? Targets and projects, read once for all rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dafeng.dossier.aims import Aim, is_past, read_aim, year_of, year_within
from dafeng.dossier.project_headings import listed
from dafeng.dossier.records import Row
from dafeng.dossier.stated_convention import convention_of
from dafeng.dossier.summed_years import SummedYears, summed_years
from dafeng.dossier.target_names import Words, name_of, words_of
from dafeng.dossier.wording import key
from dafeng.errors import Place, UnitError
from dafeng.language import Text
from dafeng.plan import quantities
from dafeng.reference.guides import Guide
from dafeng.reference.indicators import Indicator
from dafeng.units import Convention, Unit, convert, unit

#: tce per tonne of raw coal and of crude oil (GB/T 2589), where plans count in plain tonnes.
_COAL_EQUIVALENT: Final = {"coal_total": 0.7143, "oil_total": 1.4286}
#: Plain masses that an indicator of standard coal is printed in (供电煤耗 in g/kWh).
_OF_STANDARD_COAL: Final = {"gce/kWh": "g/kWh"}
#: Kinds of indicators whose figures are changes from a base year, and words of such names.
_CHANGES: Final = ("fall", "growth")
#: Falls whose ids do not follow from the level's.
_FALL_OF: Final = {"coal_total": "coal_fall"}
_CHANGE: Final = re.compile(
    r"下降|降低|减少|增长|提高|增幅|降幅|压减|fall|cut|reduc|growth", re.IGNORECASE
)


#: What the money of an intensity is, behind its unit (``吨标准煤/万元GDP``).
_OF_GDP: Final = re.compile(
    r"(?<=元)\s*(?:的)?(?:GDP|地区生产总值|生产总值|增加值|产值)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Target:
    """A row of the table of targets.

    Parameters
    ----------
    row
        As entered.
    indicator
        What it is about; None if unknown.
    sector
        Sector of a sector's peak year; "" otherwise.
    year
        For which year; None if not stated or unreadable, or of a sum over several years.
    bases
        Against which years, as column, name and cell state them; usually one, or none.
    aim
        What the cell of the value says.
    unit
        Unit as stated, in the cell, the column or the name; "" if none.
    summed
        Years over which it is summed; None for a figure of one year.
    """

    row: Row
    indicator: Indicator | None
    sector: str
    year: int | None
    bases: tuple[int, ...]
    aim: Aim
    unit: str
    summed: SummedYears | None = None

    @property
    def id(self) -> str:
        """Return what tells two indicators apart: the id with its sector, or the name entered."""
        if self.indicator is None:
            return key(self.row["indicator"])
        return f"{self.indicator.id}:{self.sector}" if self.sector else self.indicator.id

    @property
    def convention(self) -> Convention | None:
        """Return how electricity counts in it: as the row says, else as is usual."""
        return None if self.indicator is None else convention_of(self.row, self.indicator)

    @property
    def series(self) -> str:
        """Return what figures share that can be held against one another: id and convention."""
        usual = self.indicator is None or self.convention == self.indicator.convention
        return self.id if usual else f"{self.id}@{self.convention}"

    @property
    def name(self) -> str:
        """Return the name as entered."""
        return self.row["indicator"]

    @property
    def base_year(self) -> int | None:
        """Return the year against which it counts; None if not stated or unreadable."""
        return self.bases[0] if self.bases else None

    @property
    def is_change(self) -> bool:
        """Say whether the figure is a change from a base year and no level."""
        of = self.indicator
        return of.kind in _CHANGES if of is not None else _CHANGE.search(self.name) is not None

    @property
    def changes_from(self) -> int | None:
        """Return the base year of a change; None for a level, which no base year alters."""
        return self.base_year if self.is_change else None

    @property
    def stated(self) -> str:
        """Return the figure as entered, with its unit where its cell does not tell it."""
        of, text = self.indicator, self.aim.text
        told = self.aim.unit or (of is not None and of.kind == "year") or self.unit in text
        return text if told else f"{text} {self.unit}".strip()

    @property
    def value(self) -> float | None:
        """Return the figure in the indicator's unit; None if there is none or it does not fit."""
        if self.aim.value is None:
            return None
        if self.indicator is None:
            return self.aim.value
        return in_unit(self.aim.value, self.unit, self.indicator.unit)

    @property
    def size(self) -> float | None:
        """Return the figure as far as its magnitude goes: also of coal and oil in plain tonnes."""
        of = self.indicator
        if self.value is not None or of is None or self.aim.value is None:
            return self.value
        tonnes = in_unit(self.aim.value, self.unit, "万吨") if of.id in _COAL_EQUIVALENT else None
        return None if tonnes is None else tonnes * _COAL_EQUIVALENT[of.id]

    def at(self, column: str) -> Place:
        """Return the place of a cell of the row; a base year may stand in the name."""
        named = column == "base_year" and self.base_year is not None
        return self.row.at("indicator" if named and not self.row[column] else column)


@dataclass(frozen=True, slots=True)
class Project:
    """A row of the table of projects.

    Parameters
    ----------
    row
        As entered.
    cls
        Id of the class by the guide; "" if none or unknown.
    start, end
        Years; None if not stated or unreadable.
    investment
        [元]; None if not stated or unreadable.
    reduction
        Yearly CO2 avoided [t/a]; None as above.
    """

    row: Row
    cls: str
    start: int | None
    end: int | None
    investment: float | None
    reduction: float | None

    def at(self, column: str) -> Place:
        """Return the place of a cell of the row."""
        return self.row.at(column)


def successive(targets: Iterable[Target]) -> Iterator[tuple[Target, Target]]:
    """Yield each two successive figures of one indicator on one convention, by year."""
    by_id: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        if target.size is not None and target.year is not None:
            by_id[target.series].append(target)
    for found in by_id.values():
        for before, after in pairwise(sorted(found, key=lambda t: t.year or 0)):
            if before.year != after.year:
                yield before, after


#: Years before the check from which a figure that no word calls past is a base value.
_OLD: Final = 5


def is_base(target: Target, today: int) -> bool:
    """Say whether a row states what was, not what is to be."""
    if is_past(target.row):
        return True
    return target.base_year is None and (target.year or today) <= today - _OLD


def in_unit(value: float, stated: str, wanted: str) -> float | None:
    """Return a figure in another unit; None if it cannot be converted.

    No unit is taken as the wanted one; a plain mass stands for a mass of CO2, grams per kWh of a
    plant for grams of standard coal.
    """
    if not stated or stated == wanted:
        return value
    for target in (wanted, f"{wanted}/a", _OF_STANDARD_COAL.get(wanted, wanted)):
        try:
            return convert(value, stated, target)
        except UnitError:
            continue
    return _as_plain_mass(value, stated, wanted)


def _as_plain_mass(value: float, stated: str, wanted: str) -> float | None:
    try:
        source, target = unit(stated), unit(wanted)
    except UnitError:
        return None
    plain, stated_plain = _plain(target), _plain(source)
    yearly = tuple(sorted((*plain, ("time", -1))))
    same = (source.electric, source.coal) == (target.electric, target.coal)
    # t/万元 of an intensity is one of CO2; a bare mass of anything else is not
    named = plain == target.dimension and len(plain) > 1 and stated_plain == plain
    if same and (named or source.dimension in (plain, yearly)):
        return float(value * source.factor / target.factor)
    return None


def _plain(of: Unit) -> tuple[tuple[str, int], ...]:
    """Return the dimension of a unit without what its mass is a mass of."""
    return tuple(sorted((n.removesuffix("_CO2e").removesuffix("_CO2"), p) for n, p in of.dimension))


def targets_of(rows: Iterable[Row], guide: Guide) -> tuple[Target, ...]:
    """Return the rows of the table of targets as the rules read them."""
    words = words_of(guide)
    return tuple(_target(row, words) for row in rows)


def _change(aim: Aim) -> Aim:
    return Aim(aim.text, state="change") if aim.state == "figure" else aim


def actuals_of(rows: Iterable[Row], guide: Guide) -> tuple[Target, ...]:
    """Return the rows of the table of actual figures in the same way; their subject is the name."""

    def named(column: str) -> str:
        return "indicator" if column == "subject" else column

    renamed = (
        Row(
            tuple((named(c), text) for c, text in row.values),
            row.place,
            {named(c): at for c, at in row.columns.items()},
        )
        for row in rows
    )
    return targets_of(renamed, guide)


def _target(row: Row, words: Words) -> Target:
    named = name_of(row["indicator"], words)
    aim = read_aim(row["value"])
    indicator = named.indicator
    if (aim.falls or aim.rises) and indicator is not None and indicator.kind not in _CHANGES:
        # a change is no level: it belongs to the indicator of the change where there is one
        fall = words.get(key(_FALL_OF.get(indicator.id, f"{indicator.id}_fall")))
        per_cent = aim.falls and aim.unit in ("", "%")
        indicator, aim = (fall, aim) if fall and per_cent else (indicator, _change(aim))
    stated: tuple[int | None, ...] = (year_within(row["base_year"]), named.base_year, aim.since)
    summed = summed_years(row, indicator)
    year = None if summed else year_of(row["year"])
    changes = (
        indicator.kind in _CHANGES if indicator is not None else _CHANGE.search(row["indicator"])
    )
    if changes and not any(stated):
        stated = (aim.counts_from(year),)
    return Target(
        row=row,
        indicator=indicator,
        sector=named.sector,
        year=year,
        bases=tuple(dict.fromkeys(y for y in stated if y is not None)),
        aim=aim,
        unit=_OF_GDP.sub("", aim.unit or row["unit"] or named.unit),
        summed=summed,
    )


def peak_claim(targets: Iterable[Target]) -> Target | None:
    """Return the first row that claims a peak year of the place, read or not; None if none does."""
    return next((t for t in targets if t.id == "peak_year" and not is_past(t.row)), None)


def projects_of(
    rows: Iterable[Row], guide: Guide
) -> tuple[tuple[Project, ...], tuple[Project, ...]]:
    """Return the projects and the rows of totals among them; rows of classes are neither."""
    found = listed(rows)
    return (
        tuple(project_of(row, guide) for row in found.projects),
        tuple(project_of(total.row, guide) for total in found.totals),
    )


def project_of(row: Row, guide: Guide) -> Project:
    """Return a row of the table of projects as the rules read it."""
    return Project(
        row=row,
        cls=class_of(row["kind"], guide),
        start=year_of(row["start_year"]),
        end=year_of(row["end_year"]),
        investment=figure(row["investment"], row["investment_unit"], "元"),
        reduction=figure(row["reduction"], row["reduction_unit"], "tCO2"),
    )


def figure(text: str, stated: str, wanted: str) -> float | None:
    """Return the figure of a cell in a unit; None without a figure or a unit that fits."""
    aim = read_aim(text)
    told = aim.unit or stated
    if aim.value is None or not told:
        return None
    return in_unit(aim.value, told, wanted)


def tonnes_of(tonnes: float) -> Text:
    """Write tonnes of CO2 in the units of each language."""
    return quantities.saved_of(tonnes).write(tonnes)


def exact(text: str, stated: str, wanted: str) -> float | None:
    """Return the figure of a cell in a unit of the very same dimension; None otherwise."""
    value = read_aim(text).value
    return None if value is None else exact_in(value, stated, wanted)


def exact_in(value: float, stated: str, wanted: str) -> float | None:
    """Return a figure in a unit of the very same dimension; None if the stated one is another."""
    try:
        return convert(value, stated, wanted)
    except UnitError:
        return None


def capacity(project: Project) -> float | None:
    """Return the capacity of a project [MW]; None if its size is no capacity."""
    row = project.row
    yearly = row["capacity_unit"].endswith(("/a", "/年", "/y"))
    return None if yearly else exact(row["capacity"], row["capacity_unit"], "MW")


def electricity(project: Project) -> float | None:
    """Return the electricity of a year that a project states as its size [MWh]; None if none."""
    row = project.row
    for unit_ in ("MWh", "MWh/a"):
        found = exact(row["capacity"], row["capacity_unit"], unit_)
        if found is not None:
            return None if capacity(project) is not None else found
    return None


def class_of(text: str, guide: Guide) -> str:
    """Return the id of the class of projects that a text names; "" if none."""
    wanted = key(text)
    for known in guide.classes:
        if wanted in {key(s) for s in (known.id, known.name.zh, known.name.en, *known.synonyms)}:
            return known.id
    return ""
