"""Tests of the site use both of its stores."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        if HERE in item.path.parents and mark is not None and "databases" not in mark.kwargs:
            kwargs = {**mark.kwargs, "databases": ["default", "published"]}
            item.add_marker(pytest.mark.django_db(*mark.args, **kwargs), append=False)
