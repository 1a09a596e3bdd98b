"""Is a job done once, cancelled at once, and taken up again when its worker has died?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult
from tests.web.dossiers.conftest import PLACE, People

from dafeng.desk.examining import Findings
from dafeng.web.dossiers import building, jobs, results, working
from dafeng.web.dossiers.jobs import QuotaError, Wanted
from dafeng.web.dossiers.models import Job, Kept, Kind, Origin, State, Version
from dafeng.web.dossiers.versions import Change, add, keep
from dafeng.web.ledger.store import moment
from dafeng.web.worker import LONG, SHORT

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the jobs that were done; the work itself is short."""
    found: list[int] = []

    def short(job: Job) -> dict[str, Any]:
        found.append(job.pk)
        jobs.tell(job, "pages")
        return {"pages": []}

    monkeypatch.setitem(working._WORK, Kind.RESULTS, short)  # noqa: SLF001 - a stand-in for work
    return found


def _asked(first: Version, people: People) -> Job:
    return jobs.ask(Wanted(Kind.RESULTS, PLACE, people.editor, first))


def test_the_same_is_asked_for_once_and_done_once(
    first: Version, people: People, done: list[int]
) -> None:
    job = _asked(first, people)
    assert _asked(first, people) == job
    assert DBTaskResult.objects.count() == 1
    working.work.call(job.pk)
    working.work.call(job.pk)
    job.refresh_from_db()
    assert (done, job.state) == ([job.pk], State.DONE)


def test_short_jobs_have_their_own_lane_and_those_of_the_site_go_last(
    first: Version, people: People
) -> None:
    own = jobs.ask(Wanted(Kind.DOCUMENTS, PLACE, None, first))
    results_of = _asked(first, people)
    upload = jobs.ask(Wanted(Kind.UPLOAD, PLACE, people.editor, first, {"after": 1}))
    assert [jobs.ahead_of(job) for job in (own, results_of, upload)] == [1, 0, 0]
    page = people.client("editor").get(f"/dossiers/{PLACE}/jobs/{own.pk}/")
    assert re.search("排在前面的任务：1 项|jobs before it: 1", page.content.decode())
    assert jobs.begin(own.pk, "one") is not None
    assert [jobs.ahead_of(job) for job in (results_of, upload)] == [1, 0]
    found = {
        r.args_kwargs["args"][0]: (r.queue_name, r.priority) for r in DBTaskResult.objects.all()
    }
    assert found[upload.pk][0] == SHORT
    assert {found[job.pk][0] for job in (own, results_of)} == {LONG}
    assert found[own.pk][1] < found[results_of.pk][1] < found[upload.pk][1]


