"""How good were the forecasts? Rolling origins, scores, coverage and statements on the peak."""

from __future__ import annotations

from dafeng.peak.backtest.brier import PeakStatements, peak_statements
from dafeng.peak.backtest.rolling_origin import FEWEST_YEARS, FIRST_ORIGIN, Backtest, backtest
from dafeng.peak.backtest.skill import Coverage, Skill, coverage, skill
from dafeng.peak.backtest.verdict import Line, Verdict, verdict

__all__ = [
    "FEWEST_YEARS",
    "FIRST_ORIGIN",
    "Backtest",
    "Coverage",
    "Line",
    "PeakStatements",
    "Skill",
    "Verdict",
    "backtest",
    "coverage",
    "peak_statements",
    "skill",
    "verdict",
]
