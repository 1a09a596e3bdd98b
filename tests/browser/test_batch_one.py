"""Does batch 1 go its whole way in browsers, through every role, in both languages?"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.walking import RULES, Clock, People, instant
from tests.web.programmes.conftest import ORGANISATIONS, PASSWORD, SLUG, at, people

from dafeng.files.dossier_archive import pack
from dafeng.programme import local_text
from dafeng.web.accounts.models import Organisation, User
from dafeng.web.demo.dossier import filled
from dafeng.web.dossiers import versions as dossiers
from dafeng.web.dossiers import working
from dafeng.web.dossiers.models import Job
from dafeng.web.ledger import store
from dafeng.web.notices.rounds import make_round

HUZHOU = "330500"
DECLARED = "adviser-of-the-plan"
REVISED = "2024-04-21T00:00:00"
#: What the place adds to its dossier when the plan has come back.
TASK = {
    "id": "T9",
    "name": "印染余热回收 waste heat of dyehouses",
    "owner": "市经信局",
    "due_year": "2027",
}
#: Comment that stays among those who review.
INSIDE = "between-reviewers"
#: Languages in which the whole path is walked; ``make pages`` walks it in both.
WALKED = ("zh-CN", "en-GB") if os.environ.get("DAFENG_PAGES") else ("zh-CN",)


@pytest.fixture
def walkers(clock: Clock, browser: Browser, live_server: Any, locale: str) -> Iterator[People]:
    """A new site with its operator and the organisations."""
    del clock
    for code, province in {**ORGANISATIONS, "js-drc": "320000"}.items():
        Organisation.objects.create(
            code=code, name_zh=f"{code} 单位", name_en=f"{code} body", province=province
        )
    User.objects.create_user(
        "operator@people.example",
        PASSWORD,
        name="operator",
        is_operator=True,
        organisation=Organisation.objects.get(code="site"),
    )
    found = People(browser, live_server.url, locale)
    yield found
    found.close()
    assert not found.troubles


def _start(who: People) -> None:
    """Let the operator start the batch, and everybody receive a role."""
    with at("2023-10-10T09:00:00"):
        page = who.page("operator")
        page.goto("/programmes/")
        page.get_by_role("link", name=who.word("启动一个批次", "Start a batch")).click()
        page.locator("#batch").select_option("cn-carbon-peaking-2023/1")
        page.get_by_role("button", name=who.word("启动", "Start"), exact=True).click()
        page.wait_for_url(f"**/programmes/{SLUG}/")
    people(who.walk)
    with at("2023-10-11T10:00:00"):
        who.walk.appoint("operator", "js", "provincial_signatory", "320000", organisation="js-drc")


@pytest.mark.parametrize("locale", WALKED, indirect=True)
def test_the_whole_path(walkers: People) -> None:
    who = walkers
    _start(who)
    _applied(who)
    _listed(who)
    _late_then_extended(who)
    _assigned_and_barred(who)
    _reviewed(who, "2024-03-12")
    _returned_and_answered(who)
    _reviewed(who, "2024-04-22")
    _issued(who)


def _applied(who: People) -> None:
    """From the call to the confirmation, the place's first dossier made on the way."""
    with at("2023-10-20T12:00:00"):
        who.take("open-call", "", "no", "ns")
    with at("2023-10-24T09:00:00"):
        page = who.sign_in("hz-e")
        page.get_by_role("link", name=who.word("新建申报", "Begin an application")).click()
        page.locator("[name=subjects]").fill("industry energy")
        page.get_by_role("button", name=who.word("新建", "Begin"), exact=True).click()
        page.get_by_role("link", name=who.word("本地档案", "Dossier of the place")).click()
        page.get_by_role("button", name=who.word("建立初稿", "Start"), exact=True).click()
        expect(page.locator("h1")).to_contain_text(who.word("第1版", "version 1"))
        who.expect_nothing_at("ha-e", f"/programmes/{SLUG}/cases/{HUZHOU}/")
        who.expect_nothing_at("ha-e", f"/dossiers/{HUZHOU}/")
    with at("2023-10-30T09:00:00"):
        who.take("apply", HUZHOU, "hz-e", "hz-s")
    with at("2023-11-06T09:00:00"):
        who.take("recommend", HUZHOU, "pr", "ps")
        page = who.at("pr")
        page.locator("summary").first.click()
        own = page.get_by_role("row", name=re.compile(who.word("浙江", "Zhejiang")))
        assert own.last.locator("td").all_inner_texts() == ["2", "1"]
    with at("2023-11-13T09:00:00"):
        who.take("check", HUZHOU, "go", "gs")
    with at("2023-11-20T09:00:00"):
        who.take("confirm", HUZHOU, "no", "ns")


