"""What changed between two builds? Dossiers are built, folders of results are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dafeng.desk import account
from dafeng.desk.building import Options, build, compile_inventory
from dafeng.desk.earlier_results import (
    RESULTS,
    LoadedSide,
    Source,
    indicator_label,
    open_raw,
    read_results,
)
from dafeng.desk.opening import Opened, without_superseded
from dafeng.desk.settings import CREDIT_DRAWS, DRAWS, SEED
from dafeng.dossier.parse import IDENTITY_FILE
from dafeng.dossier.records import Dossier
from dafeng.errors import Fault, InputError, UnknownNameError
from dafeng.language import Text
from dafeng.peak.futures import DrawPeaks
from dafeng.plan.difference import BuildSide, PlanDifference, difference
from dafeng.plan.figure_changes import figures_of

_OTHER_RUN: Final = Text(
    "两者的版本、种子或抽样数不同，差别中有一部分只是抽样误差或方法更新",
    "version, seed or draws of the two differ: part of the difference is noise or a change of "
    "method",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How two builds are compared.

    Parameters
    ----------
    draws, seed
        Of the ensembles of dossiers that are built.
    credit_draws
        Draws of each joint run for the credits; 0 leaves them out.
    scenario
        The scenario of interest; "" for all.
    progress
        Called with each side's name as its build begins, and with ``credit``.
    portfolio
        Whether dossiers are built with the portfolio that holds the peak.
    """

    draws: int = DRAWS
    seed: int = SEED
    credit_draws: int = CREDIT_DRAWS
    scenario: str = ""
    progress: Callable[[str], None] | None = None
    portfolio: bool = True


@dataclass(frozen=True, slots=True)
class Differed:
    """Two builds compared.

    Parameters
    ----------
    before, after
        What was compared.
    found
        What differs.
    settings
        How it was compared.
    remarks
        What a reader must know beside the difference's own remarks.
    faults
        Warnings and notes of dossiers that were opened.
    """

    before: Source
    after: Source
    found: PlanDifference
    settings: Settings
    remarks: tuple[Text, ...]
    faults: tuple[Fault, ...]


def differ(before: Path | str, after: Path | str, settings: Settings | None = None) -> Differed:
    """Compare two builds, each a dossier (folder or workbook) or a folder of results.

    Raises
    ------
    InputError
        If a dossier has errors or a results file cannot be read; the faults of both are listed.
    UnknownNameError
        If neither build has the scenario.
    """
    chosen = settings or Settings()
    first, second = (Path(before), Path(after))
    one, other = _narrowed(*_both(first, second, chosen), chosen.scenario)
    tell = chosen.progress or (lambda _step: None)
    tell("credit")
    peaks = _peaks(chosen) if chosen.credit_draws else None
    found = difference(one.side, other.side, peaks, chosen.seed)
    return Differed(
        one.source,
        other.source,
        found,
        chosen,
        (*one.remarks, *other.remarks, *_runs_differ(one.source, other.source)),
        _told(one, other),
    )


def _both(before: Path, after: Path, chosen: Settings) -> tuple[LoadedSide, LoadedSide]:
    """Load both sides; if either has errors, those of both are raised."""
    loaded: list[LoadedSide] = []
    faults: list[Fault] = []
    for step, path in (("before", before), ("after", after)):
        if chosen.progress:
            chosen.progress(step)
        try:
            loaded.append(_load(path, chosen))
        except InputError as error:
            faults += _from(path, error.faults)
    if faults:
        raise InputError(dict.fromkeys(faults))
    return loaded[0], loaded[1]


def _load(path: Path, chosen: Settings) -> LoadedSide:
    if path.is_dir() and (path / RESULTS).is_file() and not (path / IDENTITY_FILE).is_file():
        return read_results(path)
    raw, opened = open_raw(path)
    return _build(path, raw, opened, chosen)


def _build(path: Path, raw: Dossier, opened: Opened, chosen: Settings) -> LoadedSide:
    from dafeng.files.results_json import summary

    material = build(opened, Options(chosen.draws, chosen.seed, portfolio=chosen.portfolio))
    results = summary(material)
    labels = {i.id: indicator_label(i) for i in material.indicators.values()}
    who = raw.identity
    source = Source(str(path), "dossier", (who.code, who.name), results["provenance"])
    side = BuildSide(who.code, figures_of(results, labels), raw)
    return LoadedSide(source, side, material.faults)


def _from(path: Path, faults: tuple[Fault, ...]) -> list[Fault]:
    """Say of each fault from which of the two inputs it is."""
    return [replace(f, place=replace(f.place, file=_within(path, f.place.file))) for f in faults]


def _within(path: Path, file: str) -> str:
    return str(path / file) if path.is_dir() and file else str(path)


def _peaks(chosen: Settings) -> Callable[[Dossier], Mapping[str, DrawPeaks]]:
    from dafeng.desk.futures import futures

    def peaks(raw: Dossier) -> Mapping[str, DrawPeaks]:
        dossier, _ = without_superseded(raw)
        inventory, _ = compile_inventory(dossier)
        basis = account.plan_basis(dossier)
        found = futures(dossier, inventory, basis, chosen.credit_draws, chosen.seed).peaks
        wanted = chosen.scenario
        return {key: peaks for key, peaks in found.items() if wanted in ("", key)}

    return peaks


def _narrowed(one: LoadedSide, other: LoadedSide, wanted: str) -> tuple[LoadedSide, LoadedSide]:
    """Leave out the figures of other scenarios than the one that is asked for."""
    figures = (*one.side.figures, *other.side.figures)
    known = dict.fromkeys(f.scenario for f in figures if f.scenario)
    if wanted and wanted not in known:
        listed = ", ".join(known)
        raise UnknownNameError(
            Text(f"没有情景“{wanted}”；现有：{listed}", f"no scenario {wanted!r}; known: {listed}")
        )
    return _only(one, wanted), _only(other, wanted)


def _only(loaded: LoadedSide, wanted: str) -> LoadedSide:
    kept = tuple(f for f in loaded.side.figures if not wanted or f.scenario in ("", wanted))
    return replace(loaded, side=replace(loaded.side, figures=kept))


def _runs_differ(one: Source, other: Source) -> tuple[Text, ...]:
    keys = ("version", "seed", "draws")
    differ = any(one.provenance.get(key) != other.provenance.get(key) for key in keys)
    return (_OTHER_RUN,) if differ else ()


def _told(one: LoadedSide, other: LoadedSide) -> tuple[Fault, ...]:
    """Return the faults of both once, and of those that one alone has from which it is."""
    shared = set(one.faults) & set(other.faults)
    both = [fault for fault in one.faults if fault in shared]
    apart = (
        _from(Path(side.source.path), tuple(f for f in side.faults if f not in shared))
        for side in (one, other)
    )
    return (*both, *(fault for faults in apart for fault in faults))
