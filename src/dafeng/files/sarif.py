"""Diagnostics for editors and code hosts: a log in the Static Analysis Results format 2.1.0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from dafeng.errors import Fault, Severity
from dafeng.language import Language, Text

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif_log(
    faults: Iterable[Fault], titles: Mapping[str, Text], version: str, language: Language
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
    """
    found = list(faults)
    used = list(dict.fromkeys(f.rule for f in found))
    driver = {
        "name": "dafeng",
        "version": version,
        "rules": [_rule(rule, titles.get(rule), language) for rule in used],
    }
    results = [_result(f, used.index(f.rule), language) for f in found]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _rule(rule: str, title: Text | None, language: Language) -> dict[str, Any]:
    return {"id": rule, "shortDescription": {"text": title[language] if title else rule}}


def _result(fault: Fault, index: int, language: Language) -> dict[str, Any]:
    text = f"{fault.message[language]} → {fault.remedy[language]}"
    return {
        "ruleId": fault.rule,
        "ruleIndex": index,
        "level": _LEVELS[fault.severity],
        "message": {"text": text},
        "locations": [_location(fault)],
    }


def _location(fault: Fault) -> dict[str, Any]:
    place = fault.place
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": str(place), "kind": "member"}]
    }
    if place.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": place.file}}
        if place.row is not None:
            physical["region"] = {"startLine": place.row}
            if place.column is not None:
                physical["region"]["startColumn"] = place.column
        location["physicalLocation"] = physical
    return location
