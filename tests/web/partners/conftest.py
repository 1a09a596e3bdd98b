"""What the tests of the exchange's pages share."""

from __future__ import annotations

import pytest

from dafeng.web.partners import finding


@pytest.fixture(autouse=True)
def _no_pools_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "POOLS", finding.Pools())
