"""Each pilot has a portfolio or a reason, the word of the kernel, and what decides."""

from __future__ import annotations

from dafeng import reference
from dafeng.desk.pilot_portfolios import PilotPortfolio, pilot_portfolio


def test_a_pilot_is_told_with_kernel_linear_share_and_what_decides() -> None:
    pilot = next(p.id for p in reference.pilots() if p.id.startswith("P-652900"))
    found = pilot_portfolio(pilot, "current_policy", 3, 2_000)
    assert isinstance(found, PilotPortfolio)
    assert found.before < found.after
    assert abs(found.after - found.linear) < 0.03
    assert 0 <= found.first <= found.total <= 1.5
    assert found.decided_by.zh
    assert found.outcome.en
    assert found.tonnes[1] < found.tonnes[0]
