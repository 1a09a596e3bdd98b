"""Does the table editor mark wrong cells as one types, take a pasted block, and move a lever?"""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from tests.web.dossiers.conftest import (  # noqa: F401 - fixtures
    PLACE,
    People,
    first,
    folder,
    found,
    here,
    huzhou,
    people,
)

from dafeng.web.dossiers.contents import contents
from dafeng.web.dossiers.versions import files_of, history

PASTE = """(lines) => {
  const cell = document.querySelector('input[name="n0.id"]');
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", lines);
  cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def editor(page: Page, people: People, live_server: Any) -> Page:  # noqa: F811 - the fixture
    name = settings.SESSION_COOKIE_NAME
    session = people.client("editor").cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
    return page


@pytest.mark.usefixtures("first")
def test_a_wrong_cell_is_marked_and_mended(editor: Page) -> None:
    editor.goto(f"/dossiers/{PLACE}/tables/energy/")
    cell = editor.locator('input[name="r0.carrier"]')
    before = cell.input_value()
    cell.fill("原媒")
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(editor.locator('#findings tr[data-row="r0"]')).to_have_count(1)
    cell.fill(before)
    expect(cell).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.usefixtures("first")
def test_a_pasted_block_fills_as_many_rows_as_it_has(editor: Page) -> None:
    editor.goto(f"/dossiers/{PLACE}/tables/tasks/")
    lines = "\n".join(f"T{n}\t任务{n}" for n in range(9))
    editor.evaluate(PASTE, lines)
    expect(editor.locator('input[name="n8.name"]')).to_have_value("任务8")
    editor.locator("#table button:not([type])").click()
    expect(editor.locator("[role=status] .notice")).to_be_visible()
    rows = contents(files_of(history(PLACE)[0])).tables["tasks"].rows
    assert [row[:2] for row in rows] == [(f"T{n}", f"任务{n}") for n in range(9)]


@pytest.mark.usefixtures("first")
def test_a_lever_is_answered_with_charts_and_their_tables(editor: Page) -> None:
    editor.goto(f"/dossiers/{PLACE}/v1/trial/")
    charts = editor.locator("#trial figure")
    expect(charts).to_have_count(2)
    before = editor.locator("#trial .described").first.inner_text()
    editor.locator("#growth").fill("3")
    expect(editor.locator("#trial .described").first).not_to_have_text(before)
    expect(charts).to_have_count(2)
    assert editor.locator("#trial figure details table").count() == 2
