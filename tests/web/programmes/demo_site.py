"""The demonstration in tables that are emptied at the end of a module, its dossiers made small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django.core.management import call_command

from dafeng.web.accounts.models import User
from dafeng.web.demo import filling
from dafeng.web.ledger import store
from dafeng.web.programmes import publishing, reading
from dafeng.web.programmes.runs import standing_of

#: When the demonstration is told: a day like any other.
NOW: Final = datetime(2026, 5, 12, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Fill the demonstration once for a module, and empty the tables after it."""
    del django_db_setup
    with ExitStack() as held:
        held.enter_context(django_db_blocker.unblock())
        patch = held.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(filling, "_dossier", small)
        patch.setattr(filling, "_revised", small)
        filling.fill(NOW)
        held.enter_context(store.told_at(NOW))
        found = standing_of("demo")
        assert found is not None
        publishing.publish(found)
        yield
        reading.checked.cache_clear()
        for alias in ("default", "published"):
            call_command("flush", database=alias, interactive=False, verbosity=0)


def small(place: str, author: User) -> None:
    """Add a version whose content does not matter."""
    from tests.web.programmes.conftest import version

    version(place, author)
