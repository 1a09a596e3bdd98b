"""The manual's page on forecasts, in both languages, from the figures of one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dafeng.desk.answer_backtest import backtest
from dafeng.desk.answers import AnswerTable
from dafeng.language import Language, Text, number

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
Figures = Mapping[str, Sequence[tuple[str, str]]]

TITLES: Final = {
    "variants": Text(
        "各种读法的基准（技巧分相对其中最好的一个）",
        "Every reading of the naive benchmarks (skill is over the best of them)",
    ),
    "pieces": Text("默认模型逐项拿掉", "The default without each of its pieces"),
    "left out": Text(
        "留出地区：在一半地区上选参数，在另一半（自成一个面板）上计分，四次随机对分",
        "Places left out: settings chosen on half of the places, scored on the other half as a "
        "panel of its own; four random splits",
    ),
    "early to late": Text(
        "只用 2015 年及以前的目标年选参数，在 2015 年及以后的起点上计分",
        "Settings chosen on targets up to 2015, scored on origins from 2015",
    ),
}

WORDS: Final = {
    "skill": "技巧分",
    "in 50 %": "50% 区间",
    "in 80 %": "80% 区间",
    "in 90 %": "90% 区间",
    "**pooled (default)**": "**汇集模型（默认）**",
    "last value, all changes": "末值，全部变化",
    "last value, last 10 changes": "末值，最近 10 次变化",
    "last value, spread about zero": "末值，围绕零的离差",
    "drift, all changes": "漂移，全部变化",
    "drift, last 10 changes": "漂移，最近 10 次变化",
    "log-linear": "对数线性",
    "as shipped": "现行参数",
    "no growth, common or own": "无共同与自身增长",
    "common growth goes on in full": "共同增长全额延续",
    "no own drift": "无自身漂移",
    "no reversal": "无回调",
    "companion series not looked at": "不看另一套 CO2 序列",
    "one scale for all places": "各地同一尺度",
    "hardly any pooling of scale": "尺度几乎不汇集",
    "restlessness remembered briefly": "自身波动只记近年",
    "no common shock": "无共同冲击",
    "twice the common shock": "共同冲击加倍",
    "all past errors weigh alike": "历史误差等权",
    "chosen early": "早年所选",
}

#: What stands above the figures, one file for each language.
HEADS: Final = Path(__file__).resolve().parent / "pages"


def write(figures: Figures, panel: Path) -> None:
    """Write docs/forecasts.md and docs/zh/forecasts.md."""
    answers = {column: backtest(panel, column) for column in figures}
    pages: dict[Language, Path] = {"en": DOCS / "forecasts.md", "zh": DOCS / "zh" / "forecasts.md"}
    for speech, path in pages.items():
        head = (HEADS / f"forecasts.{speech}.md").read_text(encoding="utf-8")
        parts = [head.replace("{verdict}", _verdict(answers, speech))]
        for column, tables in figures.items():
            parts.append(f"## {column}\n")
            parts += [section(table, speech) for table in answers[column].tables]
            parts += [f"### {TITLES[key][speech]}\n\n{_said(t, speech)}" for key, t in tables]
        path.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")


def _verdict(answers: Mapping[str, Any], language: Language) -> str:
    """Return one sentence for each series: skill with interval, coverage, target met or not."""
    said = []
    for column, answer in answers.items():
        told = answer.as_json(language)
        line = next(m for m in told["models"] if m["model"] == told["default_model"])
        skill, low, high = (line[k] for k in ("skill", "skill_low", "skill_high"))
        met = skill >= 0.1 and low >= 0.08
        text = Text(
            f"{column}：比最好的基准好 {skill:.1%}（{low:.1%}—{high:.1%}），80% 区间覆盖 "
            f"{line['covered_80']:.1%}，90% 区间 {line['covered_90']:.1%}；"
            f"“好 10% 且下限 8%”的目标{'达到' if met else '未达到'}。",
            f"{column}: {skill:.1%} better than the best naive forecast ({low:.1%} to {high:.1%}); "
            f"the 80 % interval holds {line['covered_80']:.1%}, the 90 % interval "
            f"{line['covered_90']:.1%}; the aim of 10 % with a lower end of 8 % is "
            f"{'met' if met else 'not met'}.",
        )
        said.append(text[language])
    return " ".join(said)


def section(table: AnswerTable, language: Language) -> str:
    """Return an answer's table as a section of a page."""
    digits = dict(table.digits)
    heads = [head[language] for _key, head in table.columns]
    keys = [key for key, _head in table.columns]
    rows = [
        [_cell(v, digits.get(k), language) for k, v in zip(keys, row, strict=True)]
        for row in table.rows
    ]
    rule = ["---"] + ["---:"] * (len(heads) - 1)
    lines = "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *rows))
    return f"### {table.title[language]}\n\n{lines}\n"


def _cell(value: Any, digits: int | None, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, Text):
        return value[language]
    return number(value, digits) if isinstance(value, float) else str(value)


def _said(text: str, language: Language) -> str:
    """Return a table with its words in a language."""
    if language == "en":
        return text
    lines = [[WORDS.get(cell, cell) for cell in line.split(" | ")] for line in _cells(text)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cells(text: str) -> list[str]:
    return [line.removeprefix("| ").removesuffix(" |") for line in text.splitlines()]
