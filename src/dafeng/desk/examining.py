"""What is wrong with a dossier that lies in memory, and is it still the same one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dafeng.desk import plan_checking
from dafeng.dossier.snapshot import content_hash
from dafeng.errors import Fault, Severity


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


@contextmanager
def laid_out(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Lay files out in a folder for as long as they are worked on."""
    with TemporaryDirectory(prefix="dossier-") as place:
        folder = Path(place)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        yield folder
