"""Is what a page waits for computed elsewhere, and not waited for too long?"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from dafeng.web.dossiers import engine


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo what lets the other tests compute in their own process."""
    monkeypatch.undo()
    yield
    engine.put_away()


@pytest.mark.usefixtures("apart")
def test_answers_come_from_another_process_and_late_ones_are_joined() -> None:
    assert engine.computed(os.getpid, patience=60.0) != os.getpid()
    began = time.monotonic()
    with pytest.raises(engine.LateAnswerError):
        engine.computed(time.sleep, 1.5, patience=0.2)
    assert engine.computed(time.sleep, 1.5, patience=10.0) is None
    assert time.monotonic() - began < 2.9, "the second asked for the same did not begin anew"


@pytest.mark.usefixtures("apart")
def test_what_a_process_raises_is_raised_and_a_dead_one_replaced() -> None:
    with pytest.raises(ZeroDivisionError):
        engine.computed(divmod, 1, 0, patience=60.0)
    assert engine.computed(divmod, 7, 2, patience=60.0) == (3, 1)
    from concurrent.futures.process import BrokenProcessPool

    with pytest.raises(BrokenProcessPool):
        engine.computed(os._exit, 1, patience=60.0)
    assert engine.computed(divmod, 7, 2, patience=60.0) == (3, 1)
