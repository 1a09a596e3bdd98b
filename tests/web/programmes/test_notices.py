"""Is everybody told in time, once, and by e-mail where one can arrive?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.core import mail
from tests.web.programmes.conftest import ZONE, Walk, at, people, version, words

from dafeng.dossier.sheets import RawSheet
from dafeng.files.workbooks import read_sheets
from dafeng.web.notices.mailing import send_waiting
from dafeng.web.notices.models import Notice
from dafeng.web.notices.reminding import remind

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
