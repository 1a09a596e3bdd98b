"""``dafeng scenarios``: what may come?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, dossier_argument, sampled, stocked
from dafeng.cli.printing import tell
from dafeng.cli.speech import say

#: From this number of draws on, progress is shown.
LONG_RUN = 100_000


def _watch(done: int, whole: int) -> None:
    tell(say(f"已完成 {done} / {whole} 块", f"{done} of {whole} blocks done"))


@click.command(
    "scenarios",
    help=say(
        "为三个情景抽样未来路径；--assumptions 列出所用假设。",
        "Draw futures under the three scenarios; --assumptions lists what was assumed.",
    ),
)
@dossier_argument
@sampled
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help=say(
        "写出文件：.nc（xarray 数据集）、.csv 或 .xlsx（IAMC 格式）",
        "write a file: .nc (xarray data set), .csv or .xlsx (IAMC layout)",
    ),
)
@click.option(
    "--assumptions",
    is_flag=True,
    help=say("列出全部假设及依据", "list every assumption with its basis"),
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help=say(
        "在 Dask 集群上计算（调度器地址，如 tcp://host:8786）；结果逐字节相同",
        "compute on a Dask cluster (address of its scheduler, tcp://host:8786); the same bytes",
    ),
)
@click.option(
    "--resume",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=say(
        "把算完的分块存入此文件夹；中断后以同一命令续算",
        "keep finished blocks in this folder; after a stop the same command goes on from them",
    ),
)
@stocked
@as_json
def command(  # noqa: PLR0913, PLR0917 - one for each option
    path: Path,
    draws: int,
    seed: int,
    out: Path | None,
    dask: str | None,
    resume: Path | None,
    stocks: str,
    *,
    assumptions: bool,
    as_json: bool,
) -> None:
    """Print paths at milestone years, and write them if asked to."""
    from dafeng.desk.answer_futures import scenarios
    from dafeng.desk.cluster import way_of
    from dafeng.desk.saving import require_target, save_ensembles

    if out is not None:
        require_target(out)
    long = draws >= LONG_RUN or dask is not None or resume is not None
    with way_of(dask, resume, _watch if long else None) as way:
        answer, made, identity = scenarios(path, draws, seed, way, stocks)
    if out is not None:
        save_ensembles(made, identity, out)
        tell(say(f"已写出 {out}", f"written: {out}"))
    print_answer(answer, as_json=as_json, everything=assumptions)
