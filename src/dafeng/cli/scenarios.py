"""``dafeng scenarios``: what may come?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, dossier_argument, sampled
from dafeng.cli.printing import tell
from dafeng.cli.speech import say


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
@as_json
def command(
    path: Path, draws: int, seed: int, out: Path | None, *, assumptions: bool, as_json: bool
) -> None:
    """Print paths at milestone years, and write them if asked to."""
    from dafeng.desk.answer_futures import scenarios
    from dafeng.desk.saving import save_ensembles

    answer, made, identity = scenarios(path, draws, seed)
    if out is not None:
        save_ensembles(made.ensembles, identity, out)
        tell(say(f"已写出 {out}", f"written: {out}"))
    print_answer(answer, as_json=as_json, everything=assumptions)
