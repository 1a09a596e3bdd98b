"""A real browser before the real site; where the machine has no Chromium the tests say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.browser.walking import PATIENCE, Clock

from dafeng.web.dossiers import engine
from dafeng.web.ledger import store
from dafeng.web.partners import finding
from dafeng.web.programmes import reading

HERE = Path(__file__).parent
#: Names under which Chromium is installed.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            kwargs = {"databases": ["default", "published"], "transaction": True}
            item.add_marker(pytest.mark.django_db(**kwargs), append=False)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(f"none of {', '.join(PROGRAMS)} on this machine: no browser test ran")
    # The driver runs a loop of events in this thread, which the stores would refuse.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(params=["zh-CN", "en-GB"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser, live_server: Any, locale: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server.url, locale=locale, timezone_id="Asia/Shanghai"
    )
    found = context.new_page()
    troubles: list[str] = []
    found.on("pageerror", lambda error: troubles.append(f"{error}"))
    found.on(
        "console",
        lambda said: troubles.append(said.text) if said.type == "error" else None,
    )
    yield found
    context.close()
    assert not [t for t in troubles if "404" not in t], troubles


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the clock by `at`, forget what the process kept, compute in this process."""

    def computed(work: Callable[..., Any], *given: Any, **_patience: float) -> Any:
        return work(*given)

    found = Clock()
    monkeypatch.setattr(store, "_TOLD", found)
    monkeypatch.setattr(engine, "computed", computed)
    monkeypatch.setattr(finding, "POOLS", finding.Pools())
    reading.checked.cache_clear()
    return found
