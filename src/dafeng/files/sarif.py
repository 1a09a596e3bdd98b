"""Diagnostics for editors and code hosts: a log in the Static Analysis Results format 2.1.0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from dafeng.errors import Fault, Place, Severity
from dafeng.language import Language, Text

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif_log(
    faults: Iterable[Fault],
    titles: Mapping[str, Text],
    version: str,
    language: Language,
    folder: Path,
) -> dict[str, Any]:
    """Return a SARIF 2.1.0 log of one run.

    Parameters
    ----------
    faults
        What was found.
    titles
        What each rule asks, by id; a rule without one goes by its id.
    version
        Version of Dafeng.
    language
        Language of the messages.
    folder
        Where the files of the faults lie.
    """
    found = list(faults)
    used = dict.fromkeys(f.rule for f in found)
    numbers = {rule: number for number, rule in enumerate(used)}
    driver = {
        "name": "dafeng",
        "version": version,
        "rules": [_rule(rule, titles.get(rule), language) for rule in used],
    }
    results = [_result(f, numbers[f.rule], language, folder) for f in found]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _rule(rule: str, title: Text | None, language: Language) -> dict[str, Any]:
    return {"id": rule, "shortDescription": {"text": title[language] if title else rule}}


def _result(fault: Fault, index: int, language: Language, folder: Path) -> dict[str, Any]:
    text = f"{fault.message[language]} → {fault.remedy[language]}"
    return {
        "ruleId": fault.rule,
        "ruleIndex": index,
        "level": _LEVELS[fault.severity],
        "message": {"text": text},
        "locations": [_location(fault.place, folder)],
    }


def _location(place: Place, folder: Path) -> dict[str, Any]:
    """Return where it stands, a cell of a workbook by its row and column.

    Columns of a text table are characters in a region, so that its cells are properties only.
    """
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": str(place), "kind": "member"}]
    }
    if place.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(folder / place.file)}}
        if place.row is not None:
            physical["region"] = {"startLine": place.row}
            if place.sheet and place.column is not None:
                physical["region"]["startColumn"] = place.column
            location["properties"] = {"sheet": place.sheet, "cell": place.cell}
        location["physicalLocation"] = physical
    return location


def _uri(path: Path) -> str:
    """Return a path as seen from where the command runs; the whole path if it lies elsewhere."""
    here = Path.cwd()
    whole = here / path
    if whole.is_relative_to(here):
        return quote(whole.relative_to(here).as_posix())
    return whole.as_uri()
