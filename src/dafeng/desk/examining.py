"""What is wrong with a dossier that lies in memory, and is it still the same one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dafeng.desk import plan_checking
from dafeng.dossier.snapshot import content_hash
from dafeng.errors import Fault, Severity
from dafeng.plan.rules.catalogue import plan_rules


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks found.

    Parameters
    ----------
    code
        Code of the place that the dossier states; "" where it states none.
    snapshot
        Hash of the content; "" where the files make no dossier.
    faults
        Everything found, as ``dafeng check`` lists it.
    """

    code: str
    snapshot: str
    faults: tuple[Fault, ...]

    def count(self, severity: Severity) -> int:
        """Return the number of faults of a severity."""
        return sum(fault.severity is severity for fault in self.faults)

    @property
    def gate_errors(self) -> int:
        """Return the number of faults that block a submission."""
        return sum(at_gate(fault).severity is Severity.ERROR for fault in self.faults)


def at_gate(fault: Fault) -> Fault:
    """Return a fault with its severity at the gate, that of ``dafeng check --for-submission``."""
    rule = plan_rules().get(fault.rule)
    return fault if rule is None else replace(fault, severity=rule.gate)


def examine_files(files: Mapping[str, bytes]) -> Findings:
    """Check the files of a dossier's folder.

    Parameters
    ----------
    files
        Files by name.
    """
    with laid_out(files) as folder:
        checked = plan_checking.check(folder)
    dossier = checked.dossier
    if dossier is None:
        return Findings("", "", checked.faults)
    return Findings(dossier.identity.code, content_hash(dossier), checked.faults)


def held_to_the_gate(files: Mapping[str, bytes]) -> tuple[tuple[Fault, ...], int, int]:
    """Return what stands against a plan at the gate, and how many rules were and were not asked.

    Parameters
    ----------
    files
        Files of a dossier's folder by name.
    """
    with laid_out(files) as folder:
        found = plan_checking.check(folder, plan_checking.Wish(submission=True))
    return found.faults, found.run, len(found.not_run)


@contextmanager
def laid_out(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Lay files out in a folder for as long as they are worked on."""
    with TemporaryDirectory(prefix="dossier-") as place:
        folder = Path(place)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        yield folder
