"""Writing ensembles where a modeller wants them."""

from __future__ import annotations

from pathlib import Path

from dafeng.desk.futures import Futures
from dafeng.dossier.records import Identity
from dafeng.errors import FormatError
from dafeng.language import Text


def save_ensembles(made: Futures, identity: Identity, path: Path) -> None:
    """Write ensembles as netCDF (``.nc``) or in the IAMC layout (``.csv``, ``.xlsx``).

    Raises
    ------
    FormatError
        If the ending is none of these.
    """
    from dafeng.files import ensemble_dataset, iamc

    drawn = list(made.ensembles.values())
    ending = path.suffix.lower()
    if ending == ".nc":
        futures = ensemble_dataset.dataset(drawn, identity.code, identity.price_base)
        futures = ensemble_dataset.with_peaks(futures, list(made.peaks.values()))
        ensemble_dataset.write_dataset(futures, path)
        return
    table = iamc.iamc_table(drawn, identity.name.en, identity.price_base)
    if ending == ".csv":
        iamc.write_wide_csv(table, path)
    elif ending == ".xlsx":
        iamc.write_workbook(table, path)
    else:
        raise FormatError(
            Text(
                f"不支持的文件格式 {path.suffix}；可用 .nc、.csv、.xlsx",
                f"cannot write {path.suffix}; use .nc, .csv or .xlsx",
            )
        )
