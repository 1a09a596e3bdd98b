"""``dafeng plan``: compile the plan document and its results."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dafeng.cli.options import as_json, portfolioed, sampled
from dafeng.cli.printing import print_faults, print_json, print_table, tell
from dafeng.cli.speech import chosen, say
from dafeng.language import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from dafeng.desk.building import Options
    from dafeng.desk.planning import Plan

_STEPS = {
    "inventory": Text("编制清单", "inventory"),
    "drivers": Text("分解与达峰判断", "drivers and status"),
    "scenarios": Text("情景抽样", "scenarios"),
    "portfolio": Text("措施组合", "portfolio"),
    "documents": Text("写出文件", "documents and results"),
}


@click.command(
    "plan",
    help=say(
        "编制方案：中英文 .docx、.pdf 和 .html，一页简报，附表 annexes.xlsx，"
        "结果表（Parquet、CSV、netCDF、JSON）和清单文件。",
        "Compile the plan: .docx, .pdf and .html in Chinese and English, a one-page brief, the "
        "annexes as annexes.xlsx, results as Parquet, CSV, netCDF and JSON, and a manifest.",
    ),
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=say("结果文件夹", "folder of the results"),
)
@click.option(
    "--documents",
    type=click.Choice(["both", *LANGUAGES, "none"]),
    default="both",
    show_default=True,
    help=say("文档语言", "languages of the documents"),
)
@click.option(
    "--guide",
    default="",
    metavar="ID|FILE",
    help=say("编制指南的编号或文件", "guide: id or file (see the manual page on guides)"),
)
@click.option(
    "--all-pilots",
    is_flag=True,
    help=say(
        "为全部35个试点新建档案并编制方案，写入 PATH",
        "start a dossier for each of the 35 pilots in the folder PATH and compile all plans",
    ),
)
@click.option(
    "--force",
    is_flag=True,
    help=say(
        "覆盖结果文件夹中改动过的或不是本程序写出的同名文件",
        "overwrite files in the results folder that were edited or that Dafeng did not write",
    ),
)
@portfolioed
@sampled
@as_json
def command(  # noqa: PLR0913 - one parameter per option
    path: Path,
    out: Path | None,
    documents: str,
    guide: str,
    draws: int,
    seed: int,
    *,
    portfolio: bool,
    all_pilots: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Compile one plan, or those of all pilots."""
    from dafeng.desk.building import Options

    if all_pilots and out is not None:
        raise click.UsageError(
            say("--out 不能与 --all-pilots 同用", "--out cannot be used with --all-pilots")
        )
    if all_pilots:
        chosen_languages = _languages(documents)
        options = Options(draws, seed, guide=guide, portfolio=portfolio)
        _pilots(path, options, chosen_languages, force=force, as_json=as_json)
        return
    if not path.exists():
        raise click.BadParameter(say(f"不存在：{path}", f"there is no {path}"))
    options = Options(draws, seed, _progress, guide, portfolio)
    _one(path, out, _languages(documents), options, force=force, as_json=as_json)


def _languages(documents: str) -> tuple[Language, ...]:
    return LANGUAGES if documents == "both" else tuple(x for x in LANGUAGES if x == documents)


def _progress(step: str) -> None:
    tell(f"· {_STEPS[step][chosen()]}")


def _one(
    path: Path,
    out: Path | None,
    languages: tuple[Language, ...],
    options: Options,
    *,
    force: bool,
    as_json: bool,
) -> None:
    from dafeng.desk.planning import compile_plan

    start = time.perf_counter()
    plan = compile_plan(path, out, options=options, languages=languages, replace=force)
    seconds = time.perf_counter() - start
    if as_json:
        _as_json(plan)
    else:
        _printed(plan, seconds)
    if plan.errors:
        sys.exit(1)


def _as_json(plan: Plan) -> None:
    print_json(
        {
            "folder": str(plan.folder),
            "files": [p.name for p in plan.files],
            "unprintable": list(plan.unprintable),
            "draft": bool(plan.errors),
            "errors": [fault.as_json(chosen()) for fault in plan.errors],
        }
    )


def _printed(plan: Plan, seconds: float) -> None:
    if plan.unprintable:
        shown = " ".join(plan.unprintable)
        tell(
            say(
                f"* PDF 字体没有这些字，印作 〓（Word 中保留）：{shown}",
                f"* the typefaces of the PDF lack these and show 〓 (Word keeps them): {shown}",
            )
        )
    tell(say(f"用时 {seconds:.1f} 秒", f"{seconds:.1f} s"))
    click.echo(say(f"方案与结果：{plan.folder}", f"plan and results: {plan.folder}"))
    for file in plan.files:
        if file.suffix in {".docx", ".pdf", ".html", ".xlsx"}:
            click.echo(f"  {file}")
    if plan.errors:
        print_faults(plan.errors, chosen(), tell)
        number = len(plan.errors)
        tell(
            say(
                f"以上 {number} 处错误改正之前，方案只是草案，各页已标明",
                f"a draft, marked on every page, until these {number} error(s) are mended",
            )
        )


def _pilots(
    folder: Path,
    options: Options,
    languages: tuple[Language, ...],
    *,
    force: bool,
    as_json: bool,
) -> None:
    from dafeng.desk.pilots import compile_pilots, peak_memory

    start = time.perf_counter()
    done = []
    for each in compile_pilots(folder, options, languages, chosen(), replace=force):
        done.append(each)
        why = f"  {each.reason[chosen()]}" if each.reason else ""
        tell(f"{len(done):>3}  {each.name[chosen()]}  {each.seconds:.1f} s{why}")
    seconds, memory = time.perf_counter() - start, peak_memory()
    if as_json:
        print_json(
            {
                "pilots": [
                    {"code": d.code, "seconds": d.seconds, "errors": d.errors} for d in done
                ],
                "seconds": seconds,
                "peak_memory_mb": memory,
            }
        )
        return
    columns = (
        say("代码", "code"),
        say("试点", "pilot"),
        say("秒", "s"),
        say("文件", "files"),
        say("错误", "errors"),
        say("警告", "warnings"),
    )
    rows = [
        (d.code, d.name[chosen()], f"{d.seconds:.1f}", str(d.files), str(d.errors), str(d.warnings))
        for d in done
    ]
    print_table(say("全部试点", "All pilots"), columns, rows)
    click.echo(
        say(
            f"{len(done)} 个试点，共 {seconds:.0f} 秒，内存峰值 {memory:.0f} MB",
            f"{len(done)} pilots, {seconds:.0f} s in all, peak memory {memory:.0f} MB",
        )
    )
