"""``dafeng sweep``: when do many places peak, and when does their sum?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, sampled
from dafeng.cli.printing import tell
from dafeng.cli.speech import say

#: From this number of draws of all places on, progress is shown.
LONG_RUN = 1_000_000


@click.command(
    "sweep",
    help=say(
        "一并抽样许多地方（档案，或 --pilots 首批全部试点），给出各地和城市合计的达峰概率。",
        "Draw many places together (dossiers, or with --pilots all of the first batch) and give "
        "the peak of each, and of the sum of the cities, as probabilities.",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--pilots",
    is_flag=True,
    help=say(
        "首批 35 个试点，各从公开数据起步", "the 35 pilots of the first batch, from public data"
    ),
)
@click.option(
    "--scenario",
    default="current_policy",
    show_default=True,
    help=say(
        "情景：frozen、current_policy、enhanced 或档案自定的情景",
        "scenario: frozen, current_policy, enhanced or one of the dossiers' own",
    ),
)
@sampled
@click.option(
    "--dask",
    metavar="ADDRESS",
    help=say(
        "在 Dask 集群上计算（调度器地址）；结果逐字节相同",
        "compute on a Dask cluster (address of its scheduler); the same bytes",
    ),
)
@as_json
def command(  # noqa: PLR0913 - one for each option
    paths: tuple[Path, ...],
    scenario: str,
    draws: int,
    seed: int,
    dask: str | None,
    *,
    pilots: bool,
    as_json: bool,
) -> None:
    """Print the peak of each place and of the sum."""
    from dafeng.desk import sweeping
    from dafeng.desk.cluster import way_of

    if pilots == bool(paths):
        raise click.UsageError(say("请给出档案，或用 --pilots", "name dossiers, or give --pilots"))
    accounts = [*(sweeping.pilots() if pilots else sweeping.opened(paths))]
    watch = _watch if draws * len(accounts) >= LONG_RUN else None
    with way_of(dask, None, None) as way:
        asked = sweeping.Sweeping(scenario, draws, seed, way.executor, watch)
        answer = sweeping.swept(accounts, asked)
    print_answer(answer, as_json=as_json)


def _watch(done: int, whole: int) -> None:
    tell(say(f"已完成 {done} / {whole} 地", f"{done} of {whole} places done"))
