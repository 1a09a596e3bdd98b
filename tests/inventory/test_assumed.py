"""Assumed figures: where they come from, and that shares are shares."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from dafeng.inventory.assumed import assumed


@pytest.mark.parametrize(
    "group", ["gdp_share", "secondary_power", "household_power", "tertiary_power"]
)
def test_shares_sum_to_one(group: str) -> None:
    assert sum(assumed(group).values()) == pytest.approx(1.0)


def test_every_row_says_where_it_comes_from() -> None:
    path = files("dafeng.inventory") / "tables" / "assumed.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        assert row["source"]
        assert row["verification"] in ("A", "D", "S", "M", "J")
        assert (row["verification"] == "J") == row["source"].startswith("judgement")
