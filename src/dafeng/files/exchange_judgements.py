"""How are grades, judgements of the exchange and weights read and written?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from dafeng.errors import Fault, InputError, Place
from dafeng.exchange.faults import fault
from dafeng.exchange.learning import Judgement
from dafeng.exchange.weights import Weights
from dafeng.language import Text

#: Columns of a line of grades: request, a number that is not used, offer, grade.
_COLUMNS = 4
_HIGHEST = 3


def read_grades(path: Path) -> Mapping[str, Mapping[str, int]]:
    """Return grades by request and offer from lines ``request 0 offer grade`` (TREC qrels).

    Raises
    ------
    InputError
        If lines cannot be read; all of them are listed.
    """
    found: dict[str, dict[str, int]] = {}
    faults: list[Fault] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        parts = line.split()
        if not parts or parts[0] == "request_id":
            continue
        if len(parts) != _COLUMNS or not (parts[3].isascii() and parts[3].isdecimal()):
            faults.append(fault("grade.line", Place(path.name, row=number), found=line))
        elif int(parts[3]) > _HIGHEST:
            faults.append(fault("grade.grade", Place(path.name, row=number), found=parts[3]))
        else:
            found.setdefault(parts[0], {})[parts[2]] = int(parts[3])
    if faults:
        raise InputError(faults)
    return found


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """Return the judgements of an exchange, one JSON object a line.

    Raises
    ------
    InputError
        If lines cannot be read; all of them are listed.
    """
    found: list[Judgement] = []
    faults: list[Fault] = []
    for number, line in _lines(path):
        try:
            found.append(_judgement(json.loads(line)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            place = Place(path.name, row=number)
            faults.append(fault("grade.judgement", place, found=repr(error)))
    if faults:
        raise InputError(faults)
    return tuple(found)


def write_judgements(judged: Iterable[Judgement], path: Path) -> None:
    """Write judgements, one JSON object a line."""
    lines = (json.dumps(asdict(one), ensure_ascii=False) for one in judged)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_weights(path: Path) -> Weights:
    """Return the weights of a file.

    Raises
    ------
    InputError
        If it holds no weights.
    """
    try:
        # Sets learnt before there was a sign for doubt count it at nothing.
        stated = {"doubt": 0.0, **json.loads(path.read_text(encoding="utf-8"))}
        numbers = {f.name: float(stated[f.name]) for f in fields(Weights) if f.name != "version"}
        if min(numbers.values()) < 0 or not all(map(_finite, numbers.values())):
            raise ValueError(numbers)  # noqa: TRY301 - told below like the rest
        return Weights(str(stated["version"]), **numbers)
    except (ValueError, TypeError, KeyError) as error:
        reason = fault("grade.weights", Place(path.name), found=_why(error))
        raise InputError([reason]) from error


def _why(error: Exception) -> Text:
    """Return what is wrong with a file of weights, in words."""
    if isinstance(error, KeyError):
        return Text(f"缺少 {error.args[0]}", f"{error.args[0]} is missing")
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return Text("不是 JSON", "it is no JSON")
    return Text("各项权重应为不小于零的数", "each weight is a number not below zero")


def write_weights(weights: Weights, path: Path, report: Mapping[str, Any] | None = None) -> None:
    """Write weights as JSON, with the models and the judgements from which they were learnt."""
    stated = {**asdict(weights), **({"learnt": dict(report)} if report else {})}
    path.write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")


def models_of_weights(path: Path) -> tuple[str, ...] | None:
    """Return the models under which the weights of a file were learnt; None if it does not say."""
    report = json.loads(path.read_text(encoding="utf-8")).get("learnt", {})
    return tuple(report["models"]) if "models" in report else None


def _judgement(stated: Mapping[str, Any]) -> Judgement:
    signs = {str(name): float(value) for name, value in stated["signs"].items()}
    if not isinstance(stated["good"], bool) or not all(map(_finite, signs.values())):
        raise ValueError(stated)
    return Judgement(str(stated["request"]), str(stated["offer"]), signs, stated["good"])


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8-sig")
    return ((n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip())


def _finite(value: float) -> bool:
    return abs(value) < float("inf")
