"""How is a job done? Each kind of work is one function; what it lays down is its outcome."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from django_tasks import task

from dafeng.desk import answer_difference
from dafeng.desk.building import Options
from dafeng.desk.differing import Settings, differ
from dafeng.desk.examining import laid_out
from dafeng.desk.planning import compile_plan
from dafeng.desk.result_pages import PAGES, PORTFOLIO, Part, answer_html, result_pages
from dafeng.errors import DafengError, InputError
from dafeng.language import LANGUAGES, Text
from dafeng.web.dossiers import jobs, results
from dafeng.web.dossiers.arriving import import_archive, take_in
from dafeng.web.dossiers.findings import laid_down
from dafeng.web.dossiers.jobs import CancelledError
from dafeng.web.dossiers.models import Job, Kind, State, Version
from dafeng.web.dossiers.versions import files_of

_log: Final = logging.getLogger(__name__)
_BROKEN: Final = Text(
    "程序出错，已记录；请稍后再试或联系网站管理员",
    "the program failed, which is noted; try again later or tell whoever runs the site",
)
#: Name under which this process takes jobs up; the worker sets it.
_worker: dict[str, str] = {"name": "here"}

Outcome = Mapping[str, Any]


def known_as(name: str) -> None:
    """Set the name under which this process takes jobs up."""
    _worker["name"] = name


@task()
def work(number: int) -> None:
    """Do a job, if it still waits."""
    job = jobs.begin(number, _worker["name"])
    if job is None:
        return
    try:
        outcome = _WORK[Kind(job.kind)](job)
    except CancelledError:
        return
    except DafengError as error:
        jobs.end(job, State.FAILED, _told(error))
    except Exception:  # noqa: BLE001 - a worker goes on to the next job
        _log.exception("job %s (%s) failed", job.pk, job.kind)
        jobs.end(job, State.FAILED, {"error": [_BROKEN.zh, _BROKEN.en]})
    else:
        jobs.end(job, State.DONE, outcome)


def _told(error: DafengError) -> Outcome:
    faults = laid_down(error.faults) if isinstance(error, InputError) else []
    return {"error": [error.text.zh, error.text.en], "faults": faults, "code": error.code}


def _teller(job: Job) -> Callable[[str], None]:
    return lambda step: jobs.tell(job, step)


def _version(job: Job) -> Version:
    if job.version is None:
        raise TypeError(f"job {job.pk} has no version")
    return job.version


def _results(job: Job) -> Outcome:
    return _pages(job, PAGES)


def _portfolio(job: Job) -> Outcome:
    return _pages(job, PORTFOLIO)


def _pages(job: Job, pages: Mapping[str, tuple[Part, ...]]) -> Outcome:
    found, tell = _version(job), _teller(job)
    with laid_out(files_of(found)) as folder:
        made = list(result_pages(folder, pages, tell))
    jobs.tell(job, "keeping")
    for name, language, html in made:
        results.keep_page(found, name, language, html)
    return {"pages": [name for name in pages if any(name == n for n, _l, _h in made)]}


def _documents(job: Job) -> Outcome:
    found, tell = _version(job), _teller(job)
    with laid_out(files_of(found)) as folder:

        def build(target: Any) -> None:
            compile_plan(folder, target, options=Options(progress=tell))
            jobs.tell(job, "keeping")

        results.keep_documents(found, build)
    return {}


def _comparison(job: Job) -> Outcome:
    after, tell = _version(job), _teller(job)
    before = Version.objects.get(pk=job.wanted["before"])
    with laid_out(files_of(before)) as one, laid_out(files_of(after)) as other:
        found = differ(one, other, Settings(progress=tell))
    named = [replace(s, path=str(v)) for s, v in ((found.before, before), (found.after, after))]
    answer = answer_difference.answer(replace(found, before=named[0], after=named[1]))
    jobs.tell(job, "keeping")
    for language in LANGUAGES:
        results.keep_comparison(before, after, language, answer_html(answer, language))
    return {}


def _upload(job: Job) -> Outcome:
    made = take_in(job, _teller(job))
    return {"number": made.number, "same": made.number <= job.wanted["after"]}


def _import(job: Job) -> Outcome:
    return import_archive(job, _teller(job))


_WORK: Final[dict[Kind, Callable[[Job], Outcome]]] = {
    Kind.RESULTS: _results,
    Kind.PORTFOLIO: _portfolio,
    Kind.DOCUMENTS: _documents,
    Kind.COMPARISON: _comparison,
    Kind.UPLOAD: _upload,
    Kind.IMPORT: _import,
}