def _listed(who: People) -> None:
    """Issue the list to governments; the public sees it at its instant and not before."""
    place = f"/places/{HUZHOU}/"
    with at("2023-11-28T10:00:00"):
        who.take("issue-list", "", "no", "ns", publication="2023-12-06T10:00:00")
        who.expect_stage("hz-e", HUZHOU, "writing")
        who.expect_stage("js", HUZHOU, "writing")
    with at("2023-12-06T09:59:59.999"):
        make_round(1)
        visitor = who.page()
        visitor.goto("/places/")
        assert "湖州" not in visitor.content()
        assert "Huzhou" not in visitor.content()
        table = visitor.locator("a[href$='places.csv']").get_attribute("href")
        assert table is not None
        assert HUZHOU not in visitor.request.get(table).text()
        visitor.goto("/search/?q=湖州")
        assert visitor.locator("main a").count() == 0
        who.expect_nothing_at("", place)
        who.expect_nothing_at("", f"/programmes/{SLUG}/cases/{HUZHOU}/")
    with at("2023-12-06T10:00:00"):
        make_round(2)
        visitor.goto("/places/")
        visitor.get_by_role("link", name=who.word("湖州市", "Huzhou"), exact=True).first.click()
        expect(visitor.locator("dl.facts")).to_contain_text(
            who.word("编制实施方案", "writing the plan")
        )
        assert visitor.url.endswith(place)
        assert HUZHOU in visitor.request.get(table).text()


def _late_then_extended(who: People) -> None:
    """Sign one second late: refused. Then in time, by an extension that stands in the record."""
    with at("2024-01-31T09:00:00"):
        _held_to_the_gate(who)
    with at("2024-01-31T23:00:00"):
        who.expect_told(who.prepare("hz-e", "submit-plan", HUZHOU), "submit-plan")
    with at("2024-01-31T23:59:59"):
        page = who.open_to_sign("hz-s", "submit-plan", HUZHOU)
        who.expect_no_barrier(page)
    with at("2024-02-01T00:00:01"):
        who.press_sign(page)
        expect(who.expect_refused(page)).to_contain_text("2024")
        who.expect_stage("hz-s", HUZHOU, "writing")
    with at("2024-02-02T09:00:00"):
        earlier = who.prepare("no", "extend-plan", HUZHOU, plan="2024-01-20T00:00:00")
        who.expect_refused(earlier)
        who.take("extend-plan", HUZHOU, "no", "ns", plan="2024-02-24T00:00:00")
        page = who.at("hz-s", HUZHOU)
        expect(page.locator("main")).to_contain_text(who.word("原为", "before:"))
        page.goto("/record/")
        extended = page.locator("tbody").get_by_text(who.title("extend-plan"))
        assert extended.count() >= 1
    with at("2024-02-23T23:59:59"):
        who.expect_told(who.sign("hz-s", "submit-plan", HUZHOU), "submit-plan")
    with at("2024-03-01T09:00:00"):
        who.take("forward", HUZHOU, "pr", "ps")


def _held_to_the_gate(who: People) -> None:
    """Hand in a dossier that is made from public figures: refused. Then upload a filled one."""
    refused = who.prepare("hz-e", "submit-plan", HUZHOU)
    expect(who.expect_refused(refused)).to_contain_text("5")
    blocking = refused.locator("details.notice li")
    assert blocking.count() == 5
    refused.get_by_role("link", name=who.word("打开档案", "Open the dossier")).click()
    assert refused.get_by_text(who.word("阻止报送", "blocks the submission")).count() == 5
    first = dossiers.latest(HUZHOU)
    assert first is not None
    data = pack(filled(dossiers.files_of(first)))
    refused.locator("input[type=file]").set_input_files(
        {"name": "huzhou.zip", "mimeType": "application/zip", "buffer": data}
    )
    refused.locator("form[action$='/upload/'] button").click()
    refused.wait_for_url("**/jobs/**")
    working.work.call(Job.objects.latest("pk").pk)
    refused.goto(f"/dossiers/{HUZHOU}/")
    expect(refused.locator("h1")).to_contain_text(who.word("第2版", "version 2"))
    who.expect_no_barrier(refused)


