"""People of every role, each before a browser of their own, on a site whose clock can be set."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.web.programmes.conftest import PASSWORD, SLUG, ZONE, Walk

from dafeng.language import Text
from dafeng.programme import programme

#: Rules of batch 1: pages name their steps as these do.
RULES: Final = programme("cn-carbon-peaking-2023")
#: Longest wait for a page [ms]; machines that test are seldom idle.
PATIENCE: Final = 60_000
#: Stops of the tabulator after which one has given up.
MOST_TABS: Final = 40
NAMED: Final = """() => {
  const here = document.activeElement;
  return here.labels?.[0]?.textContent ?? here.getAttribute("aria-label") ?? here.textContent;
}"""
OUTLINED: Final = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""
_REFUSED: Final = "the server responded with a status of 4"


class Clock:
    """Stands in for the clock of the log: the threads of the server read it as the test does."""

    def __init__(self) -> None:
        self.instant: datetime | None = None

    def get(self) -> datetime | None:
        return self.instant

    def set(self, instant: datetime) -> datetime | None:
        before, self.instant = self.instant, instant
        return before

    def reset(self, before: datetime | None) -> None:
        self.instant = before


@dataclass
class People:
    """People by key, each with a browser of their own; all of them read one language."""

    browser: Browser
    address: str
    locale: str
    walk: Walk = field(default_factory=lambda: Walk(None))
    pages: dict[str, Page] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    experts: list[str] = field(default_factory=list)

    def said(self, text: Text) -> str:
        """Return a wording in the language that people read here."""
        return text["zh" if self.locale.startswith("zh") else "en"]

    def word(self, zh: str, en: str) -> str:
        return self.said(Text(zh, en))

    def title(self, step: str) -> str:
        return self.said(RULES.transitions[step].title)

    def page(self, key: str = "") -> Page:
        """Return the page of a person who is signed in; without a key, that of a visitor."""
        if key not in self.pages:
            context = self._context()
            if key:
                client = Client()
                client.force_login(self.walk.user(key))
                cookie = client.cookies["sessionid"].value
                context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.address}])
            self.pages[key] = self._opened(context)
        return self.pages[key]

    def entrance(self, key: str) -> Page:
        """Return the page on which a person signs in, with a password of their own."""
        user = self.walk.user(key)
        user.set_password(PASSWORD)
        user.save()
        page = self.pages[key] = self._opened(self._context())
        page.goto("/desk/")
        return page

    def sign_in(self, key: str) -> Page:
        """Let a person sign in by the page for it."""
        page = self.entrance(key)
        page.get_by_label(self.word("电子邮件", "E-mail")).fill(self.walk.user(key).email)
        page.get_by_label(self.word("密码", "Password")).fill(PASSWORD)
        page.get_by_role("button", name=self.word("登录", "Sign in"), exact=True).click()
        expect(page.locator("h1")).to_have_text(self.word("我的工作台", "My desk"))
        return page

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()

    def _context(self) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.address, locale=self.locale, timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(PATIENCE)
        return context

    def _opened(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"{error}"))
        page.on("console", self._heard)
        return page

    def _heard(self, said: Any) -> None:
        if said.type == "error" and _REFUSED not in said.text:
            self.troubles.append(said.text)

    def tab_to(self, page: Page, name: str) -> None:
        """Press the tabulator until what has a name is reached; it shows that it has the focus."""
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            if self.focused(page) == name:
                assert page.evaluate(OUTLINED), name
                return
        pytest.fail(f"no way by the keyboard to {name}")

    def focused(self, page: Page) -> str:
        """Return the name of what has the focus: its label or its words."""
        return str(page.evaluate(NAMED)).strip()

    # ---------------------------------------------------------------- pages of the batch

    def at(self, key: str, case: str = "") -> Page:
        """Open the page of the batch, or of a case, as a person."""
        page = self.page(key)
        page.goto(f"/programmes/{SLUG}/cases/{case}/" if case else f"/programmes/{SLUG}/")
        return page

    def prepare(self, key: str, step: str, case: str = "", **clocks: str) -> Page:
        """Fill in a step and hand it on to whoever signs it; a clerical step is done by it."""
        page = self.at(key, case)
        page.locator(".steps").get_by_role("link", name=self.title(step), exact=True).click()
        self._fill(page, step, case, clocks)
        page.locator("main form.panel button").first.click()
        return page

    def open_to_sign(self, key: str, step: str, case: str = "") -> Page:
        """Open what was prepared, by the way of the person's desk."""
        page = self.page(key)
        page.goto("/desk/")
        if case:
            page.locator("tbody").get_by_role("link").first.click()
            page.locator(".steps").get_by_role("link", name=self._to_sign(step), exact=True).click()
        else:
            page.get_by_role("link", name=self.title(step), exact=True).click()
        expect(page.locator("h1")).to_contain_text(self.title(step))
        return page

    def sign(self, key: str, step: str, case: str = "") -> Page:
        page = self.open_to_sign(key, step, case)
        self.press_sign(page)
        return page

    def press_sign(self, page: Page) -> None:
        page.get_by_role("button", name=self.word("签发", "Sign"), exact=True).click()

    def take(self, step: str, case: str, first: str, second: str = "", **clocks: str) -> None:
        """Let one prepare and another sign; pages say that it was done."""
        page = self.prepare(first, step, case, **clocks)
        self.expect_told(page, step)
        if second:
            self.expect_told(self.sign(second, step, case), step)

    def expect_told(self, page: Page, step: str) -> None:
        """Expect that a step was taken in, with the number of its receipt."""
        told = page.locator("[role=status] .notice.success")
        expect(told).to_contain_text(self.title(step))
        expect(told).to_contain_text(re.compile(r"\d+"))

    def expect_refused(self, page: Page) -> Locator:
        found = page.locator("#faults")
        expect(found).to_be_visible()
        return found

    def expect_stage(self, key: str, case: str, stage: str) -> None:
        title = self.said(RULES.stages[stage].title)
        expect(self.at(key, case).locator("dl.facts strong").first).to_have_text(title)

    def expect_no_barrier(self, page: Page) -> None:
        report = barriers(page)
        assert not report, f"{page.url}\n{report}"

    def expect_nothing_at(self, key: str, path: str) -> None:
        """Expect that a page is not there for a person, or that a visitor is sent to sign in."""
        page = self.page(key)
        answer = page.goto(path)
        assert answer is not None
        asked_in = not key and "/account/login/" in page.url
        assert answer.status == 404 or asked_in, (key, path, answer.status)

    def _to_sign(self, step: str) -> str:
        return f"{self.word('查阅并签发', 'Read and sign')}: {self.title(step)}"

    def _fill(self, page: Page, step: str, case: str, clocks: dict[str, str]) -> None:
        rules, form = RULES.transitions[step], page.locator("main form.panel")
        for asked in rules.form:
            form.locator(f"[name='form.{asked.id}']").fill(f"{step} {case}")
        for kind in rules.attachments:
            data = f"{step} {case} {kind}".encode()
            form.locator(f"[name='file.{kind}']").set_input_files(
                {"name": f"{kind}.docx", "mimeType": "application/octet-stream", "buffer": data}
            )
        if "snapshot" in rules.guards:
            form.locator("[name=version]").select_option(index=1)
        for name, local in clocks.items():
            form.locator(f"[name='clock.{name}']").fill(local)


def barriers(page: Page) -> str:
    """Return what axe finds on a page; "" where it finds nothing."""
    result = Axe().run(page)
    return str(result.generate_report()) if result.violations_count else ""


def beyond_a_phone(page: Page) -> int:
    """Return by how much a page is wider than a phone of 380 pixels."""
    usual = page.viewport_size
    page.set_viewport_size({"width": 380, "height": 800})
    wider = page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.documentElement)")
    if usual:
        page.set_viewport_size(usual)
    return int(wider)


def instant(text: str) -> datetime:
    """Return a local time of the programme."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
