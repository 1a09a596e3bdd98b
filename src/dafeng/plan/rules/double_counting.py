"""Double counting: the same tonnes claimed twice, by projects, measures, places or factors."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from dafeng import reference
from dafeng.dossier.wording import key
from dafeng.language import Text, number, percent, significant
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.magnitudes import co2_of
from dafeng.plan.rules.rows import Project, capacity, electricity, tonnes_of
from dafeng.plan.rules.subject import Subject

_PURCHASE: Final = re.compile(
    r"绿电(?:交易|采购|直供|直连|消费)|绿证|外购绿电|购买绿电|green (?:power purchase|certificate)",
    re.IGNORECASE,
)
_GENERATION: Final = re.compile(
    r"光伏|风电|风力发电|水电|太阳能发电|风光|photovoltaic|wind (?:farm|power)|solar",
    re.IGNORECASE,
)
#: Columns of words in which a grid factor may be named.
_WORDS: Final = ("comment", "content", "source", "effect", "text")
#: Letters from which on a name can be that of a whole.
_WHOLE_NAME: Final = 4
#: A number by which projects of a series are told apart, and one that counts the stages of a whole.
_NUMBER: Final = re.compile(
    r"[\s(（#第no.-]*(?:[0-9]+|[一二三四五六七八九十甲乙丙丁]+|[ivxa-z](?![a-z]))", re.IGNORECASE
)
_STAGE: Final = re.compile(
    r"[\s(（第-]*(?:[0-9]+|[一二三四五六七八九十]+|[ivx]+)\s*(?:期|阶段|标段|批|分项|子项|单元)"
    r"|[\s(（-]*(?:phase|stage|part|lot)",
    re.IGNORECASE,
)
#: Tonnes per MWh that no grid factor in China reaches or falls below [t/MWh].
_IMPLIED: Final = (0.10, 1.10)
#: Full-load hours that turn a capacity into electricity [h/a], low and high.
_HOURS: Final = (800.0, 3500.0)


@asks("double.project")
def project(subject: Subject) -> Iterator[Hit]:
    """Two projects of one name and place."""
    first: dict[tuple[str, str], Project] = {}
    for found in subject.projects:
        at = (key(found.row["name"]), key(found.row["location"]))
        other = first.setdefault(at, found)
        if other is not found:
            yield (
                found.at("name"),
                {"project": found.row["name"], "place": str(other.at("name"))},
            )


@asks("double.tonnes")
def tonnes(subject: Subject) -> Iterator[Hit]:
    """Two projects at one place that claim the same tonnes by one measure."""
    first: dict[tuple[object, ...], Project] = {}
    for found in _claiming(subject):
        where = key(found.row["location"])
        one = first.setdefault((where, found.row["measure"], found.cls, found.reduction), found)
        if where and one is not found and key(one.row["name"]) != key(found.row["name"]):
            yield (
                found.at("reduction"),
                {
                    "project": found.row["name"],
                    "other": one.row["name"],
                    "tonnes": tonnes_of(one.reduction or 0.0),
                    "place": str(one.at("reduction")),
                },
            )


@asks("double.part")
def part(subject: Subject) -> Iterator[Hit]:
    """A project that is a part of another, both with tonnes."""
    claiming = _claiming(subject)
    wholes = {key(p.row["name"]): p for p in reversed(claiming)}
    for found in claiming:
        name = key(found.row["name"])
        inside = (name[:end] for end in range(_WHOLE_NAME, len(name)) if _parted(name, end))
        whole = next((wholes[short] for short in inside if short in wholes), None)
        if whole is not None:
            yield (
                found.at("reduction"),
                {"project": found.row["name"], "other": whole.row["name"]},
            )


def _parted(name: str, end: int) -> bool:
    """Say whether a longer name tells a part, and no other number or letter of a series."""
    rest = name[end:]
    if _STAGE.match(rest) is not None:
        return True
    numbered = _NUMBER.match(rest) is not None
    within = name[end - 1].isalnum() and name[end - 1].isascii() and rest[0].isascii()
    return not numbered and not (within and rest[0].isalnum())


def _claiming(subject: Subject) -> list[Project]:
    return [p for p in subject.projects if p.reduction]


@asks("double.park")
def park(subject: Subject) -> Iterator[Hit]:
    """A project of a city that lies in a pilot park with a plan of its own."""
    if subject.kind != "city":
        return
    parks = [p for p in reference.pilots() if p.kind == "park" and p.id != subject.code]
    for found in _claiming(subject):
        where = key(found.row["location"] + found.row["name"])
        inside = next((p for p in parks if key(p.name.zh) in where), None)
        if inside is not None:
            yield (
                found.at("location"),
                {"project": found.row["name"], "park": inside.name},
            )


@asks("double.power")
def power(subject: Subject) -> Iterator[Hit]:
    """Green power that counts where it is made and where it is bought."""
    makers = [p for p in _claiming(subject) if _of(_GENERATION, p) and not _of(_PURCHASE, p)]
    for found in _claiming(subject):
        if makers and _of(_PURCHASE, found):
            names = "、".join(p.row["name"] for p in makers[:3])
            yield found.at("reduction"), {"project": found.row["name"], "others": names}


def _of(pattern: re.Pattern[str], found: Project) -> bool:
    return pattern.search(found.row["name"] + found.row["content"]) is not None


@asks("double.grid_implied")
def grid_implied(subject: Subject) -> Iterator[Hit]:
    """Tonnes of a power project that no grid factor gives for its size."""
    for found in _claiming(subject):
        if not _of(_GENERATION, found):
            continue
        span = _power(found)
        if span is None or found.reduction is None or min(*span, found.reduction) <= 0:
            continue
        low, high = found.reduction / span[1], found.reduction / span[0]
        if high < _IMPLIED[0] or low > _IMPLIED[1]:
            yield (
                found.at("reduction"),
                {
                    "project": found.row["name"],
                    "factor": f"{number(low, 2)}–{number(high, 2)}",
                    "low": significant(_IMPLIED[0]),
                    "high": significant(_IMPLIED[1]),
                },
            )


def _power(found: Project) -> tuple[float, float] | None:
    """Return the electricity of a year, least and most [MWh]; None if the size is not stated."""
    energy, size = electricity(found), capacity(found)
    if energy:
        return energy, energy
    return (size * _HOURS[0], size * _HOURS[1]) if size else None


@asks("double.grid_kind")
def grid_kind(subject: Subject) -> Iterator[Hit]:
    """A grid factor named in a plan that is of another kind, or of a year long past."""
    known = _named_factors()
    for table in ("targets", "projects", "measures", "tasks", "reforms", "texts"):
        for row in subject.table(table):
            for column in _WORDS:
                for text in re.findall(r"(?<![\d.])0\.\d{4}(?!\d)", row[column]):
                    if text in known:
                        yield row.at(column), {"text": text, "what": known[text]}


@lru_cache(maxsize=1)
def _named_factors() -> dict[str, Text]:
    """Return figures that are easily taken for the grid factor, with what they are."""
    old = {
        "0.8843": Text("2015年前后的区域基准线因子", "a baseline factor of about 2015"),
        "0.8325": Text("多年前的区域电网因子", "a regional factor of many years ago"),
    }
    for factor in reference.footprint_factors():
        old[f"{factor.value:.4f}"] = Text(
            f"{factor.year}年电力碳足迹因子（生命周期）",
            f"the life-cycle footprint factor of {factor.year}",
        )
    for found in reference.grid_factors():
        if found.area == "CN" and found.kind is reference.GridKind.ENTERPRISE_REPORTING:
            old[f"{found.value:.4f}"] = Text(
                f"{found.year}年企业核算用因子",
                f"the factor for enterprise reporting of {found.year}",
            )
    return old


@asks("double.measure")
def measure(subject: Subject) -> Iterator[Hit]:
    """Two rows of measures that use one potential twice."""
    first: dict[tuple[str, str], str] = {}
    for row in subject.table("measures"):
        name = row["library"] or (row["id"] if row["id"] in reference.measures() else "")
        if not name:
            continue
        at = (name, key(row["sector"]))
        if at in first:
            yield (
                row.at("library"),
                {"measure": row["name"], "library": name, "place": first[at]},
            )
        first.setdefault(at, str(row.place))


@asks("double.sum")
def whole(subject: Subject) -> Iterator[Hit]:
    """Tonnes of all projects together beyond half of what the place emits."""
    emitted = co2_of(subject)
    claimed = math.fsum(p.reduction or 0.0 for p in subject.projects)
    if emitted and claimed > emitted / 2:
        yield (
            subject.header("projects"),
            {
                "claimed": tonnes_of(claimed),
                "emitted": tonnes_of(emitted),
                "share": percent(claimed / emitted, 0),
            },
        )
