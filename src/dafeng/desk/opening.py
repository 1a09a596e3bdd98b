"""What did the place hand in? Opening a dossier, with all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dafeng.dossier.records import Dossier
from dafeng.errors import Fault, InputError, Severity


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier ready for work, and what its checks have found.

    Parameters
    ----------
    dossier
        Estimates that an entry supersedes are already left out.
    faults
        Warnings and notes; errors would have been raised.
    """

    dossier: Dossier
    faults: tuple[Fault, ...]


def examine(path: Path | str) -> tuple[Dossier | None, tuple[Fault, ...]]:
    """Read a folder or workbook and return everything that is found wrong with it."""
    from dafeng import files
    from dafeng.dossier.check import check

    dossier, faults = files.read_dossier(Path(path))
    return dossier, faults if dossier is None else (*faults, *check(dossier))


def open_dossier(path: Path | str) -> Opened:
    """Open a dossier for work.

    Raises
    ------
    InputError
        If it has errors; all faults are listed, in the order of the input.
    """
    dossier, faults = examine(path)
    if dossier is None or any(f.severity is Severity.ERROR for f in faults):
        raise InputError(faults)
    kept, notes = without_superseded(dossier)
    return Opened(kept, (*faults, *notes))


def without_superseded(dossier: Dossier) -> tuple[Dossier, tuple[Fault, ...]]:
    """Leave out the estimates that entries supersede; say which, and which figures are a host's."""
    from dafeng.dossier.host_figures import check_host_figures
    from dafeng.inventory.superseding import replace_estimates

    kept, notes = replace_estimates(dossier)
    return kept, (*notes, *check_host_figures(kept))
