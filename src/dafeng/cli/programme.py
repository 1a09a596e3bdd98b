"""``dafeng programme``: who decides what by when, as data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dafeng.cli.options import as_json
from dafeng.cli.printing import print_json, print_table
from dafeng.cli.speech import chosen, say

if TYPE_CHECKING:
    from dafeng.programme.definition import Batch, Programme, Transition
    from dafeng.programme.rehearsal import Played


@click.group(
    "programme",
    help=say(
        "查看、核对和演练试点计划的规则文件。",
        "Show, check and rehearse the rules of a pilot programme.",
    ),
)
def command() -> None:
    """Hold the commands on programmes."""


@command.command("list", help=say("列出内置计划。", "List the programmes."))
@as_json
def list_programmes(*, as_json: bool) -> None:
    """List every programme with its batches and version."""
    from dafeng.desk.programmes import listed

    found = listed()
    if as_json:
        print_json([_head(p) for p in found])
        return
    columns = [say("名称", "name"), say("标题", "title"), say("主管", "authority")]
    columns += [say("阶段", "stages"), say("步骤", "steps"), say("版本", "version")]
    rows = [
        (
            p.id,
            p.title[chosen()],
            p.authority[chosen()],
            str(len(p.stages)),
            str(len(p.transitions)),
            p.version[:12],
        )
        for p in found
    ]
    print_table(say("试点计划", "Programmes"), columns, rows)


@command.command(
    "show",
    help=say(
        "显示一个计划：步骤、谁拟稿、谁签发、条件、时限和名额。NAME 可为 TOML 文件。",
        "Show a programme: steps, who prepares and who signs, conditions, clocks, places. NAME may "
        "be a TOML file.",
    ),
)
@click.argument("name")
@click.option(
    "--rights",
    is_flag=True,
    help=say("显示角色×关系×阶段权限表", "print the table role × relation × stage"),
)
@as_json
def show(name: str, *, rights: bool, as_json: bool) -> None:
    """Show one programme, or its table of rights."""
    from dafeng.desk.programmes import found

    programme = found(name)
    if rights:
        _show_rights(programme, as_json=as_json)
    elif as_json:
        print_json(_document(programme))
    else:
        _show(programme)


@command.command(
    "check",
    help=say(
        "核对一个规则文件，一次列出全部错误。有错误时退出码为 1。",
        "Check a programme file and list every fault at once. Exit status 1 if there are errors.",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def check(file: Path, *, as_json: bool) -> None:
    """Check a file; its faults are raised, all at once."""
    from dafeng.desk.programmes import checked

    programme = checked(file)
    if as_json:
        print_json(_head(programme) | {"faults": []})
    else:
        name = programme.title[chosen()]
        click.echo(say(f"{name}：没有错误", f"{name}: no fault"))
        click.echo(say(f"版本 {programme.version}", f"version {programme.version}"))


@command.command(
    "rehearse",
    help=say(
        "用虚构人物把一个内置计划走一遍，显示每一步和被拒绝的原因；--out 写出日志和回执，可用 "
        "dafeng verify 核对。",
        "Play a programme through with fictional people and show every step and every refusal; "
        "--out writes the log and its receipts, which dafeng verify checks.",
    ),
)
@click.argument("name")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=say("写出日志和回执的文件夹", "folder for the log and its receipts"),
)
@as_json
def rehearse(name: str, out: Path | None, *, as_json: bool) -> None:
    """Play a programme through."""
    from dafeng.desk.programmes import rehearse as play

    done = play(name, out)
    rows = [_act(done.programme, act) for act in done.played]
    if as_json:
        files = [str(p) for p in done.files]
        print_json({"title": done.title[chosen()], "events": rows, "files": files})
    else:
        columns = [say("时间（UTC）", "instant (UTC)"), say("人员", "actor"), say("事件", "event")]
        columns += [say("步骤", "step"), say("申报", "case"), say("结果", "outcome")]
        cells = [[str(cell) for cell in (*list(row.values())[:5], _outcome(row))] for row in rows]
        print_table(done.title[chosen()], columns, cells)
    sys.exit(0 if all(act.expected for act in done.played) else 1)


def _outcome(row: dict[str, Any]) -> str:
    refused = say("；", "; ").join(row["refusals"])
    return say(f"拒绝：{refused}", f"refused: {refused}") if refused else str(row["stage"])


def _act(programme: Programme, act: Played) -> dict[str, Any]:
    event, run, language = act.event, act.run, chosen()
    case = run.cases.get(event.case) if run else None
    stage = case.stage if case else (run.stage if run else "")
    step = programme.transitions.get(event.name)
    return {
        "instant": f"{event.instant:%Y-%m-%d %H:%M:%S}",
        "actor": event.actor,
        "event": event.kind.text[language],
        "step": step.title[language] if step else "",
        "case": event.case,
        "stage": programme.stages[stage].title[language] if stage else "",
        "refusals": [f.message[language] for f in act.refusals],
    }


def _head(programme: Programme) -> dict[str, Any]:
    return {
        "name": programme.id,
        "title": programme.title[chosen()],
        "authority": programme.authority[chosen()],
        "version": programme.version,
        "batches": list(programme.batches),
        "stages": len(programme.stages),
        "steps": len(programme.transitions),
    }


def _document(programme: Programme) -> dict[str, Any]:
    facts = [*programme.facts, *(f for b in programme.batches.values() for f in b.facts)]
    return _head(programme) | {
        "facts": [{"text": f.text[chosen()], "mark": f.basis.mark} for f in facts],
        "steps": [_step(programme, t) for t in programme.transitions.values()],
        "clocks": [
            dict(zip(("clock", "limit", "mark"), c, strict=True)) for c in _clocks(programme)
        ],
        "places": {
            b.id: {"all": b.places, "by": dict(b.quota)} for b in programme.batches.values()
        },
    }


def _show(programme: Programme) -> None:
    from dafeng.programme.parsing import text_of_mark

    language = chosen()
    click.echo(f"{programme.title[language]}  {programme.id}  {programme.version[:12]}\n")
    for fact in (*programme.facts, *(f for b in programme.batches.values() for f in b.facts)):
        click.echo(f"[{fact.basis.mark}] {fact.text[language]}")
    click.echo()
    columns = [say("步骤", "step"), say("从", "from"), say("到", "to"), say("拟稿", "prepared by")]
    columns += [say("签发", "signed by"), say("条件", "conditions"), say("依据", "basis")]
    steps = [_step(programme, t) for t in programme.transitions.values()]
    print_table(say("步骤", "Steps"), columns, [[str(c) for c in s.values()] for s in steps])
    columns = [say("时限", "clock"), say("截止", "limit"), say("依据", "basis")]
    print_table(say("时限", "Clocks"), columns, list(_clocks(programme)))
    for batch in programme.batches.values():
        _show_places(programme, batch)
    marks = (f"{m} {text_of_mark(m)[language]}" for m in ("Q", "S", "I", "M"))
    click.echo("  ".join(marks))


def _step(programme: Programme, step: Transition) -> dict[str, str]:
    from dafeng.programme import condition

    language = chosen()
    stage, role = programme.stages, programme.roles
    return {
        "step": step.title[language],
        "from": " / ".join(stage[s].title[language] for s in step.sources),
        "to": stage[step.target].title[language] if step.target else "",
        "prepared_by": " / ".join(role[r].title[language] for r in step.prepared_by),
        "decided_by": " / ".join(role[r].title[language] for r in step.decided_by),
        "conditions": say("；", "; ").join(
            condition(programme, n, a)[language] for n, a in step.guards.items()
        ),
        "basis": f"{step.basis.mark} {step.basis.source}".strip(),
    }


def _clocks(programme: Programme) -> Iterator[tuple[str, str, str]]:
    from dafeng.programme.calendar import local_text

    language = chosen()
    for rule in programme.clocks.values():
        known = [b.clocks[rule.id] for b in programme.batches.values() if rule.id in b.clocks]
        if known:
            limit = local_text(known[0].instant, programme.zone)[language]
            shown, mark = f"{limit}  {known[0].wording[language]}", known[0].basis.mark
        elif rule.amount:
            shown, mark = f"{rule.amount} {_UNITS[rule.unit.value]()}", rule.basis.mark
        else:
            shown = say("由主管部门在决定中写明", "stated by the authority in its decision")
            mark = rule.basis.mark
        yield rule.title[language], shown, mark


_UNITS = {
    "working_days": lambda: say("个工作日", "working days"),
    "calendar_days": lambda: say("日", "calendar days"),
    "months": lambda: say("个月", "months"),
}


def _show_places(programme: Programme, batch: Batch) -> None:
    from dafeng import reference

    language = chosen()
    names = {code: d.name for code, d in reference.divisions().items()} | dict(programme.bodies)
    rows = [(body, names[body][language], str(n)) for body, n in batch.quota.items()]
    total = "-" if batch.places is None else str(batch.places)
    rows.append(("", say("合计", "all"), total))
    title = f"{batch.title[language]}: {batch.quota_note[language]}"
    columns = (say("代码", "code"), say("推荐单位", "body"), say("名额", "places"))
    print_table(title, columns, rows)


def _show_rights(programme: Programme, *, as_json: bool) -> None:
    from dafeng.programme.rights import matrix

    cells = {key: sorted(allowed) for key, allowed in matrix(programme).items()}
    names = ("role", "relation", "stage", "allowed")
    listed = [(r, s.value, stage, allowed) for (r, s, stage), allowed in cells.items()]
    if as_json:
        print_json([dict(zip(names, row, strict=True)) for row in listed])
        return
    rows = [(r, s, stage, ", ".join(allowed)) for r, s, stage, allowed in listed if allowed]
    columns = [say("角色", "role"), say("关系", "relation"), say("阶段", "stage")]
    columns += [say("允许", "allowed")]
    print_table(
        say("权限（空格为不允许）", "Rights (what is absent is not allowed)"), columns, rows
    )
