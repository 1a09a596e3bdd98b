"""Portfolios that hold the 2030 statement of all 35 pilots, as a page of the manual."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from typing import Final

import numpy as np
from bench.forecast_pages import DOCS, HEADS, section

from dafeng.desk.answers import AnswerTable, columns
from dafeng.desk.pilot_portfolios import Found, PilotPortfolio, pilot_portfolios
from dafeng.desk.settings import SEED
from dafeng.language import LANGUAGES, Text
from dafeng.measures.portfolio.chance import FRESH_DRAWS

#: Scenarios on which the portfolios build, and the heading of each table.
ON: Final = {
    "current_policy": Text(
        "建立在现行政策情景之上", "On current policy: what the policy does by itself costs nothing"
    ),
    "frozen": Text(
        "建立在政策冻结情景之上：组合承担全部", "On frozen policy: the portfolio bears all"
    ),
}

DEFAULTS: Final = ("frozen", "current_policy", "enhanced")

HEAD: Final = columns(
    ("pilot", "试点", "pilot"),
    ("base", "基准年 CO₂ 万吨", "CO₂ base year 10 kt"),
    *(
        (key, f"{zh}情景 %", f"P by 2030 {en} %")
        for key, zh, en in zip(
            DEFAULTS, ("冻结", "现行", "强化"), ("frozen", "current", "enhanced"), strict=True
        )
    ),
    ("before", "无组合 %", "without %"),
    ("after", "有组合 %", "with %"),
    ("half", "± %", "± %"),
    ("linear", "若线性 %", "if linear %"),
    ("tonnes_before", "2030 年 CO₂ 无组合", "CO₂ 2030 without"),
    ("tonnes_after", "有组合", "with"),
    ("cost", "净费用 亿元", "net cost 10⁸ yuan"),
    ("investment", "投资 亿元", "investment 10⁸ yuan"),
    ("investment_2030", "到 2030 年", "up to 2030"),
    ("outcome", "结果", "outcome"),
    ("decided_by", "最决定达峰年份的假设", "what decides the peak year most"),
    ("first", "一阶 %", "first %"),
    ("total", "总 %", "total %"),
)


def table(scenario: str, found: Sequence[Found]) -> AnswerTable:
    """Return the table of all pilots on one scenario."""
    rows = tuple(_row(pilot) for pilot in found)
    percents = (*DEFAULTS, "before", "after", "half", "linear")
    amounts = (
        "first",
        "total",
        "base",
        "tonnes_before",
        "tonnes_after",
        "cost",
        "investment",
        "investment_2030",
    )
    digits = (*((k, 1) for k in percents), *((k, 0) for k in amounts))
    return AnswerTable(scenario, ON[scenario], HEAD, rows, digits)


def _row(pilot: Found) -> tuple[Text | float | None, ...]:
    if not isinstance(pilot, PilotPortfolio):
        name, reason = pilot
        return tuple({"pilot": name, "outcome": reason}.get(key) for key, _ in HEAD)
    return (
        pilot.name,
        pilot.base / 1e4,
        *(100 * pilot.default[key] for key in DEFAULTS),
        100 * pilot.before,
        100 * pilot.after,
        100 * pilot.half_width,
        100 * pilot.linear,
        *(tonnes / 1e4 for tonnes in pilot.tonnes),
        pilot.cost / 1e8,
        *(money / 1e8 for money in pilot.investment),
        pilot.outcome,
        pilot.decided_by,
        *(100 * share if np.isfinite(share) else None for share in (pilot.first, pilot.total)),
    )


def write(tables: Sequence[AnswerTable], draws: int, minutes: float) -> None:
    """Write docs/pilots.md and docs/zh/pilots.md."""
    for speech in LANGUAGES:
        head = (HEADS / f"pilots.{speech}.md").read_text(encoding="utf-8")
        head = head.format(draws=f"{draws:,}", minutes=f"{minutes:.0f}")
        parts = [head, *(section(t, speech).replace("### ", "## ", 1) for t in tables)]
        parts.append((HEADS / f"three_pilots.{speech}.md").read_text(encoding="utf-8"))
        path = (DOCS if speech == "en" else DOCS / "zh") / "pilots.md"
        path.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")


def main() -> None:
    """Pose, solve and check every pilot on both scenarios; with --write, write the page."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--write", action="store_true", help="write the page in both languages")
    parser.add_argument("--draws", type=int, default=FRESH_DRAWS, help="draws of each scenario")
    given, start, tables = parser.parse_args(), time.perf_counter(), []
    for scenario in ON:
        found: list[Found] = []
        for pilot in pilot_portfolios(scenario, SEED, given.draws):
            found.append(pilot)
            print(f"{time.perf_counter() - start:6.0f} s", scenario, _row(found[-1]), flush=True)
        tables.append(table(scenario, found))
    if given.write:
        write(tables, given.draws, (time.perf_counter() - start) / 60)


if __name__ == "__main__":
    main()
