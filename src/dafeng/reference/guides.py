"""What must a plan hold? Guides as versioned data, each fact with how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Final

from dafeng.language import Text
from dafeng.reference.catalogue import unknown
from dafeng.reference.indicators import Indicator

#: On whose word a guide stands.
STATUSES: Final[dict[str, Text]] = {
    "official": Text("官方原文", "official text"),
    "second-hand": Text("二次来源", "second-hand"),
    "reconstructed": Text(
        "据已发布方案重构，非官方原文", "reconstructed from published plans, not the official text"
    ),
}

#: For which pilots a guide is.
KINDS: Final[dict[str, Text]] = {
    "city": Text("城市", "city"),
    "park": Text("园区", "park"),
    "province": Text("省级", "province"),
}

#: What an indicator is in its guide.
ROLES: Final[dict[str, Text]] = {
    "required": Text("必填", "required"),
    "attested": Text("已发布方案采用", "used by published plans"),
    "core": Text("核心指标", "core"),
    "guiding": Text("引导指标", "guiding"),
    "control": Text("控制指标", "control"),
    "supporting": Text("支撑指标", "supporting"),
}

#: Whether figures may be published.
ACCESS: Final[dict[str, Text]] = {
    "public": Text("公开", "public"),
    "restricted": Text("不公开", "restricted"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter or an analysis that a guide asks for.

    Parameters
    ----------
    id, name
        Chapter or analysis; the ids of chapters are those of the plan's outline.
    required
        Whether a plan without it is incomplete.
    sections
        What stands inside, in both languages.
    mark
        How sure this is.
    """

    id: str
    name: Text
    required: bool
    sections: tuple[Text, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table that a guide asks for."""

    id: str
    name: Text
    required: bool


@dataclass(frozen=True, slots=True)
class GuideTable:
    """A table that a guide asks for; its id is that of the dossier's table."""

    id: str
    name: Text
    required: bool
    columns: tuple[TableColumn, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class ProjectClass:
    """A class of key projects."""

    id: str
    name: Text
    synonyms: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """What the figure of an indicator has to reach, and for whom.

    Parameters
    ----------
    relation
        ``at_least`` or ``at_most``.
    value
        In the indicator's unit.
    size, size_from, size_below
        Id of the indicator by whose figure it holds (``energy_total``), and from where to below
        where, in that indicator's unit; "" and None where it holds for all.
    note, mark
        Wording of the document, and how sure it is.
    """

    relation: str
    value: float
    size: str
    size_from: float | None
    size_below: float | None
    note: Text | None
    mark: str


@dataclass(frozen=True, slots=True)
class GuideIndicator:
    """An indicator as a guide asks for it.

    Parameters
    ----------
    indicator
        Name, unit, kind, formula.
    role
        One of `ROLES`; `required`, `core` and `control` ones must be in a plan.
    base_year
        Year against which a change counts; None where the guide names none.
    scope
        For whom: ``city``, ``park``, ``sector``, ``province``.
    denominator
        Denominator variant; None where there is none or none is named.
    field
        Field of a supporting indicator (Text), None otherwise.
    thresholds
        What it has to reach.
    access
        ``public`` or ``restricted``.
    source, mark
        Source id, and how sure it is.
    """

    indicator: Indicator
    role: str
    base_year: int | None
    scope: tuple[str, ...]
    denominator: Text | None
    field: Text | None
    thresholds: tuple[Threshold, ...]
    access: str
    source: str
    mark: str

    @property
    def must(self) -> bool:
        """Say whether a plan without it is incomplete."""
        return self.role in {"required", "core", "control"}


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and when it is given: one of its numbers of missed indicators is reached.

    Parameters
    ----------
    id, name
        The grade.
    missed
        Role of indicators to the number of missed ones from which on it is given; any one role
        suffices. Empty for the grade of those with none missed (`clean`) or of all others.
    clean
        Whether it is given where nothing is missed.

    References
    ----------
    碳达峰碳中和综合评价考核办法 (evaluation of carbon peaking and neutrality), April 2026: one
    control indicator or three supporting ones missed fail a province.
    """

    id: str
    name: Text
    missed: Mapping[str, int] = field(hash=False)
    clean: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """One version of a guide.

    Parameters
    ----------
    id, version, name
        Which guide it is, and which version.
    kind
        One of `KINDS`.
    status
        One of `STATUSES`.
    source, year
        Source id and year of the document.
    years
        Years for which targets are asked.
    note
        What a reader must know of it; None if nothing.
    chapters, analyses, tables, classes, indicators, grades
        What it asks for; each may be empty.
    """

    id: str
    version: str
    name: Text
    kind: str
    status: str
    source: str
    year: int
    years: tuple[int, ...]
    note: Text | None
    chapters: tuple[Part, ...] = ()
    analyses: tuple[Part, ...] = ()
    tables: tuple[GuideTable, ...] = ()
    classes: tuple[ProjectClass, ...] = ()
    indicators: tuple[GuideIndicator, ...] = ()
    grades: tuple[Grade, ...] = ()

    @property
    def title(self) -> Text:
        """Return the name with its version and on whose word it stands."""
        status = STATUSES[self.status]
        return Text(
            f"{self.name.zh}（{self.version}，{status.zh}）",
            f"{self.name.en} ({self.version}, {status.en})",
        )

    def indicator(self, identifier: str) -> GuideIndicator | None:
        """Return what the guide says of an indicator, None if nothing."""
        return next((i for i in self.indicators if i.indicator.id == identifier), None)


@lru_cache(maxsize=1)
def guides() -> dict[str, Guide]:
    """Return the guides that come with Dafeng by id."""
    from dafeng.reference.guide_reading import read_guide

    folder = files("dafeng.reference") / "guides"
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    found = [read_guide(p.read_text(encoding="utf-8"), p.name) for p in paths]
    return {guide.id: guide for guide in found}


def guide(identifier: str) -> Guide:
    """Return one guide that comes with Dafeng.

    Raises
    ------
    UnknownNameError
        If there is none of this id; the message lists them.
    """
    if identifier not in guides():
        raise unknown("编制指南", "guide", identifier, guides())
    return guides()[identifier]


def grade_of(guide: Guide, met: Mapping[str, bool]) -> Grade | None:
    """Return the grade of a place by the guide's rule; None where it has no rule.

    Parameters
    ----------
    guide
        Its `grades` are tried in their order.
    met
        Indicator id to whether its target is met; indicators that are not named do not count.
    """
    missed: dict[str, int] = {}
    for identifier, reached in met.items():
        asked = guide.indicator(identifier)
        if asked is not None and not reached:
            missed[asked.role] = missed.get(asked.role, 0) + 1
    for grade in guide.grades:
        fails = any(missed.get(role, 0) >= count for role, count in grade.missed.items())
        if fails or (grade.clean and not missed) or not (grade.missed or grade.clean):
            return grade
    return None
