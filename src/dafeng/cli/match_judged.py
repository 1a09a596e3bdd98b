"""``dafeng match --judged``: how good is the ranking, and what does learning change?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dafeng.cli.printing import print_faults, print_json, print_table, tell
from dafeng.cli.speech import chosen, say
from dafeng.desk.matching import MatchWish
from dafeng.desk.matching_learning import Learnt, graded_quality, learn
from dafeng.errors import Fault
from dafeng.exchange.quality import Quality
from dafeng.files.exchange_judgements import write_weights


def measure(
    files: tuple[Path, Path, Path],
    wish: MatchWish,
    out: Path | None,
    feedback: Path | None,
    *,
    as_json: bool,
) -> tuple[Fault, ...]:
    """Print measures of the ranking; with a file for weights, learn them and print the change.

    Returns what is wrong with the files, which is told as well.
    """
    if out is None:
        found = graded_quality(*files, wish)
        _print({wish.weights.version: found.quality}, found.faults, as_json=as_json)
        return found.faults
    learnt = learn(*files, wish, out.stem, feedback)
    write_weights(learnt.after, out, learnt.report)
    _report(learnt, out, as_json=as_json)
    return learnt.faults


def _report(learnt: Learnt, out: Path, *, as_json: bool) -> None:
    if as_json:
        stated = {k: v for k, v in asdict(replace(learnt, faults=())).items() if k != "faults"}
        print_json({"verb": "match", **stated, "faults": _told(learnt.faults)})
        return
    now, new = learnt.before.version, learnt.after.version
    measures = {now: learnt.quality_before, new: learnt.quality_after}
    _print(measures, learnt.faults, as_json=False)
    names = [name for name in asdict(learnt.before) if name != "version"]
    rows = [
        (name, f"{getattr(learnt.before, name):.3g}", f"{getattr(learnt.after, name):.3g}")
        for name in names
    ]
    print_table(say("权重", "Weights"), (say("特征", "sign"), now, new), rows)
    tell(
        say(
            f"* 学自 {learnt.pairs} 对判断；权重写入 {out}，用 --weights 采用",
            f"* learnt from {learnt.pairs} judged pairs; weights written to {out}, "
            "to be used with --weights",
        )
    )
    if learnt.without_signs:
        tell(
            say(
                f"* {learnt.without_signs} 对缺少现行排序所看的特征，未用",
                f"* {learnt.without_signs} pairs lack a sign that the ranking sees today: not used",
            )
        )


def _told(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    return [fault.as_json(chosen()) for fault in faults]


def _print(found: dict[str, Quality], faults: Sequence[Fault], *, as_json: bool) -> None:
    if as_json:
        measures = {version: asdict(quality) for version, quality in found.items()}
        print_json({"verb": "match", "quality": measures, "faults": _told(faults)})
        return
    print_faults(faults, chosen())
    names = {
        "ndcg": "nDCG@10",
        "recall": say("前十召回率", "recall in the first ten"),
        "reciprocal_rank": say("首个有用者名次的倒数", "reciprocal rank of the first that helps"),
        "requests": say("有等级的需求", "graded requests"),
    }
    rows = [
        (name, *(_shown(getattr(q, key)) for q in found.values())) for key, name in names.items()
    ]
    print_table(say("排序的好坏", "Quality of the ranking"), ("", *found), rows)


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
