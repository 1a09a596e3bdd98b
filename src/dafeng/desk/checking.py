"""What is wrong with a dossier, from its cells to its account?"""

from __future__ import annotations

from pathlib import Path

from dafeng.desk.opening import examine
from dafeng.errors import Fault, InputError, Severity


def check_dossier(path: Path | str) -> tuple[Fault, ...]:
    """Return every fault: of cells, of records against each other, and of the account.

    The account is compiled only if the records are without error, since it would repeat them.
    """
    from dafeng.inventory.compile import compile_inventory
    from dafeng.inventory.superseding import replace_estimates

    dossier, faults = examine(path)
    if dossier is None or any(f.severity is Severity.ERROR for f in faults):
        return faults
    kept, notes = replace_estimates(dossier)
    try:
        noticed = compile_inventory(kept).faults
    except InputError as error:
        noticed = error.faults
    return (*faults, *notes, *noticed)