def _assign(who: People) -> list[str]:
    """Assign the experts that the site proposes; return their keys."""
    page = who.at("no")
    page.get_by_role("link", name=who.word("分派专家", "Assign experts")).click()
    who.expect_no_barrier(page)
    named = page.locator("fieldset label").all_inner_texts()
    page.get_by_role("button", name=who.word("分派", "Assign"), exact=True).click()
    expect(page.locator("[role=status] .notice.success")).to_be_visible()
    return [found[0] for text in named if (found := re.search(r"expert-\w", text))]


def _assigned_and_barred(who: People) -> None:
    """Who is of the province is not proposed; who declares a conflict is out at once."""
    desk, case = (f"/programmes/{SLUG}/cases/{HUZHOU}/{end}" for end in ("review/", ""))
    with at("2024-03-05T09:00:00"):
        assigned = _assign(who)
        assert len(assigned) == 3
        assert "expert-d" not in assigned
        who.take("begin-review", HUZHOU, "no")
    with at("2024-03-06T09:00:00"):
        barred = assigned[0]
        page = who.page(barred)
        answer = page.goto(desk)
        assert answer is not None
        assert answer.ok
        expect(page.get_by_role("link", name="plan.docx")).to_be_visible()
        document = page.get_by_role("link", name="plan.docx").get_attribute("href")
        assert document is not None
        page.goto(case)
        page.get_by_text(who.word("申报利益冲突", "Declare a conflict of interest")).click()
        page.locator("#conflict").fill(DECLARED)
        page.get_by_role("button", name=who.word("申报", "Declare"), exact=True).click()
        expect(page.locator("[role=status]")).to_be_visible()
        for path in (desk, document):
            who.expect_nothing_at(barred, path)
        page.goto(case)
        expect(page.locator(".notice.error")).to_contain_text(
            who.word("利益冲突", "conflict of interest")
        )
        assert "plan.docx" not in page.content()
        again = _assign(who)
        assert barred not in again
        assert len(again) == 1
        who.experts = [*assigned[1:], *again]


def _reviewed(who: People, day: str) -> None:
    """Let each expert comment on a chapter and line, give points, and complete the review."""
    for number, key in enumerate(who.experts):
        with at(f"{day}T10:{number:02d}:00"):
            page = who.page(key)
            page.goto("/desk/")
            page.get_by_role("link", name=who.word("评审", "review"), exact=True).first.click()
            _comment(who, page, f"State the tonnes {number}", "shared", demand=True)
            if number == 0:
                _comment(who, page, INSIDE, "reviewers")
            for field in page.locator("input[name^='points.']").all():
                field.fill(str(6 + number))
            page.locator("[name=complete]").check()
            page.get_by_role("button", name=who.word("保存评分", "Keep the points")).click()
            expect(page.locator("main")).to_contain_text(
                who.word("您本轮的评审已完成", "Your review of this round is complete")
            )


def _comment(who: People, page: Page, text: str, level: str, *, demand: bool = False) -> None:
    page.locator("#chapter").fill("5")
    page.locator("#line").fill("3")
    page.locator("#text").fill(text)
    page.locator("#level").select_option(level)
    page.locator("[name=demand]").set_checked(demand)
    page.get_by_role("button", name=who.word("提交意见", "Comment"), exact=True).click()
    expect(page.locator("ol.comments .said").last).to_have_text(text)


