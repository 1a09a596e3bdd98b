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
from dafeng.errors import DafengError, InputError, Severity
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
        Faults of its dossier.
    reason
        Why nothing was compiled; None where it was.
    """

    code: str
    name: Text
    seconds: float
    files: int
    errors: int
    warnings: int
    reason: Text | None = None


def compile_pilots(
    folder: Path,
    options: Options | None = None,
    languages: Sequence[Language] = LANGUAGES,
    language: Language = "zh",
    *,
    replace: bool = False,
) -> Iterator[Compiled]:
    """Compile the plan of every pilot; one that has no dossier yet is given its first.

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
    replace
        Start every dossier anew, and overwrite results that were edited.

    Yields
    ------
    Compiled
        What each took, in the order of the official list: no ranking.
    """
    for pilot in reference.pilots():
        start = time.perf_counter()
        place = folder / pilot.id
        try:
            if replace or not place.exists():
                new(pilot.id, place, language=language, force=replace)
            plan = compile_plan(place, options=options, languages=languages, replace=replace)
        except DafengError as error:
            yield _failed(pilot, time.perf_counter() - start, error)
            continue
        faults = [fault.severity for fault in plan.faults]
        yield Compiled(
            pilot.id,
            pilot.name,
            time.perf_counter() - start,
            len(plan.files),
            faults.count(Severity.ERROR),
            faults.count(Severity.WARNING),
        )


def _failed(pilot: reference.Pilot, seconds: float, error: DafengError) -> Compiled:
    listed = error.faults if isinstance(error, InputError) else ()
    number = sum(fault.severity is Severity.ERROR for fault in listed) or 1
    return Compiled(pilot.id, pilot.name, seconds, 0, number, 0, error.text)


def peak_memory() -> float:
    """Return the largest resident memory of this process so far [MB]."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used / 1e3
