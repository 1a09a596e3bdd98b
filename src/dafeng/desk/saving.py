"""Writing ensembles where a modeller wants them."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from dafeng.desk.futures import Futures
from dafeng.desk.output_folder import require_no_dossier
from dafeng.dossier.records import Identity
from dafeng.errors import FormatError
from dafeng.language import Text

#: Endings of the formats that can be written.
ENDINGS: Final = (".nc", ".csv", ".xlsx")


def require_target(path: Path) -> None:
    """Say before any work is done whether a file can be written there.

    Raises
    ------
    FormatError
        If the ending says no format that can be written.
    OSError
        If the folder does not exist or does not let itself be written to.
    """
    if path.suffix.lower() not in ENDINGS:
        raise FormatError(
            Text(
                f"不支持的文件格式 {path.suffix}；可用 .nc、.csv、.xlsx",
                f"cannot write {path.suffix}; use .nc, .csv or .xlsx",
            )
        )
    folder = path.parent
    require_no_dossier(folder)
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def save_ensembles(made: Futures, identity: Identity, path: Path) -> None:
    """Write ensembles as netCDF (``.nc``) or in the IAMC layout (``.csv``, ``.xlsx``).

    Raises
    ------
    FormatError, OSError
        As in `require_target`, or if the file cannot be written.
    """
    require_target(path)
    try:
        _write(made, identity, path)
    except OSError as error:  # the libraries' own words name internals and often no file
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise OSError(error.errno or errno.EIO, reason, str(path)) from error


def _write(made: Futures, identity: Identity, path: Path) -> None:
    from dafeng.files import ensemble_dataset, iamc

    drawn = list(made.ensembles.values())
    if path.suffix.lower() == ".nc":
        futures = ensemble_dataset.dataset(drawn, identity.code, identity.price_base)
        futures = ensemble_dataset.with_peaks(futures, list(made.peaks.values()))
        ensemble_dataset.write_dataset(futures, path)
        return
    table = iamc.iamc_table(drawn, identity.name.en, identity.price_base)
    if path.suffix.lower() == ".csv":
        iamc.write_wide_csv(table, path)
    else:
        iamc.write_workbook(table, path)
