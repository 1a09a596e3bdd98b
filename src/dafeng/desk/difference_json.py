"""``dafeng diff --json``: how is what changed between two builds told to programs?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dafeng.desk.answer_difference import less, player_name, remarks_of, where
from dafeng.desk.differing import Differed
from dafeng.desk.earlier_results import Source
from dafeng.language import Language, Text
from dafeng.plan.figure_changes import FigureChange
from dafeng.plan.peak_credit import GOAL, OUTCOMES, Move
from dafeng.plan.row_changes import RowChange, Value


def as_json(found: Differed, language: Language) -> dict[str, Any]:
    """Return what differs as plain values, figures in the units that they name."""
    rows, figures = found.found.rows, found.found.figures
    code, name = found.after.place
    return {
        "verb": "diff",
        "place": {"code": code, "name": name[language]},
        "before": _source_json(found.before, language),
        "after": _source_json(found.after, language),
        "same": found.found.empty,
        "scenario": found.settings.scenario or None,
        "figures": [_figure_json(change, language) for change in figures.changes],
        "figures_equal": figures.equal,
        "figures_alike": figures.alike,
        "rows": None if rows is None else [_row_json(row, language) for row in rows.changes],
        "rows_equal": None if rows is None else dict(rows.equal),
        "peak_moved": _credit_json(found, language) if found.found.credit else None,
        "remarks": [remark[language] for remark in remarks_of(found)],
        "faults": [fault.as_json(language) for fault in found.faults],
    }


def _source_json(source: Source, language: Language) -> dict[str, Any]:
    code, name = source.place
    return {
        "path": source.path,
        "form": source.form,
        "place": {"code": code, "name": name[language]},
        "provenance": dict(source.provenance),
    }


def _figure_json(change: FigureChange, language: Language) -> dict[str, Any]:
    figure = change.figure
    return {
        "id": ".".join(figure.id),
        "group": figure.id[0],
        "name": figure.name[language],
        "scenario": figure.scenario or None,
        "year": figure.year,
        "unit": figure.unit,
        "before": change.before,
        "after": change.after,
        "change": change.change,
    }


def _row_json(row: RowChange, language: Language) -> dict[str, Any]:
    return {
        "table": row.table,
        "change": row.kind.value,
        "row": row.label[language],
        "cells": [
            {
                "column": cell.column,
                "name": cell.name[language],
                "before": _plain(cell.before, language),
                "after": _plain(cell.after, language),
            }
            for cell in row.cells
        ],
        "place_before": where(row.before),
        "place_after": where(row.after),
    }


def _plain(value: Value, language: Language) -> Any:
    return value[language] if isinstance(value, Text) else value


def _credit_json(found: Differed, language: Language) -> dict[str, Any]:
    credit = found.found.credit
    assert credit is not None  # noqa: S101 - asked for only where there is one
    return {
        "draws": credit.draws,
        "runs": credit.runs,
        "seed": found.settings.seed,
        "goal_year": GOAL,
        "joined_because": credit.joined[language] if credit.joined else None,
        "moves": [
            {
                "scenario": move.scenario,
                "outcome": move.outcome,
                "name": OUTCOMES[move.outcome][0][language],
                "unit": OUTCOMES[move.outcome][1],
                "before": move.before,
                "after": move.after,
                "change": less(move.before, move.after),
                "change_noise": move.change_noise,
                "credits": _credits_json(move, credit.players, language),
            }
            for move in credit.moves
        ],
    }


def _credits_json(
    move: Move, players: Sequence[tuple[str, ...]], language: Language
) -> list[dict[str, Any]] | None:
    if move.effects is None:
        return None
    noise: Sequence[float | None] = move.noise or [None] * len(players)
    return [
        {
            "inputs": list(groups),
            "name": player_name(groups)[language],
            "effect": effect,
            "noise": size,
        }
        for groups, effect, size in zip(players, move.effects, noise, strict=True)
    ]
