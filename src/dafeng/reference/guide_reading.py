"""What does a guide file say? From its text to a guide, or to every fault with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.language import Text
from dafeng.reference.guide_faults import GuideFaults
from dafeng.reference.guide_lines import lines_of
from dafeng.reference.guides import (
    Grade,
    Guide,
    GuideIndicator,
    GuideTable,
    Part,
    ProjectClass,
    TableColumn,
    Threshold,
)
from dafeng.reference.indicators import Indicator, indicators
from dafeng.reference.toml_syntax import how_broken, line_broken

Section = Mapping[str, Any]


def read_guide(text: str, file: str, tables: Mapping[str, frozenset[str]] | None = None) -> Guide:
    """Return the guide that a TOML document states.

    Parameters
    ----------
    text
        The document; its form is described in docs/guides.md.
    file
        Name under which faults are reported.
    tables
        Columns by table that a plan can have, to hold the guide's tables against; any by default.

    Raises
    ------
    InputError
        If the document is broken; every fault is listed with its line.
    """
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError([_syntax(error, file)]) from error
    faults = GuideFaults(file, lines_of(text), tables or {})
    faults.check(document)
    if faults.found:
        raise InputError(sorted(faults.found, key=lambda f: f.place.row or 0))
    return _guide(document)


def _syntax(error: ValueError | RecursionError, file: str) -> Fault:
    return Fault(
        "guide.syntax",
        Severity.ERROR,
        Place(file, row=line_broken(error)),
        Text("不是合法的 TOML：{how}", "not valid TOML: {how}").format(how=how_broken(error)),
        Text("按提示的行更正", "correct the line that is named"),
    )


def _guide(document: Section) -> Guide:
    head = document["guide"]
    return Guide(
        id=head["id"],
        version=head["version"],
        name=Text(head["zh"], head["en"]),
        kind=head["for"],
        status=head["status"],
        source=head["source"],
        year=head["year"],
        years=tuple(sorted(set(head["years"]))),
        note=_pair(head, "note"),
        chapters=tuple(map(_part, document.get("chapters", []))),
        analyses=tuple(map(_part, document.get("analyses", []))),
        tables=tuple(map(_table, document.get("tables", []))),
        classes=tuple(map(_class, document.get("classes", []))),
        indicators=tuple(_indicator(s, head["for"]) for s in document.get("indicators", [])),
        grades=tuple(map(_grade, document.get("grades", []))),
    )


def _pair(section: Section, stem: str) -> Text | None:
    zh, en = section.get(f"{stem}_zh"), section.get(f"{stem}_en")
    return Text(zh, en) if zh and en else None


def _name(section: Section) -> Text:
    return Text(section["zh"], section["en"])


def _part(section: Section) -> Part:
    inside = zip(section.get("sections_zh", []), section.get("sections_en", []), strict=True)
    sections = tuple(Text(zh, en) for zh, en in inside)
    required = section.get("required", True)
    return Part(section["id"], _name(section), required, sections, section["mark"])


def _table(section: Section) -> GuideTable:
    columns = tuple(
        TableColumn(c["id"], _name(c), c.get("required", True)) for c in section.get("columns", [])
    )
    required = section.get("required", True)
    return GuideTable(section["id"], _name(section), required, columns, section["mark"])


def _class(section: Section) -> ProjectClass:
    synonyms = tuple(section.get("synonyms", []))
    return ProjectClass(section["id"], _name(section), synonyms, section["mark"])


def _indicator(section: Section, kind: str) -> GuideIndicator:
    return GuideIndicator(
        indicator=_stated(section),
        role=section["role"],
        base_year=section.get("base_year"),
        scope=tuple(section.get("scope", [kind])),
        denominator=_pair(section, "denominator"),
        field=_pair(section, "field"),
        thresholds=tuple(map(_threshold, section.get("thresholds", []))),
        access=section.get("access", "public"),
        source=section["source"],
        mark=section["mark"],
    )


def _stated(section: Section) -> Indicator:
    """Return the indicator of the catalogue with what the guide says otherwise."""
    known = indicators().get(section["id"])
    name = _name(section) if "zh" in section else known.name if known else Text("?", "?")
    return Indicator(
        id=section["id"],
        name=name,
        synonyms=(*section.get("synonyms", []), *(known.synonyms if known else ())),
        unit=section.get("unit", known.unit if known else ""),
        kind=section.get("kind", known.kind if known else ""),
        direction=section.get("direction", known.direction if known else ""),
        low=section.get("low", known.low if known else None),
        high=section.get("high", known.high if known else None),
        family=known.family if known else "",
        national=known.national if known else None,
        formula=_pair(section, "formula") or (known.formula if known else None),
        result=known.result if known else "",
        period=known.period if known else "",
        convention=known.convention if known else None,
        convention_source=known.convention_source if known else "",
        convention_mark=known.convention_mark if known else "",
        source=section["source"],
        mark=section["mark"],
    )


def _threshold(section: Section) -> Threshold:
    return Threshold(
        section["relation"],
        float(section["value"]),
        section.get("size", ""),
        section.get("size_from"),
        section.get("size_below"),
        _pair(section, "note"),
        section["mark"],
    )


def _grade(section: Section) -> Grade:
    missed = dict(section.get("missed", {}))
    return Grade(section["id"], _name(section), missed, section.get("clean", False))