def test_a_cancelled_job_keeps_nothing(
    first: Version, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _asked(first, people)
    kept: list[object] = []

    def cancelled(_folder: object, _pages: object, tell: Callable[[str], None]) -> list[object]:
        jobs.cancel(job)
        tell("scenarios")
        return [("inventory", "zh", "<p>")]

    monkeypatch.setattr(working, "result_pages", cancelled)
    monkeypatch.setattr(results, "keep_page", lambda *page: kept.append(page))
    working.work.call(job.pk)
    job.refresh_from_db()
    assert (job.state, kept) == (State.CANCELLED, [])


def test_a_job_of_a_dead_worker_is_done_by_another(
    first: Version, people: People, done: list[int]
) -> None:
    job = _asked(first, people)
    dead = jobs.begin(job.pk, "dead")
    assert dead is not None
    assert jobs.take_up_again() == 0
    Job.objects.update(lease=moment() - timedelta(seconds=1))
    assert jobs.take_up_again() == 1
    working.work.call(job.pk)
    with pytest.raises(jobs.CancelledError):
        jobs.tell(dead, "pages")
    assert not jobs.end(dead, State.DONE, {})
    job.refresh_from_db()
    assert (job.state, job.attempts, done) == (State.DONE, 2, [job.pk])


def test_signs_of_life_keep_a_long_job_with_its_worker(first: Version, people: People) -> None:
    job = jobs.begin(_asked(first, people).pk, "living")
    assert job is not None
    Job.objects.update(lease=moment() - timedelta(seconds=1))
    jobs.sign_of_life("living")
    assert jobs.take_up_again() == 0


def test_a_job_that_kills_its_workers_is_given_up(first: Version, people: People) -> None:
    job = _asked(first, people)
    for _ in range(jobs.ATTEMPTS):
        assert jobs.begin(job.pk, "dying") is not None
        Job.objects.update(lease=moment() - timedelta(seconds=1))
        jobs.take_up_again()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.outcome["error"]


def test_a_place_has_a_quota_of_jobs(first: Version, people: People) -> None:
    for number in range(jobs.QUOTA):
        wanted = Wanted(Kind.RESULTS, PLACE, people.editor, first, {"number": number})
        jobs.ask(wanted)
    with pytest.raises(QuotaError):
        jobs.ask(Wanted(Kind.PORTFOLIO, PLACE, people.editor, first))
    jobs.ask(Wanted(Kind.RESULTS, "330100", people.editor, first))
    jobs.ask(Wanted(Kind.PORTFOLIO, PLACE, people.second, first))
    jobs.ask(Wanted(Kind.DOCUMENTS, PLACE, None, first))


def test_imports_of_one_person_hold_up_nobody_else(people: People) -> None:
    handed = keep(b"archive")
    for number in range(jobs.QUOTA):
        jobs.ask(Wanted(Kind.IMPORT, "", people.editor, None, {"name": str(number)}, handed))
    other = jobs.ask(Wanted(Kind.IMPORT, "", people.second, None, {"name": "0"}, handed))
    assert other.asked_by == people.second
    with pytest.raises(QuotaError):
        jobs.require_room("", people.editor)


def test_nothing_is_kept_of_what_is_refused(people: People) -> None:
    for number in range(jobs.QUOTA):
        jobs.ask(Wanted(Kind.IMPORT, "", people.editor, None, {"name": str(number)}))
    archive = SimpleUploadedFile("many.zip", b"PK\x03\x04" + b"0" * 40)
    people.client("editor").post("/dossiers/import/", {"file": archive})
    assert not Kept.objects.exists()
    stranger = people.client("stranger").post("/dossiers/import/", {"file": archive})
    assert stranger.status_code == 404


def test_what_fails_says_so_and_shows_no_inner_words(
    first: Version, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_job: Job) -> dict[str, Any]:
        raise RuntimeError("secret /etc/path")

    monkeypatch.setitem(working._WORK, Kind.RESULTS, broken)  # noqa: SLF001 - a stand-in for work
    job = _asked(first, people)
    working.work.call(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED
    page = people.client("editor").get(f"/dossiers/{PLACE}/jobs/{job.pk}/").content.decode()
    assert "secret" not in page
    assert people.client("stranger").get(f"/dossiers/{PLACE}/jobs/{job.pk}/").status_code == 404


def test_documents_are_put_in_place_as_a_whole(
    first: Version, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_source: object, target: Any, **_options: object) -> None:
        (target / "plan.zh.pdf").write_bytes(b"%PDF")
        raise RuntimeError

    def whole(_source: object, target: Any, **_options: object) -> None:
        (target / "plan.zh.pdf").write_bytes(b"%PDF")

    for build, names in ((half, []), (whole, ["plan.zh.pdf"])):
        monkeypatch.setattr(working, "compile_plan", build)
        job = jobs.ask(Wanted(Kind.DOCUMENTS, PLACE, people.editor, first))
        working.work.call(job.pk)
        assert list(building.documents(first)) == names


def test_a_comparison_names_versions_and_no_folder_of_this_machine(
    first: Version, people: People, huzhou: dict[str, bytes]
) -> None:
    files = {**huzhou, "tasks.csv": "id,name\nT1,任务\n".encode()}
    change = Change(files, Findings(PLACE, "a" * 64, ()), Origin.EDIT, people.editor, 1)
    second = add(PLACE, change)
    client = people.client("editor")
    numbers = {"before": 1, "after": 2}
    client.post(f"/dossiers/{PLACE}/compare/results/", numbers)
    job = Job.objects.get()
    working.work.call(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE, job.outcome
    page = client.get(f"/dossiers/{PLACE}/compare/", numbers).content.decode()
    assert str(first) in page
    assert str(second) in page
    assert "/tmp" not in page  # noqa: S108 - what must not stand there