def _returned_and_answered(who: People) -> None:
    """Return with comments and a new clock; answer, change the dossier, hand in again."""
    with at("2024-03-20T09:00:00"):
        who.take("return-plan", HUZHOU, "no", "ns", revision=REVISED)
        page = who.page("no")
        page.goto(f"/programmes/{SLUG}/cases/{HUZHOU}/review/")
        assert INSIDE in page.content()
        assert all(key in page.content() for key in who.experts)
        who.expect_no_barrier(page)
        page = who.at("hz-e", HUZHOU)
        who.expect_no_barrier(page)
        shown = page.locator("main").inner_text()
        assert "State the tonnes 0" in shown
        assert who.said(local_text(instant(REVISED), RULES.zone)) in shown
        assert INSIDE not in page.content()
        assert not any(key in page.content() for key in who.experts)
    with at("2024-04-10T09:00:00"):
        _change_the_dossier(who)
        refused = who.expect_refused(who.prepare("hz-e", "resubmit", HUZHOU))
        expect(refused).to_contain_text("3")
        page = who.at("hz-e", HUZHOU)
        for number in range(3):
            form = page.locator("ol.comments form").nth(number)
            form.locator("textarea").fill(f"Stated {number}")
            form.get_by_role("button").click()
            expect(page.locator("ol.comments .answer").nth(number)).to_contain_text("Stated")
    with at("2024-04-18T09:00:00"):
        who.take("resubmit", HUZHOU, "hz-e", "hz-s")
    with at("2024-04-20T09:00:00"):
        who.take("forward", HUZHOU, "pr", "ps")
        who.take("begin-review", HUZHOU, "no")


def _change_the_dossier(who: People) -> None:
    """Enter a task in the table of tasks, and keep it as the second version."""
    page = who.at("hz-e", HUZHOU)
    page.get_by_role("link", name=who.word("本地档案", "Dossier of the place")).click()
    page.locator(f"a[href$='/{HUZHOU}/tables/tasks/']").click()
    who.expect_no_barrier(page)
    row = page.locator("tr[data-row=n0]")
    for column, text in TASK.items():
        row.locator(f"[name='n0.{column}']").fill(text)
    page.get_by_role("button", name=who.word("保存为新的一版", "Save as a new version")).click()
    expect(page.locator("[role=status] .notice")).to_contain_text("3")
    page.goto(f"/dossiers/{HUZHOU}/")
    expect(page.locator("h1")).to_contain_text(who.word("第3版", "version 3"))


def _issued(who: People) -> None:
    """Clear, approve, issue; the public reads the body of the plan and no annex."""
    with at("2024-05-06T09:00:00"):
        who.take("clear", HUZHOU, "no", "ns")
        who.take("approve", HUZHOU, "pr", "ps")
        who.take("issue", HUZHOU, "hz-e", "hz-s")
        who.expect_stage("hz-s", HUZHOU, "issued")
        visitor = who.page()
        visitor.goto(f"/places/{HUZHOU}/")
        with visitor.expect_download() as saved:
            visitor.get_by_role("link", name="public-plan.docx").click()
        assert saved.value.path().read_bytes() == f"issue {HUZHOU} public-plan".encode()
        assert "annexes" not in visitor.content()
        said = json.dumps([e.as_json() for e in store.entries()], ensure_ascii=False)
        assert "@people.example" not in said
    with at("2024-05-07T09:00:00"):
        who.take("close-batch", "", "no", "ns")


def test_a_decision_is_signed_by_keyboard_alone(walkers: People) -> None:
    who = walkers
    _start(who)
    with at("2023-10-20T12:00:00"):
        who.take("open-call", "", "no")
        page = who.entrance("ns")
        keys = page.keyboard
        who.tab_to(page, who.word("电子邮件", "E-mail"))
        keys.type("ns@people.example")
        keys.press("Tab")
        keys.type(PASSWORD)
        keys.press("Enter")
        expect(page.locator("h1")).to_have_text(who.word("我的工作台", "My desk"))
        keys.press("Tab")
        assert who.focused(page) == who.word("跳到正文", "Skip to content")
        keys.press("Enter")
        who.tab_to(page, who.title("open-call"))
        keys.press("Enter")
        expect(page.locator("h1")).to_contain_text(who.title("open-call"))
        who.tab_to(page, who.word("签发", "Sign"))
        keys.press("Enter")
        who.expect_told(page, "open-call")
        page.reload()
        expect(page.locator("dl.facts strong").first).to_have_text(
            who.said(RULES.stages["called"].title)
        )
