"""Does an error come whole from another process?"""

from __future__ import annotations

import pickle

import pytest

from dafeng.errors import (
    NOWHERE,
    DafengError,
    Fault,
    InputError,
    MethodError,
    RefusedError,
    Severity,
)
from dafeng.language import Text

FAULT = Fault("rule", Severity.ERROR, NOWHERE, Text("错", "wrong"), Text("改", "mend it"))


@pytest.mark.parametrize(
    "error",
    [InputError([FAULT]), RefusedError([FAULT]), MethodError(Text("不可", "cannot"))],
    ids=lambda e: type(e).__name__,
)
def test_an_error_is_the_same_after_its_way_from_another_process(error: DafengError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(again) is type(error)
    assert (str(again), again.text, vars(again)) == (str(error), error.text, vars(error))
