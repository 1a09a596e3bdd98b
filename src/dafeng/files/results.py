"""How are the results of a build handed on? Tables as Parquet and CSV, everything main as JSON.

The JSON document follows `dafeng.files.results_json.SCHEMA`. Values are in canonical units (t, TJ,
MWh, yuan, persons, shares of one), whatever the plan document prints.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dafeng.files.result_columns import Columns
from dafeng.files.result_tables import tables
from dafeng.files.results_json import summary
from dafeng.files.safe_text import guarded
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Document

if TYPE_CHECKING:
    import polars as pl


def write_results(
    material: PlanMaterial, folder: Path, document: Document | None = None
) -> tuple[Path, ...]:
    """Write the results of a build.

    Parameters
    ----------
    material
        All results of the build.
    folder
        Folder of the results; it is made if it does not exist.
    document
        The composed plan, whose bound figures are listed with their ids.

    Returns
    -------
    tuple of Path
        The files written: for each table ``NAME.parquet`` and ``NAME.csv`` (UTF-8 with byte order
        mark), and ``results.json``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, columns in tables(material, document).items():
        written.append(folder / f"{name}.parquet")
        _frame(columns).write_parquet(written[-1], compression="zstd", statistics=False)
        written.append(folder / f"{name}.csv")
        _frame(_safe(columns)).write_csv(written[-1], include_bom=True)
    written.append(folder / "results.json")
    written[-1].write_text(as_json(summary(material, document)), encoding="utf-8")
    return tuple(written)


def as_json(value: Mapping[str, Any]) -> str:
    """Return a JSON document in one fixed form."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False, allow_nan=False) + "\n"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _frame(columns: Columns) -> pl.DataFrame:
    import polars as pl

    kinds = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}
    return pl.DataFrame(
        {name: values for name, (_, values) in columns.items()},
        schema={name: kinds[kind] for name, (kind, _) in columns.items()},
    )


def _safe(columns: Columns) -> Columns:
    """Return the columns with texts that no spreadsheet takes for a formula; numbers as are."""
    return {
        name: (kind, [guarded(v) if isinstance(v, str) else v for v in values])
        for name, (kind, values) in columns.items()
    }
