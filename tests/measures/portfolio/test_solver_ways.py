"""A solver that stops without a verdict is asked in other ways, and says so if none helps."""

from __future__ import annotations

import highspy
import pytest
from tests.measures.portfolio.tiny import co2_cap, tiny

from dafeng.errors import MethodError
from dafeng.measures.portfolio import model as models
from dafeng.measures.portfolio import solve

UNKNOWN = highspy.HighsModelStatus.kUnknown


class _Silent:
    """Stands for the first runs of a solver that gives up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
        self.calls, self.times, self.real = 0, times, solve.attempt
        monkeypatch.setattr(solve, "attempt", self)

    def __call__(self, model: models.Model, gap: float, limit: float) -> highspy.HighsModelStatus:
        self.calls += 1
        found = self.real(model, gap, limit)
        return UNKNOWN if self.calls <= self.times else found


@pytest.mark.parametrize("times", [0, 1, 2, 3])
def test_another_way_finds_the_same_optimum(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    silent = _Silent(monkeypatch, times)
    model = models.build(tiny(1, running=2.0, limits=(co2_cap([95.0]),)))
    solve.run(model)
    assert silent.calls == times + 1
    assert float(solve.values(model)[0]) == pytest.approx(5)
    assert model.highs.getOptionValue("solver")[1] == "choose"
    assert model.highs.getOptionValue("simplex_scale_strategy")[1] == 0


def test_an_infeasible_model_is_infeasible_by_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    _Silent(monkeypatch, 1)
    with pytest.raises(solve.InfeasibleError):
        solve.run(models.build(tiny(1, limits=(co2_cap([50.0]),))))


def test_without_a_verdict_the_reason_says_what_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    _Silent(monkeypatch, 99)
    with pytest.raises(MethodError, match="check their units"):
        solve.run(models.build(tiny(1)))
