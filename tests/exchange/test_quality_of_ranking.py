"""The ranking keeps what was measured on our own judged sets (`python -m bench.matching`)."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from dafeng.exchange.pool import Pool
from dafeng.exchange.quality import quality
from dafeng.exchange.ranking import ranked
from dafeng.exchange.reader import Reader
from dafeng.files.exchange_records import read_records

from .conftest import DAY

SETS = Path(__file__).parents[2] / "bench"


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("model", ["plain", "full"])
@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("matching_hard", {"plain": (0.84, 0.91), "full": (0.86, 0.90)}),
        ("matching_second", {"plain": (0.79, 0.79), "full": (0.86, 0.87)}),
    ],
)
def test_judged_offers_stand_first(
    request: pytest.FixtureRequest, model: str, folder: str, least: dict[str, tuple[float, float]]
) -> None:
    reader: Reader = request.getfixturevalue(model)
    pool = Pool(reader)
    pool.put(read_records(SETS / folder / "offers.jsonl", "offer").records)
    asked = read_records(SETS / folder / "requests.jsonl", "request").records
    ranks = {
        record.id: [match.record.id for match in ranked(pool, record, reading, DAY)]
        for record, reading in zip(asked, reader.read(asked, "query"), strict=True)
    }
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _table(SETS / folder / "qrels.tsv"):
        grades[row["request_id"]][row["offer_id"]] = int(row["grade"])
    found = quality(ranks, grades)
    assert found.ndcg is not None
    assert found.recall is not None
    assert (found.ndcg >= least[model][0], found.recall >= least[model][1]) == (True, True), found
    for row in _table(SETS / folder / "violations.tsv"):
        order, graded = ranks[row["request_id"]], grades[row["request_id"]]
        right = min(order.index(offer) for offer, grade in graded.items() if grade == 3)
        assert order.index(row["offer_id"]) > right, row
