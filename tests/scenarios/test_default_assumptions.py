"""Does the table of default assumptions say one thing once?"""

from __future__ import annotations

from collections import Counter

from dafeng.scenarios import defaults


def test_no_point_stands_twice() -> None:
    points = Counter((r.scenario, r.driver, r.sector, r.carrier, r.year) for r in defaults.rows())
    assert [point for point, count in points.items() if count > 1] == []
