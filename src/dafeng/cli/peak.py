"""``dafeng peak``: has it peaked, and when and how high may it peak?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, dossier_argument, sampled
from dafeng.cli.speech import say


@click.command(
    "peak",
    help=say(
        "判断是否已达峰，并给出各情景达峰年份、峰值和平台期的概率。",
        "Say whether the place has peaked, and give year, level and plateau of the peak in each "
        "scenario as probabilities.",
    ),
)
@dossier_argument
@sampled
@as_json
def command(path: Path, draws: int, seed: int, *, as_json: bool) -> None:
    """Print the status of every series and the outlook of every scenario."""
    from dafeng.desk.answer_futures import peak

    print_answer(peak(path, draws, seed), as_json=as_json)
