"""``dafeng diff``: what changed between two builds of a plan, and why did the peak move?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, portfolioed, sampled
from dafeng.cli.printing import print_json, tell
from dafeng.cli.speech import chosen, say
from dafeng.desk.settings import CREDIT_DRAWS
from dafeng.language import Text

_STEPS = {
    "before": Text("编制前者", "building the first"),
    "after": Text("编制后者", "building the second"),
    "credit": Text("比较并归因", "comparing and crediting"),
}


@click.command(
    "diff",
    help=say(
        "比较两次编制：结果数字、任务、项目、目标、假设和其他各行有何不同，峰值为何变动（各组输入各占"
        "多少）。A 和 B 是档案（文件夹或工作簿）或 dafeng plan 写出的结果文件夹。",
        "Show what changed between two builds: figures, tasks, projects, targets, assumptions and "
        "all other rows, and why the peak moved (which inputs account for how much). A and B are "
        "dossiers (folder or workbook) or folders of results of dafeng plan.",
    ),
)
@click.argument("before", metavar="A", type=click.Path(exists=True, path_type=Path))
@click.argument("after", metavar="B", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--scenario",
    default="",
    metavar="ID",
    help=say("只看这一情景（默认全部）", "this scenario only (default: all)"),
)
@click.option(
    "--credit-draws",
    type=click.IntRange(0, 100_000),
    default=CREDIT_DRAWS,
    show_default=True,
    help=say(
        "归因时每次联合运行的抽样数；0 表示不归因",
        "draws of each joint run for the credits; 0 leaves them out",
    ),
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=say("不同的行再多也全部列出", "list all rows that differ, however many"),
)
@portfolioed
@sampled
@as_json
def command(  # noqa: PLR0913 - one parameter per option
    before: Path,
    after: Path,
    scenario: str,
    credit_draws: int,
    draws: int,
    seed: int,
    *,
    portfolio: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Print what differs."""
    from dafeng.desk import answer_difference, difference_json
    from dafeng.desk.differing import Settings, differ

    settings = Settings(draws, seed, credit_draws, scenario, _progress, portfolio)
    found = differ(before, after, settings)
    if as_json:
        print_json(difference_json.as_json(found, chosen()))
        return
    print_answer(answer_difference.answer(found), as_json=False, everything=everything)


def _progress(step: str) -> None:
    tell(f"· {_STEPS[step][chosen()]}")
