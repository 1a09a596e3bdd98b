"""All 35 pilots of the first batch, compiled one after the other."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dafeng import reference
from dafeng.desk.building import Options
from dafeng.desk.planning import compile_plan
from dafeng.desk.starting import new
from dafeng.errors import Severity
from dafeng.language import LANGUAGES, Language, Text


@dataclass(frozen=True, slots=True)
class Compiled:
    """One pilot's compilation.

    Parameters
    ----------
    code, name
        The pilot.
    seconds
        Time for dossier, build and files.
    files
        Number of files written.
    errors, warnings
        Faults of its first dossier.
    """

    code: str
    name: Text
    seconds: float
    files: int
    errors: int
    warnings: int


def compile_pilots(
    folder: Path,
    options: Options | None = None,
    languages: Sequence[Language] = LANGUAGES,
    language: Language = "zh",
) -> Iterator[Compiled]:
    """Start a dossier for every pilot and compile its plan.

    Parameters
    ----------
    folder
        Each pilot gets a folder of its code in it.
    options
        Draws and seed.
    languages
        Languages of the documents.
    language
        Language of table headers.

    Yields
    ------
    Compiled
        What each took, in the order of the official list: no ranking.
    """
    for pilot in reference.pilots():
        start = time.perf_counter()
        place = folder / pilot.id
        new(pilot.id, place, language=language, force=True)
        plan = compile_plan(place, options=options, languages=languages)
        faults = [fault.severity for fault in plan.material.faults]
        yield Compiled(
            pilot.id,
            pilot.name,
            time.perf_counter() - start,
            len(plan.files),
            faults.count(Severity.ERROR),
            faults.count(Severity.WARNING),
        )


def peak_memory() -> float:
    """Return the largest resident memory of this process so far [MB]."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used / 1e3
