"""``dafeng measures``: what can the place do, how far, and at what cost?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, dossier_argument
from dafeng.cli.speech import say

#: Fields of action; named here so that ``--help`` loads no table.
FIELDS = ("energy_supply", "industry", "buildings", "transport", "waste", "agriculture", "sinks")
LEVELS = ("place", "province", "nation", "owner")


@click.command(
    "measures",
    help=say(
        "列出本地可用措施：潜力、单独减排量、成本、节约、质量和来源；--all 也列出依据，以及不适用的"
        "措施和原因。",
        "List the measures of a place: potential, tonnes if alone, cost, savings, quality and "
        "source; --all also lists what stands behind them, and what does not apply and why.",
    ),
)
@dossier_argument
@click.option("--field", type=click.Choice(FIELDS), default=None, help=say("领域", "field"))
@click.option("--sector", default="", help=say("部门（编号或名称）", "sector (id or name)"))
@click.option(
    "--decides",
    type=click.Choice(LEVELS),
    default=None,
    help=say(
        "只列由此层级决定的措施：本地、省、国家、业主",
        "only what this level decides: place, province, nation, owner",
    ),
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=say(
        "也列出依据，以及不适用的措施和原因",
        "also list what stands behind them, and what does not apply and why",
    ),
)
@as_json
def command(
    path: Path,
    field: str | None,
    sector: str,
    decides: str | None,
    *,
    everything: bool,
    as_json: bool,
) -> None:
    """Print the measures of a place."""
    from dafeng.desk.answer_measures import measures

    answer = measures(path, field or "", sector, decides or "")
    print_answer(answer, as_json=as_json, everything=everything)
