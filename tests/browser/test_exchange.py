"""Do two organisations in two languages come from a measure to an outcome, and nobody else near?"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from tests.browser.walking import PATIENCE, People
from tests.web.crawling import Reader
from tests.web.programmes.conftest import SLUG, Walk, at

from dafeng.exchange.workflow import BASES, OUTCOMES, Kind, Stage
from dafeng.language import Text
from dafeng.programme import programme
from dafeng.web.accounts.models import Organisation, User
from dafeng.web.ledger import store
from dafeng.web.partners.models import EventRow
from dafeng.web.programmes.starting import start
from dafeng.web.published.filling import fill

PLACE: Final = "330500"
#: Measure of the library that the place takes up.
MEASURE: Final = Text("工业热泵（125℃以下）", "Industrial heat pumps up to 125 °C")
DETAILS: Final = "机密蒸汽参数与布局图"
PHONE_OF_PLACE: Final = "0572-1357911"
PHONE_OF_MAKER: Final = "+49-241-2468013"
BUDGET: Final = "71234567"
MESSAGE: Final = "盼于五月来湖州看现场"
#: What only the two may read.
CONFIDED: Final = (
    DETAILS, PHONE_OF_PLACE, PHONE_OF_MAKER, BUDGET, "71,234,567", MESSAGE
)  # fmt: skip
NEEDED: Final = (
    "湖州市有印染企业四十余家，每天排放六十摄氏度左右的热废水约八千吨，余热没有利用。"
    "需要一套热泵余热回收系统，把热水用回前处理工序，2028年建成，由服务方投资、运行和维护。"
    "已试过板式换热器，结垢严重。不需要咨询报告，只要可交付的设备与运行服务。"
)
OFFERED: Final = "Industrial heat pumps for textile waste water"
OFFER: Final = {
    "title": OFFERED,
    "text": "We build heat pumps of 0.5 to 5 MW which recover heat from dyehouse waste water at "
    "40 to 70 degrees and return hot water at 90 degrees to the process. In 2024 we commissioned "
    "three plants in Zhejiang, each for about 5,000 m3 of waste water per day. We deliver, "
    "operate and maintain; self-cleaning exchangers prevent scaling.",
    "technologies": "heat pump; waste heat recovery",
    "regions_served": "CN",
    "region_from": "DE",
    "scale": "1000-10000 m3/d",
    "trl": "9",
    "advantages": "coefficient of performance of 4.5 at 60 to 90 degrees",
    "contact": PHONE_OF_MAKER,
}
OUTCOME: Final = {
    "amount": "12000000", "currency": "CNY", "price_base": "2026",
    "tonnes_low": "4000", "tonnes_high": "6000", "project": f"{PLACE}/measure/industrial_heat_pump",
}  # fmt: skip


def _person(key: str, organisation: str, *, operates: bool = False) -> User:
    body = Organisation.objects.create(
        code=organisation, name_zh=f"{organisation} 单位", name_en=f"{organisation} body"
    )
    return User.objects.create_user(
        f"{key}@people.example", name=key, organisation=body, is_operator=operates
    )


@pytest.fixture
def chinese(browser: Browser, live_server: Any) -> Iterator[People]:
    """The planner of a place, and who runs the site; both read Chinese."""
    yield from _people(browser, live_server.url, "zh-CN")


@pytest.fixture
def english(browser: Browser, live_server: Any) -> Iterator[People]:
    """A maker of heat pumps, its rival, a visitor; all of them read English."""
    yield from _people(browser, live_server.url, "en-GB")


def _people(browser: Browser, address: str, locale: str) -> Iterator[People]:
    found = People(browser, address, locale)
    yield found
    found.close()
    assert not found.troubles


@pytest.fixture(autouse=True)
def _site(clock: None, transactional_db: None) -> None:
    """A batch in which Huzhou has a planner, and three companies."""
    del clock, transactional_db
    fill()
    operator = _person("operator", "site", operates=True)
    _person("maker", "heat-pumps")
    _person("rival", "rival")
    _person("signs", PLACE)
    with at("2026-03-02T09:00:00"):
        start(programme("cn-carbon-peaking-2023"), "1", operator, SLUG)
        walk = Walk(None)
        User.objects.filter(email="signs@people.example").delete()
        walk.appoint("operator", "signs", "city_signatory", PLACE, organisation=PLACE)
        walk.appoint("signs", "planner", "city_editor", PLACE)


def test_from_a_measure_to_an_outcome(
    chinese: People, english: People, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with at("2026-03-03T09:00:00"):
        wanted = _drafted(chinese)
        _submitted(chinese, chinese.page("planner"))
        _published(chinese, wanted)
        offered = _offer(english)
        _submitted(english, english.page("maker"))
        _published(chinese, offered)
    with at("2026-03-04T09:00:00"):
        name = _interest(chinese, wanted)
        _answered(english)
    with at("2026-03-05T09:00:00"):
        _contact(chinese, english, name)
        _agreed(chinese, english, name)
        for key in ("rival", ""):
            _sees_nothing(english, key, (wanted, offered), name)
    _nothing_is_logged(caplog.text)


def _drafted(who: People) -> str:
    """Start a dossier, and draft a request from a measure of its plan."""
    page = who.page("planner")
    page.goto(f"/dossiers/{PLACE}/")
    page.get_by_role("button", name="建立初稿").click()
    page.get_by_role("link", name=re.compile("起草对接需求")).click()
    row = page.get_by_role("row").filter(has_text=MEASURE.zh).first
    row.get_by_role("button", name="起草需求").click()
    expect(page.locator("h1")).to_contain_text("需求")
    assert MEASURE.zh in page.locator("[name=title]").input_value()
    assert page.locator("[name=scale]").input_value()
    assert "heat pump" in page.locator("[name=technologies]").input_value().casefold()
    page.locator("[name=text]").fill(NEEDED)
    page.locator("[name=scale]").fill("8000 m3/d")
    page.locator("[name=details]").fill(DETAILS)
    page.locator("[name=contact]").fill(PHONE_OF_PLACE)
    page.locator("[name=budget_max]").fill(BUDGET)
    page.locator("[name=currency]").fill("CNY")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("dl.facts").first).to_contain_text(DETAILS)
    expect(page.get_by_role("link", name=f"{PLACE}/measure/")).to_be_visible()
    return page.url.split("/")[-2]


def _offer(who: People) -> str:
    page = who.page("maker")
    page.goto("/exchange/")
    page.get_by_role("link", name="New offer").click()
    for name, text in OFFER.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=lang]").select_option("en")
    page.locator("[name=org_type]").select_option("company")
    page.locator("[name=sectors][value=industry]").check()
    page.locator("[name=cooperation_types][value=EMC]").check()
    page.get_by_role("button", name="Save the draft").click()
    expect(page.locator("h1")).to_have_text(OFFERED)
    return page.url.split("/")[-2]


def _submitted(who: People, page: Page) -> None:
    """Hand the record in for review; what it lacks is given a reason."""
    page.locator("#export").select_option("not concerned")
    for field in page.locator("input[name^='waive.']").all():
        field.fill("不适用 not applicable")
    _press(who, page, Kind.SUBMIT)
    expect(page.locator("#export")).to_have_count(0)


def _published(who: People, record: str) -> None:
    """Let who runs the site find it among what waits, judge each question, and publish it."""
    page = who.page("operator")
    page.goto("/exchange/workbench/")
    page.locator(f"tbody a[href$='/records/{record}/']").first.click()
    for box in page.locator("[name=judged]").all():
        box.check()
    _press(who, page, Kind.PUBLISH)
    expect(page.locator("[name=judged]")).to_have_count(0)


def _press(who: People, page: Page, kind: Kind) -> None:
    page.get_by_role("button", name=who.said(kind.text), exact=True).first.click()


def _interest(who: People, wanted: str) -> str:
    """Find the offer across languages, with reasons, and express an interest."""
    page = who.page("planner")
    page.goto(f"/exchange/records/{wanted}/")
    page.get_by_role("link", name="谁合适？").click()
    found = page.locator("article").filter(has_text=OFFERED)
    expect(found).to_contain_text("热泵 = Heat pump")
    expect(found.get_by_role("table")).to_be_visible()
    found.locator("[name=message]").fill(MESSAGE)
    found.get_by_role("button", name="表示意向").click()
    page.wait_for_url("**/introductions/**")
    _expect_stage(who, page, Stage.INTEREST_REQUESTER)
    assert PHONE_OF_MAKER not in page.content()
    return page.url.split("/")[-2]


def _answered(who: People) -> None:
    """See the interest without its details; share it, and then read them, but no telephone."""
    page = who.page("maker")
    page.goto("/exchange/workbench/")
    page.locator("tbody a[href*='~']").first.click()
    assert DETAILS not in page.content()
    _press(who, page, Kind.INTEREST)
    _expect_stage(who, page, Stage.MUTUAL)
    expect(page.locator("main")).to_contain_text(DETAILS)
    assert PHONE_OF_PLACE not in page.content()


def _contact(chinese: People, english: People, name: str) -> None:
    """Open the telephone numbers once both agree to it."""
    for who, key in ((chinese, "planner"), (english, "maker")):
        page = _at(who, key, name)
        assert PHONE_OF_MAKER not in page.content() or key == "maker"
        _press(who, page, Kind.CONTACT)
    expect(_at(chinese, "planner", name).locator("main")).to_contain_text(PHONE_OF_MAKER)
    page = _at(english, "maker", name)
    expect(page.locator("main")).to_contain_text(PHONE_OF_PLACE)
    seen = page.content()
    page.goto(f"/exchange/records/{name.partition('~')[0]}/")
    seen += page.content()
    assert not [s for s in (DETAILS, PHONE_OF_PLACE, BUDGET, MESSAGE) if s not in seen]


def _agreed(chinese: People, english: People, name: str) -> None:
    """State an outcome, and let the other side state the same; figures count it."""
    page = _at(chinese, "planner", name)
    form = page.locator("form[action$='/steps/agree/']")
    form.locator("[name='outcome.kind']").select_option("contract")
    form.locator("[name='outcome.tonnes_basis']").select_option("design")
    form.locator("[name='outcome.listed']").check()
    for field, text in OUTCOME.items():
        form.locator(f"[name='outcome.{field}']").fill(text)
    form.get_by_role("button").click()
    page = _at(english, "maker", name)
    stated = page.locator("section dl.facts")
    expect(stated).to_contain_text("4,000")
    expect(stated).to_contain_text(OUTCOMES["contract"].en)
    expect(stated).to_contain_text(BASES["design"].en)
    page.locator("form[action$='/steps/agree/']").get_by_role("button").click()
    _expect_stage(english, page, Stage.AGREED)
    page.goto("/exchange/figures/")
    expect(page.locator("main")).to_contain_text("fewer than three")
    expect(page.locator("main")).to_contain_text("4,000 – 6,000")
    assert "12,000,000" not in page.content()


def _at(who: People, key: str, name: str) -> Page:
    page = who.page(key)
    page.goto(f"/exchange/introductions/{name}/")
    return page


def _expect_stage(who: People, page: Page, stage: Stage) -> None:
    expect(page.locator("h1")).to_contain_text(who.said(stage.text))


def _sees_nothing(who: People, key: str, records: tuple[str, str], name: str) -> None:
    """Follow every link, search for every word, ask for every page of the two: nothing is told."""
    page = who.page(key)
    for path in _asked(records, name):
        _holds_nothing(page, path, posts="/steps/" in path or "/meet/" in path)
    waiting, seen = deque(["/", "/exchange/", "/desk/"]), set[str]()
    while waiting:
        path = waiting.popleft()
        if path in seen:
            continue
        seen.add(path)
        for link in _holds_nothing(page, path):
            if link not in seen and not link.startswith(SKIPPED):
                waiting.append(link)
    assert f"/exchange/records/{records[0]}/" in seen
    assert "/places.csv" in " ".join(seen)


#: Sign-out ends the walk; pages of single places repeat one template.
SKIPPED: Final = ("/account/logout/", "/places/3", "/places/1", "/how/")


def _asked(records: tuple[str, str], name: str) -> Iterator[str]:
    """Yield addresses that no link gives: searches, other people's pages, exports, nonsense."""
    for secret in CONFIDED:
        word = secret[: len(secret) // 2 + 1]
        yield f"/search/?q={word}"
        yield f"/exchange/?q={word}"
        yield f"/exchange/?kind=request&q={word}"
    for record in records:
        yield f"/exchange/records/{record}/"
        for end in ("edit/", "fitting/", f"meet/{records[0]}/", "steps/withdraw/", "steps/x/"):
            yield f"/exchange/records/{record}/{end}"
    yield f"/exchange/introductions/{name}/"
    yield f"/exchange/introductions/{name}/steps/contact/"
    yield f"/exchange/introductions/{name}/steps/admit/"
    yield f"/exchange/introductions/{name}x/"
    yield from (f"/exchange/from-plan/{PLACE}/", f"/dossiers/{PLACE}/", "/dossiers/export.zip")
    yield from ("/record/log/", "/api/exchange", "/exchange/workbench/?from='")
    yield from (f"/record/receipts/{e.number}/" for e in store.entries("exchange"))


def _holds_nothing(page: Page, path: str, *, posts: bool = False) -> list[str]:
    """Fetch a page with the person's cookies; return the links on it that stay on the site."""
    cookies = {c["name"]: c["value"] for c in page.context.cookies()}
    headers = {"X-CSRFToken": cookies.get("csrftoken", ""), "Accept-Language": "en"}
    fetch = page.request.post if posts else page.request.get
    answer = fetch(path, headers=headers, timeout=PATIENCE)
    assert answer.status in (200, 404), (path, answer.status)
    body, told = answer.body(), json.dumps(answer.headers)
    for secret in CONFIDED:
        assert secret.encode() not in body, (path, secret)
        assert secret not in told, (path, secret)
    if "text/html" not in answer.headers.get("content-type", ""):
        return []
    reader = Reader()
    reader.feed(body.decode())
    links = (urlsplit(urljoin(answer.url, urldefrag(link)[0])) for link in reader.links)
    home = urlsplit(page.url if "://" in page.url else answer.url).netloc
    return [f"{u.path}{'?' if u.query else ''}{u.query}" for u in links if u.netloc == home]


def _nothing_is_logged(text: str) -> None:
    """Look into the log of the server, the record, and the e-mails to others."""
    record = json.dumps([e.as_json() for e in store.entries()], ensure_ascii=False)
    others = [m for m in mail.outbox if {*m.to} & {"rival@people.example"}]
    assert not others
    for secret in CONFIDED:
        assert secret not in text
        assert secret not in record
    assert EventRow.objects.count() > 8
