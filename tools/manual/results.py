"""What do the files of the results hold?"""

from __future__ import annotations

import json
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Final

from tools.manual.markdown import code, tabulated

from dafeng.language import Language

#: Draws of the small build whose files are described.
DRAWS: Final = 16

_SCRATCH: Final = tempfile.TemporaryDirectory()


def _built() -> Path:
    """Return the results of a small build, made once."""
    import dafeng

    folder = Path(_SCRATCH.name)
    if not (folder / "results").exists():
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            dafeng.new("330100", folder, language="en", force=True)
            dafeng.compile_plan(folder, options=dafeng.Options(draws=DRAWS), languages=())
    return folder / "results"


def result_tables(language: Language) -> str:
    """Return the columns of each table of the results."""
    import polars as pl

    del language
    rows = []
    for path in sorted(_built().glob("*.parquet")):
        columns = [f"`{n}` {str(k).lower()}" for n, k in pl.read_parquet_schema(path).items()]
        rows.append((code(path.stem), ", ".join(columns)))
    return tabulated(("table", "columns"), rows)


def result_keys(language: Language) -> str:
    """Return the keys of ``results.json``."""
    from dafeng.files.results_json import SCHEMA

    del language
    rows = [
        (code(key), found.get("type", ""), found.get("description", code(found.get("const", ""))))
        for key, found in SCHEMA["properties"].items()
    ]
    return tabulated(("key", "type", "what it holds"), rows)


def manifest_keys(language: Language) -> str:
    """Return the keys of ``manifest.json``."""
    del language
    found = json.loads((_built() / "manifest.json").read_text(encoding="utf-8"))
    kinds = {str: "text", int: "number", dict: "object", list: "list"}
    return tabulated(("key", "type"), [(code(k), kinds[type(v)]) for k, v in found.items()])


def netcdf(language: Language) -> str:
    """Return the variables of ``futures.nc``."""
    from dafeng.files.ensemble_dataset import read_dataset

    del language
    futures = read_dataset(_built() / "futures.nc")
    rows = [
        (
            code(name),
            ", ".join(map(str, v.dims)),
            v.attrs.get("units", ""),
            v.attrs.get("long_name", ""),
        )
        for name, v in futures.data_vars.items()
    ]
    return tabulated(("variable", "dimensions", "unit", "what it is"), rows)


def iamc(language: Language) -> str:
    """Return the variables of the IAMC layout, percentiles left out."""
    import polars as pl

    del language
    frame = pl.read_csv(_built() / "futures_iamc.csv").select("Variable", "Unit").unique()
    rows = [r for r in sorted(frame.rows()) if "Percentile" not in r[0]]
    return tabulated(("variable", "unit"), [(code(name), unit) for name, unit in rows])
