"""Which totals of projects can be added up again, and which agree?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dafeng.dossier.aims import read_aim
from dafeng.dossier.project_headings import Section, listed
from dafeng.dossier.records import Row
from dafeng.dossier.totals import agrees
from dafeng.dossier.vocabulary import is_total
from dafeng.errors import Place
from dafeng.language import Text, same
from dafeng.plan.rules.rows import Project, figure, in_unit, project_of
from dafeng.plan.rules.subject import Subject

#: Rules of sums that `sums_of` serves.
SUMS: Final = (
    *("sum.class_count", "sum.class_investment", "sum.class_share"),
    *("sum.project_investment", "sum.project_reduction", "sum.project_count"),
)
_PROJECTS: Final = Text("项", "projects")
#: Units of what is summed up in a list, by column.
_CANONICAL: Final = {"investment": "元", "reduction": "tCO2"}
#: Percentage points that rounding of a share explains beside its last digit.
_SHARE_GAP: Final = 0.1


@dataclass(frozen=True, slots=True)
class Sum:
    """A total beside the sum of its parts.

    Parameters
    ----------
    rule
        Which rule holds it.
    place
        Where the total stands.
    of
        What it is the total of; "" for the whole table.
    total, sum
        Both figures, in `unit`.
    unit
        Unit of both.
    agrees
        Whether they do within rounding.
    blank
        Parts that state nothing.
    """

    rule: str
    place: Place
    of: str
    total: float
    sum: float
    unit: Text
    agrees: bool
    blank: int = 0

    @property
    def hit(self) -> tuple[Place, dict[str, object]]:
        """Return what fills the message of a rule."""
        figures = {"total": self.total, "sum": self.sum, "gap": self.total - self.sum}
        values: dict[str, object] = {name: shown(value) for name, value in figures.items()}
        of = Text(f"“{self.of}”", f"“{self.of}”: ") if self.of else ""
        return self.place, {**values, "unit": self.unit, "blank": self.blank, "of": of}

    @property
    def words(self) -> Text:
        """Return what agrees, in words."""
        of = Text(self.of or "合计", self.of or "total")
        return Text(
            f"{of.zh} {shown(self.total)} {self.unit.zh}".strip(),
            f"{of.en} {shown(self.total)} {self.unit.en}".strip(),
        )


def shown(value: float) -> str:
    """Write a sum with the decimals that tables have, and none where it is whole."""
    return f"{round(value, 4):,.10g}"


def sums_of(subject: Subject) -> Iterator[Sum]:
    """Yield every total of projects whose parts are stated: in summaries by class, and in lists.

    Parameters
    ----------
    subject
        A plan.
    """
    rows = subject.table("classes")
    parts = [r for r in rows if not is_total(r["class"])]
    for total in (r for r in rows if is_total(r["class"])):
        yield from _of_classes(total, parts)
    yield from _shares(rows, parts)
    found = listed(subject.table("projects"))
    for section in (*found.sections, *found.totals):
        yield from _of_section(section, subject)


def _of_classes(total: Row, parts: Iterable[Row]) -> Iterator[Sum]:
    for column in ("count", "investment"):
        unit = _unit(total, column) or next((u for r in parts if (u := _unit(r, column))), "")
        whole, values = _size(total, column, unit), [_size(r, column, unit) for r in parts]
        known = [v for v in values if v is not None]
        if whole is None or not known or len(known) < len(values):
            continue
        named = same(unit) if unit else _PROJECTS
        yield Sum(
            f"sum.class_{column}", total.at(column), "", whole, math.fsum(known),
            named, agrees(whole, known),
        )  # fmt: skip


def _unit(row: Row, column: str) -> str:
    return (read_aim(row[column]).unit or row["unit"]) if column == "investment" else ""


def _size(row: Row, column: str, unit: str) -> float | None:
    value = read_aim(row[column]).value
    own = _unit(row, column)
    return value if value is None or not own or not unit else in_unit(value, own, unit)


def _shares(rows: Iterable[Row], parts: list[Row]) -> Iterator[Sum]:
    """Yield each share of a class: of the money, or of the number of projects."""
    whole = {c: math.fsum(_size(r, c, "") or 0.0 for r in parts) for c in ("investment", "count")}
    for row in rows:
        share = read_aim(row["share"]).value
        if share is None:
            continue
        ratios = [
            100.0 if is_total(row["class"]) else 100 * (_size(row, c, "") or 0.0) / whole[c]
            for c in whole
            if whole[c] and _size(row, c, "") is not None
        ]
        if ratios:
            nearest = min(ratios, key=lambda r: abs(r - share))
            close = abs(nearest - share) <= _SHARE_GAP + 0.5 * 10 ** -_decimals(row["share"])
            yield Sum(
                "sum.class_share", row.at("share"), row["class"], share, nearest, same("%"), close
            )


def _decimals(text: str) -> int:
    return len("".join(c for c in text.partition(".")[2] if c.isdigit()))


def _of_section(section: Section, subject: Subject) -> Iterator[Sum]:
    """Yield the sums of a class row or of a total of the list: number, money, tonnes."""
    head = project_of(section.row, subject.guide)
    members = [project_of(row, subject.guide) for row in section.members]
    if section.count is not None and members:
        at = section.row.at("name")
        stated, count = float(section.count), float(len(members))
        same_ = stated == count
        yield Sum("sum.project_count", at, section.label, stated, count, _PROJECTS, same_)
    for column in _CANONICAL:
        yield from _of_column(column, section.label, head, members)


def _of_column(column: str, label: str, head: Project, members: list[Project]) -> Iterator[Sum]:
    total = read_aim(head.row[column]).value
    unit = head.row[f"{column}_unit"] or next(
        (u for p in members if (u := p.row[f"{column}_unit"])), ""
    )
    size = figure("1", unit, _CANONICAL[column])
    parts = [getattr(p, column) for p in members]
    known = [p / size for p in parts if p is not None and size]
    if total is None or not known:
        return
    yield Sum(
        f"sum.project_{column}", head.at(column), label, total, math.fsum(known),
        same(unit), agrees(total, known), len(parts) - len(known),
    )  # fmt: skip
