"""Writing ensembles where a modeller wants them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dafeng.dossier.records import Identity
from dafeng.errors import DafengError
from dafeng.language import Text
from dafeng.peak.outlook import peaks_of
from dafeng.scenarios.ensemble import Ensemble


class FormatError(DafengError):
    """A file ending says no format that can be written."""

    code = "format"


def save_ensembles(ensembles: Mapping[str, Ensemble], identity: Identity, path: Path) -> None:
    """Write ensembles as netCDF (``.nc``) or in the IAMC layout (``.csv``, ``.xlsx``).

    Raises
    ------
    FormatError
        If the ending is none of these.
    """
    from dafeng.files import ensemble_dataset, iamc

    drawn = list(ensembles.values())
    ending = path.suffix.lower()
    if ending == ".nc":
        made = ensemble_dataset.dataset(drawn, identity.code, identity.price_base)
        made = ensemble_dataset.with_peaks(made, [peaks_of(e.totals, e.years) for e in drawn])
        ensemble_dataset.write_dataset(made, path)
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
