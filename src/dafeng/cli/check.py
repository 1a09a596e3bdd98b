"""``dafeng check``: what is wrong with a dossier, or with anyone's plan?"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dafeng.cli.options import as_json
from dafeng.cli.printing import print_faults, print_json, print_table
from dafeng.cli.speech import chosen, say
from dafeng.errors import Severity

if TYPE_CHECKING:
    from dafeng.desk.plan_checking import Checked, Wish


@click.command(
    "check",
    help=say(
        "检查档案，或没有档案的方案（只有指标表、项目表的 xlsx 或 csv）：列出位置、规则、"
        "原因和改法。有错误时退出码为 1。",
        "Check a dossier, or a plan that has none (its tables of indicators and projects as xlsx "
        "or csv): every fault with place, rule, reason and remedy. Exit status 1 if there are "
        "errors.",
    ),
)
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@click.option(
    "--rules",
    "list_rules",
    is_flag=True,
    help=say("列出方案规则，不作检查", "list the rules for plans and check nothing"),
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    help=say(
        "只用这些规则：编号、编号开头或组，逗号分隔，可重复",
        "these rules only: id, beginning of an id, or group; comma between, repeatable",
    ),
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    help=say("不用这些规则，写法同上", "all rules but these, in the same way"),
)
@click.option(
    "--for-submission",
    is_flag=True,
    help=say(
        "按提交时的级别：不完整即为错误",
        "take the severities of the gate: what is incomplete is an error",
    ),
)
@click.option(
    "--results/--no-results",
    default=False,
    help=say("运行情景测算，供需要结果的规则使用", "run the model for the rules that need it"),
)
@click.option(
    "--guide",
    default="",
    metavar="ID|FILE",
    help=say("编制指南的编号或文件", "guide: id or file (see the manual page on guides)"),
)
@click.option(
    "--place",
    default="",
    metavar="CODE",
    help=say("没有档案的方案属于哪个地区", "place of a plan that has no dossier"),
)
@click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    default=None,
    help=say("按哪一年检查（默认今年）", "year in which it is checked (default: this year)"),
)
@click.option("--sarif", is_flag=True, help=say("输出 SARIF 2.1.0", "write a SARIF 2.1.0 log"))
@as_json
def command(  # noqa: PLR0913 - one parameter per option
    path: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    guide: str,
    place: str,
    year: int | None,
    *,
    list_rules: bool,
    for_submission: bool,
    results: bool,
    sarif: bool,
    as_json: bool,
) -> None:
    """List every fault of a plan, or the rules."""
    from dafeng.desk.plan_checking import Wish, check

    wish = Wish(
        guide=guide,
        submission=for_submission,
        results=results,
        select=_names(select),
        ignore=_names(ignore),
        year=year,
        place=place,
    )
    if list_rules:
        _print_rules(wish, as_json=as_json)
        return
    if path is None:
        raise click.UsageError(say("缺少 PATH", "PATH is missing"))
    checked = check(path, wish)
    if sarif:
        _print_sarif(path, checked)
    elif as_json:
        print_json(_document(path, checked))
    else:
        _print(checked)
    sys.exit(1 if any(f.severity is Severity.ERROR for f in checked.faults) else 0)


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for text in given for name in text.split(",") if name.strip())


def _counts(checked: Checked) -> dict[Severity, int]:
    return {s: sum(f.severity is s for f in checked.faults) for s in Severity}


def _document(path: Path, checked: Checked) -> dict[str, Any]:
    from dafeng.plan.rules.catalogue import plan_rules

    faults = []
    for fault in checked.faults:
        rule = plan_rules().get(fault.rule)
        more = {} if rule is None else {"group": rule.group, "source": rule.source}
        faults.append(fault.as_json(chosen()) | more)
    guide = checked.guide
    return {
        "path": str(path),
        "form": checked.form,
        "guide": None if guide is None else {"id": guide.id, "title": guide.title[chosen()]},
        **{f"{severity.value}s": count for severity, count in _counts(checked).items()},
        "faults": faults,
        "rules_run": checked.run,
        "not_run": [{"rule": n.rule, "reason": n.reason[chosen()]} for n in checked.not_run],
    }


def _print(checked: Checked) -> None:
    from dafeng.plan.rules.subject import NEEDS

    print_faults(checked.faults, chosen(), click.echo)
    if checked.guide is not None:
        title = checked.guide.title[chosen()]
        click.echo(say(f"对照：{title}", f"held to: {title}"))
        click.echo(say(f"方案规则：已用 {checked.run} 条", f"rules for plans: {checked.run} asked"))
    reasons = Counter(NEEDS[n.lacks[0]][chosen()] for n in checked.not_run)
    for reason, count in reasons.items():
        click.echo(say(f"未用 {count} 条：需要{reason}", f"{count} not run: needs {reason}"))
    errors, warnings, notes = (_counts(checked)[s] for s in Severity)
    click.echo(
        say(
            f"错误 {errors}，警告 {warnings}，提示 {notes}",
            f"{errors} error(s), {warnings} warning(s), {notes} note(s)",
        )
    )


def _print_sarif(path: Path, checked: Checked) -> None:
    from dafeng import __version__
    from dafeng.desk.plan_checking import titles
    from dafeng.files.sarif import sarif_log

    folder = path if path.is_dir() else path.parent
    print_json(sarif_log(checked.faults, titles(), __version__, chosen(), folder))


def _print_rules(wish: Wish, *, as_json: bool) -> None:
    from dafeng import reference
    from dafeng.desk.plan_checking import listed
    from dafeng.plan.rules.catalogue import GROUPS

    rules = list(listed(wish))
    spoken = chosen()
    if as_json:
        print_json(
            [
                {
                    "rule": r.id,
                    "group": r.group,
                    "severity": r.severity.value,
                    "for_submission": r.gate.value,
                    "title": r.title[spoken],
                    "remedy": r.remedy[spoken],
                    "source": reference.sources()[r.source].title[spoken],
                    "needs": list(r.needs),
                }
                for r in rules
            ]
        )
        return
    columns = say("规则|级别|提交时|要求", "rule|severity|at the gate|what it asks").split("|")
    for group, name in GROUPS.items():
        rows = [
            (r.id, r.severity.text[spoken], r.gate.text[spoken], r.title[spoken])
            for r in rules
            if r.group == group
        ]
        if rows:
            print_table(f"{name[spoken]} ({group})", columns, rows)
    click.echo(
        say(
            f"{len(rules)} 条；单元格和记录的规则见手册“档案”一页",
            f"{len(rules)} rules; those for cells and records are in the manual, page dossier",
        )
    )
