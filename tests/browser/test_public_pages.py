"""Do the public pages work in a browser, for everybody?"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.browser.walking import beyond_a_phone

from dafeng.web.published.filling import fill

PAGES = ("/", "/places/", "/places/330500/", "/places/P-340100-HTZ/", "/how/", "/search/?q=市",
         "/help/", "/account/login/")  # fmt: skip


@pytest.fixture(autouse=True)
def _pilots(transactional_db: None) -> None:
    del transactional_db
    fill()


def test_no_page_has_a_barrier_that_axe_finds(page: Page) -> None:
    found = {}
    for address in PAGES:
        page.goto(address)
        result = Axe().run(page)
        if result.violations_count:
            found[address] = result.generate_report()
    assert not found, "\n".join(f"{k}\n{v}" for k, v in found.items())


def test_no_page_is_wider_than_a_phone(page: Page) -> None:
    wider = {}
    for address in PAGES:
        page.goto(address)
        wider[address] = beyond_a_phone(page)
    assert not any(wider.values()), wider


def test_a_place_is_reached_from_the_map_by_keyboard(page: Page) -> None:
    page.goto("/")
    point = page.locator(".plate a").first
    point.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/**")
    assert page.locator("h1").inner_text()


def test_the_values_of_a_chart_are_read_with_the_arrow_keys(page: Page) -> None:
    page.goto("/places/330500/")
    page.locator(".marks").first.focus()
    page.keyboard.press("End")
    output = page.locator(".chart output").first
    assert output.is_visible()
    assert "20" in output.inner_text()
    assert page.locator("figure details table").count() >= 1


def test_the_language_is_changed_in_place(page: Page, locale: str) -> None:
    page.goto("/places/330500/")
    page.locator("header form button").first.click()
    expected = "Huzhou" if locale.startswith("zh") else "湖州市"
    assert page.locator("h1").inner_text().strip() == expected
    assert page.url.endswith("/places/330500/")
