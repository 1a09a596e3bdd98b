"""What is taken in, and what is refused with a reason, in both languages?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.dossiers.conftest import PLACE, People

from dafeng.desk.examining import examine_files
from dafeng.dossier.rules import rules
from dafeng.errors import InputError
from dafeng.files.dossier_archive import pack, unpack, unpack_folders
from dafeng.web.dossiers import arriving
from dafeng.web.dossiers.models import Job, Kept, Origin, State, Version
from dafeng.web.dossiers.reading import workbook
from dafeng.web.dossiers.versions import Change, add, files_of, history
from dafeng.web.dossiers.working import work

pytestmark = pytest.mark.django_db


def _zip(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _upload(client: Client, name: str, data: bytes) -> Job | None:
    """Hand a file in and do the job; None where it was refused at once."""
    given = SimpleUploadedFile(name, data)
    answer = client.post(f"/dossiers/{PLACE}/upload/", {"file": given})
    if answer.status_code == 400:
        return None
    job = Job.objects.latest("pk")
    work.call(job.pk)
    job.refresh_from_db()
    return job


def test_a_zipped_folder_becomes_the_next_version(
    first: Version, people: People, huzhou: dict[str, bytes]
) -> None:
    changed = {**huzhou, "tasks.csv": "id,name\nT1,任务\n".encode()}
    archive = _zip({f"湖州/{name}": data for name, data in changed.items()})
    job = _upload(people.client("editor"), "湖州.zip", archive)
    assert job is not None
    assert (job.state, job.outcome) == (State.DONE, {"number": 2, "same": False})
    made = history(PLACE)[0]
    assert files_of(made) == changed
    assert made.original is not None
    assert bytes(made.original.data) == archive
    assert made.snapshot != first.snapshot


def test_a_workbook_says_the_same_as_the_folder_and_can_be_edited_when_converted(
    first: Version, people: People, huzhou: dict[str, bytes]
) -> None:
    data = workbook(huzhou, "zh")
    assert data is not None
    client = people.client("editor")
    job = _upload(client, "湖州.xlsx", data)
    assert job is not None
    assert job.state == State.DONE
    assert history(PLACE)[0].snapshot == first.snapshot
    assert client.get(f"/dossiers/{PLACE}/tables/tasks/").status_code == 302
    client.post(f"/dossiers/{PLACE}/v2/convert/")
    assert history(PLACE)[0].snapshot == first.snapshot
    assert client.get(f"/dossiers/{PLACE}/tables/tasks/").status_code == 200


#: Files that are no dossier, made when they are wanted: some are large.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "macros.xlsm": lambda: _zip({"[Content_Types].xml": b"", "xl/vbaProject.bin": b""}),
    "macros.xlsx": lambda: _zip({"[Content_Types].xml": b"", "xl/vbaProject.bin": b""}),
    "old.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600,
    "old.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600,
    "damaged.xlsx": lambda: b"PK\x03\x04" + b"\x00" * 50,
    "plan.pdf": lambda: b"%PDF-1.7 " + b"0" * 100,
    "empty.zip": lambda: b"",
    "script.zip": lambda: b"<script>alert(1)</script>",
    "bomb.zip": lambda: _zip({"energy.csv": b"0" * (130 << 20)}),
    "many.zip": lambda: _zip({f"{n}.csv": b"" for n in range(2100)}),
    "out.zip": lambda: _zip({"../../etc/passwd": b"x"}),
    "absolute.zip": lambda: _zip({"/etc/passwd": b"x"}),
    "deep.zip": lambda: _zip({"a/b/energy.csv": b"x", "c/energy.csv": b"y"}),
    "inner.zip": lambda: _zip({"energy.xlsm": b"PK\x03\x04"}),
    "name.zip": lambda: _zip({"a\x01b.csv": b"x"}),
    "nothing.zip": lambda: _zip({"readme.md": b"x"}),
    "large.zip": lambda: b"PK\x03\x04" + bytes(100 << 20),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_dossier_is_refused_with_its_reason(
    first: Version, people: People, name: str
) -> None:
    client = people.client("editor")
    client.post("/language/", {"language": "en"})
    job = _upload(client, name, HOSTILE[name]())
    if job is not None:
        assert job.state == State.FAILED
        page = unescape(client.get(f"/dossiers/{PLACE}/jobs/{job.pk}/").content.decode())
        for fault in job.outcome["faults"]:
            assert fault[4][1] in page
        assert job.outcome["faults"]
    assert history(PLACE) == (first,)


def test_a_large_file_is_told_its_limit_and_not_kept(first: Version, people: People) -> None:
    before = Kept.objects.count()
    given = SimpleUploadedFile("large.zip", b"PK\x03\x04" + bytes(arriving.LARGEST))
    answer = people.client("editor").post(f"/dossiers/{PLACE}/upload/", {"file": given})
    assert answer.status_code == 400
    assert "20 MB" in answer.content.decode()
    assert (Kept.objects.count(), history(PLACE)) == (before, (first,))


def test_another_place_is_refused(people: People, huzhou: dict[str, bytes]) -> None:
    toml = huzhou["dossier.toml"].replace(b"330500", b"330100")
    job = _upload(people.client("editor"), "x.zip", pack({**huzhou, "dossier.toml": toml}))
    assert job is not None
    assert job.state == State.FAILED
    assert [fault[0] for fault in job.outcome["faults"]] == ["upload.place"]


def test_an_upload_beside_an_edit_is_kept_until_somebody_says_yes(
    first: Version, people: People, huzhou: dict[str, bytes]
) -> None:
    from dafeng.desk.examining import Findings
    from dafeng.web.dossiers.models import Origin
    from dafeng.web.dossiers.versions import Change, add

    client = people.client("editor")
    changed = pack({**huzhou, "tasks.csv": "id,name\nT1,任务\n".encode()})
    client.post(f"/dossiers/{PLACE}/upload/", {"file": SimpleUploadedFile("x.zip", changed)})
    add(PLACE, Change(huzhou, Findings(PLACE, "", ()), Origin.EDIT, people.second, 1))
    job = Job.objects.get()
    work.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.outcome["code"]) == (State.FAILED, "stale")
    client.post(f"/dossiers/{PLACE}/jobs/{job.pk}/again/")
    work.call(Job.objects.latest("pk").pk)
    assert [v.number for v in history(PLACE)] == [3, 2, first.number]


def test_many_leave_and_arrive_at_once(
    first: Version, people: People, huzhou: dict[str, bytes]
) -> None:
    client = people.client("editor")
    whole = client.get("/dossiers/export.zip").content
    folders = unpack_folders(whole)
    assert folders[PLACE] == files_of(first)
    changed = {**huzhou, "tasks.csv": "id,name\nT1,任务\n".encode()}
    archive = pack(
        {f"{PLACE}/{n}": d for n, d in changed.items()}
        | {f"330100/{n}": d for n, d in huzhou.items()}
    )
    client.post("/dossiers/import/", {"file": SimpleUploadedFile("all.zip", archive)})
    job = Job.objects.latest("pk")
    work.call(job.pk)
    job.refresh_from_db()
    assert job.outcome["made"] == [[PLACE, 2]]
    assert [place for place, _why in job.outcome["refused"]] == ["330100"]
    assert client.get(f"/dossiers/import/{job.pk}/").status_code == 200


def test_whether_a_guess_is_right_is_told_to_nobody_without_the_right(
    people: People, huzhou: dict[str, bytes]
) -> None:
    other = {**huzhou, "dossier.toml": huzhou["dossier.toml"].replace(b"330500", b"330100")}
    theirs = examine_files(other)
    add("330100", Change(other, theirs, Origin.START, None, 0))
    told = []
    for guess in (other, {**other, "tasks.csv": "id,name\nT1,任务\n".encode()}):
        archive = pack({f"330100/{n}": d for n, d in guess.items()})
        client = people.client("editor")
        client.post("/dossiers/import/", {"file": SimpleUploadedFile("a.zip", archive)})
        job = Job.objects.latest("pk")
        work.call(job.pk)
        job.refresh_from_db()
        told.append(job.outcome)
    assert told[0] == told[1]
    assert told[0]["same"] == []
    assert [place for place, _why in told[0]["refused"]] == ["330100"]


def test_names_of_chinese_windows_are_read() -> None:
    raw = _zip({"abcd.csv": b"x"}).replace(b"abcd.csv", "能源.csv".encode("gb18030"))
    assert unpack(raw) == {"能源.csv": b"x"}


def test_an_archive_is_the_same_each_time_and_comes_back(huzhou: dict[str, bytes]) -> None:
    assert unpack(pack(huzhou)) == huzhou
    assert pack(huzhou) == pack(dict(reversed(huzhou.items())))


def test_each_refusal_says_what_to_do_in_both_languages() -> None:
    known = rules()
    for rule in ("archive.refused", "archive.encrypted", "upload.kind", "upload.place"):
        assert known[rule]


def test_an_encrypted_archive_says_so() -> None:
    data = bytearray(_zip({"energy.csv": b"x" * 40}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    with pytest.raises(InputError) as caught:
        unpack(bytes(data))
    assert caught.value.faults[0].rule == "archive.encrypted"


@pytest.mark.parametrize("data", [b"", b"no archive at all", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_archive_is_told_as_such(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        arriving.require_takeable("a.zip", len(data), data[:8])
    assert [f.rule for f in caught.value.faults] == ["upload.damaged"]


def test_the_same_files_are_not_kept_twice(
    first: Version, people: People, huzhou: dict[str, bytes]
) -> None:
    client = people.client("editor")
    job = _upload(client, "again.zip", _zip(huzhou))
    assert job is not None
    assert job.outcome == {"number": first.number, "same": True}
    assert [v.number for v in history(PLACE)] == [first.number]
    page = unescape(client.get(f"/dossiers/{PLACE}/jobs/{job.pk}/").content.decode())
    assert "未重复保存" in page or "not kept twice" in page
