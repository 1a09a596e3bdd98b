"""Is everybody told in time, once, and by e-mail where one can arrive?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Self

import pytest
from django.core import mail
from tests.web.programmes.conftest import ZONE, Walk, at, people, version, words
from tests.web.programmes.test_path import to_the_list

from dafeng.dossier.sheets import RawSheet
from dafeng.files.workbooks import read_sheets
from dafeng.language import Text
from dafeng.record import head_of, note_of
from dafeng.web.accounts import inviting
from dafeng.web.accounts.models import Invitation, Organisation, User
from dafeng.web.ledger import store
from dafeng.web.notices import mailing
from dafeng.web.notices.mailing import send_waiting
from dafeng.web.notices.models import Notice
from dafeng.web.notices.reminding import remind
from dafeng.web.notices.telling import tell

pytestmark = pytest.mark.django_db(databases=["default", "published"])


@pytest.fixture
def called(walk: Walk) -> Walk:
    people(walk)
    with at("2023-10-20T12:00:00"):
        walk.take("open-call", "", "no", "ns")
        data = {
            "place": "330500", "level": "city.prefecture", "name_zh": "湖州市",
            "name_en": "Huzhou", "province": "330000", "hosts": "330500", "subjects": "",
        }  # fmt: skip
        assert walk.post("hz-e", "begin/", data).status_code == 302
        version("330500", walk.user("hz-e"))
    Notice.objects.all().delete()
    return walk


def _told(walk: Walk, key: str) -> list[str]:
    return [n.en for n in walk.user(key).notices.all()]


def test_the_next_person_is_told_and_nobody_else(called: Walk) -> None:
    with at("2023-10-21T09:00:00"):
        called.prepare("hz-e", "apply", "330500")
        assert _told(called, "hz-s") == ["Huzhou: “submit the application” waits for you"]
        assert not _told(called, "pr") + _told(called, "ha-e") + _told(called, "hz-e")
        called.sign("hz-s", "apply", "330500")
    assert "Huzhou: “recommend” waits for you" in _told(called, "pr")
    assert "Huzhou: “submit the application” is done" in _told(called, "hz-e")
    assert not _told(called, "ha-e")
    page = words(called.get("pr", "/notices/"))
    assert "waits for you" in page
    called.post("pr", "/notices/read/")
    assert not called.user("pr").notices.filter(read=None).exists()


def test_a_clock_is_reminded_once_at_each_distance(called: Walk) -> None:
    times = {"2023-11-01": 0, "2023-11-03": 1, "2023-11-04": 0, "2023-11-13": 1, "2023-11-16": 0}
    for day, fresh in times.items():
        before = len(_told(called, "hz-e"))
        with at(f"{day}T12:00:00"):
            remind(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=ZONE))
            remind(datetime.fromisoformat(f"{day}T12:30:00").replace(tzinfo=ZONE))
        assert len(_told(called, "hz-e")) == before + fresh, day
    assert not any("recommended list" in n for n in _told(called, "expert-a"))


def test_an_email_goes_once_and_in_both_languages(called: Walk) -> None:
    user = called.user("hz-s")
    user.email = "signatory@city.test"
    user.save()
    with at("2023-10-21T09:00:00"):
        called.prepare("hz-e", "apply", "330500")
        while send_waiting():
            pass
        assert send_waiting() == 0
    (sent,) = mail.outbox
    assert sent.to == ["signatory@city.test"]
    assert "待您办理" in sent.body
    assert "waits for you" in sent.body
    assert "/programmes/cn-carbon-peaking-2023-1/cases/330500/" in sent.body
    head = note_of(sent.body[sent.body.index("dafeng-site") :])
    assert head_of(head.text).size == store.size()


def _sheet(path: Path) -> RawSheet:
    sheets = read_sheets(path)[0]
    return next(iter(sheets))


def test_the_list_is_exported_as_a_workbook_and_a_document(called: Walk, tmp_path: Path) -> None:
    with at("2023-10-21T09:00:00"):
        path = tmp_path / "list.xlsx"
        path.write_bytes(called.get("hz-e", "list.xlsx").content)
        sheet = _sheet(path)
        assert "Huzhou" in {str(c) for row in sheet.rows for c in row}
        assert called.get("no", "list.docx").content.startswith(b"PK")
        path.write_bytes(called.get("ha-e", "list.xlsx").content)
        assert len(_sheet(path).rows) == 1


def test_who_has_demands_to_answer_is_reminded_of_the_revision(walk: Walk) -> None:
    to_the_list(walk)
    clocks = {"clock.revision": "2024-03-01T00:00"}
    with at("2024-01-31T09:00:00"):
        version("330500", walk.user("hz-e"))
        walk.take("submit-plan", "330500", "hz-e", "hz-s")
        demand = {"level": "shared", "chapter": "5", "line": "3", "text": "Say more"}
        said = walk.post("pr", "cases/330500/comments/", demand | {"demand": "on"})
        assert said.status_code == 302
        walk.take("return-by-province", "330500", "pr", "ps", **clocks)
    Notice.objects.all().delete()
    with at("2024-02-27T12:00:00"):
        remind(datetime.fromisoformat("2024-02-27T12:00:00").replace(tzinfo=ZONE))
        assert any("revised plan due" in n for n in _told(walk, "hz-e"))
        assert "submit the revised plan" in words(walk.get("hz-e", "queue/"))
        page = words(walk.get("hz-e", "cases/330500/steps/resubmit/"))
        assert "have no answer" in page or "answer" in page


class _Post:
    """A server of e-mail that refuses one address."""

    def __init__(self, refused: str) -> None:
        self.refused = refused
        self.sent: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        return

    def send_messages(self, messages: list[mail.EmailMessage]) -> None:
        for message in messages:
            if message.to == [self.refused]:
                raise SMTPRecipientsRefused({self.refused: (550, b"no such mailbox")})
            self.sent += message.to


def test_an_address_that_is_refused_holds_nobody_up(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (User.objects.create_user(f"{n}@city.test") for n in ("bad", "good"))
    with at("2023-10-21T09:00:00"):
        for user in (bad, good, good):
            tell([user], Text("通知", "notice"), "/")
        post = _Post("bad@city.test")
        monkeypatch.setattr(mailing, "get_connection", lambda: post)
        assert [send_waiting() for _round in range(12)][:2] == [2, 0]
    del walk
    assert post.sent == ["good@city.test"] * 2
    left = Notice.objects.get(mailed=None)
    assert (left.user, left.refused) == (bad, 8)


def test_an_invitation_that_cannot_be_sent_is_told_and_withdrawn(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_given: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(inviting, "send_mail", down)
    work = Organisation.objects.get(code="ndrc").pk
    data = {"email": "ns@people.example", "name": "ns", "role": "national_signatory"}
    with at("2023-10-11T09:00:00"):
        walk.post("operator", f"/people/{walk.slug}/", data | {"organisation": work})
    assert Invitation.objects.get().ended is not None
