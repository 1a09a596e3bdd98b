"""Does a page that only reads look at the log once, and one that acts each time?"""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.web.programmes.conftest import SLUG

from dafeng.web.programmes.runs import one_look, standing_of


@pytest.mark.django_db
@pytest.mark.usefixtures("walk")
def test_a_page_that_reads_looks_once_and_one_that_acts_each_time() -> None:
    standing_of(SLUG)
    each_time = _looks()
    with one_look():
        assert 2 * _looks() == each_time


def _looks() -> int:
    with CaptureQueriesContext(connections["default"]) as seen:
        standing_of(SLUG)
        standing_of(SLUG)
    return len(seen)
